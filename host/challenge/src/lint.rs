//! Checks of a package beyond its schemas. Everything that can be found is found
//! in one pass, so that an author mends it in one go. Pure: the files come
//! through [`Source`], and what only a Parquet reader or a sandbox can tell is
//! handed in by the caller.

mod cases;
mod dictionary;
mod files;
mod paths;
mod plugins;
mod scoring;
mod template;

use pilotbox_model::Limits;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{
    Finding, Manifest, Rubric, Source, document::Document, manifest::Texts, package, schema,
    validate,
};

pub use cases::check_cases;
pub use dictionary::{ColumnKind, Dictionary, TableInfo, check_dictionary};
pub(crate) use dictionary::{check_final, check_folder};

/// Every finding about the files of a package, sorted by file and line.
/// What is empty may be published, as far as files tell.
pub fn check(source: &Source) -> Vec<Finding> {
    let (manifest, mut findings) = read_manifest(source);
    if let Some((manifest, document)) = &manifest {
        plugins::check(manifest, document, source, &mut findings);
        files::check_grants(manifest, document, source, &mut findings);
        files::check_openness(manifest, document, source, &mut findings);
        template::check_tables(manifest, source, &mut findings);
    }
    collect(read_rubric(source), &mut findings);
    collect(read_statement(source), &mut findings);
    files::check_data(source, &mut findings);
    let openness = manifest.map(|(manifest, _)| manifest.openness);
    dictionary::check_files(source, openness, &mut findings);
    findings.sort();
    findings
}

/// Every bound of a case in a manifest that is above an operator's own ceiling;
/// a package that opens is within [`Limits::CEILING`] already.
pub fn check_ceiling(source: &Source, ceiling: &Limits) -> Vec<Finding> {
    let (manifest, mut findings) = read_manifest(source);
    if let Some((manifest, document)) = &manifest {
        scoring::check_limits(manifest, document, ceiling, &mut findings);
    }
    findings
}

/// What every user of a package needs.
pub(crate) struct Parts {
    pub(crate) manifest: Manifest,
    pub(crate) rubric: Rubric,
    pub(crate) statement: Texts,
}

impl Parts {
    pub(crate) fn read(source: &Source) -> Result<Self, Vec<Finding>> {
        let (manifest, mut findings) = read_manifest(source);
        let rubric = collect(read_rubric(source), &mut findings);
        let statement = collect(read_statement(source), &mut findings);
        match (manifest, rubric, statement) {
            (Some((manifest, _)), Some(rubric), Some(statement)) if findings.is_empty() => {
                Ok(Self {
                    manifest,
                    rubric,
                    statement,
                })
            }
            _ => Err(findings),
        }
    }
}

/// Reads a manifest from the text of `challenge.toml`, all lints that need no
/// other file included.
pub fn parse_manifest(text: &str) -> Result<Manifest, Vec<Finding>> {
    let document = Document::parse(package::MANIFEST, text)?;
    let (manifest, findings) = manifest_of(&document);
    manifest.filter(|_| findings.is_empty()).ok_or(findings)
}

/// Reads a rubric from the text of `rubric.toml`.
pub fn parse_rubric(text: &str) -> Result<Rubric, Vec<Finding>> {
    parse::<Rubric>(package::RUBRIC, text, &schema::RUBRIC).and_then(|(rubric, document)| {
        let mut findings = Vec::new();
        let names = rubric
            .criteria
            .iter()
            .map(|criterion| criterion.id.as_str());
        scoring::check_unique(&document, "criteria", "id", names, &mut findings);
        if findings.is_empty() {
            Ok(rubric)
        } else {
            Err(findings)
        }
    })
}

fn parse<T: DeserializeOwned>(
    file: &str,
    text: &str,
    schema: &Value,
) -> Result<(T, Document), Vec<Finding>> {
    let document = Document::parse(file, text)?;
    let value = validate::read(&document, schema)?;
    Ok((value, document))
}

fn manifest_of(document: &Document) -> (Option<Manifest>, Vec<Finding>) {
    match validate::read::<Manifest>(document, &schema::MANIFEST) {
        Err(findings) => (None, findings),
        Ok(manifest) => {
            let mut findings = Vec::new();
            scoring::check(&manifest, document, &mut findings);
            plugins::check_ranges(&manifest, document, &mut findings);
            paths::check(&manifest, document, &mut findings);
            template::check(&manifest, document, &mut findings);
            (Some(manifest), findings)
        }
    }
}

/// The manifest if its shape is right, and every finding about it.
fn read_manifest(source: &Source) -> (Option<(Manifest, Document)>, Vec<Finding>) {
    let document = files::text(source, package::MANIFEST)
        .and_then(|text| Document::parse(package::MANIFEST, &text));
    match document {
        Err(findings) => (None, findings),
        Ok(document) => {
            let (manifest, findings) = manifest_of(&document);
            (manifest.map(|manifest| (manifest, document)), findings)
        }
    }
}

fn read_rubric(source: &Source) -> Result<Rubric, Vec<Finding>> {
    parse_rubric(&files::text(source, package::RUBRIC)?)
}

fn read_statement(source: &Source) -> Result<Texts, Vec<Finding>> {
    let (en, bg) = (
        files::prose(source, "statement/en.md"),
        files::prose(source, "statement/bg.md"),
    );
    match (en, bg) {
        (Ok(en), Ok(bg)) => Ok(Texts { en, bg }),
        (en, bg) => Err([en.err(), bg.err()]
            .into_iter()
            .flatten()
            .flatten()
            .collect()),
    }
}

fn collect<T>(result: Result<T, Vec<Finding>>, findings: &mut Vec<Finding>) -> Option<T> {
    result.map_err(|found| findings.extend(found)).ok()
}

#[cfg(test)]
mod tests;
