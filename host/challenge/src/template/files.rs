//! The files of a package, from a form and its split table.

use std::{collections::BTreeMap, fmt::Write as _};

use super::{FormError, Part, SplitTables, TemplateForm, dictionary, manifest, params, rubric};
use crate::{
    Finding, lint,
    manifest::{Openness, Texts},
    package::{DICTIONARY, MANIFEST, RUBRIC},
};

/// A challenge as files. Its anchors hold their place until
/// [`super::with_anchors`] sets them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplatePackage {
    /// Bytes by path within the package.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The tables of the split `final` by path within the package, where the form
    /// withholds them: they lie in no package, staff attach them.
    pub final_data: BTreeMap<String, Vec<u8>>,
}

/// Everything that a package holds but components: manifest, statement, rubric,
/// dictionary, tables. Finds all that is wrong with the form in one pass.
pub fn files(form: &TemplateForm, tables: SplitTables) -> Result<TemplatePackage, Vec<FormError>> {
    let manifest = manifest::text(form, &tables.strata);
    let mut errors = form_errors(form);
    if let Err(findings) = lint::parse_manifest(&manifest) {
        errors.extend(findings.iter().map(|finding| located(&manifest, finding)));
    }
    if !errors.is_empty() {
        errors.sort_by(|a, b| a.field.cmp(&b.field));
        errors.dedup();
        return Err(errors);
    }
    let mut package = TemplatePackage {
        files: BTreeMap::from([
            (MANIFEST.to_owned(), manifest.into_bytes()),
            (RUBRIC.to_owned(), rubric::text().into_bytes()),
            (
                DICTIONARY.to_owned(),
                dictionary::text(form, &tables).into_bytes(),
            ),
            ("data/README.md".to_owned(), readme(form).into_bytes()),
            ("statement/en.md".to_owned(), prose(&form.statement.en)),
            ("statement/bg.md".to_owned(), prose(&form.statement.bg)),
        ]),
        final_data: BTreeMap::new(),
    };
    for (part, bytes) in tables.parts {
        let is_withheld = part == Part::Final && form.openness == Openness::Withheld;
        let to = if is_withheld {
            &mut package.final_data
        } else {
            &mut package.files
        };
        to.insert(part.path(form.table()), bytes);
    }
    Ok(package)
}

/// What is wrong with a form, as far as no table is needed to tell.
pub(super) fn form_errors(form: &TemplateForm) -> Vec<FormError> {
    let mut errors = Vec::new();
    for fault in params::faults(form.kind, &form.params) {
        let field = format!("params.{}", fault.name);
        errors.push(FormError::new(
            field,
            format!("{}; hint: {}", fault.message, fault.hint),
        ));
    }
    for part in form.kind.parts() {
        if form.shares.of(*part) == 0 {
            let field = format!("shares.{}", word(*part));
            errors.push(FormError::new(
                field,
                "a share of `0` leaves a part empty; hint: give 1 or more",
            ));
        }
    }
    let texts = [
        ("title", &form.title),
        ("statement", &form.statement),
        ("table_title", &form.table_title),
    ];
    for (field, Texts { en, bg }) in texts {
        for (language, text) in [("en", en), ("bg", bg)] {
            if text.trim().is_empty() {
                errors.push(missing(&format!("{field}.{language}")));
            }
        }
    }
    for (field, text) in [("licence", &form.licence), ("source", &form.source)] {
        if text.trim().is_empty() {
            errors.push(missing(field));
        }
    }
    errors
}

fn missing(field: &str) -> FormError {
    FormError::new(field, "it is empty; hint: fill it in")
}

fn word(part: Part) -> &'static str {
    match part {
        Part::Training => "training",
        other => other.folder(),
    }
}

fn prose(text: &str) -> Vec<u8> {
    format!("{}\n", text.trim()).into_bytes()
}

/// The field that a line of the manifest was written from.
fn located(manifest: &str, finding: &Finding) -> FormError {
    let message = if finding.hint.is_empty() {
        finding.message.clone()
    } else {
        format!("{}; hint: {}", finding.message, finding.hint)
    };
    let line = finding.line.unwrap_or(1);
    let mut section = "";
    for text in manifest.lines().take(line) {
        if text.starts_with('[') {
            section = text.trim_matches(['[', ']']);
        }
    }
    let written = manifest
        .lines()
        .nth(line.saturating_sub(1))
        .unwrap_or_default();
    let key = written.split(" = ").next().unwrap_or_default();
    FormError::new(field_of(section, key), message)
}

fn field_of(section: &str, key: &str) -> String {
    match section {
        "" => key.to_owned(),
        "harness.params" => format!("params.{key}"),
        "metrics" if key == "unit" => "unit".to_owned(),
        "metrics" | "metrics.anchors" => "params.metric".to_owned(),
        "strata" => "params.strata".to_owned(),
        other => format!("{other}.{key}"),
    }
}

/// Says where the data came from and how it was cut. The seed stays out: plugins'
/// authors read this.
fn readme(form: &TemplateForm) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "# {}\n", form.table_title.en.trim());
    let _ = writeln!(text, "Source: {}\n", form.source.trim());
    let _ = writeln!(text, "Licence: {}\n", form.licence.trim());
    let _ = writeln!(text, "## Splits\n\n| part | share |\n| --- | --- |");
    for part in form.kind.parts() {
        let path = part.path(form.table());
        let _ = writeln!(text, "| `{path}` | {} |", form.shares.of(*part));
    }
    text
}

#[cfg(test)]
mod tests;
