//! Running other programs, and where things are.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// How the variables begin by which cargo tells this program of itself.
const ABOUT_US: [&str; 2] = ["CARGO_PKG_", "CARGO_MANIFEST_"];

/// Cargo at the root, as if called by hand: some build scripts look at what cargo says of
/// its caller, and all that stands on them would be built anew.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root());
    for (name, _) in std::env::vars_os() {
        let known = name.to_string_lossy();
        if ABOUT_US.iter().any(|prefix| known.starts_with(prefix)) {
            command.env_remove(&name);
        }
    }
    command
}

/// The built `pilotbox`.
pub(crate) fn pilotbox() -> Command {
    let mut command = Command::new(root().join("target/release/pilotbox"));
    command.current_dir(root());
    command
}

/// Runs a command and demands that it succeeds.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    eprintln!("$ {}", text(command));
    let status = command.status().with_context(|| text(command))?;
    if !status.success() {
        bail!("`{}` failed: {status}", text(command));
    }
    Ok(())
}

/// Whether a command can be run and succeeds; shows nothing.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

/// The command as one types it.
pub(crate) fn text(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_name()
        .unwrap_or_default();
    let arguments = command
        .get_args()
        .map(|argument| argument.to_string_lossy());
    let words = [program.to_string_lossy()].into_iter().chain(arguments);
    words.collect::<Vec<_>>().join(" ")
}

/// Folders `pattern/*` below the root that hold `file`, sorted.
pub(crate) fn folders_with(file: &str, parents: &[&str]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for parent in parents {
        let Ok(entries) = root().join(parent).read_dir() else {
            continue;
        };
        for entry in entries {
            let path = entry?.path();
            if path.join(file).is_file() {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Every challenge of the repository.
pub(crate) fn challenges() -> Result<Vec<PathBuf>> {
    let fields = [
        "challenges/mobility",
        "challenges/utilities",
        "challenges/services",
    ];
    folders_with("challenge.toml", &fields)
}
