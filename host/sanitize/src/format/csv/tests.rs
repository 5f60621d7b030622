use std::io::Cursor;

use arrow_array::{Array, RecordBatch, cast::AsArray, types::Float64Type};
use arrow_schema::DataType;

use super::*;
use crate::format::{Format, Intake, Limits, Options, Reason, read_tables};

fn options(csv: CsvOptions) -> Options {
    Options {
        csv,
        ..Options::default()
    }
}

fn told(bytes: &[u8], options: &Options) -> (crate::Table, Intake, String) {
    let mut aside = Vec::new();
    let mut source = Cursor::new(bytes);
    let read = read_tables(Format::Csv, "t", &mut source, options, &mut aside);
    let (mut tables, intake) = read.expect("it is read");
    let aside = String::from_utf8_lossy(&aside).into_owned();
    (tables.remove(0), intake, aside)
}

fn read(bytes: &[u8]) -> (crate::Table, Intake, String) {
    told(bytes, &Options::default())
}

fn refused(bytes: &[u8], options: &Options) -> String {
    let mut source = Cursor::new(bytes);
    let read = read_tables(Format::Csv, "t", &mut source, options, &mut Vec::new());
    read.expect_err("it is refused").to_string()
}

fn kinds(intake: &Intake) -> Vec<Type> {
    let dialect = intake.dialect.as_ref().expect("a dialect");
    dialect.columns.iter().map(|column| column.kind).collect()
}

fn block(table: &crate::Table) -> &RecordBatch {
    &table.blocks()[0]
}

fn numbers(table: &crate::Table, column: usize) -> Vec<f64> {
    let column = block(table).column(column).as_primitive::<Float64Type>();
    column.values().to_vec()
}

#[test]
fn types_are_those_that_read_all_cells() {
    let text = "a,b,c,d,e,f\n1,1.5,да,31.12.2025,2025-01-01 10:00,x\n2,2,не,1.1.2024,1.1.2024,\n";
    let (table, intake, _) = read(text.as_bytes());
    let expected = [
        Type::Integer,
        Type::Number,
        Type::Boolean,
        Type::Date,
        Type::Time,
        Type::Text,
    ];
    assert_eq!(kinds(&intake), expected);
    assert_eq!(table.rows(), 2);
    assert_eq!(block(&table).column(5).null_count(), 1);
}

#[test]
fn a_spreadsheet_in_windows_1251_with_decimal_commas_is_read() {
    let text = "Район;Цена\r\nСредец;1 234,50\r\nОборище;0,75\r\nЛозенец;12,00\r\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(text);
    let (table, intake, _) = read(&bytes);
    let dialect = intake.dialect.expect("a dialect");
    assert_eq!(
        (dialect.encoding.as_str(), dialect.separator),
        ("windows-1251", ';')
    );
    assert_eq!(dialect.columns[1].decimal, Some(Decimal::Comma));
    assert_eq!(
        block(&table).column(0).as_string::<i32>().value(1),
        "Оборище"
    );
    assert_eq!(numbers(&table, 1), [1234.5, 0.75, 12.0]);
}

#[test]
fn text_in_utf_16_is_read_with_and_without_its_mark() {
    let text = "id\tрайон\n7\tСредец\n8\tЛозенец\n";
    for mark in ["\u{feff}", ""] {
        let little: Vec<u8> = format!("{mark}{text}")
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let big: Vec<u8> = format!("{mark}{text}")
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        for (bytes, name) in [(little, "UTF-16LE"), (big, "UTF-16BE")] {
            let (table, intake, _) = read(&bytes);
            let dialect = intake.dialect.expect("a dialect");
            assert_eq!(
                (dialect.encoding.as_str(), dialect.bom),
                (name, !mark.is_empty())
            );
            assert_eq!(
                block(&table).column(1).as_string::<i32>().value(1),
                "Лозенец"
            );
        }
    }
}

#[test]
fn a_mark_and_spaces_in_the_header_are_cut_off() {
    let (table, intake, _) = read("\u{feff} id , име\n1,x\n".as_bytes());
    assert_eq!(table.schema().field(0).name(), "id");
    assert_eq!(table.schema().field(1).name(), "име");
    let shown: Vec<_> = intake
        .findings
        .list
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        shown[0],
        "`t`, line 1, column `id`: spaces around the column's name were cut off"
    );
}

#[test]
fn names_that_are_missing_or_double_are_numbered() {
    let (table, _, _) = read(b"x,,x\na,b,c\n");
    let names: Vec<_> = table
        .schema()
        .fields()
        .iter()
        .map(|field| field.name().as_str())
        .collect();
    assert_eq!(names, ["x", "column2", "x_2"]);
}

#[test]
fn a_first_line_of_values_is_a_row() {
    let (table, intake, _) = read(b"1;a\n2;b\n");
    assert!(!intake.dialect.expect("a dialect").header);
    assert_eq!(
        (table.rows(), table.schema().field(0).name().as_str()),
        (2, "column1")
    );
}

#[test]
fn codes_with_leading_zeros_stay_text() {
    let (_, intake, _) = read(b"egn,n\n0741011234,1\n8001011234,2\n");
    assert_eq!(kinds(&intake), [Type::Text, Type::Integer]);
}

#[test]
fn the_style_of_the_file_decides_what_a_cell_leaves_open() {
    let (table, _, _) = read(b"a;b\n1.234;0,5\n2.000;1,25\n");
    assert_eq!(table.schema().field(0).data_type(), &DataType::Int64);
    let (table, intake, _) = read(b"a;b\n1.234;x\n2.125;y\n");
    assert_eq!(numbers(&table, 0), [1.234, 2.125]);
    let warned = &intake.findings.list[0];
    assert_eq!(warned.reason, Reason::DecimalUnclear);
}

#[test]
fn what_the_caller_says_goes_before_what_is_detected() {
    let mut csv = CsvOptions {
        decimal: Some(Decimal::Comma),
        separator: Some('|'),
        header: Some(false),
        encoding: Some("windows-1251".to_owned()),
        ..CsvOptions::default()
    };
    csv.types.insert("column2".to_owned(), Type::Text);
    let (table, intake, _) = told(b"1.234|7\n2.125|8\n", &options(csv));
    assert_eq!(kinds(&intake), [Type::Integer, Type::Text]);
    assert_eq!(table.rows(), 2);
}

#[test]
fn rows_that_do_not_parse_are_counted_shown_and_set_aside() {
    let mut text = String::from("ден,брой\n");
    for _ in 0..200 {
        text += "31.12.2025,1\n";
    }
    text += "31.13.2025,2\n01.01.2026,3,4\n,\n02.01.2026,\"4,5\nтайна\"\n";
    let (table, intake, aside) = read(text.as_bytes());
    assert_eq!(table.rows(), 200);
    assert_eq!(intake.findings.all_set_aside(), 4);
    let shown: Vec<_> = intake
        .findings
        .list
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        shown,
        [
            "`t`, line 202, column `ден`: is no date",
            "`t`, line 203: has 3 fields, the header 2",
            "`t`, line 204: all fields are empty",
            "`t`, line 205, column `брой`: is no whole number",
        ]
    );
    assert!(!shown.concat().contains("тайна") && aside.contains("тайна"));
    assert!(
        aside.starts_with("table,line,column,reason,row\nt,202,ден,is no date,\"31.13.2025,2\"\n")
    );
}

#[test]
fn lines_are_counted_as_an_editor_counts_them() {
    for end in ["\n", "\r\n"] {
        let lines = ["a,b", "1,2", "", "1", "\"x", "y\",2,3", "3", "4,5"];
        let (_, intake, _) = read(lines.join(end).as_bytes());
        let places: Vec<_> = intake.findings.list.iter().map(|f| f.place.line).collect();
        assert_eq!(places, [Some(4), Some(5), Some(7)], "{end:?}");
    }
}

#[test]
fn a_row_in_another_encoding_is_set_aside_by_itself() {
    let mut bytes = "име,n\n".as_bytes().to_vec();
    for _ in 0..20 {
        bytes.extend("Иван,1\n".as_bytes());
    }
    bytes.extend(b"\xc8\xe2\xe0\xed,2\n");
    let (table, intake, aside) = read(&bytes);
    assert_eq!((table.rows(), intake.findings.all_set_aside()), (20, 1));
    assert!(aside.contains("22,име,is not written in the encoding of the file"));
}

#[test]
fn a_quote_that_is_not_closed_is_refused_at_its_line() {
    let message = refused(b"a,b\n1,2\n3,\"x\n4,5\n", &Options::default());
    assert_eq!(
        message,
        "`t`, line 3: a quote is opened and never closed; hint: close it, or double quotes in cells"
    );
}

#[test]
fn the_mark_of_the_end_may_stand_in_the_text() {
    let (table, _, _) = read(b"a\nx\n\x1f\x1f\ny\n\x1f\x1f\n");
    assert_eq!(table.rows(), 4);
}

#[test]
fn every_limit_is_held() {
    let with = |limits| Options {
        limits,
        ..Options::default()
    };
    let limits = Limits {
        columns: 2,
        ..Limits::default()
    };
    assert!(refused(b"a,b,c\n1,2,3\n", &with(limits)).contains("more than 2 columns"));
    let limits = Limits {
        rows: 1,
        ..Limits::default()
    };
    assert!(refused(b"a\n1\n2\n", &with(limits)).contains("more than 1 rows"));
    let limits = Limits {
        line_bytes: 100,
        ..Limits::default()
    };
    let long = format!("a\n\"{}", "x".repeat(200_000));
    let message = refused(long.as_bytes(), &with(limits));
    assert!(
        message.starts_with("`t`, line 2: a line of more than 100 bytes"),
        "{message}"
    );
    let limits = Limits {
        field_bytes: 3,
        ..Limits::default()
    };
    let (table, intake, _) = told(b"a,b\nx,1\nxxxx,2\n", &with(limits));
    assert_eq!((table.rows(), intake.findings.all_set_aside()), (1, 1));
    let limits = Limits {
        table_bytes: 10,
        ..Limits::default()
    };
    assert!(refused(b"a\nx\n", &with(limits)).contains("all tables take more than 10 bytes"));
    let limits = Limits {
        findings: 1,
        ..Limits::default()
    };
    let (_, intake, _) = told(b"a,b\n1\n2\n3,4\n", &with(limits));
    assert_eq!(
        (intake.findings.list.len(), intake.findings.not_listed),
        (1, 1)
    );
    let name = format!("{},b\nx,y\n", "n".repeat(257));
    assert!(refused(name.as_bytes(), &Options::default()).contains("more than 256 bytes"));
}

#[test]
fn a_table_of_many_rows_leaves_in_blocks() {
    let text = format!("a\n{}", "1\n".repeat(70_000));
    let (table, _, _) = read(text.as_bytes());
    let rows: Vec<_> = table.blocks().iter().map(RecordBatch::num_rows).collect();
    assert_eq!(rows, [65_536, 4464]);
}
