//! Lints of the files that a package must, or must not, hold.

use crate::{
    Finding, Manifest, Source, SourceError, document::Document, manifest::Openness, package,
};

/// Folders below `data/` that somebody reads.
const DATA_FOLDERS: [&str; 6] = ["sample", "public", "final", "common", "granted", "pilot"];

/// The text of a file that must be there.
pub(super) fn text(source: &Source, path: &str) -> Result<String, Vec<Finding>> {
    source.read_text(path).map_err(|error| {
        vec![match error {
            SourceError::Missing(_) => Finding::new(path, "missing-file", "the file is missing"),
            other => Finding::new(path, "unreadable", other.to_string()),
        }]
    })
}

/// The text of a file that must be there and say something.
pub(super) fn prose(source: &Source, path: &str) -> Result<String, Vec<Finding>> {
    let text = text(source, path)?;
    if text.trim().is_empty() {
        return Err(vec![Finding::new(path, "empty", "the file is empty")]);
    }
    Ok(text)
}

pub(super) fn check_grants(
    manifest: &Manifest,
    document: &Document,
    source: &Source,
    findings: &mut Vec<Finding>,
) {
    for (index, table) in manifest.grants.tables.iter().enumerate() {
        let path = format!("data/granted/{table}.parquet");
        if !source.has(&path) {
            let message = format!("granted table `{table}` is missing");
            let pointer = format!("/grants/tables/{index}");
            let finding = document.finding(&pointer, "missing-table", message);
            findings.push(finding.hint(format!("put it at `{path}`")));
        }
        if manifest
            .grants
            .tables
            .iter()
            .take(index)
            .any(|other| other == table)
        {
            let message = format!("`{table}` is granted twice");
            let pointer = format!("/grants/tables/{index}");
            findings.push(document.finding(&pointer, "double-name", message));
        }
    }
}

/// Data that is withheld must not lie in the folder that everybody gets.
pub(super) fn check_openness(
    manifest: &Manifest,
    document: &Document,
    source: &Source,
    findings: &mut Vec<Finding>,
) {
    if manifest.openness == Openness::Withheld && source.has_folder("data/final") {
        let message = "`data/final` is withheld but lies in the folder";
        let finding = document.finding("/openness", "withheld-data", message);
        findings.push(finding.hint("move it out; staff attach it to the published challenge"));
    }
}

pub(super) fn check_data(source: &Source, findings: &mut Vec<Finding>) {
    findings.extend(prose(source, "data/README.md").err().into_iter().flatten());
    for (path, _) in source
        .files()
        .filter(|(path, _)| path.ends_with(".parquet"))
    {
        let folder = package::table_of(path).map(|(folder, _)| folder);
        if !folder.is_some_and(|folder| DATA_FOLDERS.contains(&folder)) {
            let finding = Finding::new(path, "stray-table", "nobody reads a table here");
            findings
                .push(finding.hint(format!("use data/ and one of: {}", DATA_FOLDERS.join(", "))));
        }
    }
}
