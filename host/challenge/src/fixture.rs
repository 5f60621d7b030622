//! A small manifest, cases and results for tests.

use std::path::Path;

use pilotbox_model::{Case, CaseResult, CaseVerdict, FaultCode, Metric};

use crate::{Manifest, lint::parse_manifest};

/// A manifest that passes every check.
pub(crate) const MANIFEST: &str = include_str!("fixture/challenge.toml");

pub(crate) fn manifest() -> Manifest {
    parse_manifest(MANIFEST).expect("the fixture is valid")
}

pub(crate) fn case(id: &str, stratum: &str, block: &str) -> Case {
    let own = str::to_owned;
    Case {
        id: own(id),
        stratum: own(stratum),
        block: own(block),
        weight: 1.0,
        twin_of: None,
    }
}

pub(crate) fn twin(id: &str, original: &Case) -> Case {
    Case {
        id: id.to_owned(),
        twin_of: Some(original.id.clone()),
        ..original.clone()
    }
}

pub(crate) fn scored(id: &str, error: f64, served: f64, fuel: u64) -> CaseResult {
    let metric = |name: &str, value| Metric {
        name: name.to_owned(),
        value,
    };
    CaseResult {
        id: id.to_owned(),
        verdict: CaseVerdict::Scored,
        metrics: vec![
            metric("error", error),
            metric("served", served),
            metric("clashes", 0.0),
        ],
        series: Vec::new(),
        note: String::new(),
        fuel,
        fuel_is_lower_bound: false,
        memory_bytes: 0,
        log: Vec::new(),
    }
}

pub(crate) fn failed(id: &str, fuel: u64) -> CaseResult {
    let verdict = CaseVerdict::PluginFailed(FaultCode::OutOfFuel);
    CaseResult {
        verdict,
        metrics: Vec::new(),
        ..scored(id, 0.0, 0.0, fuel)
    }
}

/// The text of a rubric that passes every check.
pub(crate) fn rubric() -> String {
    let anchors = "{ en = \"step\", bg = \"стъпка\" }, ".repeat(6);
    ["potential", "prioritisation", "readiness", "sustainability"]
        .map(|name| {
            format!(
                "[[criteria]]\nid = \"{name}\"\nheading = \"{name}\"\ntitle = {{ en = \"{name}\", bg = \"име\" }}\n\
                 anchors = [{anchors}]\n\n"
            )
        })
        .concat()
}

/// The dictionary of the tables of [`folder`].
pub(crate) fn dictionary() -> String {
    let column = r#"{"name": "x", "titles": {"en": "x", "bg": "х"}, "datatype": "double"}"#;
    let table =
        |url: &str| format!(r#"{{"url": "{url}", "tableSchema": {{"columns": [{column}]}}}}"#);
    let tables = TABLES.map(table).join(",\n");
    format!(
        "{{\"@context\": \"http://www.w3.org/ns/csvw\", \"dc:license\": \"CC0-1.0\",\n\
         \"dc:source\": \"invented\", \"tables\": [\n{tables}]}}\n"
    )
}

const TABLES: [&str; 5] = [
    "common/c.parquet",
    "final/f.parquet",
    "granted/places.parquet",
    "public/p.parquet",
    "sample/s.parquet",
];

/// A package that passes every check.
pub(crate) fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(folder.path(), "challenge.toml", MANIFEST);
    write(folder.path(), "rubric.toml", &rubric());
    write(folder.path(), "statement/en.md", "# A problem\n");
    write(folder.path(), "statement/bg.md", "# Задача\n");
    write(folder.path(), "data/csvw.json", &dictionary());
    write(folder.path(), "data/README.md", "Invented.\n");
    write(folder.path(), "data/make.py", "seed = 1\n");
    for table in TABLES {
        write(folder.path(), &format!("data/{table}"), table);
    }
    for crate_folder in [
        "harness",
        "plugins/baseline",
        "plugins/reference",
        "plugins/wrong",
    ]
    .into_iter()
    .chain(["plugins/slow", "plugins/trap", "plugins/peek"])
    {
        write(
            folder.path(),
            &format!("{crate_folder}/Cargo.toml"),
            "[package]\n",
        );
    }
    folder
}

/// Writes one file below a folder.
pub(crate) fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    let parent = path.parent().expect("a parent");
    std::fs::create_dir_all(parent).expect("the folder can be made");
    std::fs::write(path, text).expect("the file can be written");
}
