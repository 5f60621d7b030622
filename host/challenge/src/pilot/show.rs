//! An answer as blocks of plain text and numbers. It fits its schema; what a view asks
//! for and an answer has not is left out.

use pilotbox_model::api::{
    challenges::Bilingual,
    pilots::{AnswerBlock, AnswerCell, AnswerPoint, AnswerTile},
};
use serde_json::Value;

use super::view::{View, plain, title};

/// Rows of a table, points of a line, tiles of a map.
pub(super) const MAX_ROWS: usize = 500;

/// Stands where a value says nothing.
const NOTHING: &str = "–";

/// Characters of a sentence with its values.
const MAX_SENTENCE_CHARS: usize = 1_000;

pub(super) fn block(view: &View, schema: &Value, answer: &Value) -> AnswerBlock {
    match view {
        View::Sentence { en, bg } => AnswerBlock::Sentence {
            text: Bilingual {
                en: filled(en, schema, answer, |text| text.en),
                bg: filled(bg, schema, answer, |text| text.bg),
            },
        },
        View::Table { of, columns } => table(of, columns, schema, answer),
        View::Chart { of, x, y } => {
            let item = item(schema, of);
            AnswerBlock::Chart {
                x: title(&item["properties"][x], x),
                y: title(&item["properties"][y], y),
                points: points(rows(answer, of), x, y),
            }
        }
        View::Districts {
            of,
            district,
            value,
        } => {
            let properties = &item(schema, of)["properties"];
            let tile = |row: &Value| {
                Some(AnswerTile {
                    name: text_of(&properties[district], row.get(district)?),
                    value: row.get(value)?.as_f64()?,
                })
            };
            AnswerBlock::Districts {
                title: title(&properties[value], value),
                tiles: rows(answer, of)
                    .iter()
                    .take(MAX_ROWS)
                    .filter_map(tile)
                    .collect(),
            }
        }
    }
}

fn table(of: &str, columns: &[String], schema: &Value, answer: &Value) -> AnswerBlock {
    let properties = &item(schema, of)["properties"];
    let cell = |row: &Value, column: &String| {
        let value = row.get(column).unwrap_or(&Value::Null);
        let schema = &properties[column];
        match value.as_f64() {
            Some(number) if schema.get("oneOf").is_none() => AnswerCell::Number(number),
            _ => AnswerCell::Text(text_of(schema, value)),
        }
    };
    let row = |row: &Value| columns.iter().map(|column| cell(row, column)).collect();
    AnswerBlock::Table {
        columns: columns
            .iter()
            .map(|name| title(&properties[name], name))
            .collect(),
        rows: rows(answer, of).iter().take(MAX_ROWS).map(row).collect(),
    }
}

fn points(rows: &[Value], x: &str, y: &str) -> Vec<AnswerPoint> {
    let point = |row: &Value| {
        Some(AnswerPoint {
            x: row.get(x)?.as_f64()?,
            y: row.get(y)?.as_f64()?,
        })
    };
    rows.iter().take(MAX_ROWS).filter_map(point).collect()
}

fn rows<'a>(answer: &'a Value, of: &str) -> &'a [Value] {
    answer
        .get(of)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn item<'a>(schema: &'a Value, of: &str) -> &'a Value {
    &schema["properties"][of]["items"]
}

/// A value by its name among the choices of its schema, else as it is.
fn text_of(schema: &Value, value: &Value) -> Bilingual {
    let options = schema.get("oneOf").and_then(Value::as_array);
    let mut options = options.into_iter().flatten();
    let own = match value {
        Value::String(text) => plain(text),
        Value::Null => String::new(),
        other => plain(&other.to_string()),
    };
    let own = if own.is_empty() {
        NOTHING.to_owned()
    } else {
        own
    };
    match options.find(|option| option.get("const") == Some(value)) {
        Some(option) => title(option, &own),
        None => Bilingual {
            bg: own.clone(),
            en: own,
        },
    }
}

/// A sentence whose names in braces are replaced. What a value says is not looked at
/// again, so that no value can name another.
fn filled(
    sentence: &str,
    schema: &Value,
    answer: &Value,
    language: fn(Bilingual) -> String,
) -> String {
    let mut text = String::new();
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((name, behind)) = after.split_once('}') else {
            rest = after;
            break;
        };
        let value = answer.get(name).unwrap_or(&Value::Null);
        text.push_str(&language(text_of(&schema["properties"][name], value)));
        rest = behind;
    }
    text.push_str(rest);
    text.chars().take(MAX_SENTENCE_CHARS).collect()
}
