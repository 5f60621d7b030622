use std::{fs, path::Path};

use super::*;
use crate::fixture::{self, MANIFEST, folder};

pub(super) fn lines(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(Finding::to_string).collect()
}

/// What is found when a part of the fixture's manifest is replaced.
fn found(part: &str, by: &str) -> Vec<String> {
    assert!(MANIFEST.contains(part), "{part}");
    lines(
        &parse_manifest(&MANIFEST.replacen(part, by, 1))
            .err()
            .unwrap_or_default(),
    )
}

/// What is found in the fixture's folder after a change.
pub(super) fn found_after(change: impl Fn(&Path)) -> Vec<String> {
    let folder = folder();
    change(folder.path());
    lines(&check(&Source::folder(folder.path()).expect("a folder")))
}

fn remove(folder: &Path, path: &str) {
    fs::remove_file(folder.join(path)).expect("the file is there");
}

#[test]
fn the_fixture_passes() {
    assert_eq!(found_after(|_| ()), [""; 0]);
    assert!(crate::Package::open(folder().path()).is_ok());
}

#[test]
fn what_decides_a_score_is_checked() {
    let cases = [
        (
            "target = 2.0",
            "target = 12.0",
            "27:10: target `12` is not below the baseline `10`; hint: the target is the better of the two; check `better`",
        ),
        (
            "target = 1.0\nfloor = 0.0",
            "target = 0.5\nfloor = 0.0",
            "42:10: target `0.5` is not above the baseline `0.5`; hint: the target is the better of the two; check `better`",
        ),
        (
            "floor = 50.0",
            "floor = 15.0",
            "28:9: floor `15` is better than the baseline `20`; hint: a failed case must not gain over an answer",
        ),
        (
            "[metrics.anchors.night]",
            "[metrics.anchors.dusk]",
            "31:1: anchors of `dusk`, which is no stratum; hint: name one of `[strata]`",
        ),
        (
            "name = \"served\"",
            "name = \"error\"",
            "36:8: `error` is used twice in `metrics`",
        ),
        (
            "[strata]",
            "[[gates]]\nmetric = \"clashes\"\nmax = 1.0\n\n[strata]",
            "51:10: `clashes` is used twice in `gates`",
        ),
        (
            "night = 1.0",
            "night = 0",
            "52:9: stratum `night` weighs `0`; hint: weights are more than 0",
        ),
        (
            "night = 1.0",
            "\"\" = 1.0",
            "52:6: a stratum's name is empty, too long or not printable",
        ),
        (
            "quality = 65.0",
            "quality = 60.0",
            "54:1: the weights sum to `95`; hint: quality, equity, robustness and cost sum to 100",
        ),
        (
            "low = 1_000,",
            "low = 1_000_000,",
            "60:13: low `1000000` is not below high `1000000`",
        ),
        (
            "fuel = 500_000_000",
            "fuel = 500_000_000_000",
            "12:8: `fuel` is `500000000000`; hint: at most 100000000000",
        ),
        (
            "closes = \"2027",
            "closes = \"2026",
            "65:10: closes at `2026-03-01T00:00:00Z`, before it opens",
        ),
    ];
    for (part, by, finding) in cases {
        let finding = format!("challenge.toml:{finding}");
        assert!(
            found(part, by).contains(&finding),
            "{finding}\n{:#?}",
            found(part, by)
        );
    }
}

#[test]
fn a_pilots_budget_is_whole_euro_within_its_bounds() {
    let before = "[[plugins]]\nname = \"baseline\"";
    let with = |frame: &str| found(before, &format!("[pilot]\n{frame}\n\n{before}"));
    for right in ["", "budget_eur = 1", "budget_eur = 10_000_000"] {
        assert_eq!(with(right), [""; 0], "{right}");
    }
    for (wrong, says) in [
        ("budget_eur = 0", "`0` is too small; hint: at least 1"),
        (
            "budget_eur = 10_000_001",
            "`10000001` is too large; hint: at most 10000000",
        ),
        ("budget_eur = 1.5", "`1.5`"),
        ("budget_eur = \"much\"", "`much`"),
        ("price = 1", "unknown key `price`"),
    ] {
        let told = with(wrong);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains(says), "{told:?}");
    }
}

#[test]
fn paths_stay_within_the_package() {
    let hint = "hint: name a folder relative to `challenge.toml`";
    for (path, reason) in [
        ("/harness", "it is absolute"),
        ("../harness", "it leaves the folder"),
    ] {
        assert_eq!(
            found("path = \"harness\"", &format!("path = \"{path}\"")),
            [format!(
                "challenge.toml:18:8: `{path}` is no path within the package: {reason}; {hint}"
            )]
        );
    }
    assert_eq!(
        found("path = \"plugins/slow\"", "path = \"plugins/../../slow\"").len(),
        1
    );
}

#[test]
fn plugins_must_get_what_shows_that_the_challenge_works() {
    let range = |plugin: &str, range: &str| {
        let at = MANIFEST
            .find(&format!("name = \"{plugin}\""))
            .expect("the plugin is there");
        let (head, tail) = MANIFEST.split_at(at);
        let start = tail.find("score = ").expect("it has a range");
        let end = start + tail[start..].find('\n').expect("a line ends");
        let text = format!("{head}{}{range}{}", &tail[..start], &tail[end..]);
        parse_manifest(&text).map_or_else(|found| lines(&found), |_| Vec::new())
    };
    assert_eq!(
        range("baseline", "score = [0, 21]"),
        [
            "challenge.toml:71:9: the baseline may get up to `21`; hint: it scores near 0: at most 20"
        ]
    );
    assert_eq!(
        range("reference", "score = [79, 100]"),
        [
            "challenge.toml:77:9: the reference may get only `79`; hint: it scores near 100: at least 80"
        ]
    );
    assert_eq!(
        range("reference", "score = [95, 90]"),
        ["challenge.toml:77:9: range `95` to `90` is empty; hint: the lower end comes first"]
    );
    assert_eq!(
        range("reference", ""),
        [
            "challenge.toml:73:1: `reference` is scored but has no range; hint: add score = [low, high]"
        ]
    );
    assert_eq!(
        range("peek", "score = [0, 100]"),
        [""; 0],
        "the fixture's reference may get 100"
    );
    assert_eq!(range("peek", "score = [0, 101]").len(), 1);
    assert_eq!(
        found("verdict = \"out-of-fuel\"", "verdict = \"declined\""),
        [
            "challenge.toml:87:11: `slow` must get `out-of-fuel`, not `declined`; \
             hint: this plugin shows that the verdict works"
        ]
    );
    assert_eq!(
        found(
            "verdict = \"trapped\"",
            "verdict = \"trapped\"\nscore = [0, 1]"
        ),
        ["challenge.toml:93:9: `trap` has a range but no score; hint: remove `score`"]
    );
    assert!(found("name = \"peek\"", "name = \"harness\"")[0].contains("cannot be named"));
    assert!(found("name = \"peek\"", "name = \"trap\"")[0].contains("used twice in `plugins`"));
}

#[test]
fn missing_files_are_all_found_in_one_pass() {
    let found = found_after(|folder| {
        let missing = [
            "statement/bg.md",
            "rubric.toml",
            "data/README.md",
            "plugins/peek/Cargo.toml",
        ];
        for path in missing.into_iter().chain(["data/granted/places.parquet"]) {
            remove(folder, path);
        }
        fixture::write(folder, "statement/en.md", " \n");
    });
    assert_eq!(
        found,
        [
            "challenge.toml:15:11: granted table `places` is missing; \
             hint: put it at `data/granted/places.parquet`",
            "challenge.toml:96:8: `plugins/peek` holds no crate; \
             hint: put a `Cargo.toml` into `plugins/peek`",
            "data/README.md: the file is missing",
            "data/csvw.json: `granted/places.parquet` is listed but missing; \
             hint: urls are relative to data/",
            "rubric.toml: the file is missing",
            "statement/bg.md: the file is missing",
            "statement/en.md: the file is empty",
        ]
    );
}

#[test]
fn every_kind_of_plugin_ships() {
    let found = found_after(|folder| {
        let text = MANIFEST
            .split("[[plugins]]\nname = \"wrong\"")
            .next()
            .unwrap_or_default();
        fixture::write(folder, "challenge.toml", text);
    });
    let missing: Vec<&str> = found
        .iter()
        .filter_map(|line| line.split('`').nth(1))
        .collect();
    assert_eq!(missing, ["peek", "slow", "trap", "wrong"]);
}

#[test]
fn withheld_data_is_not_there() {
    let withhold = |folder: &Path| {
        let text = MANIFEST.replace("\"known\"", "\"withheld\"");
        fixture::write(folder, "challenge.toml", &text);
    };
    assert_eq!(
        found_after(withhold),
        [
            "challenge.toml:5:12: `data/final` is withheld but lies in the folder; \
             hint: move it out; staff attach it to the published challenge"
        ]
    );
    // The dictionary still lists what is attached later.
    let found = found_after(|folder| {
        withhold(folder);
        std::fs::remove_dir_all(folder.join("data/final")).expect("it is there");
    });
    assert_eq!(found, [""; 0]);
}

#[test]
fn an_operators_ceiling_may_be_lower() {
    let folder = fixture::folder();
    let source = Source::folder(folder.path()).expect("a folder");
    assert_eq!(check_ceiling(&source, &Limits::CEILING), []);
    let ceiling = Limits {
        memory_bytes: 1,
        ..Limits::CEILING
    };
    let found = lines(&check_ceiling(&source, &ceiling));
    let [line] = found.as_slice() else {
        panic!("one finding: {found:?}");
    };
    assert!(line.starts_with("challenge.toml"), "{line}");
    assert!(
        line.contains("`memory_bytes` is `") && line.ends_with("hint: at most 1"),
        "{line}"
    );
}

#[test]
fn rubrics_have_four_to_six_criteria_with_six_anchors() {
    assert!(parse_rubric(&fixture::rubric()).is_ok());
    let found = |text: &str| lines(&parse_rubric(text).expect_err("it is wrong"));
    let three = fixture::rubric().replacen(
        "[[criteria]]\nid = \"potential\"",
        "[other]\nname = \"x\"",
        1,
    );
    assert!(
        found(&three)
            .iter()
            .any(|line| line.contains("3 entries are too few; hint: at least 4"))
    );
    let five = fixture::rubric().replacen("{ en = \"step\", bg = \"стъпка\" }, ", "", 1);
    assert_eq!(
        found(&five),
        ["rubric.toml:5:11: 5 entries are too few; hint: at least 6"]
    );
    let double = fixture::rubric().replace("id = \"readiness\"", "id = \"potential\"");
    assert_eq!(
        found(&double),
        ["rubric.toml:14:6: `potential` is used twice in `criteria`"]
    );
}
