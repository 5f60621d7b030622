use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Cursor,
    path::PathBuf,
};

use super::*;

/// All that is said of a broken file: its findings, and why it is refused.
pub(super) fn said_of(format: Format, bytes: &[u8], options: &Options) -> Vec<String> {
    let mut aside = Vec::new();
    let mut sink = Collected::new(1 << 30);
    let mut desk = Desk::new(&options.limits, &mut aside);
    let read = dispatch(
        format,
        "t",
        &mut Cursor::new(bytes),
        options,
        &mut desk,
        &mut sink,
    );
    let findings = desk.finish().expect("memory takes every row");
    let mut said: Vec<_> = findings.list.iter().map(ToString::to_string).collect();
    said.extend(read.err().map(|error| error.to_string()));
    said
}

/// Holds each file of a folder against what `expected.txt` says of it.
fn hold(folder: &str, format: Format) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/format")
        .join(folder);
    let expected = fs::read_to_string(folder.join("expected.txt")).expect("it is there");
    let mut messages: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in expected.lines() {
        let (file, message) = line.split_once(" -> ").expect("a file and a message");
        messages.entry(file).or_default().push(message);
    }
    let entries = fs::read_dir(&folder).expect("it is a folder");
    let files: BTreeSet<_> = entries
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("a name")
        })
        .filter(|name| name != "expected.txt")
        .collect();
    assert!(files.len() >= 10 && files.iter().eq(messages.keys()));
    for (file, expected) in messages {
        let bytes = fs::read(folder.join(file)).expect("it is read");
        let said = said_of(format, &bytes, &Options::default());
        assert_eq!(said, expected, "{file}");
    }
}

#[test]
fn every_broken_table_of_text_is_told_from_the_others() {
    hold("csv", Format::Csv);
}

#[test]
fn every_broken_file_of_json_lines_is_told_from_the_others() {
    hold("json-lines", Format::JsonLines);
}

#[test]
fn every_broken_list_of_entities_is_told_from_the_others() {
    hold("ngsi-ld", Format::NgsiLd);
}

#[test]
fn every_broken_network_is_told_from_the_others() {
    hold("epanet", Format::Epanet);
}

#[test]
fn a_file_is_what_its_ending_says() {
    assert_eq!(Format::of_name("a.b.CSV"), Some(Format::Csv));
    assert_eq!(Format::of_name("net.inp"), Some(Format::Epanet));
    assert_eq!(Format::of_name("a.exe"), None);
    assert_eq!(Format::of_name("csv"), None);
}

#[test]
fn what_was_found_can_be_sent_and_read_again() {
    let mut aside = Vec::new();
    let mut source = Cursor::new(b"a;b\n1;2,5\n3\n");
    let read = read_tables(
        Format::Csv,
        "t",
        &mut source,
        &Options::default(),
        &mut aside,
    );
    let (_, intake) = read.expect("it is read");
    let json = serde_json::to_string(&intake).expect("it is sent");
    assert!(
        json.contains(r#""reason":{"code":"fields","found":1,"expected":2}"#),
        "{json}"
    );
    let again: Intake = serde_json::from_str(&json).expect("it is read");
    assert_eq!(again, intake);
}
