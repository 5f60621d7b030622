//! Builds the components of the templates, from which challenges are made without any
//! Rust, and lays them where the program's next build takes them in. The program itself
//! builds them, so it is built twice when one has changed; the second time only its last
//! crate is compiled.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

use crate::{
    client,
    command::{cargo, folders_with, pilotbox, root, run},
    setup,
};

/// The folders of `sdk/templates`.
const TEMPLATES: [&str; 3] = ["assign", "classify", "forecast"];

/// How the components' names begin.
const BEGINNING: &str = "template-";

/// The crates of all templates.
pub(crate) fn crates() -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for template in TEMPLATES {
        let own = format!("sdk/templates/{template}");
        let plugins = format!("{own}/plugins");
        found.extend(folders_with("Cargo.toml", &[&own, &plugins])?);
    }
    Ok(found)
}

/// Builds the program.
pub(crate) fn program() -> Result<()> {
    run(&mut cargo(&["build", "--release", "--package", "pilotbox"]))
}

/// Builds the templates' components alone, and the program with them.
pub(crate) fn templates() -> Result<()> {
    setup::build_tools()?;
    program()?;
    run(pilotbox().arg("build").args(crates()?))?;
    gather()?;
    program()
}

/// Builds what an operator installs: one program with the portal's client and the
/// templates in it.
pub(crate) fn dist() -> Result<()> {
    client::client()?;
    templates()?;
    run(&mut cargo(&[
        "build",
        "--profile",
        "dist",
        "--package",
        "pilotbox",
    ]))
}

/// Lays the components where the program's build takes them in. What has not changed is
/// not touched, so that nothing is built for it.
pub(crate) fn gather() -> Result<()> {
    let (from, to) = (
        root().join("target/components"),
        root().join("target/templates"),
    );
    fs::create_dir_all(&to).with_context(|| to.display().to_string())?;
    let built = components(&from)?;
    for name in &built {
        let bytes = fs::read(from.join(name)).with_context(|| name.clone())?;
        let file = to.join(name);
        if fs::read(&file).ok().as_ref() != Some(&bytes) {
            fs::write(&file, bytes).with_context(|| file.display().to_string())?;
        }
    }
    for name in components(&to)? {
        if !built.contains(&name) {
            fs::remove_file(to.join(&name)).with_context(|| name.clone())?;
        }
    }
    Ok(())
}

/// Names of the templates' components in a folder.
fn components(folder: &Path) -> Result<Vec<String>> {
    let entries = folder
        .read_dir()
        .with_context(|| folder.display().to_string())?;
    let mut found = Vec::new();
    for entry in entries {
        let file = entry?.path();
        let is_component = file.extension().is_some_and(|ending| ending == "wasm");
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if name.starts_with(BEGINNING) && is_component {
            found.push(name);
        }
    }
    Ok(found)
}
