//! City data on the command line: from a raw file to what is published, and what is
//! refused on the way. People are made for it; nothing of them may come out.

use std::{fs, path::Path};

use pilotbox_tests::{End, Ended, Search, folder, pilotbox, scratch};
use serde_json::Value;

mod catalogue;
mod utility;

/// Where the published folder is said to lie.
const AT: &str = "--address https://data.example.bg/people/0.1.0 --today 2026-11-22";

/// Rows of the table of people.
const ROWS: &str = "3000";

/// Somebody other than the author of the policy.
const APPROVAL: &str = "[approved]\nby = \"Boris Iliev\"\non = \"2026-11-22\"\n\n";

/// `pilotbox data` with these words, in a folder.
fn data(at: &Path, words: &str, code: i32) -> Ended {
    let mut command = pilotbox("data");
    command.current_dir(at).args(words.split_whitespace());
    command.end_with(code)
}

/// A folder with people, a key and a proposed policy.
fn prepared() -> tempfile::TempDir {
    let scratch = scratch();
    let at = scratch.path();
    let made = format!("generate people --rows {ROWS} --clean --out people.parquet");
    data(at, &made, 0).says("nobody in it is real");
    data(at, "key people.data-key", 0).says("keep it apart");
    let propose = "propose people.parquet --dataset people --by Ana --today 2026-11-22";
    data(at, &format!("{propose} --out people.toml"), 0).says("have it approved");
    scratch
}

fn approve(at: &Path) {
    sign(&at.join("people.toml"));
}

/// Somebody else approves a policy.
fn sign(path: &Path) {
    let text = fs::read_to_string(path).expect("the policy can be read");
    let approved = text.replacen("[[columns]]", &format!("{APPROVAL}[[columns]]"), 1);
    fs::write(path, approved).expect("the policy can be written");
}

/// What identifies the people of the raw table, as its profile's own CSV has it.
fn identifiers(at: &Path) -> Vec<String> {
    let made = format!("generate people --rows {ROWS} --clean --out people.csv");
    data(at, &made, 0);
    let text = fs::read_to_string(at.join("people.csv")).expect("it can be read");
    let mut lines = csv::Reader::from_reader(text.as_bytes());
    let heads = lines.headers().expect("it has a header").clone();
    let places = ["egn", "email", "iban", "phone"].map(|name| {
        let place = heads.iter().position(|head| head == name);
        place.unwrap_or_else(|| panic!("no column `{name}` in {heads:?}"))
    });
    let records = lines.records().map(|record| record.expect("a row"));
    let cells = records.flat_map(|record| places.map(|place| record[place].to_owned()));
    cells.filter(|cell| !cell.is_empty()).collect()
}

#[test]
fn people_are_published_once_somebody_else_approved_and_nobody_is_in_it() {
    let scratch = prepared();
    let at = scratch.path();
    let safe = "people.parquet --policy people.toml --key people.data-key";
    let refused = data(at, &format!("publish {safe} --out published {AT}"), 9);
    refused.says("approved");
    assert!(!at.join("published").exists(), "nothing is written");
    approve(at);
    let published = data(at, &format!("publish {safe} --out published {AT}"), 0);
    let again = data(at, &format!("publish {safe} --out published {AT}"), 2);
    again.says("is there already");
    let profile = data(at, "profile people.parquet --today 2026-11-22", 0);
    let as_json = data(at, "profile people.parquet --today 2026-11-22 --json", 0);
    let risk = data(at, &format!("risk {safe} --html risk.html"), 0);
    let sanitized = data(at, &format!("sanitize {safe} --out safe.csv"), 0);
    let mut shown: Vec<(String, String)> = Vec::new();
    for ended in [
        &refused, &published, &again, &profile, &as_json, &risk, &sanitized,
    ] {
        shown.push((
            "a command".to_owned(),
            format!("{}{}", ended.stdout, ended.stderr),
        ));
    }
    for file in [
        "people.csv",
        "people.csv-metadata.json",
        "risk.json",
        "risk.bg.html",
        "risk.en.html",
        "policy.toml",
        "catalogue.jsonld",
        "catalogue.ttl",
    ] {
        let text = fs::read_to_string(at.join("published").join(file)).expect("it is published");
        shown.push((file.to_owned(), text));
    }
    for file in ["safe.csv", "risk.html", "people.toml"] {
        let text = fs::read_to_string(at.join(file)).expect("it is written");
        shown.push((file.to_owned(), text));
    }
    let planted = identifiers(at);
    assert!(planted.len() > 5_000, "{} identifiers", planted.len());
    let search = Search::of(planted);
    for (place, text) in &shown {
        assert_eq!(search.find(text.as_bytes()), None, "in {place}");
    }
}

#[test]
fn a_report_as_json_holds_what_programs_need() {
    let scratch = prepared();
    let words = "risk people.parquet --policy people.toml --key people.data-key --json";
    let report = data(scratch.path(), words, 0).json();
    assert_eq!(report["rows_before"], 3_000);
    assert_ne!(report["light"], "red", "{report}");
    let figures = report["figures"].as_array().expect("there are figures");
    assert_eq!(figures.len(), 5);
    let broken = report["promises"].as_array().into_iter().flatten();
    let broken: Vec<&Value> = broken
        .filter(|promise| promise["broken"] != Value::Array(Vec::new()))
        .collect();
    assert!(broken.is_empty(), "{broken:?}");
}

#[test]
fn a_threshold_that_is_passed_keeps_data_back() {
    let scratch = prepared();
    let at = scratch.path();
    approve(at);
    let path = at.join("people.toml");
    let text = fs::read_to_string(&path).expect("the policy can be read");
    let strict = text.replacen("\nloss = 0.9", "\nloss = 0.0", 1);
    assert_ne!(text, strict, "the policy has a threshold for loss");
    fs::write(&path, strict).expect("the policy can be written");
    let words = "publish people.parquet --policy people.toml --key people.data-key --out published";
    data(at, &format!("{words} {AT}"), 9)
        .says("not published: loss is")
        .says("hint:");
    assert!(!at.join("published").exists(), "nothing is written");
}

#[test]
fn what_cannot_be_used_is_named() {
    let scratch = prepared();
    let at = scratch.path();
    data(at, "profile people.doc", 2)
        .says("its ending says no format")
        .says("hint:");
    data(at, "profile nothing.csv", 2).says("nothing.csv");
    data(at, "generate unicorns --out x.csv", 2)
        .says("`unicorns` is no table")
        .says("people");
    data(at, "generate people --rows 10000001 --out x.csv", 2)
        .says("too many")
        .says("hint:");
    data(at, "generate people --out x.doc", 2).says("hint: `.parquet` or `.csv`");
    data(at, "key people.data-key", 2).says("is there already");
    let policy = "--policy people.toml --key people.toml";
    data(at, &format!("risk people.parquet {policy}"), 2)
        .says("holds no key of 64 hexadecimal digits");
    let path = at.join("people.toml");
    let text = fs::read_to_string(&path).expect("the policy can be read");
    fs::write(
        &path,
        text.replacen("[privacy]\n", "[privacy]\nkk = 3\n", 1),
    )
    .expect("it can be written");
    let words = "risk people.parquet --policy people.toml --key people.data-key";
    data(at, words, 2)
        .says("people.toml:")
        .says("unknown key `kk`")
        .says("hint:");
    fs::write(&path, text.replacen("\nk = 5\n", "\nk = \"five\"\n", 1)).expect("it can be written");
    let ended = data(at, words, 2);
    ended
        .says("`privacy.k`: `\"five\"` does not fit; hint: write a whole number, 0 or more")
        .never_says("u32");
}

#[test]
fn rows_that_cannot_be_read_are_set_aside() {
    let scratch = scratch();
    let at = scratch.path();
    let row = |row: u32| {
        let age = if row == 321 {
            "17;x;y".to_owned()
        } else {
            (row % 90).to_string()
        };
        format!("person {row},{age}")
    };
    let rows: Vec<_> = std::iter::once("name,age".to_owned())
        .chain((0..500).map(row))
        .collect();
    fs::write(at.join("ages.csv"), rows.join("\n")).expect("it can be written");
    let seen = data(at, "profile ages.csv --json", 0);
    seen.says("ages.csv.set-aside.csv");
    let profile = seen.json();
    assert_eq!(profile["profile"]["rows"], 499, "{profile}");
    let aside = fs::read_to_string(at.join("ages.csv.set-aside.csv")).expect("it is there");
    assert!(aside.contains("person 321"), "{aside}");
    assert!(!seen.stderr.contains("17;x;y"), "a cell is repeated");
}

#[test]
fn identifiers_are_found_as_well_as_was_promised() {
    let by_hand = folder("host/sanitize/fixtures").join("handwritten.csv");
    let by_hand = pilotbox("data")
        .arg("quality")
        .arg(by_hand)
        .arg("--json")
        .end_with(0)
        .json();
    let made = pilotbox("data")
        .args(["quality", "--cells", "200000", "--json"])
        .end_with(0)
        .json();
    assert_eq!(
        (&by_hand["cells"], &made["cells"]),
        (&500.into(), &200_000.into())
    );
    for (figures, recall) in [(by_hand, 0.95), (made, 0.99)] {
        let figure = |name: &str| figures[name].as_f64().expect("a number");
        assert!(figure("recall") >= recall, "{figures}");
        assert!(figure("precision") >= 0.95, "{figures}");
    }
}
