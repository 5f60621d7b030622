use std::{io::Cursor, sync::Arc};

use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray,
    TimestampMillisecondArray,
};

use super::{
    csvw::{ColumnText, Described, Text, dictionary},
    *,
};
use crate::format::{Format, Options, read_tables};

fn table() -> Table {
    let columns: [(&str, ArrayRef); 6] = [
        (
            "текст",
            Arc::new(StringArray::from(vec![Some("a \"b\", c\nd"), None])),
        ),
        ("n", Arc::new(Int64Array::from(vec![Some(-7), None]))),
        (
            "x",
            Arc::new(Float64Array::from(vec![Some(0.1), Some(1e21)])),
        ),
        ("yes", Arc::new(BooleanArray::from(vec![Some(true), None]))),
        (
            "day",
            Arc::new(Date32Array::from(vec![Some(20_089), Some(-1)])),
        ),
        (
            "at",
            Arc::new(TimestampMillisecondArray::from(vec![Some(1_500), None])),
        ),
    ];
    let block =
        RecordBatch::try_from_iter_with_nullable(columns.map(|(name, array)| (name, array, true)));
    let block = block.expect("a block");
    let schema = block.schema().as_ref().clone();
    Table::new("t", schema, vec![block]).expect("a table")
}

fn as_csv(table: &Table) -> String {
    let mut bytes = Vec::new();
    csv(table, &mut bytes).expect("it is written");
    String::from_utf8(bytes).expect("it is text")
}

#[test]
fn csv_is_as_rfc_4180_has_it() {
    assert_eq!(
        as_csv(&table()),
        "текст,n,x,yes,day,at\r\n\"a \"\"b\"\", c\nd\",-7,0.1,true,2025-01-01,1970-01-01T00:00:01.5Z\r\n\
         ,,1000000000000000000000,,1969-12-31,\r\n"
    );
}

#[test]
fn a_table_comes_back_from_parquet_and_csv_as_it_was() {
    let table = table();
    let mut bytes = Vec::new();
    parquet(&table, &mut bytes).expect("it is written");
    for (format, bytes) in [
        (Format::Parquet, bytes),
        (Format::Csv, as_csv(&table).into_bytes()),
    ] {
        let mut source = Cursor::new(bytes);
        let read = read_tables(
            format,
            "t",
            &mut source,
            &Options::default(),
            &mut Vec::new(),
        );
        let (tables, _) = read.expect("it is read");
        assert_eq!(as_csv(&tables[0]), as_csv(&table), "{format:?}");
    }
}

#[test]
fn the_same_table_makes_the_same_bytes() {
    let written = || {
        let mut bytes = Vec::new();
        parquet(&table(), &mut bytes).expect("it is written");
        bytes
    };
    assert_eq!(written(), written());
}

#[test]
fn the_dictionary_describes_each_column() {
    let text = |bg: &str, en: &str| Text {
        bg: bg.to_owned(),
        en: en.to_owned(),
    };
    let table = table();
    let columns = [ColumnText {
        name: "x".to_owned(),
        title: text("Дължина", "Length"),
        description: text("На тръбата", "Of the pipe"),
        unit: Some("m".to_owned()),
    }];
    let title = text("Таблица", "Table");
    let described = [Described {
        url: "t.csv",
        title: &title,
        table: &table,
        columns: &columns,
    }];
    let json = dictionary(
        "https://creativecommons.org/licenses/by/4.0/",
        &title,
        &described,
    );
    let json: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    let columns = &json["tables"][0]["tableSchema"]["columns"];
    assert_eq!(json["@context"], "http://www.w3.org/ns/csvw");
    assert_eq!(
        (&columns[2]["datatype"], &columns[2]["titles"]["bg"]),
        (&"double".into(), &"Дължина".into())
    );
    assert_eq!(columns[4]["datatype"], "date");
}
