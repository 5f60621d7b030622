//! Brings what a new machine lacks, says so, and stops with its name where it
//! cannot.

use std::{path::Path, process::Command};

use anyhow::{Result, bail};

use crate::command::{run, succeeds};

const TARGETS: [&str; 3] = ["wasm32-unknown-unknown", "wasm32-wasip1", "wasm32-wasip2"];

pub(crate) fn setup() -> Result<()> {
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
    let is_root = || {
        Command::new("id")
            .arg("-u")
            .output()
            .is_ok_and(|o| o.stdout == b"0\n")
    };
    if is_root() && succeeds(Command::new("apt-get").arg("--version")) {
        run(Command::new("apt-get").args(["update", "--quiet"]))?;
        return run(Command::new("apt-get").args([
            "install",
            "--yes",
            "--quiet",
            "gcc",
            "libc6-dev",
        ]));
    }
    bail!(
        "a C compiler is missing; hint: install the packages `gcc` and `libc6-dev`, or your system's like"
    )
}
