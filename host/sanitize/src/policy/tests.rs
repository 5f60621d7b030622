//! Tests of whole policy files: what is read, what is refused and where.

use super::{Policy, *};
use crate::Role;

const FIXTURE: &str = include_str!("../../fixtures/policy/water-meters.toml");

fn fixture() -> Policy {
    Policy::from_toml(FIXTURE).expect("the fixture is right")
}

/// What is found when a part of the fixture is replaced.
fn found(part: &str, by: &str) -> Vec<String> {
    assert!(FIXTURE.contains(part), "{part}");
    let faults = Policy::from_toml(&FIXTURE.replacen(part, by, 1));
    faults
        .err()
        .unwrap_or_default()
        .iter()
        .map(Fault::to_string)
        .collect()
}

#[test]
fn a_policy_is_read_with_what_may_be_left_out() {
    let policy = fixture();
    assert_eq!(policy.faults_before_publishing(), []);
    assert_eq!(policy.sampling.share.to_string(), "1");
    assert_eq!(policy.order, Order::Shuffled);
    let pseudonym = Step::Pseudonym {
        prefix: "person-".to_owned(),
        length: 16,
    };
    assert_eq!(policy.columns[0].steps, [pseudonym]);
    assert_eq!(
        policy.columns[2].type_after_steps(),
        Some(DataType::Integer)
    );
}

#[test]
fn what_is_written_is_read_as_the_same() {
    let mut policy = fixture();
    policy.title.bg = "\"Кавички\" \\ \u{7f} и\nред".to_owned();
    let parents = [
        ("1000", ["Center", "Sofia"]),
        ("1784", ["Mladost", "Sofia"]),
    ];
    let parents = parents.map(|(code, path)| (code.to_owned(), path.map(str::to_owned).to_vec()));
    let mut code = Column::new("код", DataType::Text, Role::QuasiIdentifier);
    code.hierarchy = Some(Hierarchy::Codes {
        parents: parents.into(),
        other: Some("?".to_owned()),
    });
    policy.columns.push(code);
    let mut lat = Column::new("lat", DataType::Number, Role::QuasiIdentifier);
    let longitude = Some("lon".to_owned());
    lat.hierarchy = Some(Hierarchy::Cells {
        resolutions: vec![9, 7],
        longitude,
    });
    let mut lon = Column::new("lon", DataType::Number, Role::QuasiIdentifier);
    lon.steps = vec![Step::Drop];
    policy.columns.extend([lat, lon]);
    policy.privacy.closeness = Some(0.25);
    let challenge = "water-loss".to_owned();
    policy.utility = Some(Utility {
        challenge,
        max_points_lost: 2.5,
    });
    let text = policy.to_toml();
    assert_eq!(Policy::from_toml(&text), Ok(policy), "{text}");
}

#[test]
fn unknown_keys_are_found_where_they_are() {
    assert_eq!(
        found("k = 5", "kk = 5"),
        [
            "25:1: `privacy.kk`: unknown key `kk`; hint: use `k`, `person`, `max_suppressed`, `diversity`, \
          `closeness`, `search`"
        ]
    );
    let nested = found("round = { to = 10 }", "round = { too = 10 }");
    assert!(nested[0].starts_with("47:22: "), "{nested:?}");
    assert!(
        nested[0].contains("unknown key `too`; hint: use `to`"),
        "{nested:?}"
    );
}

#[test]
fn what_is_no_toml_or_lacks_a_key_is_found() {
    let broken = found("k = 5", "k = ");
    assert!(broken[0].starts_with("25:5: not TOML: "), "{broken:?}");
    let missing = found("raw_days = 90", "");
    assert!(
        missing[0].contains("the key `raw_days` is missing"),
        "{missing:?}"
    );
    let kind = found("role = \"plain\"", "role = \"plane\"");
    assert_eq!(
        kind,
        [
            "52:8: `columns.3.role`: `plane` is not one of the choices; hint: use `identifier`, \
          `quasi-identifier`, `sensitive`, `plain`"
        ]
    );
}

#[test]
fn a_value_of_another_type_is_told_in_words() {
    let cases = [
        (
            "k = 5",
            "k = \"five\"",
            "25:5: `privacy.k`: `\"five\"` does not fit; hint: write a whole number, 0 or more",
        ),
        (
            "k = 5",
            "k = 2.5",
            "25:5: `privacy.k`: `2.5` does not fit; hint: write a whole number, 0 or more",
        ),
        (
            "k = 5",
            "k = -5",
            "25:5: `privacy.k`: `-5` does not fit; hint: write a whole number, 0 or more",
        ),
        (
            "max_suppressed = 0.02",
            "max_suppressed = \"2 %\"",
            "26:18: `privacy.max_suppressed`: `\"2 %\"` does not fit; hint: write a number",
        ),
        (
            "\"1.0.0\"",
            "1.0",
            "2:11: `version`: `1.0` does not fit; hint: write a text in quotes",
        ),
        (
            "k = 5",
            "k = [5]",
            "25:5: `privacy.k`: a list does not fit; hint: write a whole number, 0 or more",
        ),
        (
            "raw_days = 90",
            "raw_days = true",
            "14:12: `retention.raw_days`: `true` does not fit; hint: write a whole number, 0 or more",
        ),
        (
            "role = \"plain\"",
            "role = \"plain\"\nsteps = \"drop\"",
            "53:9: `columns.3.steps`: `\"drop\"` does not fit; hint: write a list in square brackets",
        ),
        (
            "role = \"plain\"",
            "role = \"plain\"\ntitle = \"x\"",
            "53:9: `columns.3.title`: `\"x\"` does not fit; hint: write keys with their values in braces",
        ),
        (
            "role = \"plain\"",
            "role = 3",
            "52:8: `columns.3.role`: the value does not fit; hint: write one of the choices that the schema lists",
        ),
    ];
    for (part, by, told) in cases {
        assert_eq!(found(part, by), [told]);
    }
}

#[test]
fn a_file_that_is_too_long_is_refused() {
    let long = format!("{FIXTURE}\n#{}", " ".repeat(4 << 20));
    let faults = Policy::from_toml(&long).expect_err("it is refused");
    assert!(
        faults[0].message.ends_with("bytes, more than 4194304"),
        "{faults:?}"
    );
}

#[test]
fn each_rule_of_the_heading_is_checked() {
    let cases = [
        (
            "\"water-meters\"",
            "\"Water\"",
            "1:11: `dataset`: `Water` is no name of a data set",
        ),
        (
            "\"1.0.0\"",
            "\"1.0\"",
            "2:11: `version`: `1.0` is no version",
        ),
        (
            "\"CC-BY-4.0\"",
            "\"CC BY\"",
            "5:11: `licence`: `CC BY` is no SPDX identifier",
        ),
        (
            "\"Waterworks\"",
            "\" \"",
            "8:9: `source.owner`: the text is empty",
        ),
        (
            "raw_days = 90",
            "raw_days = 0",
            "14:12: `retention.raw_days`: `0` days",
        ),
        (
            "\"2026-11-20\"",
            "\"2026-11-31\"",
            "18:6: `proposed.on`: `2026-11-31` is no day",
        ),
        (
            "\"B. Ivanov\"",
            "\"a. petrova \"",
            "21:6: `approved.by`: `a. petrova ` approved what",
        ),
        (
            "\"2026-11-22\"",
            "\"2026-11-19\"",
            "22:6: `approved.on`: approved on `2026-11-19`",
        ),
        (
            "\"B. Ivanov\"",
            "\"\"",
            "21:6: `approved.by`: the name is empty",
        ),
        ("k = 5", "k = 0", "25:5: `privacy.k`: `0` is no crowd"),
        (
            "k = 5",
            "k = 5\nperson = \"nobody\"",
            "26:10: `privacy.person`: the policy has no column `nobody`",
        ),
        (
            "l = 2",
            "l = 0",
            "27:13: `privacy.diversity`: no values are that different",
        ),
        (
            "max_suppressed = 0.02",
            "max_suppressed = 2",
            "26:18: `privacy.max_suppressed`: `2`",
        ),
        (
            "k = 5",
            "k = 5\ncloseness = 1.5",
            "26:13: `privacy.closeness`: `1.5` is no share",
        ),
        (
            "[privacy]",
            "[sampling]\nshare = 0\n[privacy]",
            "25:9: `sampling.share`: a share of `0`",
        ),
        (
            "[privacy]",
            "[thresholds]\nprosecutor = -1\njournalist = 0\nmarketer = 0\nuniqueness = 0\nloss = 0\n[privacy]",
            "25:14: `thresholds.prosecutor`: `-1` is no share",
        ),
        (
            "[privacy]",
            "[utility]\nchallenge = \"x\"\nmax_points_lost = 101\n[privacy]",
            "26:19: `utility.max_points_lost`: `101` points",
        ),
        (
            "[privacy]",
            "[utility]\nchallenge = \"X\"\nmax_points_lost = 1\n[privacy]",
            "25:13: `utility.challenge`: `X` is no challenge's id",
        ),
    ];
    for (part, by, start) in cases {
        let found = found(part, by);
        assert!(
            found.iter().any(|line| line.starts_with(start)),
            "{start}: {found:#?}"
        );
    }
}

#[test]
fn a_policy_that_nobody_approved_may_be_tried_but_not_published() {
    let mut policy = fixture();
    policy.approved = None;
    assert_eq!(policy.faults(), []);
    let faults = policy.faults_before_publishing();
    assert_eq!(faults[0].message, "nobody approved the policy");
}
