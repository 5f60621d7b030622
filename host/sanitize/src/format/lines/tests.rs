use std::io::Cursor;

use arrow_array::{
    Array,
    cast::AsArray,
    types::{Float64Type, Int64Type},
};
use arrow_schema::DataType;

use crate::format::{Format, Limits, Options, read_tables, tests::said_of};

#[test]
fn objects_are_flattened_one_level_and_types_widen() {
    let text = concat!(
        "{\"id\":1,\"at\":{\"lon\":23.3,\"tags\":[1,{\"x\":2}]},\"day\":\"2025-01-02\"}\n",
        "\n",
        "{\"id\":2.5,\"at\":null,\"new\":true}\n",
    );
    let mut source = Cursor::new(text);
    let read = read_tables(
        Format::JsonLines,
        "t",
        &mut source,
        &Options::default(),
        &mut Vec::new(),
    );
    let (tables, intake) = read.expect("it is read");
    let names: Vec<_> = tables[0]
        .schema()
        .fields()
        .iter()
        .map(|f| f.name().as_str())
        .collect();
    assert_eq!(names, ["id", "at.lon", "at.tags", "day", "at", "new"]);
    let block = &tables[0].blocks()[0];
    assert_eq!(
        block.column(0).as_primitive::<Float64Type>().values(),
        &[1.0, 2.5]
    );
    assert_eq!(
        block.column(2).as_string::<i32>().value(0),
        r#"[1,{"x":2}]"#
    );
    assert_eq!(block.column(3).data_type(), &DataType::Date32);
    assert_eq!(block.column(5).null_count(), 1);
    assert_eq!(intake.findings.rows["t"], 2);
}

#[test]
fn a_mark_of_utf_8_is_passed_over() {
    let mut source = Cursor::new("\u{feff}{\"a\":7}\n");
    let read = read_tables(
        Format::JsonLines,
        "t",
        &mut source,
        &Options::default(),
        &mut Vec::new(),
    );
    let (tables, _) = read.expect("it is read");
    assert_eq!(
        tables[0].blocks()[0]
            .column(0)
            .as_primitive::<Int64Type>()
            .value(0),
        7
    );
}

#[test]
fn every_limit_is_held() {
    let said = |text: &str, limits| {
        let options = Options {
            limits,
            ..Options::default()
        };
        said_of(Format::JsonLines, text.as_bytes(), &options)
    };
    let limits = Limits {
        line_bytes: 10,
        ..Limits::default()
    };
    let message = "`t`, line 2: a line of more than 10 bytes; hint: a quote may be open";
    assert_eq!(said("{\"a\":1}\n{\"a\":12345678}\n", limits), [message]);
    let limits = Limits {
        columns: 1,
        ..Limits::default()
    };
    assert!(said("{\"a\":1,\"b\":2}\n", limits)[0].contains("more than 1 columns"));
    let limits = Limits {
        rows: 1,
        ..Limits::default()
    };
    assert!(said("{}\n{}\n", limits)[0].contains("more than 1 rows"));
    let limits = Limits {
        field_bytes: 3,
        ..Limits::default()
    };
    let message = "`t`, line 1, column `a`: a cell of more than 3 bytes";
    assert_eq!(said("{\"a\":\"long\"}\n", limits), [message]);
}
