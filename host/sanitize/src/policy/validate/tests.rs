//! Tests of the rules of columns and hierarchies.

use crate::{
    Role,
    policy::{Column, DataType, DateLevel, Hierarchy, Policy, Step},
};

fn policy(columns: Vec<Column>) -> Policy {
    let text = include_str!("../../../fixtures/policy/water-meters.toml");
    let mut policy = Policy::from_toml(text).expect("the fixture is right");
    policy.privacy.diversity = None;
    policy.columns = columns;
    policy
}

/// The faults of one column, beside one that is right.
fn found(column: Column) -> Vec<String> {
    let plain = Column::new("plain", DataType::Text, Role::Plain);
    let faults = policy(vec![column, plain]).faults();
    faults.iter().map(ToString::to_string).collect()
}

fn with_steps(data_type: DataType, role: Role, steps: Vec<Step>) -> Column {
    let mut column = Column::new("x", data_type, role);
    column.steps = steps;
    column
}

fn with_hierarchy(data_type: DataType, hierarchy: Hierarchy) -> Column {
    let mut column = Column::new("x", data_type, Role::QuasiIdentifier);
    column.hierarchy = Some(hierarchy);
    column
}

fn assert_found(column: Column, start: &str) {
    let found = found(column);
    assert!(
        found.len() == 1 && found[0].starts_with(start),
        "{start}: {found:#?}"
    );
}

#[test]
fn an_identifier_that_is_kept_as_it_is_is_refused() {
    let kept = Column::new("x", DataType::Text, Role::Identifier);
    assert_found(
        kept,
        "`columns.0.steps`: identifier `x` is kept as it is; hint: add the step",
    );
    let with = "▮".to_owned();
    let redacted = with_steps(
        DataType::Text,
        Role::Identifier,
        vec![Step::Redact { with }],
    );
    assert_found(
        redacted,
        "`columns.0.steps`: identifier `x` is kept as it is",
    );
}

#[test]
fn a_quasi_identifier_without_hierarchy_is_refused_unless_dropped() {
    let bare = Column::new("x", DataType::Text, Role::QuasiIdentifier);
    assert_found(
        bare,
        "`columns.0.role`: quasi-identifier `x` has no hierarchy",
    );
    let dropped = with_steps(DataType::Text, Role::QuasiIdentifier, vec![Step::Drop]);
    assert_eq!(found(dropped), [""; 0]);
}

#[test]
fn a_column_stands_once_and_something_is_published() {
    let plain = || Column::new("x", DataType::Text, Role::Plain);
    let faults = policy(vec![plain(), plain()]).faults();
    assert_eq!(
        faults[0].to_string(),
        "`columns.1.name`: column `x` is named twice; hint: each column stands once"
    );
    let faults = policy(vec![with_steps(
        DataType::Text,
        Role::Plain,
        vec![Step::Drop],
    )])
    .faults();
    assert_eq!(faults[0].message, "every column is dropped");
    assert_eq!(
        policy(Vec::new()).faults()[0].message,
        "0 columns are listed"
    );
    assert!(found(Column::new("", DataType::Text, Role::Plain))[0].contains("the name is empty"));
}

#[test]
fn steps_fit_their_column_and_their_place() {
    use DataType::{Integer, Number, Text};
    let round = |to| Step::Round { to };
    let suppress = || Step::Suppress {
        values: vec!["a".to_owned()],
        missing: false,
    };
    let pseudonym = |prefix: &str, length| Step::Pseudonym {
        prefix: prefix.to_owned(),
        length,
    };
    let cases = [
        (
            Text,
            vec![round(1.0)],
            "steps.0`: step `round` does not fit column `x`, which is text",
        ),
        (
            Number,
            vec![Step::Redact {
                with: String::new(),
            }],
            "steps.0`: step `redact` does not fit",
        ),
        (
            Text,
            vec![Step::Redact {
                with: "x".to_owned(),
            }],
            "steps.0`: `x` could be read",
        ),
        (Number, vec![round(0.0)], "steps.0`: step `round` to `0`"),
        (
            Number,
            vec![round(f64::INFINITY)],
            "steps.0`: step `round` has a number that is not",
        ),
        (
            Integer,
            vec![round(0.5)],
            "steps.0`: step `round` has a part of a whole number",
        ),
        (
            Number,
            vec![Step::Clamp { min: 2.0, max: 1.0 }],
            "steps.0`: step `clamp` has a `min`",
        ),
        (
            Text,
            vec![Step::Drop, suppress()],
            "steps.0`: step `drop` stands beside others",
        ),
        (
            Number,
            vec![round(1.0), suppress()],
            "steps.1`: step `suppress` comes after another",
        ),
        (
            Text,
            vec![Step::Suppress {
                values: Vec::new(),
                missing: false,
            }],
            "steps.0`: step `suppress` names no",
        ),
        (
            Text,
            vec![pseudonym("Лице", 16)],
            "steps.0`: `Лице` is no prefix",
        ),
        (
            Text,
            vec![pseudonym("", 11)],
            "steps.0`: a pseudonym of 11 characters",
        ),
        (
            Text,
            vec![pseudonym("", 52)],
            "steps.0`: a pseudonym of 52 characters",
        ),
        (
            Text,
            vec![Step::Generalise { level: 1 }],
            "steps.0`: step `generalise` names level 1 of 0",
        ),
    ];
    for (data_type, steps, start) in cases {
        let column = with_steps(data_type, Role::Plain, steps);
        let found = found(column);
        let start = format!("`columns.0.{start}");
        assert!(
            found.iter().any(|line| line.starts_with(&start)),
            "{start}: {found:#?}"
        );
    }
}

#[test]
fn a_quasi_identifier_is_generalised_by_the_search_alone() {
    let mut column = with_hierarchy(DataType::Text, Hierarchy::Constant);
    column.steps = vec![Step::Generalise { level: 1 }];
    assert_found(
        column.clone(),
        "`columns.0.steps.0`: quasi-identifier `x` is generalised by a step",
    );
    column.steps = vec![Step::Pseudonym {
        prefix: String::new(),
        length: 16,
    }];
    assert_found(
        column,
        "`columns.0.steps.0`: quasi-identifier `x` is given pseudonyms",
    );
}

#[test]
fn hierarchies_fit_their_column_and_nest() {
    let bands = |widths: &[f64]| Hierarchy::Bands {
        widths: widths.to_vec(),
        origin: 0.0,
    };
    let dates = |levels: &[DateLevel]| Hierarchy::Dates {
        levels: levels.to_vec(),
    };
    let prefixes = |lengths: &[u32]| Hierarchy::Prefixes {
        lengths: lengths.to_vec(),
    };
    let cells = |resolutions: &[u8]| Hierarchy::Cells {
        resolutions: resolutions.to_vec(),
        longitude: None,
    };
    let cases = [
        (
            DataType::Text,
            bands(&[5.0]),
            "`bands` does not fit column `x`, which is text",
        ),
        (DataType::Number, bands(&[]), "a width is not above 0"),
        (DataType::Number, bands(&[-1.0]), "a width is not above 0"),
        (
            DataType::Number,
            bands(&[5.0, 12.0]),
            "a band of width 12 does not hold whole bands",
        ),
        (
            DataType::Number,
            bands(&[5.0, 5.0]),
            "a band of width 5 does not hold whole bands",
        ),
        (
            DataType::Integer,
            bands(&[0.5]),
            "bands of whole numbers have a part of one",
        ),
        (
            DataType::Time,
            dates(&[DateLevel::Year, DateLevel::Month]),
            "the levels do not go from fine",
        ),
        (
            DataType::Date,
            dates(&[DateLevel::Day, DateLevel::Month]),
            "a date has no hours",
        ),
        (DataType::Text, prefixes(&[1, 2]), "the lengths do not fall"),
        (DataType::Text, prefixes(&[0]), "the lengths do not fall"),
        (DataType::Text, cells(&[16]), "the resolutions do not fall"),
        (
            DataType::Number,
            cells(&[9]),
            "`cells` does not fit column `x`, which is number",
        ),
    ];
    for (data_type, hierarchy, start) in cases {
        let column = with_hierarchy(data_type, hierarchy);
        assert_found(column, &format!("`columns.0.hierarchy`: {start}"));
    }
    assert_eq!(
        found(with_hierarchy(DataType::Number, bands(&[0.1, 0.5, 5.0]))),
        [""; 0]
    );
}

#[test]
fn codes_have_equally_many_parents_that_agree() {
    let codes = |entries: &[(&str, &[&str])]| {
        let own = |path: &[&str]| path.iter().map(|parent| (*parent).to_owned()).collect();
        let parents = entries
            .iter()
            .map(|(code, path)| ((*code).to_owned(), own(path)))
            .collect();
        with_hierarchy(
            DataType::Text,
            Hierarchy::Codes {
                parents,
                other: None,
            },
        )
    };
    let uneven = "`columns.0.hierarchy`: codes have no parents, or not equally many";
    assert_found(codes(&[]), uneven);
    assert_found(codes(&[("a", &["x"]), ("b", &["x", "y"])]), uneven);
    let split = "`columns.0.hierarchy`: parent `x` has two parents itself";
    assert_found(codes(&[("a", &["x", "y"]), ("b", &["x", "z"])]), split);
}

#[test]
fn a_hierarchy_is_used_and_its_levels_are_there() {
    let mut unused = with_hierarchy(DataType::Text, Hierarchy::Constant);
    unused.role = Role::Plain;
    assert_found(
        unused,
        "`columns.0.hierarchy`: column `x` has a hierarchy that nothing uses",
    );
    let mut beyond = with_hierarchy(DataType::Text, Hierarchy::Constant);
    beyond.least_level = 2;
    assert_found(beyond, "`columns.0.least_level`: level 2 of 1");
    let mut without = Column::new("x", DataType::Text, Role::Plain);
    without.least_level = 1;
    assert_found(
        without,
        "`columns.0.least_level`: column `x` has a least level, but no",
    );
}

#[test]
fn the_other_half_of_a_coordinate_is_dropped() {
    let latitude = |name: &str| {
        let longitude = Some(name.to_owned());
        with_hierarchy(
            DataType::Number,
            Hierarchy::Cells {
                resolutions: vec![8],
                longitude,
            },
        )
    };
    assert_found(
        latitude("y"),
        "`columns.0.hierarchy`: no column is called `y`",
    );
    assert_found(
        latitude("plain"),
        "`columns.0.hierarchy`: longitude `plain` is not a number",
    );
    let mut rounded = with_hierarchy(
        DataType::Text,
        Hierarchy::Cells {
            resolutions: vec![8],
            longitude: None,
        },
    );
    rounded.steps = vec![Step::Redact {
        with: String::new(),
    }];
    assert_found(
        rounded,
        "`columns.0.hierarchy`: the coordinates of column `x` are changed",
    );
}

#[test]
fn cells_are_not_parted_by_mondrian() {
    let hierarchy = Hierarchy::Cells {
        resolutions: vec![8],
        longitude: None,
    };
    let mut policy = policy(vec![with_hierarchy(DataType::Text, hierarchy)]);
    policy.privacy.search = crate::policy::Search::Mondrian;
    let faults = policy.faults();
    assert!(
        faults[0].message.starts_with("`mondrian` makes ranges"),
        "{faults:?}"
    );
}

#[test]
fn an_age_beside_a_hidden_birth_date_is_refused() {
    let mut birth = with_hierarchy(
        DataType::Date,
        Hierarchy::Dates {
            levels: vec![DateLevel::Year],
        },
    );
    birth.name = "birth_date".to_owned();
    let age = Column::new("age", DataType::Integer, Role::Plain);
    let faults = policy(vec![birth.clone(), age.clone()]).faults();
    let start = "`columns.1.derived_from`: `age` tells what `birth_date` hides";
    assert!(faults[0].to_string().starts_with(start), "{faults:?}");
    birth.hierarchy = None;
    birth.steps = vec![Step::Drop];
    let faults = policy(vec![birth.clone(), age.clone()]).faults();
    assert!(
        faults[0].message.starts_with("`age` is left as it is"),
        "{faults:?}"
    );
    let mut other = age;
    other.name = "class".to_owned();
    other.derived_from = Some("nothing".to_owned());
    let faults = policy(vec![birth, other]).faults();
    assert!(
        faults[0].message.contains("which is no other column"),
        "{faults:?}"
    );
}
