//! The data of a pack for startups: what its dictionary says of each table that the pack
//! holds, and of sample tables the first rows.

use pilotbox_challenge::{Manifest, Source, package::DICTIONARY};
use pilotbox_model::{
    Split,
    api::challenges::{Bilingual, ColumnView, DataView, TableView},
};
use pilotbox_sandbox::{Column, TableHead};
use serde_json::Value;

use super::spread;

/// Tables and columns of each that are told. A description is kept in memory.
const MAX_TABLES: usize = 32;
const MAX_COLUMNS: usize = 64;

/// Bytes of a file that is looked into, and of its columns once they are decoded.
const MAX_FILE_BYTES: u64 = 16 << 20;
const MAX_DECODED_BYTES: u64 = 64 << 20;

/// Rows that summaries are made from, and rows that are shown.
const SUMMED_ROWS: usize = 50_000;
const FIRST_ROWS: usize = 20;

/// Characters of a value that are shown, and of a text of the dictionary.
const CELL_CHARS: usize = 80;
const TEXT_CHARS: usize = 2_000;

/// Where tables lie that a plugin may open.
const GRANTED: &str = "granted";

/// A missing integer, and a missing text.
const MISSING: i64 = i64::MIN;

/// The data of a pack for startups.
pub(super) fn view(pack: &Source, manifest: &Manifest) -> DataView {
    let dictionary = pack.read_text(DICTIONARY).unwrap_or_default();
    let dictionary: Value = serde_json::from_str(&dictionary).unwrap_or_default();
    let tables = dictionary.get("tables").and_then(Value::as_array);
    let tables = tables.map(Vec::as_slice).unwrap_or_default();
    DataView {
        version: manifest.version.clone(),
        title: dictionary.get("dc:title").and_then(bilingual),
        licence: dictionary.get("dc:license").and_then(text),
        source: dictionary.get("dc:source").and_then(text),
        tables: tables
            .iter()
            .filter_map(|about| table(pack, manifest, about))
            .take(MAX_TABLES)
            .collect(),
        // The pack does not know; whoever answers for a version does.
        came_from: Vec::new(),
    }
}

/// A table that the pack holds. Hidden splits are listed in the dictionary, but are no
/// part of the pack; should one ever be, it is passed over here.
fn table(pack: &Source, manifest: &Manifest, about: &Value) -> Option<TableView> {
    let url = about.get("url")?.as_str()?;
    let (folder, file) = url.split_once('/')?;
    let name = file.strip_suffix(".parquet")?;
    let split = folder.parse::<Split>().ok();
    if split.is_some_and(Split::is_hidden) {
        return None;
    }
    let path = format!("data/{url}");
    let (_, bytes) = pack.files().find(|(held, _)| *held == path)?;
    let columns = about.pointer("/tableSchema/columns");
    let columns = columns.and_then(Value::as_array);
    let columns = columns.map(Vec::as_slice).unwrap_or_default();
    let mut table = TableView {
        name: name.to_owned(),
        folder: folder.to_owned(),
        is_granted: folder == GRANTED && manifest.grants.tables.iter().any(|own| own == name),
        bytes,
        licence: about.get("dc:license").and_then(text),
        columns: columns
            .iter()
            .take(MAX_COLUMNS)
            .filter_map(column)
            .collect(),
        rows: None,
        summed_rows: 0,
        first_rows: Vec::new(),
    };
    if split == Some(Split::Sample) && bytes <= MAX_FILE_BYTES {
        look_into(pack, &path, &mut table);
    }
    Some(table)
}

fn column(about: &Value) -> Option<ColumnView> {
    let datatype = about.get("datatype");
    let base = datatype.and_then(|kind| kind.get("base").or(Some(kind)));
    Some(ColumnView {
        name: text(about.get("name")?)?,
        title: about.get("titles").and_then(bilingual),
        datatype: base.and_then(text),
        unit: about.get("unit").and_then(text),
        about: about.get("dc:description").and_then(text),
        spread: None,
    })
}

/// Adds what only the table itself can tell. A file that cannot be read adds nothing.
fn look_into(pack: &Source, path: &str, table: &mut TableView) {
    let Ok(file) = pack.read(path) else {
        return;
    };
    let head = match TableHead::read(path, file, SUMMED_ROWS, MAX_DECODED_BYTES) {
        Ok(head) => head,
        Err(error) => {
            tracing::warn!(%error, "a sample table is not shown");
            return;
        }
    };
    let found = |name: &str| {
        let mut columns = head.columns.iter();
        columns
            .find(|(own, _)| own == name)
            .map(|(_, column)| column)
    };
    let columns: Vec<_> = table.columns.iter().map(|own| found(&own.name)).collect();
    let read = columns.iter().flatten().map(|column| column.len()).max();
    let read = read.unwrap_or_default();
    table.rows = Some(head.rows);
    table.summed_rows = u64::try_from(read).unwrap_or(u64::MAX);
    let cells = |row| columns.iter().map(|column| cell((*column)?, row)).collect();
    table.first_rows = (0..read.min(FIRST_ROWS)).map(cells).collect();
    for (own, column) in table.columns.iter_mut().zip(&columns) {
        own.spread = column.and_then(spread::of);
    }
}

/// A value as a text; nothing if it is missing.
fn cell(column: &Column, row: usize) -> Option<String> {
    match column {
        Column::Float(values) => {
            let value = values.get(row).filter(|value| !value.is_nan())?;
            Some(cut(&value.to_string(), CELL_CHARS))
        }
        Column::Integer(values) => {
            let value = values.get(row).filter(|value| **value != MISSING)?;
            Some(value.to_string())
        }
        Column::Text { codes, dictionary } => {
            let code = usize::try_from(*codes.get(row)?).ok()?;
            Some(cut(dictionary.get(code)?, CELL_CHARS))
        }
    }
}

/// A text, or several in one; in a dictionary of languages the English one.
fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Array(all) => {
            let texts: Vec<&str> = all.iter().filter_map(Value::as_str).collect();
            texts.join("; ")
        }
        Value::Object(all) => all.get("en")?.as_str()?.trim().to_owned(),
        _ => return None,
    };
    (!text.is_empty()).then(|| cut(&text, TEXT_CHARS))
}

fn bilingual(value: &Value) -> Option<Bilingual> {
    let of = |language| value.get(language).and_then(text);
    let whole = || value.is_string().then(|| text(value)).flatten();
    Some(Bilingual {
        bg: of("bg").or_else(whole)?,
        en: of("en").or_else(whole)?,
    })
}

fn cut(text: &str, chars: usize) -> String {
    match text.char_indices().nth(chars) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
