//! Receipts: what holds, to which level, and everything that must not hold.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use pilotbox_tests::{End, component, copy_folder, folder, pilotbox, scratch};
use tempfile::TempDir;

use crate::run;

/// A receipt with the key that signed it.
struct Signed {
    folder: TempDir,
    challenge: PathBuf,
    plugin: PathBuf,
}

impl Signed {
    /// Runs a plugin and signs its receipt with a new key.
    fn new(challenge: &str, plugin: &str, split: &str) -> Self {
        let signed = Self {
            folder: scratch(),
            challenge: folder(challenge),
            plugin: component(plugin),
        };
        pilotbox("keygen").arg(signed.path("city")).end_with(0);
        run(&signed.challenge, &signed.plugin)
            .args(["--split", split, "--key"])
            .arg(signed.path("city.key"))
            .arg("--receipt")
            .arg(signed.path("receipt.json"))
            .end_with(0);
        signed
    }

    fn fragile() -> Self {
        Self::new("tests/challenges/fragile", "fragile-reference", "sample")
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Checks a receipt's signature alone.
    fn verify(&self, receipt: &Path) -> Command {
        let mut command = pilotbox("verify");
        command
            .arg(receipt)
            .arg("--trusted-key")
            .arg(self.path("city.keys.toml"));
        command
    }

    /// Replays the receipt with these inputs.
    fn replay(&self, challenge: &Path, plugin: &Path) -> Command {
        let mut command = self.verify(&self.path("receipt.json"));
        command
            .arg("--challenge")
            .arg(challenge)
            .arg("--plugin")
            .arg(plugin);
        command
    }
}

/// Changes one bit of a file.
fn flip(path: &Path, byte: usize, bit: usize) {
    let mut bytes = fs::read(path).expect("the file can be read");
    bytes[byte] ^= 1 << bit;
    fs::write(path, bytes).expect("it can be written");
}

fn middle(path: &Path) -> usize {
    let size = fs::metadata(path).expect("the file is there").len();
    usize::try_from(size).expect("it is small") / 2
}

#[test]
fn a_receipt_holds_and_says_how_far() {
    let signed = Signed::fragile();
    let receipt = signed.path("receipt.json");
    signed
        .verify(&receipt)
        .end_with(0)
        .says("level reached: signature")
        .says("nothing was replayed");
    let ended = signed.replay(&signed.challenge, &signed.plugin).end_with(0);
    ended
        .says("the receipt holds; level reached: sample replay")
        .says("city (local, ")
        .says("fragile 0.1.0, split sample")
        .says("scored, 100.0");
    let json = signed
        .replay(&signed.challenge, &signed.plugin)
        .arg("--json")
        .end_with(0)
        .json();
    assert_eq!(json["holds"], true);
    assert_eq!(json["level"], "sample replay");
    assert_eq!(json["receipt"]["issuer"], "local");
}

#[test]
fn a_receipt_of_a_compat_plugin_replays_too() {
    let parking = "challenges/mobility/parking-forecast";
    let signed = Signed::new(parking, "guest-compat-looks-around", "sample");
    let mut replay = signed.replay(&signed.challenge, &signed.plugin);
    replay.end_with(0).says("level reached: sample replay");
}

#[test]
fn a_startup_replays_its_receipt_with_its_own_pack() {
    let signed = Signed::fragile();
    let pack = signed.path("startup.pack");
    pilotbox("pack")
        .arg(&signed.challenge)
        .args(["--audience", "startup", "--out"])
        .arg(&pack)
        .end_with(0);
    let mut replay = signed.replay(&pack, &signed.plugin);
    replay.end_with(0).says("level reached: sample replay");
}

#[test]
fn a_receipt_of_a_hidden_split_replays_in_full_with_its_salt() {
    let parking = "challenges/mobility/parking-forecast";
    let signed = Signed::new(parking, "parking-forecast-baseline", "public");
    let text = fs::read_to_string(signed.path("receipt.json")).expect("the receipt is text");
    assert!(
        text.len() < 10_000,
        "hidden cases are not in it: {} bytes",
        text.len()
    );
    let replay = || signed.replay(&signed.challenge, &signed.plugin);
    replay()
        .end_with(0)
        .says("level reached: full replay")
        .says("single cases were not compared");
    let salt = signed.path("receipt.json.salt");
    let ended = replay().arg("--salt").arg(&salt).end_with(0);
    ended
        .says("level reached: full replay")
        .never_says("single cases were not compared");
    let text = fs::read_to_string(&salt).expect("the salt is text");
    let (head, digit) = text.trim_end().split_at(text.trim_end().len() - 1);
    let other = if digit == "0" { "1" } else { "0" };
    fs::write(&salt, format!("{head}{other}\n")).expect("it can be written");
    replay()
        .arg("--salt")
        .arg(&salt)
        .end_with(6)
        .says("a case's result differs");
    fs::write(&salt, "not a salt").expect("it can be written");
    replay()
        .arg("--salt")
        .arg(&salt)
        .end_with(2)
        .says("receipt.json.salt");
}

#[test]
fn a_receipt_with_one_bit_changed_does_not_hold() {
    let signed = Signed::fragile();
    let receipt = signed.path("receipt.json");
    let whole = fs::read(&receipt).expect("the receipt can be read");
    let step = whole.len() / 60;
    for (count, byte) in (0..whole.len()).step_by(step).enumerate() {
        let changed = signed.path("changed.json");
        fs::write(&changed, &whole).expect("it can be written");
        flip(&changed, byte, count % 8);
        let ended = signed.verify(&changed).end();
        assert_eq!(ended.code, 6, "byte {byte}, bit {}: {ended}", count % 8);
    }
}

/// Replaces one base64 digit inside a JSON string by its neighbour: one bit of
/// what it stands for.
fn change_base64(text: &str, key: &str) -> String {
    let key = format!("\"{key}\": \"");
    let start = text.find(&key).expect("the key is there") + key.len();
    let mut bytes = text.as_bytes().to_vec();
    bytes[start + 20] = if bytes[start + 20] == b'A' {
        b'B'
    } else {
        b'A'
    };
    String::from_utf8(bytes).expect("base64 is text")
}

#[test]
fn payload_and_signature_are_told_from_other_damage() {
    let signed = Signed::fragile();
    let text = fs::read_to_string(signed.path("receipt.json")).expect("the receipt is text");
    let changed = signed.path("changed.json");
    for key in ["payload", "sig"] {
        fs::write(&changed, change_base64(&text, key)).expect("it can be written");
        let part =
            "the signature by `city` does not hold: the receipt was changed after it was signed";
        signed.verify(&changed).end_with(6).says(part);
    }
    for damage in ["", "{}", "[]", "not a receipt", &text[..text.len() / 2]] {
        fs::write(&changed, damage).expect("it can be written");
        signed
            .verify(&changed)
            .end_with(6)
            .says("this is not a receipt");
    }
    let other_type = text.replace("vnd.in-toto+json", "vnd.in-toto+text");
    fs::write(&changed, other_type).expect("it can be written");
    signed
        .verify(&changed)
        .end_with(6)
        .says("its payload is `application/vnd.in-toto+text`");
}

#[test]
fn a_plugin_with_one_bit_changed_is_not_what_was_run() {
    let signed = Signed::fragile();
    let changed = signed.path("changed.wasm");
    fs::copy(&signed.plugin, &changed).expect("it can be copied");
    flip(&changed, middle(&changed), 3);
    let ended = signed.replay(&signed.challenge, &changed).end_with(6);
    ended
        .says("the plugin differs: the receipt says `sha256:")
        .says("hint: this is not what was run");
    signed
        .replay(&signed.challenge, &component("fragile-baseline"))
        .end_with(6)
        .says("the plugin differs");
}

#[test]
fn data_with_one_bit_changed_is_not_what_was_run() {
    let signed = Signed::fragile();
    let copy = signed.path("challenge");
    copy_folder(&signed.challenge, &copy);
    signed.replay(&copy, &signed.plugin).end_with(0);
    let hidden = copy.join("data/public/cases.parquet");
    flip(&hidden, middle(&hidden), 0);
    signed.replay(&copy, &signed.plugin).end_with(0);
    let shown = copy.join("data/sample/cases.parquet");
    flip(&shown, middle(&shown), 0);
    signed
        .replay(&copy, &signed.plugin)
        .end_with(6)
        .says("the data differs");
}

#[test]
fn a_manifest_or_harness_that_was_changed_is_not_what_was_run() {
    let signed = Signed::fragile();
    let copy = signed.path("challenge");
    copy_folder(&signed.challenge, &copy);
    // The nearest `target/components` above a challenge is taken.
    let components = signed.path("target/components");
    fs::create_dir_all(&components).expect("the folder can be made");
    for name in ["harness", "baseline"] {
        let file = format!("fragile-{name}");
        let to = components.join(format!("{file}.wasm"));
        fs::copy(component(&file), to).expect("it can be copied");
    }
    signed.replay(&copy, &signed.plugin).end_with(0);
    let harness = components.join("fragile-harness.wasm");
    flip(&harness, middle(&harness), 0);
    signed
        .replay(&copy, &signed.plugin)
        .end_with(6)
        .says("the harness differs");
    fs::copy(component("fragile-harness"), &harness).expect("it can be copied");
    let manifest = copy.join("challenge.toml");
    let text = fs::read_to_string(&manifest).expect("the manifest is text");
    fs::write(&manifest, text + "# one more line\n").expect("it can be written");
    signed
        .replay(&copy, &signed.plugin)
        .end_with(6)
        .says("the manifest differs");
    let other = folder("challenges/mobility/parking-forecast");
    signed
        .replay(&other, &signed.plugin)
        .end_with(6)
        .says("the challenge differs");
}

#[test]
fn trust_comes_from_the_list_of_keys_alone() {
    let signed = Signed::fragile();
    let receipt = signed.path("receipt.json");
    pilotbox("keygen").arg(signed.path("other")).end_with(0);
    let with = |list: &Path| {
        let mut command = pilotbox("verify");
        command.arg(&receipt).arg("--trusted-key").arg(list);
        command
    };
    let own = signed.path("city.keys.toml");
    let other = signed.path("other.keys.toml");
    with(&other)
        .end_with(6)
        .says("no trusted key has signed this receipt")
        .says("hint: pass the issuer's list");
    with(&other).arg("--trusted-key").arg(&own).end_with(0);
    // The other key under the name of the right one is still the other key.
    let text = fs::read_to_string(&other).expect("the list is text");
    fs::write(&other, text.replace("other", "city")).expect("it can be written");
    with(&other).end_with(6).says("no trusted key");
    let empty = signed.path("empty.keys.toml");
    fs::write(&empty, "keys = []").expect("it can be written");
    with(&empty).end_with(6).says("no trusted key");
    with(&signed.path("nowhere.toml"))
        .end_with(2)
        .says("nowhere.toml");
    with(&receipt).end_with(2).says("receipt.json");
}

#[test]
fn a_key_counts_within_its_dates() {
    let signed = Signed::fragile();
    let list = signed.path("city.keys.toml");
    let text = fs::read_to_string(&list).expect("the list is text");
    let line = |key: &str| {
        let line = text.lines().find(|line| line.starts_with(key));
        line.expect("the list has dates")
    };
    let expired = text
        .replace(line("not_before"), "not_before = \"2020-01-01T00:00:00Z\"")
        .replace(line("not_after"), "not_after = \"2020-12-31T00:00:00Z\"");
    fs::write(&list, expired).expect("it can be written");
    let ended = signed.verify(&signed.path("receipt.json")).end_with(6);
    ended.says("the key of `city` is trusted from 2020-01-01T00:00:00Z to 2020-12-31T00:00:00Z");
    let not_yet = text.replace(line("not_before"), "not_before = \"2999-01-01T00:00:00Z\"");
    let not_yet = not_yet.replace(line("not_after"), "not_after = \"2999-12-31T00:00:00Z\"");
    fs::write(&list, not_yet).expect("it can be written");
    signed
        .verify(&signed.path("receipt.json"))
        .end_with(6)
        .says("is trusted from 2999-01-01");
}

#[test]
fn keys_are_never_replaced_and_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = scratch();
    let name = scratch.path().join("city");
    pilotbox("keygen").arg(&name).end_with(0);
    let key = scratch.path().join("city.key");
    let before = fs::read(&key).expect("the key can be read");
    pilotbox("keygen").arg(&name).end_with(2).says("city.key");
    assert_eq!(fs::read(&key).expect("the key can be read"), before);
    let mode = fs::metadata(&key)
        .expect("the key is there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}
