//! Rules of house style that a program can check.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result};

use crate::command::root;

/// Lines of the longest file of Rust.
const MAX_LINES: usize = 400;

/// Bytes of the largest file: data that is larger belongs elsewhere.
const MAX_BYTES: u64 = 4 << 20;

/// Module names that say nothing.
const EMPTY_NAMES: [&str; 5] = ["mod.rs", "utils.rs", "common.rs", "misc.rs", "helpers.rs"];

pub(crate) fn check() -> Result<Vec<String>> {
    let mut problems = Vec::new();
    for path in tracked_files()? {
        let absolute = root().join(&path);
        let Ok(metadata) = fs::metadata(&absolute) else {
            continue;
        };
        if metadata.len() > MAX_BYTES {
            problems.push(format!("{path}: {} bytes", metadata.len()));
        }
        if Path::new(&path)
            .extension()
            .is_some_and(|extension| extension == "rs")
        {
            check_source(&path, &fs::read_to_string(&absolute)?, &mut problems);
        }
    }
    Ok(problems)
}

fn tracked_files() -> Result<Vec<String>> {
    let output = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .context("git ls-files")?;
    Ok(String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(str::to_owned)
        .collect())
}

fn check_source(path: &str, text: &str, problems: &mut Vec<String>) {
    let lines = text.lines().count();
    if lines > MAX_LINES {
        problems.push(format!("{path}: {lines} lines, more than {MAX_LINES}"));
    }
    if EMPTY_NAMES
        .iter()
        .any(|name| path.ends_with(&format!("/{name}")))
    {
        problems.push(format!("{path}: the name says nothing"));
    }
    // Written apart so that this file does not find itself.
    let unfinished = ["TO", "DO"].concat();
    let ignored = ["#[", "ignore"].concat();
    for (number, line) in (1..).zip(text.lines()) {
        if line.contains(&unfinished) || line.contains(&ignored) {
            problems.push(format!("{path}:{number}: {}", line.trim()));
        }
    }
}
