//! Whatever text a person hands in: the manifest, the rubric, the dictionary of
//! the tables, lists of cases and lists of trusted keys.

use std::sync::OnceLock;

use pilotbox_challenge::{
    Finding, Manifest,
    lint::{
        ColumnKind, Dictionary, TableInfo, check_cases, check_dictionary, parse_manifest,
        parse_rubric,
    },
};
use pilotbox_evaluate::TrustedKeys;
use pilotbox_model::{Case, Limits, Split};

use super::{assert_bounded, memory::memory_file};

/// Reads the bytes as each kind of text.
pub fn json(bytes: &[u8]) -> bool {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let read = [
        manifest(text),
        rubric(text),
        dictionary(text),
        cases(bytes),
        keys(bytes),
    ];
    read.contains(&true)
}

/// Demands that each finding can be shown, and says whether there are none.
fn is_sound(findings: &[Finding]) -> bool {
    for finding in findings {
        assert_bounded(finding);
    }
    findings.is_empty()
}

/// Limits that pass are within the ceilings, which all other bounds rely on.
fn manifest(text: &str) -> bool {
    let manifest = match parse_manifest(text) {
        Ok(manifest) => manifest,
        Err(findings) => return is_sound(&findings),
    };
    for (name, value, ceiling) in Limits::from(&manifest.limits).against_ceiling() {
        assert!(value <= ceiling, "`{name}` is {value}");
    }
    true
}

fn rubric(text: &str) -> bool {
    parse_rubric(text).map_or_else(|findings| is_sound(&findings), |_| true)
}

/// Held against a table that it may describe.
fn dictionary(text: &str) -> bool {
    let table = TableInfo {
        path: "data/sample/cases.parquet".to_owned(),
        columns: vec![("x".to_owned(), ColumnKind::Double)],
    };
    match Dictionary::parse(text) {
        Err(finding) => is_sound(&[finding]),
        Ok(dictionary) => is_sound(&check_dictionary(&[table], &dictionary)),
    }
}

fn cases(bytes: &[u8]) -> bool {
    let cases = serde_json::from_slice::<Vec<Case>>(bytes);
    cases.is_ok_and(|cases| is_sound(&check_cases(fragile(), Split::Sample, &cases)))
}

/// A list of keys comes from a file.
fn keys(bytes: &[u8]) -> bool {
    let read = TrustedKeys::read(memory_file(bytes).path());
    read.inspect_err(|error| assert_bounded(error)).is_ok()
}

/// A manifest that cases are held against.
fn fragile() -> &'static Manifest {
    static MANIFEST: OnceLock<Manifest> = OnceLock::new();
    MANIFEST.get_or_init(|| {
        let text = include_str!("../../challenges/fragile/challenge.toml");
        parse_manifest(text).expect("the fixture is a manifest")
    })
}
