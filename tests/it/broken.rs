//! Broken copies of a challenge: a folder each under `tests/broken` says what is
//! changed and what `check` must find, no more and no less.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use pilotbox_tests::{End, Ended, copy_folder, folder, names, pilotbox, scratch};
use serde::Deserialize;

/// The challenge that is broken, which passes as it is.
const CHALLENGE: &str = "tests/challenges/fragile";

/// What is broken, and what must be found.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Broken {
    change: Vec<Change>,
    /// Findings, in the order in which they are printed.
    #[serde(default)]
    finding: Vec<Finding>,
    /// What is said of files that cannot be read at all.
    #[serde(default)]
    error: Option<String>,
}

/// A change of one file, in exactly one way.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    file: String,
    /// Text that is replaced by `replace`, once.
    find: Option<String>,
    replace: Option<String>,
    /// The whole file's text.
    text: Option<String>,
    /// What a symbolic link in its place leads to.
    link: Option<String>,
    /// A file of the challenge that is copied there.
    copy: Option<String>,
    /// A file beside `expect.toml` that is copied there.
    add: Option<String>,
    #[serde(default)]
    delete: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Finding {
    /// File, and line and column where they are known.
    at: String,
    code: String,
    /// A part of the message.
    message: String,
}

#[test]
fn every_broken_copy_is_refused_at_file_and_line() {
    let all = names(&folder("tests/broken"));
    let failures: Vec<_> = all.iter().filter_map(|name| fault(name)).collect();
    assert!(failures.is_empty(), "\n{}", failures.join("\n\n"));
    assert!(all.len() >= 20, "broken copies are missing: {all:?}");
}

fn fault(name: &str) -> Option<String> {
    let description = folder("tests/broken").join(name);
    let broken: Broken = match fs::read_to_string(description.join("expect.toml"))
        .map_err(|error| error.to_string())
        .and_then(|text| toml::from_str(&text).map_err(|error| error.to_string()))
    {
        Ok(broken) => broken,
        Err(error) => return Some(format!("{name}/expect.toml: {error}")),
    };
    let scratch = scratch();
    let copy = scratch.path().join("challenge");
    copy_folder(&folder(CHALLENGE), &copy);
    for change in &broken.change {
        change.apply(&copy, &description);
    }
    let ended = pilotbox("check")
        .arg(&copy)
        .args(["--jobs", "1", "--json"])
        .end();
    let faults = faults(&broken, &ended);
    (!faults.is_empty()).then(|| format!("{name}:\n  {}", faults.join("\n  ")))
}

impl Change {
    fn apply(&self, copy: &Path, description: &Path) {
        let path = copy.join(&self.file);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("folders");
        let take = |from: PathBuf| fs::copy(from, &path).map(drop);
        let done = match self {
            Self {
                find: Some(find),
                replace: Some(by),
                ..
            } => replace(&path, find, by),
            Self {
                text: Some(text), ..
            } => fs::write(&path, text),
            Self {
                link: Some(link), ..
            } => std::os::unix::fs::symlink(link, &path),
            Self {
                copy: Some(from), ..
            } => take(copy.join(from)),
            Self {
                add: Some(from), ..
            } => take(description.join(from)),
            Self { delete: true, .. } => fs::remove_file(&path),
            Self { .. } => panic!("`{}` is not changed", self.file),
        };
        done.unwrap_or_else(|error| panic!("`{}`: {error}", self.file));
    }
}

fn replace(path: &Path, find: &str, by: &str) -> io::Result<()> {
    let text = fs::read_to_string(path)?;
    assert!(
        text.contains(find),
        "`{}` holds no `{find}`",
        path.display()
    );
    fs::write(path, text.replacen(find, by, 1))
}

fn faults(broken: &Broken, ended: &Ended) -> Vec<String> {
    if ended.code != 5 {
        return vec![format!("expected exit 5, got {ended}")];
    }
    if let Some(error) = &broken.error {
        let message = ended.json()["reason"]["message"].to_string();
        let is_said = message.contains(error);
        let fault = format!("expected `{error}`, got {ended}");
        return if is_said { vec![] } else { vec![fault] };
    }
    let found: Vec<_> = ended.json()["findings"]
        .as_array()
        .map(|findings| findings.iter().map(shown).collect())
        .unwrap_or_default();
    let fits = |(expected, (at, code, message)): (&Finding, &(String, String, String))| {
        *at == expected.at && *code == expected.code && message.contains(&expected.message)
    };
    let all_fit =
        found.len() == broken.finding.len() && broken.finding.iter().zip(&found).all(fits);
    let line = |(at, code, message): &(String, String, String)| format!("{at}: {code}: {message}");
    if all_fit {
        vec![]
    } else {
        found
            .iter()
            .map(line)
            .chain(["that is all".to_owned()])
            .collect()
    }
}

/// Place, code and message of a finding.
fn shown(finding: &serde_json::Value) -> (String, String, String) {
    let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    let at = match (finding["line"].as_u64(), finding["column"].as_u64()) {
        (Some(line), Some(column)) => format!("{}:{line}:{column}", text("file")),
        _ => text("file"),
    };
    (at, text("code"), text("message"))
}

#[test]
fn findings_are_lines_that_an_editor_can_follow() {
    let scratch = scratch();
    let copy = scratch.path().join("challenge");
    copy_folder(&folder(CHALLENGE), &copy);
    let manifest = copy.join("challenge.toml");
    let text = fs::read_to_string(&manifest).expect("the manifest is text");
    fs::write(&manifest, text.replace("weight = 1.0", "wieght = 1.0")).expect("it can be written");
    let ended = pilotbox("check").arg(&copy).end_with(5);
    ended
        .says("challenge.toml:32:1: unknown key `wieght`; hint: look for a typing error")
        .says("challenge.toml:23:1: `metrics.0` lacks the key `weight`")
        .says("2 findings");
}

#[test]
fn the_challenges_are_fit_to_be_published() {
    for challenge in [
        "challenges/mobility/parking-forecast",
        "challenges/utilities/water-demand",
        "challenges/services/school-admission",
        CHALLENGE,
    ] {
        let ended = pilotbox("check")
            .arg(folder(challenge))
            .arg("--json")
            .end_with(0);
        let report = ended.json();
        assert_eq!(report["ok"], true, "{challenge}");
        let tried = report["plugins"].as_array().map(Vec::len);
        assert_eq!(tried, Some(6), "{challenge}");
    }
}
