//! Builds what the portal loads in a browser: the islands as WebAssembly, their
//! script, and both compressed. The server takes them in when it is built next.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use brotli::{BrotliCompress, enc::BrotliEncoderParams};
use wasm_bindgen_cli_support::Bindgen;

use crate::{
    command::{cargo, root, run},
    setup,
};

/// The cdylib that cargo makes of `web/client`.
const MODULE: &str = "wasm32-unknown-unknown/release/pilotbox_web_client.wasm";

/// Highest quality of Brotli: it is compressed once and sent often.
const QUALITY: i32 = 11;

/// Builds the client into `target/client`. What has not changed is left alone.
pub(crate) fn client() -> Result<()> {
    setup::build_tools()?;
    let built = compile()?;
    let folder = root().join("target/client");
    let stamp = folder.join("built-from");
    let module = fs::read(&built).with_context(|| built.display().to_string())?;
    if fs::read(&stamp).is_ok_and(|former| former == module) {
        return Ok(());
    }
    bind(&built, &folder)?;
    for name in ["client.js", "client_bg.wasm"] {
        compress(&folder.join(name))?;
    }
    replace(&stamp, &module)
}

/// A workspace of its own, since its features are not the server's.
fn compile() -> Result<PathBuf> {
    let target = root().join("target/client-build");
    let manifest = root().join("web/client/Cargo.toml");
    let mut command = cargo(&["build", "--release", "--locked"]);
    command.args(["--target", "wasm32-unknown-unknown", "--manifest-path"]);
    run(command.arg(manifest).arg("--target-dir").arg(&target))?;
    Ok(target.join(MODULE))
}

/// Writes the script that loads the module, and the module without names.
fn bind(built: &Path, folder: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(built)
        .web(true)?
        .out_name("client")
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true);
    bindgen.generate(folder)
}

/// Writes `FILE.br` beside a file and tells both sizes.
fn compress(file: &Path) -> Result<()> {
    let whole = fs::read(file).with_context(|| file.display().to_string())?;
    let parameters = BrotliEncoderParams {
        quality: QUALITY,
        ..BrotliEncoderParams::default()
    };
    let mut small = Vec::new();
    BrotliCompress(&mut whole.as_slice(), &mut small, &parameters)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    println!("{name}: {} bytes, {} compressed", whole.len(), small.len());
    replace(&file.with_file_name(format!("{name}.br")), &small)
}

fn replace(file: &Path, bytes: &[u8]) -> Result<()> {
    let mut written = fs::File::create(file).with_context(|| file.display().to_string())?;
    Ok(written.write_all(bytes)?)
}
