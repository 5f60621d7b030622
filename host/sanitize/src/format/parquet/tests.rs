use std::{io::Cursor, sync::Arc};

use arrow_array::{
    Array, ArrayRef, BinaryArray, Date32Array, Decimal128Array, DictionaryArray, Int32Array,
    RecordBatch, StringArray, StructArray, Time64MicrosecondArray, TimestampMicrosecondArray,
    UInt64Array,
    cast::AsArray,
    types::{Float64Type, Int32Type, Int64Type, TimestampMillisecondType},
};
use arrow_schema::{DataType, Field};
use parquet::arrow::ArrowWriter;

use crate::format::{Format, Limits, Options, read_tables, tests::said_of};

fn written(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter(columns).expect("a batch");
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).expect("a writer");
    writer.write(&batch).expect("it is written");
    writer.close().expect("it is closed");
    bytes
}

fn sound() -> Vec<u8> {
    let n: ArrayRef = Arc::new(Int32Array::from((0..1000).collect::<Vec<_>>()));
    let text = (0..1000).map(|n| format!("t{}", n % 7)).collect::<Vec<_>>();
    written(vec![("n", n), ("text", Arc::new(StringArray::from(text)))])
}

fn with(limits: Limits) -> Options {
    Options {
        limits,
        ..Options::default()
    }
}

fn said(bytes: &[u8]) -> Vec<String> {
    said_of(Format::Parquet, bytes, &Options::default())
}

#[test]
fn types_become_the_six_of_tables() {
    let words: DictionaryArray<Int32Type> = vec!["a", "b", "a"].into_iter().collect();
    let decimals = Decimal128Array::from(vec![125, 250, 1]).with_precision_and_scale(9, 2);
    let bytes = written(vec![
        ("word", Arc::new(words)),
        ("price", Arc::new(decimals.expect("decimals"))),
        (
            "n",
            Arc::new(UInt64Array::from(vec![Some(1), None, Some(3)])),
        ),
        (
            "at",
            Arc::new(TimestampMicrosecondArray::from(vec![1_500, 0, -1_000]).with_timezone("UTC")),
        ),
        ("day", Arc::new(Date32Array::from(vec![1, 2, 3]))),
    ]);
    let mut source = Cursor::new(bytes);
    let read = read_tables(
        Format::Parquet,
        "t",
        &mut source,
        &Options::default(),
        &mut Vec::new(),
    );
    let (tables, intake) = read.expect("it is read");
    let block = &tables[0].blocks()[0];
    assert_eq!(block.column(0).as_string::<i32>().value(2), "a");
    assert_eq!(
        block.column(1).as_primitive::<Float64Type>().values(),
        &[1.25, 2.5, 0.01]
    );
    assert_eq!(block.column(2).as_primitive::<Int64Type>().value(2), 3);
    assert!(block.column(2).is_null(1));
    let moments = block.column(3).as_primitive::<TimestampMillisecondType>();
    assert_eq!(moments.values(), &[1, 0, -1]);
    assert_eq!(
        intake.findings.list.len(),
        2,
        "decimals and microseconds may lose something"
    );
}

#[test]
fn a_column_that_no_table_holds_is_refused_by_name() {
    let inner: ArrayRef = Arc::new(Int32Array::from(vec![1]));
    let field = Arc::new(Field::new("x", DataType::Int32, true));
    let nested = StructArray::from(vec![(field, inner)]);
    let columns: [(ArrayRef, &str); 3] = [
        (Arc::new(BinaryArray::from(vec![&b"x"[..]])), "Binary"),
        (Arc::new(Time64MicrosecondArray::from(vec![1])), "Time64"),
        (Arc::new(nested), "Struct"),
    ];
    for (column, kind) in columns {
        let said = said(&written(vec![("odd", column)]));
        assert!(
            said[0].starts_with("`t`, column `odd`: is of type `") && said[0].contains(kind),
            "{said:?}"
        );
    }
    let large: ArrayRef = Arc::new(UInt64Array::from(vec![u64::MAX]));
    let message = "`t`, column `n`: a value is out of the range of whole number";
    assert_eq!(said(&written(vec![("n", large)])), [message]);
}

#[test]
fn every_broken_file_is_told_from_the_others() {
    let sound = sound();
    let end = sound.len();
    let changed = |at: usize, bytes: &[u8]| {
        let mut file = sound.clone();
        file[at..at + bytes.len()].copy_from_slice(bytes);
        file
    };
    let none = "`t`: is no Parquet file: its first or last bytes are not `PAR1`";
    let cut = "`t`: its footer says more bytes than the file has; hint: it was cut off";
    let broken: [(Vec<u8>, &str); 8] = [
        (Vec::new(), "`t`: the file is empty"),
        (b"PAR1".to_vec(), none),
        (b"a,b\n1,2\n3,4\n5,6\n".to_vec(), none),
        (changed(0, b"XXXX"), none),
        (sound[..end - 10].to_vec(), none),
        (changed(end - 8, &1_000_000_u32.to_le_bytes()), cut),
        (
            changed(end - 8, &u32::MAX.to_le_bytes()),
            "`t`: its footer has 4294967295 bytes, at most 16777216 are read",
        ),
        (
            changed(end - 8, &3_u32.to_le_bytes()),
            "`t`: cannot be decoded: the footer",
        ),
    ];
    for (bytes, expected) in broken {
        assert_eq!(said(&bytes), [expected]);
    }
    let pages = changed(4, &[0xff; 64]);
    assert_eq!(said(&pages), ["`t`: cannot be decoded: row group 1"]);
    let mut gone = sound[..4].to_vec();
    gone.extend(&sound[end - 8 - footer_bytes(&sound)..]);
    assert_eq!(said(&gone), [cut]);
}

#[test]
fn every_limit_is_held() {
    let sound = sound();
    let said = |limits| said_of(Format::Parquet, &sound, &with(limits));
    let limits = Limits {
        rows: 999,
        ..Limits::default()
    };
    assert!(said(limits)[0].contains("more than 999 rows"));
    let limits = Limits {
        columns: 1,
        ..Limits::default()
    };
    assert!(said(limits)[0].contains("more than 1 columns"));
    let limits = Limits {
        row_groups: 0,
        ..Limits::default()
    };
    assert!(said(limits)[0].contains("more than 0 row groups"));
    let limits = Limits {
        unpacked_bytes: 100,
        ..Limits::default()
    };
    assert!(said(limits)[0].contains("says it unpacks to more than 100 bytes"));
    let limits = Limits {
        footer_bytes: 10,
        ..Limits::default()
    };
    assert!(said(limits)[0].contains("at most 10 are read"));
    let limits = Limits {
        field_bytes: 1,
        ..Limits::default()
    };
    assert_eq!(
        said(limits),
        ["`t`, column `text`: a cell of more than 1 bytes"]
    );
}

#[test]
fn no_byte_of_a_footer_ends_the_host() {
    let sound = sound();
    let start = sound.len() - 8 - footer_bytes(&sound);
    for at in start..sound.len() - 8 {
        for value in [0x00, 0x7f, 0xff] {
            let mut file = sound.clone();
            file[at] = value;
            said(&file);
        }
    }
}

#[test]
fn a_long_text_that_is_repeated_leaves_in_small_blocks() {
    let text = vec!["x".repeat(60_000); 3000];
    let bytes = written(vec![("text", Arc::new(StringArray::from(text)))]);
    assert!(bytes.len() < 1 << 20);
    let mut source = Cursor::new(bytes);
    let read = read_tables(
        Format::Parquet,
        "t",
        &mut source,
        &Options::default(),
        &mut Vec::new(),
    );
    let (tables, _) = read.expect("it is read");
    assert_eq!((tables[0].rows(), tables[0].blocks().len()), (3000, 4));
}

fn footer_bytes(file: &[u8]) -> usize {
    let tail = file[file.len() - 8..]
        .first_chunk::<4>()
        .expect("four bytes");
    u32::from_le_bytes(*tail) as usize
}
