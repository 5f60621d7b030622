//! What a form, its answer and how it is shown may hold, as a table shows it.

use pilotbox_model::Bound;

use super::{MAX_ANSWER_BYTES, MAX_INPUT_BYTES, MAX_SCHEMA_BYTES, form, show, view};

/// Bounds of forms and answers.
pub fn bounds() -> [Bound; 7] {
    let bound = |name, value: usize, unit, prevents| {
        Bound::of_release(name, value as u64, unit, prevents, "")
    };
    [
        bound(
            "schema_bytes",
            MAX_SCHEMA_BYTES,
            "bytes of a schema",
            "a description that fills memory and pages",
        ),
        bound(
            "form_fields",
            form::MAX_FIELDS,
            "fields",
            "a form that nobody fills",
        ),
        bound(
            "form_options",
            form::MAX_OPTIONS,
            "choices of a field",
            "a page of choices",
        ),
        bound(
            "form_bytes",
            MAX_INPUT_BYTES,
            "bytes of a filled form",
            "filling memory by questions",
        ),
        bound(
            "answer_bytes",
            MAX_ANSWER_BYTES,
            "bytes of an answer",
            "a plugin that fills a citizen's page",
        ),
        bound(
            "answer_views",
            view::MAX_VIEWS,
            "sentences, tables, charts and maps",
            "the same by their number",
        ),
        bound(
            "answer_rows",
            show::MAX_ROWS,
            "rows of a table or points of a chart",
            "the same by their length",
        ),
    ]
}
