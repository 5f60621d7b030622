//! Tests of the whole change of a table: rows, order, crowds, and what errors say.

use std::sync::Arc;

use arrow_array::{Array as _, Date32Array, Int64Array, RecordBatch, StringArray, cast::AsArray};
use arrow_schema::{Field, Schema};

use super::*;
use crate::{
    Role,
    policy::{DataType, DateLevel, Hierarchy, Order, Search, Step},
};

const PLANTED: &str = "8032056031";

fn table(columns: Vec<(&str, ArrayRef)>) -> Table {
    let field =
        |(name, cells): &(&str, ArrayRef)| Field::new(*name, cells.data_type().clone(), true);
    let schema = Schema::new(columns.iter().map(field).collect::<Vec<_>>());
    let arrays = columns.into_iter().map(|(_, cells)| cells).collect();
    let block = RecordBatch::try_new(Arc::new(schema.clone()), arrays).expect("it fits");
    let half = block.num_rows() / 2;
    let blocks = vec![
        block.slice(0, half),
        block.slice(half, block.num_rows() - half),
    ];
    Table::new("t", schema, blocks).expect("it is a table")
}

fn texts<'a>(cells: impl IntoIterator<Item = &'a str>) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(cells))
}

fn numbers(cells: impl IntoIterator<Item = i64>) -> ArrayRef {
    Arc::new(Int64Array::from_iter_values(cells))
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
    let text = include_str!("../../fixtures/policy/water-meters.toml");
    let mut policy = Policy::from_toml(text).expect("the fixture is right");
    policy.privacy.k = 2;
    policy.privacy.max_suppressed = 0.0;
    policy.privacy.diversity = None;
    policy.order = Order::Kept;
    policy.columns = columns;
    policy
}

fn safe(table: &Table, policy: &Policy) -> Result<Sanitized, ChangeError> {
    sanitize(table, policy, &Key::new([7; 32]), &|_| Vec::new())
}

/// A published column as texts, `-` where missing.
fn shown(sanitized: &Sanitized, name: &str) -> Vec<String> {
    let block = |block: &RecordBatch| {
        let cells = block.column_by_name(name).expect("it is there");
        let texts = arrow_cast::cast(cells, &arrow_schema::DataType::Utf8).expect("it is text");
        let texts = texts.as_string::<i32>().iter();
        texts
            .map(|text| text.unwrap_or("-").to_owned())
            .collect::<Vec<_>>()
    };
    sanitized.table.blocks().iter().flat_map(block).collect()
}

#[test]
fn what_the_policy_does_not_name_is_refused() {
    let plain = |name: &str| column(name, DataType::Text, Role::Plain, Vec::new());
    let raw = table(vec![("a", texts(["x"])), ("b", texts(["y"]))]);
    let error = safe(&raw, &policy(vec![plain("a")])).expect_err("it is refused");
    assert_eq!(
        error,
        ChangeError::Unnamed {
            column: "b".to_owned()
        }
    );
    let all = policy(vec![plain("a"), plain("b"), plain("c")]);
    let error = safe(&raw, &all).expect_err("it is refused");
    assert_eq!(
        error,
        ChangeError::Absent {
            column: "c".to_owned()
        }
    );
    let number = column("b", DataType::Number, Role::Plain, Vec::new());
    let error = safe(&raw, &policy(vec![plain("a"), number])).expect_err("it is refused");
    assert!(
        error
            .to_string()
            .starts_with("column `b` is text, the policy says number"),
        "{error}"
    );
    let error = safe(&raw, &policy(vec![plain("a"), plain("a")])).expect_err("it is refused");
    assert!(
        error
            .to_string()
            .starts_with("the policy has 1 faults, the first is: `columns.1.name`"),
        "{error}"
    );
}

#[test]
fn errors_name_the_place_and_never_the_cell() {
    let parents = [("1".to_owned(), vec!["x".to_owned()])].into();
    let codes = grouped(
        "code",
        DataType::Text,
        Hierarchy::Codes {
            parents,
            other: None,
        },
    );
    let raw = table(vec![("code", texts(["1", "1", PLANTED, "1"]))]);
    let error = safe(&raw, &policy(vec![codes])).expect_err("it is refused");
    assert_eq!(
        error,
        ChangeError::Code {
            column: "code".to_owned(),
            row: 3
        }
    );
    assert!(
        error
            .to_string()
            .starts_with("column `code`, row 3: the code is not in the hierarchy")
    );
    let bands = Hierarchy::Bands {
        widths: vec![1.0],
        origin: 0.0,
    };
    let far = i64::MAX - 8_032_056_031;
    let mut policy = policy(vec![grouped("age", DataType::Integer, bands)]);
    let raw = table(vec![("age", numbers([1, 1, 1, far]))]);
    let error = safe(&raw, &policy).expect_err("it is refused");
    assert_eq!(
        error,
        ChangeError::Range {
            column: "age".to_owned(),
            row: 4
        }
    );
    policy.columns = vec![grouped("egn", DataType::Text, Hierarchy::Constant)];
    policy.privacy.k = 5;
    let raw = table(vec![("egn", texts([PLANTED, PLANTED]))]);
    let crowd = safe(&raw, &policy).expect_err("it is refused");
    let days: ArrayRef = Arc::new(Date32Array::from(vec![0, i32::MAX]));
    let months = Hierarchy::Dates {
        levels: vec![DateLevel::Month],
    };
    policy.columns = vec![grouped("day", DataType::Date, months)];
    let date = safe(&table(vec![("day", days)]), &policy).expect_err("it is refused");
    for error in [error, crowd, date] {
        let all = format!("{error} {error:?}");
        assert!(
            !all.contains(PLANTED) && !all.contains(&far.to_string()),
            "{all}"
        );
        assert!(!all.contains(&i32::MAX.to_string()), "{all}");
    }
}

#[test]
fn rows_of_small_crowds_are_left_out_and_counted() {
    let mut policy = policy(vec![
        grouped("city", DataType::Text, Hierarchy::Constant),
        column("debt", DataType::Integer, Role::Sensitive, Vec::new()),
    ]);
    let raw = || {
        table(vec![
            ("city", texts(["a", "b", "a", "c", "b"])),
            ("debt", numbers([1, 2, 3, 4, 5])),
        ])
    };
    let all = safe(&raw(), &policy).expect("it works");
    assert_eq!(shown(&all, "city"), ["*"; 5]);
    let level = |level| ChosenLevel {
        column: "city".to_owned(),
        level,
        of: 1,
    };
    assert_eq!((&all.levels, &all.classes), (&vec![level(1)], &vec![0; 5]));
    policy.privacy.max_suppressed = 0.2;
    let most = safe(&raw(), &policy).expect("it works");
    assert_eq!(shown(&most, "city"), ["a", "b", "a", "b"]);
    assert_eq!(shown(&most, "debt"), ["1", "2", "3", "5"]);
    assert_eq!(
        (&most.levels, &most.classes),
        (&vec![level(0)], &vec![0, 1, 0, 1])
    );
    assert_eq!(
        (most.rows.suppressed, most.rows.published, &most.origins),
        (1, 4, &vec![0, 1, 2, 4])
    );
    assert_eq!(most.left_out["debt"], [(Some("4".to_owned()), 1)].into());
}

#[test]
fn missing_values_are_a_group_of_their_own() {
    let policy = policy(vec![grouped("city", DataType::Text, Hierarchy::Constant)]);
    let cells: ArrayRef = Arc::new(StringArray::from(vec![None, Some("a"), None, Some("a")]));
    let sanitized = safe(&table(vec![("city", cells)]), &policy).expect("it works");
    assert_eq!(shown(&sanitized, "city"), ["-", "a", "-", "a"]);
    assert_eq!(sanitized.classes, [0, 1, 0, 1]);
}

#[test]
fn own_steps_come_before_the_search() {
    let bands = Hierarchy::Bands {
        widths: vec![10.0],
        origin: 0.0,
    };
    let mut ages = grouped("age", DataType::Integer, bands);
    ages.steps = vec![Step::TopCode { at: 50.0 }];
    let raw = table(vec![("age", numbers([50, 51, 99, 50]))]);
    let sanitized = safe(&raw, &policy(vec![ages.clone()])).expect("it works");
    assert_eq!(
        (shown(&sanitized, "age"), sanitized.steps[0].changed),
        (vec!["50".to_owned(); 4], 2)
    );
    ages.least_level = 1;
    let sanitized = safe(&raw, &policy(vec![ages])).expect("it works");
    assert_eq!(shown(&sanitized, "age"), ["[50, 60)"; 4]);
    assert_eq!(sanitized.levels[0].level, 1);
}

#[test]
fn rows_are_left_out_by_value_and_each_is_counted_once() {
    let suppress = |values: &[&str], missing| {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        vec![Step::Suppress { values, missing }]
    };
    let mut policy = policy(vec![
        column("a", DataType::Text, Role::Plain, suppress(&["x"], true)),
        column("b", DataType::Integer, Role::Plain, suppress(&["2"], false)),
        column("c", DataType::Text, Role::Plain, vec![Step::Drop]),
    ]);
    policy.privacy.k = 1;
    let a: ArrayRef = Arc::new(StringArray::from(vec![
        Some("x"),
        None,
        Some("y"),
        Some("z"),
    ]));
    let raw = table(vec![
        ("a", a),
        ("b", numbers([2, 1, 2, 4])),
        ("c", texts(["", "", "", ""])),
    ]);
    let sanitized = safe(&raw, &policy).expect("it works");
    assert_eq!(shown(&sanitized, "a"), ["z"]);
    let changed: Vec<u64> = sanitized.steps.iter().map(|step| step.changed).collect();
    assert_eq!(
        (changed, sanitized.rows.left_out, sanitized.rows.published),
        (vec![2, 1, 1], 3, 1)
    );
    assert_eq!(sanitized.table.schema().fields().len(), 2);
}

#[test]
fn a_sample_has_exactly_its_share_and_depends_on_key_and_seed() {
    let mut policy = policy(vec![column(
        "n",
        DataType::Integer,
        Role::Plain,
        Vec::new(),
    )]);
    policy.sampling.share = 0.29;
    let raw = table(vec![("n", numbers(0..100))]);
    let drawn = |policy: &Policy, key: u8| {
        let key = Key::new([key; 32]);
        let sanitized = sanitize(&raw, policy, &key, &|_| Vec::new()).expect("it works");
        assert_eq!(
            (sanitized.rows.published, sanitized.rows.not_drawn),
            (29, 71)
        );
        sanitized.origins
    };
    let first = drawn(&policy, 1);
    assert!(first.is_sorted(), "{first:?}");
    assert_eq!(first, drawn(&policy, 1));
    assert_ne!(first, drawn(&policy, 2));
    policy.sampling.seed = 1;
    assert_ne!(first, drawn(&policy, 1));
}

#[test]
fn rows_are_shuffled_together() {
    let mut policy = policy(vec![
        column("n", DataType::Integer, Role::Plain, Vec::new()),
        column("m", DataType::Integer, Role::Plain, Vec::new()),
    ]);
    policy.order = Order::Shuffled;
    let raw = table(vec![("n", numbers(0..100)), ("m", numbers(0..100))]);
    let sanitized = safe(&raw, &policy).expect("it works");
    let shuffled = shown(&sanitized, "n");
    assert_eq!(shuffled, shown(&sanitized, "m"));
    let origins: Vec<String> = sanitized.origins.iter().map(u32::to_string).collect();
    assert_eq!(shuffled, origins);
    assert!(!sanitized.origins.is_sorted());
    let mut back = sanitized.origins.clone();
    back.sort_unstable();
    assert!(back.into_iter().eq(0..100));
}

#[test]
fn pseudonyms_join_columns_and_hide_values() {
    let step = || {
        vec![Step::Pseudonym {
            prefix: "p-".to_owned(),
            length: 16,
        }]
    };
    let policy = policy(vec![
        column("egn", DataType::Text, Role::Identifier, step()),
        column("parent", DataType::Text, Role::Identifier, step()),
    ]);
    let raw = table(vec![
        ("egn", texts([PLANTED, "1"])),
        ("parent", texts(["1", PLANTED])),
    ]);
    let sanitized = safe(&raw, &policy).expect("it works");
    let (egn, parent) = (shown(&sanitized, "egn"), shown(&sanitized, "parent"));
    assert_eq!((&egn[0], &egn[1]), (&parent[1], &parent[0]));
    assert!(!format!("{sanitized:?}").contains(PLANTED));
}

#[test]
fn mondrian_shows_ranges() {
    let bands = Hierarchy::Bands {
        widths: vec![10.0],
        origin: 0.0,
    };
    let mut policy = policy(vec![grouped("age", DataType::Integer, bands)]);
    policy.privacy.search = Search::Mondrian;
    let ages: ArrayRef = Arc::new(Int64Array::from(vec![Some(1), Some(2), Some(7), Some(7)]));
    let sanitized = safe(&table(vec![("age", ages)]), &policy).expect("it works");
    assert_eq!(shown(&sanitized, "age"), ["[1, 2]", "[1, 2]", "7", "7"]);
    assert!(sanitized.levels.is_empty());
    let ages: ArrayRef = Arc::new(Int64Array::from(vec![Some(1), None, None, None]));
    let sanitized = safe(&table(vec![("age", ages)]), &policy).expect("it works");
    assert_eq!(shown(&sanitized, "age"), ["*"; 4]);
}

#[test]
fn a_table_of_no_rows_stays_one() {
    let mut policy = policy(vec![
        grouped("city", DataType::Text, Hierarchy::Constant),
        column("n", DataType::Integer, Role::Plain, Vec::new()),
    ]);
    let raw = table(vec![("city", texts([])), ("n", numbers([]))]);
    for search in [Search::Optimal, Search::Mondrian] {
        policy.privacy.search = search;
        let sanitized = safe(&raw, &policy).expect("it works");
        assert_eq!(
            (
                sanitized.table.rows(),
                sanitized.table.schema().fields().len()
            ),
            (0, 2)
        );
    }
}

#[test]
fn without_quasi_identifiers_all_rows_are_one_crowd() {
    let mut policy = policy(vec![column(
        "n",
        DataType::Integer,
        Role::Plain,
        Vec::new(),
    )]);
    let raw = table(vec![("n", numbers([1, 2]))]);
    assert_eq!(safe(&raw, &policy).expect("it works").classes, [0, 0]);
    policy.privacy.k = 3;
    let error = safe(&raw, &policy).expect_err("they are too few");
    assert!(matches!(error, ChangeError::Crowd(_)), "{error}");
}
