//! Builds again when a file is added to a folder that goes into the program, and puts
//! the components of the templates, which `cargo xtask templates` has gathered, into it.
//! Without them the program makes no challenge from a template and says so.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

fn main() {
    for folder in ["templates", "../../sdk", "../../wit"] {
        println!("cargo:rerun-if-changed={folder}");
    }
    println!("cargo::rerun-if-env-changed=PILOTBOX_TEMPLATES");
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let folder = env::var_os("PILOTBOX_TEMPLATES");
    let folder = folder.map_or_else(|| root.join("../../target/templates"), PathBuf::from);
    println!("cargo::rerun-if-changed={}", folder.display());
    let entries: Vec<String> = components(&folder).iter().map(|path| entry(path)).collect();
    let code = format!(
        "/// Components of the templates: names and bytes.\nconst TEMPLATES: &[(&str, &[u8])] = &[{}];\n",
        entries.join(", ")
    );
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("templates.rs"), code).expect("cargo's own folder can be written");
}

/// Every component in the folder, sorted; none, if there is no such folder.
fn components(folder: &PathBuf) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.expect("a folder can be read").path());
    let is_component = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "wasm");
    let mut found: Vec<_> = paths.filter(is_component).collect();
    found.sort();
    found
}

fn entry(path: &Path) -> String {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let path = path.display().to_string();
    format!("({name:?}, include_bytes!({path:?}))")
}
