use super::*;
use crate::{
    fixture,
    lint::tests::{found_after, lines},
};

#[test]
fn tables_and_dictionary_agree() {
    let found = found_after(|folder| {
        fixture::write(folder, "data/sample/other.parquet", "");
        fixture::write(folder, "data/samples/x.parquet", "");
    });
    assert_eq!(
        found,
        [
            "data/csvw.json: `data/sample/other.parquet` has no dictionary; \
             hint: list it in `tables` with its columns",
            "data/csvw.json: `data/samples/x.parquet` has no dictionary; \
             hint: list it in `tables` with its columns",
            "data/samples/x.parquet: nobody reads a table here; \
             hint: use data/ and one of: sample, public, final, common, granted, pilot",
        ]
    );
}

#[test]
fn dictionaries_are_complete() {
    let found = |part: &str, by: &str| {
        found_after(|folder| {
            let text = fixture::dictionary();
            assert!(text.contains(part), "{part}");
            fixture::write(folder, "data/csvw.json", &text.replacen(part, by, 1));
        })
    };
    let table = "common/c.parquet";
    assert_eq!(
        found("\"dc:license\": \"CC0-1.0\"", "\"dc:rights\": \"\"").len(),
        5
    );
    assert_eq!(
        found("\"dc:source\"", "\"dc:sources\""),
        ["data/csvw.json: the dictionary lacks the key `dc:source`"]
    );
    assert_eq!(
        found(", \"bg\": \"х\"", ""),
        [format!(
            "data/csvw.json: column `x` of `{table}` lacks a title; hint: give `en` and `bg`"
        )]
    );
    assert_eq!(
        found("\"double\"", "\"real\""),
        [format!(
            "data/csvw.json: column `x` of `{table}` has the datatype `real`; \
             hint: use `double`, `integer` or `string`"
        )]
    );
    assert_eq!(
        found("{", "{,"),
        ["data/csvw.json:1:2: not a dictionary: key must be a string at line 1 column 2"]
    );
    assert_eq!(
        found(table, "../../x"),
        [
            "data/csvw.json: `../../x` is listed but missing; hint: urls are relative to data/",
            "data/csvw.json: `data/common/c.parquet` has no dictionary; \
             hint: list it in `tables` with its columns",
        ]
    );
    assert_eq!(found("final/f.parquet", table).len(), 2);
}

#[test]
fn columns_are_those_of_the_dictionary() {
    let dictionary = Dictionary::parse(&fixture::dictionary()).expect("the fixture is valid");
    let table = |columns: &[(&str, ColumnKind)]| TableInfo {
        path: "data/sample/s.parquet".to_owned(),
        columns: columns
            .iter()
            .map(|(name, kind)| ((*name).to_owned(), *kind))
            .collect(),
    };
    let found =
        |columns: &[(&str, ColumnKind)]| lines(&check_dictionary(&[table(columns)], &dictionary));
    assert_eq!(found(&[("x", ColumnKind::Double)]), [""; 0]);
    assert_eq!(
        found(&[("x", ColumnKind::Int64)]),
        [
            "data/csvw.json: column `x` of `data/sample/s.parquet` is no `double`; \
             hint: use `integer`, `long`, `int`, `short`, `byte`, `nonNegativeInteger`"
        ]
    );
    assert_eq!(
        found(&[("y", ColumnKind::Double), ("x", ColumnKind::Double)]),
        [
            "data/csvw.json: `data/sample/s.parquet` holds `y, x`, not `x`; \
             hint: list exactly the table's columns in its order"
        ]
    );
}
