//! The fuzzers' own lock file, which must hold what is shipped: a fault that is
//! not found in another version of a reader says nothing about ours.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use anyhow::{Context, Result};

use crate::command::root;

/// Versions by package.
type Versions<'l> = BTreeMap<&'l str, BTreeSet<&'l str>>;

pub(crate) fn check() -> Result<Vec<String>> {
    let read = |path: &str| fs::read_to_string(root().join(path)).context(path.to_owned());
    let (ours, fuzzed) = (read("Cargo.lock")?, read("tests/fuzz/Cargo.lock")?);
    Ok(problems(&ours, &fuzzed))
}

/// Packages that the fuzzers hold in a version that we do not.
fn problems(ours: &str, fuzzed: &str) -> Vec<String> {
    let (ours, fuzzed) = (versions(ours), versions(fuzzed));
    let mut problems = Vec::new();
    for (name, versions) in &fuzzed {
        let Some(shipped) = ours.get(name) else {
            continue;
        };
        for version in versions.difference(shipped) {
            problems.push(format!(
                "tests/fuzz/Cargo.lock: `{name}` {version} is not what is shipped; \
                 hint: copy Cargo.lock there and run `cargo xtask fuzz`"
            ));
        }
    }
    problems
}

fn versions(lock: &str) -> Versions<'_> {
    let mut versions = Versions::new();
    let mut name = "";
    for line in lock.lines() {
        let value = |key: &str| line.strip_prefix(key)?.strip_suffix('"');
        if let Some(found) = value("name = \"") {
            name = found;
        } else if let Some(version) = value("version = \"") {
            versions.entry(name).or_default().insert(version);
        }
    }
    versions
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\n\n\
                        [[package]]\nname = \"a\"\nversion = \"2.0.0\"\n";

    #[test]
    fn the_fuzzers_hold_what_is_shipped() {
        let with = |name: &str, version: &str| {
            let lock = format!("[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n");
            problems(OURS, &lock)
        };
        assert_eq!(with("a", "2.0.0"), [""; 0]);
        assert_eq!(with("libfuzzer-sys", "0.4.0"), [""; 0]);
        assert_eq!(
            with("a", "1.0.1"),
            ["tests/fuzz/Cargo.lock: `a` 1.0.1 is not what is shipped; \
              hint: copy Cargo.lock there and run `cargo xtask fuzz`"]
        );
    }
}
