//! Writes `data/csvw.json` of a challenge from a template: every part has the
//! same columns.

use serde_json::{Map, Value, json};

use super::{ColumnText, SplitTables, TemplateForm};
use crate::{lint::ColumnKind, manifest::Texts};

pub(super) fn text(form: &TemplateForm, tables: &SplitTables) -> String {
    let columns: Vec<Value> = tables
        .columns
        .iter()
        .map(|(name, kind)| column(form, name, *kind))
        .collect();
    let name = form.table();
    let listed: Vec<Value> = tables
        .parts
        .keys()
        .map(|part| {
            let path = part.path(name);
            let url = path.strip_prefix("data/").unwrap_or(&path);
            json!({ "url": url, "tableSchema": { "columns": columns } })
        })
        .collect();
    let dictionary = json!({
        "@context": "http://www.w3.org/ns/csvw",
        "dc:title": both(&form.table_title),
        "dc:license": form.licence,
        "dc:source": form.source,
        "tables": listed,
    });
    format!("{dictionary:#}\n")
}

fn column(form: &TemplateForm, name: &str, kind: ColumnKind) -> Value {
    let datatype = match kind {
        ColumnKind::Double => "double",
        ColumnKind::Int64 => "integer",
        ColumnKind::Text => "string",
    };
    let mut column = Map::new();
    column.insert("name".to_owned(), json!(name));
    let told = form.columns.iter().find(|told| told.name == name);
    column.insert("titles".to_owned(), titles(name, told));
    column.insert("datatype".to_owned(), json!(datatype));
    let more = [
        ("dc:description", told.map(|told| &told.description)),
        ("unit", told.map(|told| &told.unit)),
    ];
    for (key, value) in more {
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            column.insert(key.to_owned(), json!(value));
        }
    }
    Value::Object(column)
}

fn titles(name: &str, told: Option<&ColumnText>) -> Value {
    match told {
        Some(told) => both(&told.title),
        None => json!({ "en": name, "bg": name }),
    }
}

fn both(texts: &Texts) -> Value {
    json!({ "en": texts.en, "bg": texts.bg })
}
