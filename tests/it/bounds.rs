//! The table of bounds in docs/THREATS.md is what the program says, and what it
//! says of its guests is so.

use std::{collections::BTreeSet, fs};

use pilotbox_tests::{End, folder, names, pilotbox};

#[test]
fn the_document_holds_the_table_that_the_program_prints() {
    let printed = pilotbox("doctor").arg("--bounds").end_with(0).stdout;
    let document = fs::read_to_string(folder("docs").join("THREATS.md")).expect("it is there");
    assert!(
        document.contains(&printed),
        "docs/THREATS.md says something else; hint: `cargo xtask bounds` writes it"
    );
}

#[test]
fn every_guest_that_crosses_a_bound_is_there() {
    let report = pilotbox("doctor").arg("--json").end_with(0).json();
    let sections = report["bounds"].as_array().expect("there are bounds");
    let bounds = sections.iter().flat_map(|section| {
        let bounds = section["bounds"].as_array();
        bounds.expect("a section has bounds").iter()
    });
    let named: BTreeSet<_> = bounds
        .filter_map(|bound| bound["guest"].as_str())
        .filter(|guest| !guest.is_empty())
        .collect();
    let guests: BTreeSet<_> = names(&folder("tests/guests")).into_iter().collect();
    let missing: Vec<_> = named
        .iter()
        .filter(|guest| !guests.contains(**guest))
        .collect();
    assert!(missing.is_empty(), "no such guests: {missing:?}");
    assert!(named.len() >= 20, "{named:?}");
}
