//! For each promise a table that breaks it.

use std::sync::Arc;

use arrow_array::{Array as _, ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{Field, Schema};

use super::*;
use crate::{
    Role,
    policy::{Column, DataType, DateLevel, Diversity, Hierarchy, Step},
};

fn texts(cells: &[&str]) -> ArrayRef {
    Arc::new(StringArray::from(cells.to_vec()))
}

fn table(columns: &[(&str, ArrayRef)]) -> Table {
    let field =
        |(name, cells): &(&str, ArrayRef)| Field::new(*name, cells.data_type().clone(), true);
    let schema = Schema::new(columns.iter().map(field).collect::<Vec<_>>());
    let arrays = columns.iter().map(|(_, cells)| cells.clone()).collect();
    let block = RecordBatch::try_new(Arc::new(schema.clone()), arrays).expect("it fits");
    Table::new("t", schema, vec![block]).expect("it is a table")
}

fn column(name: &str, data_type: DataType, role: Role, steps: Vec<Step>) -> Column {
    let mut column = Column::new(name, data_type, role);
    column.steps = steps;
    column
}

fn grouped(name: &str, data_type: DataType, hierarchy: Hierarchy) -> Column {
    let mut column = Column::new(name, data_type, Role::QuasiIdentifier);
    column.hierarchy = Some(hierarchy);
    column
}

fn policy(columns: Vec<Column>) -> Policy {
    let text = include_str!("../../../fixtures/policy/water-meters.toml");
    let mut policy = Policy::from_toml(text).expect("the fixture is right");
    policy.privacy.k = 2;
    policy.privacy.diversity = None;
    policy.columns = columns;
    assert_eq!(policy.faults(), []);
    policy
}

fn found(published: &Table, policy: &Policy) -> Vec<(Promise, Option<u64>, u64)> {
    let evidence = Evidence {
        redactor: Some(&marks_numbers),
        ..Evidence::default()
    };
    let broken = check(published, policy, &evidence);
    broken
        .into_iter()
        .map(|broken| (broken.promise, broken.row, broken.count))
        .collect()
}

/// What is found of one column with these cells.
fn of_cells(column: &Column, cells: ArrayRef) -> Vec<(Promise, Option<u64>, u64)> {
    let mut policy = policy(vec![column.clone()]);
    policy.privacy.k = 1;
    found(&table(&[(&column.name, cells)]), &policy)
}

#[test]
fn the_columns_are_those_that_were_promised() {
    let plain = || column("a", DataType::Text, Role::Plain, Vec::new());
    let dropped = || column("b", DataType::Text, Role::Plain, vec![Step::Drop]);
    let policy = policy(vec![plain(), dropped()]);
    let (a, b) = (texts(&["x", "x"]), texts(&["y", "y"]));
    assert_eq!(found(&table(&[("a", a.clone())]), &policy), []);
    let both = table(&[("a", a.clone()), ("b", b.clone())]);
    assert_eq!(found(&both, &policy), [(Promise::Dropped, None, 1)]);
    let more = table(&[("a", a), ("c", b.clone())]);
    assert_eq!(found(&more, &policy), [(Promise::Named, None, 1)]);
    let numbers: ArrayRef = Arc::new(Int64Array::from(vec![1, 2]));
    assert_eq!(
        found(&table(&[("a", numbers)]), &policy),
        [(Promise::Type, None, 1)]
    );
    let other = table(&[("b", b)]);
    assert_eq!(
        found(&other, &policy),
        [(Promise::Dropped, None, 1), (Promise::Present, None, 1)]
    );
}

#[test]
fn a_policy_with_faults_is_found() {
    let mut policy = policy(vec![column("a", DataType::Text, Role::Plain, Vec::new())]);
    policy.sampling.share = 2.0;
    let found = found(&table(&[("a", texts(&["x", "x"]))]), &policy);
    assert_eq!(found, [(Promise::Policy, None, 1)]);
}

#[test]
fn a_pseudonym_has_its_form() {
    let step = Step::Pseudonym {
        prefix: "p-".to_owned(),
        length: 12,
    };
    let column = column("egn", DataType::Text, Role::Identifier, vec![step]);
    assert_eq!(of_cells(&column, texts(&["p-abcdefgh2345"])), []);
    let wrong = texts(&[
        "p-abcdefgh2345",
        "p-abcdefgh234",
        "p-abcdefgh2341",
        "8001010000",
    ]);
    assert_eq!(of_cells(&column, wrong), [(Promise::Pseudonym, Some(2), 3)]);
}

#[test]
fn cells_belong_to_one_level_of_their_hierarchy() {
    let bands = |data_type| {
        grouped(
            "x",
            data_type,
            Hierarchy::Bands {
                widths: vec![5.0, 10.0],
                origin: 0.0,
            },
        )
    };
    let months = Hierarchy::Dates {
        levels: vec![DateLevel::Month, DateLevel::Decade],
    };
    let cells = Hierarchy::Cells {
        resolutions: vec![8],
        longitude: None,
    };
    let codes = [("1".to_owned(), vec!["low".to_owned()])];
    let codes = Hierarchy::Codes {
        parents: codes.into(),
        other: None,
    };
    let prefixes = Hierarchy::Prefixes { lengths: vec![2] };
    let cases: [(Column, &[&str], &[&str]); 6] = [
        (
            bands(DataType::Integer),
            &["[5, 10)", "[-5, 0)"],
            &[
                "[5, 10)", "[5, 10)", "[5, 15)", "[6, 11)", "[10, 20)", "5-10",
            ],
        ),
        (
            grouped("x", DataType::Date, months),
            &["2020-01", "1999-12"],
            &["2020-01", "2020-02", "2020-13", "2020", "2020s", "x"],
        ),
        (
            grouped("x", DataType::Text, cells),
            &["881e8c4895fffff"],
            &[
                "881e8c4895fffff",
                "881e8c4895fffff",
                "42.69,23.32",
                "871e8c489ffffff",
                "x",
                "",
            ],
        ),
        (
            grouped("x", DataType::Text, codes),
            &["low"],
            &["low", "low", "1", "2", "high", ""],
        ),
        (
            grouped("x", DataType::Text, prefixes),
            &["10*", "2"],
            &["10*", "10*", "1000", "1000", "100*", "100"],
        ),
        (
            grouped("x", DataType::Integer, Hierarchy::Constant),
            &["*"],
            &["*", "*", "*", "*", "1", "2"],
        ),
    ];
    for (mut column, right, wrong) in cases {
        column.least_level = 1;
        assert_eq!(of_cells(&column, texts(right)), [], "{right:?}");
        let first = of_cells(&column, texts(wrong));
        let expected = if wrong[3] == "*" {
            (Promise::Hierarchy, Some(5), 2)
        } else {
            (Promise::Hierarchy, Some(3), 4)
        };
        assert_eq!(first, [expected], "{wrong:?}");
    }
    let mut raw = bands(DataType::Integer);
    assert_eq!(of_cells(&raw, Arc::new(Int64Array::from(vec![7]))), []);
    raw.least_level = 1;
    let found = of_cells(&raw, Arc::new(Int64Array::from(vec![7])));
    assert_eq!(
        found,
        [(Promise::Type, None, 1), (Promise::Hierarchy, Some(1), 1)]
    );
}

#[test]
fn a_generalised_column_is_at_its_level() {
    let mut years = grouped(
        "x",
        DataType::Date,
        Hierarchy::Dates {
            levels: vec![DateLevel::Month, DateLevel::Year],
        },
    );
    years.role = Role::Plain;
    years.steps = vec![Step::Generalise { level: 2 }];
    assert_eq!(of_cells(&years, texts(&["2020"])), []);
    assert_eq!(
        of_cells(&years, texts(&["2020-01"])),
        [(Promise::Hierarchy, Some(1), 1)]
    );
}

#[test]
fn numbers_stay_within_bounds_and_are_rounded() {
    let numbers = |cells: &[f64]| -> ArrayRef { Arc::new(Float64Array::from(cells.to_vec())) };
    let with = |steps| column("x", DataType::Number, Role::Plain, steps);
    let top = with(vec![Step::TopCode { at: 9.0 }]);
    assert_eq!(
        of_cells(&top, numbers(&[9.0, 10.0])),
        [(Promise::Bounds, Some(2), 1)]
    );
    let bottom = with(vec![Step::BottomCode { at: 9.0 }]);
    assert_eq!(
        of_cells(&bottom, numbers(&[9.0, 8.0])),
        [(Promise::Bounds, Some(2), 1)]
    );
    let clamp = with(vec![Step::Clamp { min: 0.0, max: 9.0 }]);
    assert_eq!(
        of_cells(&clamp, numbers(&[-1.0, 9.0, 9.5])),
        [(Promise::Bounds, Some(1), 2)]
    );
    let round = with(vec![Step::Round { to: 0.1 }]);
    assert_eq!(
        of_cells(&round, numbers(&[0.3, 0.35])),
        [(Promise::Rounding, Some(2), 1)]
    );
    let later = with(vec![Step::TopCode { at: 14.0 }, Step::Round { to: 10.0 }]);
    assert_eq!(of_cells(&later, numbers(&[10.0])), []);
    assert_eq!(
        of_cells(&later, numbers(&[20.0])),
        [(Promise::Bounds, Some(1), 1)]
    );
    let before = with(vec![Step::Round { to: 10.0 }, Step::TopCode { at: 14.0 }]);
    assert_eq!(of_cells(&before, numbers(&[10.0, 14.0])), []);
    assert_eq!(
        of_cells(&before, numbers(&[13.0])),
        [(Promise::Rounding, Some(1), 1)]
    );
}

#[test]
fn what_was_to_go_is_gone() {
    let redact = Step::Redact {
        with: "▮".to_owned(),
    };
    let note = column("x", DataType::Text, Role::Plain, vec![redact]);
    let left = texts(&["▮", "обади се на 8001010000"]);
    assert_eq!(of_cells(&note, left), [(Promise::Redaction, Some(2), 1)]);
    let suppress = Step::Suppress {
        values: vec!["a".to_owned()],
        missing: true,
    };
    let kind = column("x", DataType::Text, Role::Plain, vec![suppress]);
    assert_eq!(
        of_cells(&kind, texts(&["b", "a"])),
        [(Promise::Suppression, Some(2), 1)]
    );
    let missing: ArrayRef = Arc::new(StringArray::from(vec![None, Some("b")]));
    assert_eq!(
        of_cells(&kind, missing),
        [(Promise::Suppression, Some(1), 1)]
    );
}

#[test]
fn no_more_rows_are_there_than_were_to_be_drawn() {
    let mut policy = policy(vec![column("x", DataType::Text, Role::Plain, Vec::new())]);
    policy.sampling.share = 0.5;
    let published = table(&[("x", texts(&["a", "b", "c"]))]);
    let with = |rows| Evidence {
        raw_rows: Some(rows),
        ..Evidence::default()
    };
    assert_eq!(check(&published, &policy, &with(6)), []);
    assert_eq!(
        check(&published, &policy, &with(5)),
        [Broken::of(Promise::Sampling, None)]
    );
}

#[test]
fn a_raw_identifier_is_found_alone_or_as_a_word_and_is_not_repeated() {
    let policy = policy(vec![column("x", DataType::Text, Role::Plain, Vec::new())]);
    let identifiers = BTreeSet::from([digest("8001010000"), digest("Иван Петров")]);
    let evidence = Evidence {
        identifiers: Some(&identifiers),
        ..Evidence::default()
    };
    let published = table(&[(
        "x",
        texts(&["x", "Иван Петров", "за 8001010000.", "80010100001"]),
    )]);
    let broken = check(&published, &policy, &evidence);
    let text = broken.iter().map(ToString::to_string).collect::<String>();
    assert_eq!(
        text,
        "a raw identifier is published, column `x`, row 2 first, 2 in all"
    );
}

#[test]
fn crowds_are_large_diverse_and_alike() {
    let quasi = grouped("q", DataType::Text, Hierarchy::Constant);
    let sensitive = column("s", DataType::Text, Role::Sensitive, Vec::new());
    let mut policy = policy(vec![quasi, sensitive]);
    let published = |q: &[&str], s: &[&str]| table(&[("q", texts(q)), ("s", texts(s))]);
    let small = published(&["a", "a", "b"], &["x", "y", "x"]);
    assert_eq!(found(&small, &policy), [(Promise::KAnonymity, Some(3), 1)]);
    let even = published(&["a", "a", "b", "b"], &["x", "y", "x", "x"]);
    assert_eq!(found(&even, &policy), []);
    let kinds = [
        Diversity::Distinct { l: 2 },
        Diversity::Entropy { l: 2.0 },
        Diversity::Recursive { c: 2.0, l: 2 },
    ];
    for kind in kinds {
        policy.privacy.diversity = Some(kind);
        assert_eq!(found(&even, &policy), [(Promise::Diversity, Some(3), 1)]);
    }
    policy.privacy.diversity = None;
    policy.privacy.closeness = Some(0.2);
    assert_eq!(found(&even, &policy), [(Promise::Closeness, Some(1), 2)]);
    policy.privacy.closeness = Some(0.25);
    assert_eq!(found(&even, &policy), []);
}

#[test]
fn closeness_of_numbers_goes_by_their_order_and_counts_rows_that_were_left_out() {
    let quasi = grouped("q", DataType::Text, Hierarchy::Constant);
    let sensitive = column("s", DataType::Integer, Role::Sensitive, Vec::new());
    let mut policy = policy(vec![quasi, sensitive]);
    // All values from 3 to 11 once: the classical example of salaries in thousands, whose
    // first crowd {3, 4, 5} lies 0.375 from all and whose third {6, 8, 11} 0.167.
    let salaries: ArrayRef = Arc::new(Int64Array::from(vec![3, 4, 5, 6, 8, 11, 7, 9, 10]));
    let crowds = texts(&["a", "a", "a", "b", "b", "b", "c", "c", "c"]);
    let published = table(&[("q", crowds), ("s", salaries)]);
    policy.privacy.closeness = Some(0.3);
    assert_eq!(
        found(&published, &policy),
        [(Promise::Closeness, Some(1), 1)]
    );
    policy.privacy.closeness = Some(0.375);
    assert_eq!(found(&published, &policy), []);
    let left_out = [("s".to_owned(), [(Some("11".to_owned()), 3)].into())].into();
    let evidence = Evidence {
        left_out: Some(&left_out),
        ..Evidence::default()
    };
    let broken = check(&published, &policy, &evidence);
    assert_eq!(
        broken.first().map(|broken| broken.promise),
        Some(Promise::Closeness)
    );
}

#[test]
fn missing_values_are_a_group_of_their_own() {
    let policy = policy(vec![grouped("q", DataType::Text, Hierarchy::Constant)]);
    let cells: ArrayRef = Arc::new(StringArray::from(vec![None, Some(""), None, Some("")]));
    assert_eq!(found(&table(&[("q", cells)]), &policy), []);
    let cells: ArrayRef = Arc::new(StringArray::from(vec![None, Some("")]));
    assert_eq!(
        found(&table(&[("q", cells)]), &policy),
        [(Promise::KAnonymity, Some(1), 2)]
    );
}
