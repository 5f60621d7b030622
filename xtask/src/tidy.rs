//! What every change must keep: format, lints, docs, and rules that no other
//! tool knows.

mod features;
mod imports;
mod locked;
mod rules;
mod shared;

use std::process::Command;

use anyhow::{Result, bail};

use crate::command::{cargo, run, succeeds};

pub(crate) fn tidy() -> Result<()> {
    run(&mut cargo(&["fmt", "--all", "--check"]))?;
    // The fuzzers are a workspace of their own.
    let fuzzers = "tests/fuzz/Cargo.toml";
    run(&mut cargo(&["fmt", "--manifest-path", fuzzers, "--check"]))?;
    let mut problems = imports::check()?;
    problems.extend(features::check()?);
    problems.extend(rules::check()?);
    problems.extend(shared::check()?);
    for problem in &problems {
        eprintln!("{problem}");
    }
    if !problems.is_empty() {
        bail!("{} rules are broken", problems.len());
    }
    run(&mut cargo(&[
        "clippy",
        "--release",
        "--workspace",
        "--all-targets",
        "--",
        "--deny",
        "warnings",
    ]))?;
    let mut doc = cargo(&["doc", "--release", "--no-deps", "--quiet"]);
    run(doc.env("RUSTDOCFLAGS", "--deny warnings"))?;
    deny()
}

/// Licences, advisories and sources, where the tool is installed: it is a large
/// program of its own, so nobody is made to build it.
fn deny() -> Result<()> {
    if succeeds(Command::new("cargo").args(["deny", "--version"])) {
        return run(&mut cargo(&["deny", "check"]));
    }
    eprintln!("tidy: cargo-deny is not installed, so deny.toml was not checked");
    Ok(())
}
