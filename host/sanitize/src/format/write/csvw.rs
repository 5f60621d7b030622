//! The dictionary of published tables, in the vocabulary of W3C "CSV on the Web".

use arrow_schema::DataType;
use serde::{Deserialize, Serialize};

use crate::Table;

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// In Bulgarian.
    pub bg: String,
    /// In English.
    pub en: String,
}

/// What people say of a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnText {
    /// The column's name in the table.
    pub name: String,
    /// What it is called.
    pub title: Text,
    /// What it holds.
    pub description: Text,
    /// The unit of its values, such as `m` or `BGN`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub unit: Option<String>,
}

/// A table that the dictionary describes.
#[derive(Clone, Copy, Debug)]
pub struct Described<'a> {
    /// Where its CSV stands, relative to the dictionary.
    pub url: &'a str,
    /// What it is called.
    pub title: &'a Text,
    /// The table.
    pub table: &'a Table,
    /// What people say of its columns. Others are described by their types alone.
    pub columns: &'a [ColumnText],
}

#[derive(Serialize)]
struct Group<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "dc:license")]
    licence: &'a str,
    #[serde(rename = "dc:source")]
    source: &'a Text,
    tables: Vec<TableText<'a>>,
}

#[derive(Serialize)]
struct TableText<'a> {
    url: &'a str,
    #[serde(rename = "dc:title")]
    title: &'a Text,
    dialect: Dialect,
    #[serde(rename = "tableSchema")]
    schema: Schema<'a>,
}

#[derive(Serialize)]
struct Dialect {
    encoding: &'static str,
    delimiter: &'static str,
    header: bool,
}

#[derive(Serialize)]
struct Schema<'a> {
    columns: Vec<Column<'a>>,
}

#[derive(Serialize)]
struct Column<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    titles: Option<&'a Text>,
    #[serde(rename = "dc:description", skip_serializing_if = "Option::is_none")]
    description: Option<&'a Text>,
    datatype: &'static str,
    required: bool,
    #[serde(rename = "schema:unitText", skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
}

/// The dictionary of these tables as JSON, its members in a fixed order.
pub fn dictionary(licence: &str, source: &Text, tables: &[Described<'_>]) -> String {
    let group = Group {
        context: "http://www.w3.org/ns/csvw",
        licence,
        source,
        tables: tables.iter().map(table).collect(),
    };
    let made = serde_json::to_string_pretty(&group);
    debug_assert!(made.is_ok(), "text and numbers are always JSON");
    made.unwrap_or_default()
}

fn table<'a>(described: &Described<'a>) -> TableText<'a> {
    let fields = described.table.schema().fields().iter();
    let columns = fields.map(|field| {
        let mut texts = described
            .columns
            .iter()
            .filter(|text| text.name == *field.name());
        let text = texts.next();
        Column {
            name: field.name(),
            titles: text.map(|text| &text.title),
            description: text.map(|text| &text.description),
            datatype: datatype(field.data_type()),
            required: false,
            unit: text.and_then(|text| text.unit.as_deref()),
        }
    });
    TableText {
        url: described.url,
        title: described.title,
        dialect: Dialect {
            encoding: "utf-8",
            delimiter: ",",
            header: true,
        },
        schema: Schema {
            columns: columns.collect(),
        },
    }
}

fn datatype(data_type: &DataType) -> &'static str {
    match data_type {
        DataType::Int64 => "long",
        DataType::Float64 => "double",
        DataType::Boolean => "boolean",
        DataType::Date32 => "date",
        DataType::Timestamp(..) => "dateTime",
        _ => "string",
    }
}
