//! That tests build nothing a second time. A feature that only a test's dependency asks for
//! makes another crate of whatever it is a feature of, and of all that stands on it: half
//! of the program, once more.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};

use crate::command::{cargo, text};

/// Sets of features by package: build scripts may have others than the program.
type Features = BTreeMap<String, BTreeSet<String>>;

pub(super) fn check() -> Result<Vec<String>> {
    let program = features(&["--package", "pilotbox", "--edges", "normal,build"])?;
    let rest = ["--workspace", "--exclude", "xtask", "--edges", "all"];
    Ok(problems(&program, &features(&rest)?))
}

fn problems(program: &Features, tested: &Features) -> Vec<String> {
    let nothing = BTreeSet::new();
    let mut problems = Vec::new();
    for (package, sets) in program {
        let there = tested.get(package).unwrap_or(&nothing);
        let lost: Vec<_> = sets.difference(there).cloned().collect();
        if !lost.is_empty() {
            let (with, has) = (lost.join(" or "), there.iter().cloned().collect::<Vec<_>>());
            problems.push(format!(
                "{package} is built twice: the program has it with `{with}`, the tests with `{}`; \
                 hint: `cargo tree --workspace --edges features --invert {package}` says for whom",
                has.join("` or `")
            ));
        }
    }
    problems
}

/// What cargo would build, a line for each package: `name v1.2.3|feature,feature`.
fn features(what: &[&str]) -> Result<Features> {
    let mut command = cargo(&["tree", "--locked", "--prefix", "none"]);
    command.args(["--format", "{p}|{f}"]).args(what);
    let output = command.output()?;
    if !output.status.success() {
        let told = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` failed: {told}", text(&command));
    }
    Ok(read(&String::from_utf8_lossy(&output.stdout)))
}

fn read(lines: &str) -> Features {
    let mut all = Features::new();
    for (package, features) in lines.lines().filter_map(|line| line.split_once('|')) {
        // What follows the version is where the package lies.
        let mut words = package.split(' ');
        let (Some(name), Some(version)) = (words.next(), words.next()) else {
            continue;
        };
        let package = format!("{name}@{}", version.trim_start_matches('v'));
        let features = features.trim_end_matches(" (*)").to_owned();
        all.entry(package).or_default().insert(features);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feature_for_tests_alone_is_a_second_build() {
        let program = read("a v1.0.0|std\nb v2.0.0 (proc-macro)|\nb v2.0.0 (proc-macro)|x (*)\n");
        let more = read("a v1.0.0|std\na v1.0.0|full,std\nb v2.0.0|\nb v2.0.0|x\nc v1.0.0|\n");
        assert_eq!(problems(&program, &more), Vec::<String>::new());
        let other = read("a v1.0.0|full,std\nb v2.0.0|\nb v2.0.0|x\n");
        let found = problems(&program, &other);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("a@1.0.0 is built twice"), "{found:?}");
    }
}
