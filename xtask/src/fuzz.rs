//! Feeds the readers of what strangers send with bytes until the time is over.
//! What is found stays in `tests/fuzz/artifacts`; what is new to the corpus
//! stays below `target`, so that a run changes nothing in the tree.

use std::{fs, process::Command};

use anyhow::{Context, Result, bail};

use crate::command::{root, run, succeeds};

/// One target for each reader.
const TARGETS: [&str; 5] = ["inspect", "plug", "pack", "json", "receipt"];

/// For how long one target runs, unless it is said.
const MINUTES: u64 = 15;

/// libFuzzer's bounds: an input that takes longer or more is a finding.
const BOUNDS: [&str; 3] = ["-timeout=10", "-rss_limit_mb=2048", "-max_len=65536"];

pub(crate) fn fuzz(arguments: &[String]) -> Result<()> {
    let (targets, minutes) = chosen(arguments)?;
    if !succeeds(Command::new("cargo").args(["fuzz", "--version"])) {
        bail!("cargo-fuzz is not installed; hint: `cargo install cargo-fuzz`");
    }
    targets
        .iter()
        .try_for_each(|target| fuzz_one(target, minutes))
}

fn chosen(arguments: &[String]) -> Result<(Vec<&'static str>, u64)> {
    let mut targets = TARGETS.to_vec();
    let mut minutes = MINUTES;
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        if argument == "--minutes" {
            let number = rest.next().context("`--minutes` needs a number")?;
            minutes = number
                .parse()
                .with_context(|| format!("`{number}` is no number of minutes"))?;
            continue;
        }
        let Some(target) = TARGETS.iter().find(|target| *target == argument) else {
            bail!(
                "no target `{argument}`; hint: one of {}",
                TARGETS.join(", ")
            );
        };
        targets = vec![target];
    }
    Ok((targets, minutes))
}

/// Runs on the stable compiler, and so without a sanitizer: ours is safe Rust,
/// and debug assertions and overflow checks are on.
fn fuzz_one(target: &str, minutes: u64) -> Result<()> {
    let found = format!("target/fuzz/corpus/{target}");
    fs::create_dir_all(root().join(&found)).context(found.clone())?;
    let kept = ["corpus", "regressions"].map(|kind| format!("tests/fuzz/{kind}/{target}"));
    let kept = kept.iter().filter(|folder| root().join(folder).is_dir());
    let mut command = Command::new("cargo");
    command
        .args(["fuzz", "run", "--sanitizer", "none"])
        .args(["--fuzz-dir", "tests/fuzz", "--target-dir", "target/fuzz"])
        .args([target, &found])
        .args(kept)
        .arg("--")
        .args(BOUNDS)
        .arg(format!("-max_total_time={}", minutes.saturating_mul(60)))
        .arg("-print_final_stats=1")
        // What it writes between two builds would be as large as all else.
        .env("CARGO_INCREMENTAL", "0")
        .current_dir(root());
    run(&mut command)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn targets_and_minutes_may_be_named() {
        let all = chosen(&[]).expect("nothing need be said");
        assert_eq!(all, (TARGETS.to_vec(), MINUTES));
        let one = chosen(&arguments(&["pack", "--minutes", "1"])).expect("both may be said");
        assert_eq!(one, (vec!["pack"], 1));
    }

    #[test]
    fn what_is_not_understood_is_named() {
        for (words, message) in [
            (&["pac"][..], "no target `pac`; hint: one of"),
            (&["--minutes"], "`--minutes` needs a number"),
            (&["--minutes", "x"], "`x` is no number of minutes"),
        ] {
            let error = chosen(&arguments(words)).expect_err("it is not understood");
            assert!(error.to_string().starts_with(message), "{error}");
        }
    }

    #[test]
    fn the_targets_are_those_of_the_manifest() {
        let manifest = include_str!("../../tests/fuzz/Cargo.toml");
        let bins: Vec<_> = manifest
            .split("[[bin]]\nname = \"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        assert_eq!(bins, TARGETS);
    }
}
