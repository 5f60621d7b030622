//! Challenges from templates as everybody else meets them: plugins are scored, receipts
//! replay, settings decide a run and no plugin sees them.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use pilotbox_tests::{End, component, pilotbox, scratch, shared_cache, tables};
use tempfile::TempDir;

use crate::run;

/// A challenge of a template, made anew.
struct Made {
    kind: &'static str,
    scratch: TempDir,
}

/// A template, a table for it, and the options that name its columns.
type Kind = (&'static str, fn() -> String, &'static str);

const KINDS: [Kind; 3] = [
    (
        "forecast",
        tables::counts,
        "--target count --time at --series lane --horizon 12 --history 336",
    ),
    (
        "classify",
        tables::reports,
        "--target department --row-id number --strata district",
    ),
    (
        "assign",
        tables::wishes,
        "--person pupil --place course --cost minutes --capacity room --group round",
    ),
];

impl Made {
    fn new((kind, table, columns): Kind) -> Self {
        let scratch = scratch();
        let file = scratch.path().join("table.csv");
        fs::write(&file, table()).expect("it can be written");
        pilotbox("new")
            .args(["challenge", "mine", "--template", kind, "--table"])
            .arg(&file)
            .args(["--licence", "CC0-1.0", "--source", "made for tests"])
            .args(columns.split(' '))
            .args(["--into".as_ref(), scratch.path()])
            .args(["--cache".as_ref(), shared_cache().as_os_str()])
            .end_with(0);
        Self { kind, scratch }
    }

    fn challenge(&self) -> PathBuf {
        self.scratch.path().join("mine")
    }

    fn plugin(&self, name: &str) -> PathBuf {
        component(&format!("template-{}-{name}", self.kind))
    }

    /// Runs a plugin and signs its receipt.
    fn sign(&self, plugin: &Path) {
        let at = |name: &str| self.scratch.path().join(name);
        pilotbox("keygen").arg(at("city")).end_with(0);
        run(&self.challenge(), plugin)
            .args(["--split", "sample", "--key"])
            .arg(at("city.key"))
            .arg("--receipt")
            .arg(at("receipt.json"))
            .end_with(0);
    }

    fn verify(&self, challenge: &Path, plugin: &Path) -> Command {
        let at = |name: &str| self.scratch.path().join(name);
        let mut command = pilotbox("verify");
        command
            .arg(at("receipt.json"))
            .arg("--trusted-key")
            .arg(at("city.keys.toml"))
            .args(["--challenge".as_ref(), challenge.as_os_str()])
            .args(["--plugin".as_ref(), plugin.as_os_str()]);
        command
    }

    /// Changes the manifest in one place.
    fn change(&self, from: &str, to: &str) {
        let path = self.challenge().join("challenge.toml");
        let text = fs::read_to_string(&path).expect("the manifest");
        assert!(text.contains(from), "{text}");
        fs::write(&path, text.replacen(from, to, 1)).expect("it can be written");
    }
}

#[test]
fn receipts_of_each_template_replay_from_folder_and_pack() {
    for kind in KINDS {
        let made = Made::new(kind);
        let plugin = made.plugin("reference");
        made.sign(&plugin);
        let challenge = made.challenge();
        made.verify(&challenge, &plugin)
            .end_with(0)
            .says("level reached: sample replay");
        let pack = made.scratch.path().join("startup.pack");
        pilotbox("pack")
            .arg(&challenge)
            .args(["--audience", "startup", "--out"])
            .arg(&pack)
            .end_with(0);
        made.verify(&pack, &plugin)
            .end_with(0)
            .says("level reached: sample replay");
    }
}

#[test]
fn other_settings_are_another_challenge() {
    let made = Made::new(KINDS[0]);
    let plugin = made.plugin("baseline");
    made.sign(&plugin);
    made.change("horizon = 12", "horizon = 11");
    made.verify(&made.challenge(), &plugin)
        .end()
        .says("the manifest");
}

#[test]
fn a_setting_that_does_not_fit_is_found_at_file_and_line() {
    let made = Made::new(KINDS[0]);
    made.change("horizon = 12", "horizon = 0");
    let mut check = pilotbox("check");
    let ended = check.arg(made.challenge()).end();
    ended
        .says("challenge.toml:")
        .says("setting `horizon` cannot be `0`; hint: give a whole number from 1 to 1000");
    assert_ne!(ended.code, 0);
}

#[test]
fn a_table_called_as_the_settings_is_refused() {
    let made = Made::new(KINDS[1]);
    let sample = made.challenge().join("data/sample");
    fs::copy(
        sample.join("records.parquet"),
        sample.join("params.parquet"),
    )
    .expect("a copy");
    let mut check = pilotbox("check");
    check
        .arg(made.challenge())
        .end()
        .says("data/sample/params.parquet: a table cannot be named `params`");
}

#[test]
fn a_plugin_finds_no_settings() {
    for kind in KINDS {
        let made = Made::new(kind);
        let profile = run(&made.challenge(), &made.plugin("peek"))
            .args(["--split", "sample", "--json"])
            .end_with(0);
        profile
            .says("no table `params` is granted")
            .never_says("open to plugins");
    }
}
