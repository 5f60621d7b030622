//! Puts the client, which `cargo xtask client` has built, into the program. Without
//! it the pages work all the same, as they do where JavaScript is off.

use std::{env, fs, path::PathBuf};

fn main() {
    println!("cargo::rerun-if-env-changed=PILOTBOX_CLIENT");
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let folder = env::var_os("PILOTBOX_CLIENT");
    let folder = folder.map_or_else(|| root.join("../target/client"), PathBuf::from);
    println!("cargo::rerun-if-changed={}", folder.display());
    let files = [
        "client.js",
        "client.js.br",
        "client_bg.wasm",
        "client_bg.wasm.br",
    ];
    let files = files.map(|name| folder.join(name));
    let text = if files.iter().all(|file| file.is_file()) {
        let paths = files.map(|file| file.display().to_string());
        let bytes = paths.map(|path| format!("include_bytes!({path:?})"));
        format!("Some([{}])", bytes.join(", "))
    } else {
        "None".to_owned()
    };
    let code = format!(
        "/// The client's script and its module, each with its Brotli.\nconst CLIENT: Option<[&[u8]; 4]> = {text};\n"
    );
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("client.rs"), code).expect("cargo's own folder can be written");
}
