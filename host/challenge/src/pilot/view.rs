//! How an answer is shown, and of what its data is.

use pilotbox_model::{
    api::{challenges::Bilingual, pilots::DataAbout},
    printable,
};
use serde::Deserialize;
use serde_json::Value;

/// Views of one answer.
pub(super) const MAX_VIEWS: usize = 8;

/// Characters of a text of the harness.
const MAX_CHARS: usize = 500;

/// A way to show a part of an answer.
#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum View {
    /// Names in braces stand for values.
    Sentence { en: String, bg: String },
    /// A list as a table.
    Table { of: String, columns: Vec<String> },
    /// A list as a line.
    Chart { of: String, x: String, y: String },
    /// A list as tiles of districts.
    Districts {
        of: String,
        district: String,
        value: String,
    },
}

pub(super) fn views(schema: &Value) -> Result<Vec<View>, String> {
    let views = schema
        .get("x-view")
        .cloned()
        .unwrap_or(Value::Array(vec![]));
    let views: Vec<View> = serde_json::from_value(views)
        .map_err(|error| format!("`x-view` of the answer: {error}"))?;
    if views.len() > MAX_VIEWS {
        return Err(format!(
            "`x-view` of the answer has over {MAX_VIEWS} entries"
        ));
    }
    let properties = &schema["properties"];
    for view in &views {
        if let Some(of) = view.of()
            && properties.get(of).is_none()
        {
            return Err(format!(
                "`x-view` names `{}`, which is no property",
                printable(of)
            ));
        }
    }
    Ok(views)
}

impl View {
    fn of(&self) -> Option<&str> {
        match self {
            Self::Sentence { .. } => None,
            Self::Table { of, .. } | Self::Chart { of, .. } | Self::Districts { of, .. } => {
                Some(of)
            }
        }
    }
}

pub(super) fn about(schema: &Value) -> DataAbout {
    let said = |key: &str| {
        let texts = schema.get("x-data")?.get(key)?;
        Some(Bilingual {
            bg: text(texts.get("bg")?)?,
            en: text(texts.get("en")?)?,
        })
    };
    DataAbout {
        place: said("place"),
        period: said("period"),
        notice: said("notice"),
    }
}

/// The title of a schema in both languages; its name where it has none.
pub(super) fn title(schema: &Value, name: &str) -> Bilingual {
    let en = schema.get("title").and_then(text);
    let en = en.unwrap_or_else(|| printable(name));
    let bg = schema.get("x-bg").and_then(text);
    Bilingual {
        bg: bg.unwrap_or_else(|| en.clone()),
        en,
    }
}

/// A text of a harness or a plugin: plain, on one line, and bounded.
pub(super) fn plain(text: &str) -> String {
    let end = text
        .char_indices()
        .nth(MAX_CHARS)
        .map_or(text.len(), |(end, _)| end);
    let mut kept = printable(text.get(..end).unwrap_or_default());
    if end < text.len() {
        kept.push('…');
    }
    kept
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(plain)
}
