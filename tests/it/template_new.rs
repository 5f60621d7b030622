//! `pilotbox new challenge --template`: a package from one table, fit to be checked and
//! packed, and what is said when it cannot be made.

use std::{fs, path::Path, process::Command};

use pilotbox_tests::{End, Ended, names, pilotbox, scratch, shared_cache, tables};
use serde_json::json;

/// The command for a table, to which a test adds what its columns are.
fn new(kind: &str, table: &str, into: &Path) -> Command {
    let file = into.join("table.csv");
    fs::write(&file, table).expect("it can be written");
    let mut command = pilotbox("new");
    command
        .args(["challenge", "mine", "--template", kind, "--table"])
        .arg(file)
        .args([
            "--licence",
            "CC0-1.0",
            "--source",
            "made for tests",
            "--into",
        ])
        .arg(into)
        .arg("--cache")
        .arg(shared_cache());
    command
}

fn forecast(table: &str, into: &Path) -> Command {
    let mut command = new("forecast", table, into);
    command.args(["--target", "count", "--time", "at", "--series", "lane"]);
    command.args(["--horizon", "12", "--history", "336"]);
    command
}

fn check(folder: &Path) -> Ended {
    let mut command = pilotbox("check");
    command
        .arg(folder)
        .arg("--json")
        .arg("--cache")
        .arg(shared_cache());
    command.end()
}

/// Each template with a table and what its columns are.
fn kinds() -> [(&'static str, String, &'static str); 3] {
    [
        (
            "forecast",
            tables::counts(),
            "--target count --time at --series lane --horizon 12 --history 336",
        ),
        (
            "classify",
            tables::reports(),
            "--target department --row-id number --strata district",
        ),
        (
            "assign",
            tables::wishes(),
            "--person pupil --place course --cost minutes --capacity room --group round",
        ),
    ]
}

#[test]
fn a_challenge_of_each_kind_is_fit_to_be_published_as_it_is() {
    for (kind, table, columns) in kinds() {
        let scratch = scratch();
        let ended = new(kind, &table, scratch.path())
            .args(columns.split(' '))
            .end_with(0);
        ended.says("is ready").says("Next:").says("pilotbox check");
        let made = scratch.path().join("mine");
        let parts = ["challenge.toml", "data", "rubric.toml", "statement"];
        assert_eq!(names(&made), parts);
        assert!(!made.join("data/final").exists(), "it lies in no package");
        let beside = ["mine", "mine-final", "table.csv"];
        assert_eq!(names(scratch.path()), beside);
        let checked = check(&made);
        assert_eq!(checked.json()["findings"], json!([]), "{checked}");
        assert_eq!(checked.code, 0);
        can_be_packed(scratch.path());
    }
}

fn can_be_packed(folder: &Path) {
    let (pack, last) = (folder.join("mine.pack"), folder.join("final.tar"));
    let mut packing = pilotbox("pack");
    packing.arg(folder.join("mine")).arg("--out").arg(&pack);
    packing.arg("--cache").arg(shared_cache()).end_with(0);
    let mut packing = pilotbox("pack");
    packing.arg("--final").arg(folder.join("mine-final"));
    packing.arg("--out").arg(&last).end_with(0);
    assert!(pack.is_file() && last.is_file());
}

#[test]
fn the_same_table_gives_the_same_package_and_says_so_in_json() {
    let texts = |into: &Path| {
        let mut command = forecast(&tables::counts(), into);
        command.args(["--public-data", "--opens", "2026-12-01T00:00:00Z", "--json"]);
        let told = command.end_with(0).json();
        let made = into.join("mine");
        assert_eq!(told["folder"], json!(made));
        assert_eq!(told["withheld"], json!(null));
        assert!(
            told["cases"]["sample"]
                .as_u64()
                .is_some_and(|count| count > 0),
            "{told}"
        );
        assert!(
            told["reference"].as_f64() > told["baseline"].as_f64(),
            "{told}"
        );
        let read = |file: &str| fs::read(made.join(file)).expect("it is there");
        [
            "challenge.toml",
            "data/csvw.json",
            "data/final/measurements.parquet",
        ]
        .map(read)
    };
    let (first, second) = (scratch(), scratch());
    assert_eq!(texts(first.path()), texts(second.path()));
}

#[test]
fn what_is_wrong_is_said_with_what_to_do() {
    let scratch = scratch();
    let into = scratch.path();
    let refused = |command: &mut Command, said: &str| {
        let ended = command.end_with(2);
        ended.says(said);
        assert!(!into.join("mine").exists(), "{ended}");
    };
    let counts = tables::counts();
    refused(
        forecast("at,lane,cars\n2026-01-01,a,1\n2026-01-02,a,1\n", into).args(["--metric", "mae"]),
        "`--target`: the table has no column `count`; hint: it has `at`, `lane`, `cars`",
    );
    let ended = forecast("when,lane,cars\n2026-01-01,a,1\n2026-01-02,a,1\n", into).end_with(2);
    ended
        .says("`--target`: the table has no column `count`; hint: it has `when`, `lane`, `cars`")
        .says("`--time`: the table has no column `at`")
        .never_says("--step");
    refused(
        &mut forecast("at,lane,count\nsoon,a,1\n", into),
        "`--time`: row 1 holds `soon`, which is no time; hint: write `2026-03-01 14:30`",
    );
    refused(
        &mut forecast("at,lane,count\n", into),
        "table.csv`: the file has a heading and no rows",
    );
    refused(
        &mut new("forecast", &counts, into),
        "`--target`: template `forecast` needs the setting `target`",
    );
    refused(
        forecast(&counts, into).args(["--person", "a"]),
        "template `forecast` has no setting `person`",
    );
    let few: Vec<_> = counts.lines().take(20).collect();
    refused(&mut forecast(&few.join("\n"), into), "hint:");
    let (head, rows) = counts.split_once('\n').expect("there are rows");
    let again: Vec<_> = rows.lines().take(2).collect();
    let doubled = format!("{head}\n{rows}{}\n", again.join("\n"));
    refused(&mut forecast(&doubled, into), "`--time`");
    let json = forecast("at,lane,count\n", into)
        .arg("--json")
        .end_with(2)
        .json();
    assert_eq!(json["reason"]["code"], "usage");
}

#[test]
fn without_a_template_one_is_told_which_there_are() {
    let scratch = scratch();
    let known = "`forecast` (numbers some steps ahead), `classify` (the class of rows), `assign` (a place for each person)";
    pilotbox("new")
        .args(["challenge", "mine", "--table", "t.csv", "--into"])
        .arg(scratch.path())
        .end_with(2)
        .says(&format!(
            "a table needs `--template`; hint: there are {known}"
        ));
    pilotbox("new")
        .args(["challenge", "mine", "--into"])
        .arg(scratch.path())
        .end_with(0)
        .says(&format!(
            "Without any Rust, from one table: `--template` makes {known}."
        ));
    pilotbox("new")
        .args(["plugin", "another", "--template", "assign", "--into"])
        .arg(scratch.path())
        .end_with(2)
        .says("a plugin comes from no template");
    let mut nothing = pilotbox("new");
    nothing
        .args(["challenge", "other", "--template", "assign", "--into"])
        .arg(scratch.path());
    nothing.end_with(2).says("`--template` needs `--table`");
}
