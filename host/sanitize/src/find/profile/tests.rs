//! A table about people, profiled whole.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray,
    TimestampMillisecondArray,
};
use arrow_schema::{Field, Schema};

use super::*;
use crate::find::egn::tests::{today, with_check};

const ROWS: i64 = 60;

fn texts(text: impl Fn(i64) -> Option<String>) -> ArrayRef {
    Arc::new((0..ROWS).map(text).collect::<StringArray>())
}

fn columns() -> Vec<(&'static str, ArrayRef)> {
    let mut columns = people();
    columns.extend(figures());
    columns.extend(moments());
    columns
}

fn people() -> Vec<(&'static str, ArrayRef)> {
    let egn = |row: i64| {
        with_check(&format!(
            "80{:02}{:02}{:03}",
            1 + row % 12,
            1 + row % 28,
            row
        ))
    };
    let egn_number = move |row| egn(row).parse::<i64>().expect("digits");
    vec![
        ("егн", texts(move |row| Some(egn(row)))),
        (
            "ид",
            Arc::new((0..ROWS).map(egn_number).collect::<Int64Array>()),
        ),
        (
            "район",
            texts(|row| {
                (row > 5).then(|| ["Изгрев", "Люлин"][usize::from(row % 2 == 0)].to_owned())
            }),
        ),
        (
            "бележка",
            texts(|row| {
                Some(format!(
                    "Сигнал {row}, обадете се на 0888 123 {:03}",
                    row + 100
                ))
            }),
        ),
    ]
}

fn figures() -> Vec<(&'static str, ArrayRef)> {
    let days = |row: i64| i32::try_from(row % 30).expect("small");
    vec![
        (
            "доход",
            Arc::new(
                (0..ROWS)
                    .map(|row| 1_000.0 + 10.0 * f64::from(days(row)))
                    .collect::<Float64Array>(),
            ),
        ),
        (
            "lat",
            Arc::new(
                (0..ROWS)
                    .map(|row| 42.612_345 + f64::from(days(row)) / 1e3)
                    .collect::<Float64Array>(),
            ),
        ),
    ]
}

fn moments() -> Vec<(&'static str, ArrayRef)> {
    let millis = |row: i64| row * 86_400_000;
    let days = |row: i64| i32::try_from(row % 30).expect("small");
    vec![
        (
            "активен",
            Arc::new(
                (0..ROWS)
                    .map(|row| Some(row % 2 == 0))
                    .collect::<BooleanArray>(),
            ),
        ),
        (
            "подадено",
            Arc::new(
                (0..ROWS)
                    .map(|row| Some(days(row)))
                    .collect::<Date32Array>(),
            ),
        ),
        (
            "прието",
            Arc::new(
                (0..ROWS)
                    .map(|row| Some(millis(row)))
                    .collect::<TimestampMillisecondArray>(),
            ),
        ),
    ]
}

fn table(columns: Vec<(&str, ArrayRef)>) -> Table {
    let field =
        |(name, cells): &(&str, ArrayRef)| Field::new(*name, cells.data_type().clone(), true);
    let schema = Schema::new(columns.iter().map(field).collect::<Vec<_>>());
    let cells = columns.into_iter().map(|(_, cells)| cells).collect();
    let block = RecordBatch::try_new(Arc::new(schema.clone()), cells).expect("a block");
    let half = usize::try_from(ROWS / 2).expect("small");
    Table::new(
        "хора",
        schema,
        vec![block.slice(0, half), block.slice(half, half)],
    )
    .expect("a table")
}

fn column(name: &str) -> ColumnProfile {
    let profile = profile(&table(columns()), today());
    let found = profile
        .columns
        .into_iter()
        .find(|column| column.name == name);
    found.expect("the column is there")
}

#[test]
fn numbers_of_people_are_found_as_text_and_as_numbers() {
    for name in ["егн", "ид"] {
        let column = column(name);
        assert_eq!(column.role, Role::Identifier, "{name}");
        assert_eq!(
            (column.kinds[0].kind, column.kinds[0].cells),
            (Kind::Egn, 60),
            "{name}"
        );
        assert!(column.quantiles.is_empty(), "{name}");
    }
}

#[test]
fn no_raw_identifier_is_in_a_profile() {
    let json = serde_json::to_string(&profile(&table(columns()), today())).expect("it is JSON");
    let all = columns();
    for (name, cells) in all
        .iter()
        .filter(|(name, _)| ["егн", "бележка"].contains(name))
    {
        let cells = cells.as_any().downcast_ref::<StringArray>().expect("text");
        for cell in cells.iter().flatten() {
            assert!(!json.contains(cell), "{name}: {cell}");
        }
    }
    assert!(!json.contains("0888") && !json.contains("42.6"));
}

#[test]
fn each_type_has_its_figures() {
    let area = column("район");
    assert_eq!((area.missing, area.rows, area.distinct.count), (6, 60, 2));
    assert_eq!(area.sample, ["Люлин", "Изгрев"]);
    assert_eq!(area.role, Role::QuasiIdentifier);
    let income = column("доход");
    assert_eq!((income.role, income.quantiles.len()), (Role::Sensitive, 7));
    let (date, time) = (column("подадено"), column("прието"));
    assert_eq!(
        (date.data_type, time.data_type),
        (DataKind::Date, DataKind::Time)
    );
    assert_eq!(
        date.quantiles[0].value,
        Point::Moment("1970-01-01".to_owned())
    );
    assert_eq!(
        time.quantiles[6].value,
        Point::Moment("1970-03-01T00:00:00".to_owned())
    );
    assert_eq!(column("активен").data_type, DataKind::Boolean);
    assert_eq!(column("lat").kinds[0].kind, Kind::Coordinates);
}

#[test]
fn identifiers_inside_texts_are_counted() {
    let note = column("бележка");
    assert_eq!(note.kinds[0].kind, Kind::Phone);
    assert!((note.kinds[0].share_in_text - 1.0).abs() < 1e-9);
    assert_eq!(note.role, Role::Identifier);
}

#[test]
fn quasi_identifiers_are_compared_together() {
    let profile = profile(&table(columns()), today());
    let first = profile.together.first().expect("there are pairs");
    assert!(first.columns.len() >= 2 && first.alone > 0.0);
    assert_eq!(profile.table, "хора");
}

#[test]
fn a_table_without_rows_has_a_profile() {
    let empty = Schema::new(vec![Field::new("егн", DataType::Utf8, true)]);
    let table = Table::new("празна", empty, Vec::new()).expect("a table");
    let profile = profile(&table, today());
    assert_eq!(profile.columns[0].reasons, [Reason::Empty]);
    assert!(profile.together.is_empty());
}
