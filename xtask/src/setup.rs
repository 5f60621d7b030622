//! Brings what a new machine lacks, says so, and stops with its name where it
//! cannot.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    time::SystemTime,
};

use anyhow::{Result, bail};

use crate::command::{root, run, succeeds};

const TARGETS: [&str; 3] = ["wasm32-unknown-unknown", "wasm32-wasip1", "wasm32-wasip2"];

/// Everything.
pub(crate) fn setup() -> Result<()> {
    build_tools()?;
    bring_postgres()?;
    bring_browser()?;
    bring_browser_packages()
}

/// What building needs.
pub(crate) fn build_tools() -> Result<()> {
    for target in TARGETS {
        bring_target(target)?;
    }
    bring_c_compiler()
}

/// Asks the compiler, since a toolchain file that lists targets does not always
/// bring them.
fn has_target(target: &str) -> bool {
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "target-libdir", "--target", target]);
    let Ok(output) = rustc.output() else {
        return false;
    };
    let folder = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    Path::new(&folder).is_dir()
}

fn bring_target(target: &str) -> Result<()> {
    if has_target(target) {
        return Ok(());
    }
    eprintln!("setup: the Rust target {target} is missing");
    run(Command::new("rustup").args(["target", "add", target]))?;
    if has_target(target) {
        return Ok(());
    }
    bail!(
        "the Rust target `{target}` is missing; hint: `rustup target add {target}`, or your system's package for it"
    )
}

/// Zstandard, which Parquet uses, is C.
fn bring_c_compiler() -> Result<()> {
    if succeeds(Command::new("cc").arg("--version")) {
        return Ok(());
    }
    eprintln!("setup: there is no C compiler");
    bring_packages("a C compiler", &["gcc", "libc6-dev"])
}

/// The tests start a server of their own; Debian's cluster, which the package may
/// start, is not used.
fn bring_postgres() -> Result<()> {
    if has_postgres() {
        return Ok(());
    }
    eprintln!("setup: PostgreSQL is missing");
    bring_packages("PostgreSQL", &["postgresql"])
}

/// In the path, or where Debian puts it.
fn has_postgres() -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<_> = std::env::split_paths(&path).collect();
    let versions = Path::new("/usr/lib/postgresql").read_dir();
    folders.extend(
        versions
            .into_iter()
            .flatten()
            .flatten()
            .map(|version| version.path().join("bin")),
    );
    folders.iter().any(|folder| folder.join("initdb").is_file())
}

/// What the tests of the portal are driven by. `PILOTBOX_CHROMIUM` names another
/// browser of the same kind.
fn bring_browser() -> Result<()> {
    let named = std::env::var_os("PILOTBOX_CHROMIUM");
    let is_named = named.is_some_and(|path| Path::new(&path).is_file());
    let is_there = |program: &str| succeeds(Command::new(program).arg("--version"));
    if !is_named && !Path::new("/usr/bin/chromium").is_file() {
        eprintln!("setup: Chromium is missing");
        bring_packages("Chromium", &["chromium"])?;
    }
    if !is_there("node") {
        eprintln!("setup: Node.js is missing");
        bring_packages("Node.js", &["nodejs"])?;
    }
    if !is_there("npm") {
        eprintln!("setup: npm is missing");
        bring_packages("npm", &["npm"])?;
    }
    Ok(())
}

/// Brings the packages of `tests/browser` when there are none, or when its list of
/// them is newer. npm writes its own list last, so an install that was cut short is
/// done again.
fn bring_browser_packages() -> Result<()> {
    let folder = root().join("tests/browser");
    let changed = |path: &str| -> Option<SystemTime> {
        fs::metadata(folder.join(path)).ok()?.modified().ok()
    };
    let installed = changed("node_modules/.package-lock.json");
    if installed.is_some() && installed >= changed("package-lock.json") {
        return Ok(());
    }
    eprintln!("setup: the packages of tests/browser are missing");
    let mut npm = Command::new("npm");
    npm.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]);
    run(npm.current_dir(folder).stdin(Stdio::null()))
}

/// Installs Debian's packages where that is possible.
fn bring_packages(what: &str, packages: &[&str]) -> Result<()> {
    let is_root = || {
        Command::new("id")
            .arg("-u")
            .output()
            .is_ok_and(|o| o.stdout == b"0\n")
    };
    if is_root() && succeeds(Command::new("apt-get").arg("--version")) {
        run(Command::new("apt-get").args(["update", "--quiet"]))?;
        let mut install = Command::new("apt-get");
        install.args(["install", "--yes", "--quiet"]).args(packages);
        return run(&mut install);
    }
    bail!(
        "{what} is missing; hint: `apt-get install {}` as root, or your system's like",
        packages.join(" ")
    )
}
