//! Lints of `data/csvw.json`, the dictionary of all tables, in the vocabulary of
//! W3C "CSV on the Web". Reads the part of it that Pilotbox uses; other keys of
//! the vocabulary are left alone.

use std::collections::BTreeSet;

use pilotbox_model::Split;
use serde::Deserialize;
use serde_json::Value;

use crate::{
    Finding, Source,
    manifest::Openness,
    package::{DICTIONARY, table_of},
    source::name,
};

use super::files;

/// What the columns of a table hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// 64-bit floating point.
    Double,
    /// 64-bit integers; times are seconds since 1970.
    Int64,
    /// UTF-8 text.
    Text,
}

/// A Parquet file as its reader found it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableInfo {
    /// Path relative to the package, such as `data/sample/parking.parquet`.
    pub path: String,
    /// Name and kind of each column, in order.
    pub columns: Vec<(String, ColumnKind)>,
}

/// The dictionary of all tables of a package.
#[derive(Clone, Debug, Deserialize)]
pub struct Dictionary {
    #[serde(rename = "@context")]
    context: Option<Value>,
    #[serde(rename = "dc:license")]
    licence: Option<String>,
    #[serde(rename = "dc:source")]
    source: Option<Value>,
    #[serde(default)]
    tables: Vec<Table>,
}

#[derive(Clone, Debug, Deserialize)]
struct Table {
    url: String,
    #[serde(rename = "dc:license")]
    licence: Option<String>,
    #[serde(rename = "tableSchema", default)]
    schema: TableSchema,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct TableSchema {
    #[serde(default)]
    columns: Vec<Column>,
}

#[derive(Clone, Debug, Deserialize)]
struct Column {
    name: String,
    #[serde(default)]
    titles: Titles,
    datatype: Option<Datatype>,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Titles {
    en: Option<Value>,
    bg: Option<Value>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Datatype {
    Name(String),
    Derived { base: String },
}

impl ColumnKind {
    /// The datatypes of CSVW that this kind holds.
    fn datatypes(self) -> &'static [&'static str] {
        match self {
            Self::Double => &["double", "number", "float", "decimal"],
            Self::Int64 => &[
                "integer",
                "long",
                "int",
                "short",
                "byte",
                "nonNegativeInteger",
            ],
            Self::Text => &["string", "date", "time", "dateTime", "anyURI"],
        }
    }

    fn of(datatype: &str) -> Option<Self> {
        [Self::Double, Self::Int64, Self::Text]
            .into_iter()
            .find(|kind| kind.datatypes().contains(&datatype))
    }
}

impl Dictionary {
    /// Reads the text of `data/csvw.json`.
    pub fn parse(text: &str) -> Result<Self, Finding> {
        serde_json::from_str(text).map_err(|error| {
            let place = crate::Place {
                line: error.line(),
                column: error.column(),
            };
            let message = format!("not a dictionary: {error}");
            Finding::new(DICTIONARY, "dictionary", message).at(Some(place))
        })
    }
}

/// Compares final data that comes apart from its package with the dictionary:
/// exactly the tables that it lists for this split, by their paths in the package.
pub(crate) fn check_final<'p>(
    held: impl Iterator<Item = &'p str>,
    dictionary: &Dictionary,
) -> Vec<Finding> {
    check_folder(held, dictionary, Split::Final.as_str())
}

/// The same for the tables of any folder below `data/`.
pub(crate) fn check_folder<'p>(
    held: impl Iterator<Item = &'p str>,
    dictionary: &Dictionary,
    folder: &str,
) -> Vec<Finding> {
    let own = dictionary.tables.iter().filter(|table| table.is_in(folder));
    let mut listed: BTreeSet<_> = own.map(|table| format!("data/{}", table.url)).collect();
    let mut findings = Vec::new();
    for path in held {
        if !listed.remove(path) {
            findings.push(unlisted(path));
        }
    }
    for path in listed {
        let finding = Finding::new(path, "missing-table", "the table is missing");
        findings.push(finding.hint(format!("`{DICTIONARY}` lists it")));
    }
    findings
}

/// Compares the columns that a Parquet reader found with the dictionary: same
/// names in the same order, each of the kind that its datatype says. Tables
/// that the dictionary lacks are [`super::check`]'s to find.
pub fn check_dictionary(tables: &[TableInfo], dictionary: &Dictionary) -> Vec<Finding> {
    let mut findings = Vec::new();
    for info in tables {
        let url = info.path.strip_prefix("data/").unwrap_or(&info.path);
        if let Some(table) = dictionary.tables.iter().find(|table| table.url == url) {
            check_columns(info, &table.schema.columns, &mut findings);
        }
    }
    findings
}

fn check_columns(info: &TableInfo, columns: &[Column], findings: &mut Vec<Finding>) {
    let listed: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let held: Vec<&str> = info.columns.iter().map(|(name, _)| name.as_str()).collect();
    if listed != held {
        let message = format!(
            "`{}` holds {}, not {}",
            info.path,
            names(&held),
            names(&listed)
        );
        let finding = Finding::new(DICTIONARY, "columns", message);
        findings.push(finding.hint("list exactly the table's columns in its order"));
        return;
    }
    for (column, (name, kind)) in columns.iter().zip(&info.columns) {
        let Some(datatype) = column.datatype.as_ref().map(Datatype::base) else {
            continue;
        };
        if !kind.datatypes().contains(&datatype) {
            let message = format!("column `{name}` of `{}` is no `{datatype}`", info.path);
            let hint = format!("use `{}`", kind.datatypes().join("`, `"));
            findings.push(Finding::new(DICTIONARY, "datatype", message).hint(hint));
        }
    }
}

fn names(columns: &[&str]) -> String {
    format!("`{}`", columns.join(", "))
}

impl Table {
    /// Whether it belongs to the split `final`.
    fn is_final(&self) -> bool {
        self.is_in(Split::Final.as_str())
    }

    /// Whether it lies in this folder below `data/`.
    fn is_in(&self, name: &str) -> bool {
        let path = format!("data/{}", self.url);
        table_of(&path).is_some_and(|(folder, _)| folder == name)
    }
}

impl Datatype {
    fn base(&self) -> &str {
        match self {
            Self::Name(name) => name,
            Self::Derived { base } => base,
        }
    }
}

/// Checks the dictionary against the list of files.
pub(super) fn check_files(
    source: &Source,
    openness: Option<Openness>,
    findings: &mut Vec<Finding>,
) {
    let dictionary = files::text(source, DICTIONARY)
        .and_then(|text| Dictionary::parse(&text).map_err(|finding| vec![finding]));
    match dictionary {
        Err(found) => findings.extend(found),
        Ok(dictionary) => {
            check_group(&dictionary, findings);
            let mut listed = BTreeSet::new();
            for table in &dictionary.tables {
                let is_elsewhere = openness == Some(Openness::Withheld) && table.is_final();
                if !is_elsewhere {
                    check_presence(table, source, findings);
                }
                check_table(table, &dictionary, findings);
                if !listed.insert(format!("data/{}", table.url)) {
                    let message = format!("`{}` is listed twice", table.url);
                    findings.push(Finding::new(DICTIONARY, "double-name", message));
                }
            }
            check_unlisted(source, &listed, findings);
        }
    }
}

fn check_group(dictionary: &Dictionary, findings: &mut Vec<Finding>) {
    let keys = [
        ("@context", dictionary.context.is_some()),
        ("dc:source", dictionary.source.is_some()),
    ];
    for (key, _) in keys.iter().filter(|(_, present)| !present) {
        let message = format!("the dictionary lacks the key `{key}`");
        findings.push(Finding::new(DICTIONARY, "missing-key", message));
    }
}

fn check_presence(table: &Table, source: &Source, findings: &mut Vec<Finding>) {
    let url = &table.url;
    if name::fault(url).is_some() || !source.has(&format!("data/{url}")) {
        let message = format!("`{url}` is listed but missing");
        let finding = Finding::new(DICTIONARY, "missing-table", message);
        findings.push(finding.hint("urls are relative to data/"));
    }
}

fn check_table(table: &Table, dictionary: &Dictionary, findings: &mut Vec<Finding>) {
    let url = &table.url;
    let mut found = |code, message: String, hint: &str| {
        findings.push(Finding::new(DICTIONARY, code, message).hint(hint));
    };
    let licence = table.licence.as_ref().or(dictionary.licence.as_ref());
    if licence.is_none_or(|licence| licence.trim().is_empty()) {
        found(
            "licence",
            format!("`{url}` has no licence"),
            "add `dc:license`",
        );
    }
    if table.schema.columns.is_empty() {
        found(
            "columns",
            format!("`{url}` lists no columns"),
            "list them in `tableSchema`",
        );
    }
    for column in &table.schema.columns {
        let name = &column.name;
        if column.titles.en.is_none() || column.titles.bg.is_none() {
            found(
                "titles",
                format!("column `{name}` of `{url}` lacks a title"),
                "give `en` and `bg`",
            );
        }
        let datatype = column.datatype.as_ref().map(Datatype::base);
        if datatype.and_then(ColumnKind::of).is_none() {
            let given = datatype.unwrap_or("nothing");
            let message = format!("column `{name}` of `{url}` has the datatype `{given}`");
            found("datatype", message, "use `double`, `integer` or `string`");
        }
    }
}

fn check_unlisted(source: &Source, listed: &BTreeSet<String>, findings: &mut Vec<Finding>) {
    let tables = source
        .files()
        .map(|(path, _)| path)
        .filter(|path| path.ends_with(".parquet"));
    for path in tables.filter(|path| path.starts_with("data/") && !listed.contains(*path)) {
        findings.push(unlisted(path));
    }
}

fn unlisted(path: &str) -> Finding {
    let message = format!("`{path}` has no dictionary");
    let finding = Finding::new(DICTIONARY, "unlisted-table", message);
    finding.hint("list it in `tables` with its columns")
}

#[cfg(test)]
mod tests;
