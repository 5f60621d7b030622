use serde_json::json;

use super::*;
use pilotbox_model::api::pilots::{AnswerCell, FieldKind};

fn input() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["area", "count"],
        "x-order": ["count", "area"],
        "properties": {
            "area": {
                "title": "Area", "x-bg": "Район",
                "oneOf": [
                    { "const": "a", "title": "Old town", "x-bg": "Стар град" },
                    { "const": "b", "title": "New town", "x-bg": "Нов град" },
                ],
            },
            "count": { "type": "integer", "minimum": 1, "maximum": 9 },
        },
    })
}

fn answer() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["name", "rows"],
        "properties": {
            "name": { "type": "string", "maxLength": 2_000 },
            "rows": { "type": "array", "items": { "properties": {
                "area": input()["properties"]["area"],
                "free": { "type": "number", "title": "Free", "x-bg": "Свободни" },
            } } },
        },
        "x-view": [
            { "kind": "sentence", "en": "Best: {name}.", "bg": "Най-добре: {name}." },
            { "kind": "table", "of": "rows", "columns": ["area", "free"] },
            { "kind": "districts", "of": "rows", "district": "area", "value": "free" },
        ],
        "x-data": { "place": { "en": "Elsewhere", "bg": "Другаде" } },
    })
}

fn read(input: &Value, answer: &Value) -> Result<PilotSchemas, String> {
    PilotSchemas::read(&input.to_string(), &answer.to_string())
}

fn schemas() -> PilotSchemas {
    read(&input(), &answer()).expect("they are well made")
}

#[test]
fn a_form_has_its_fields_in_order_and_in_both_languages() {
    let form = schemas().form().clone();
    let names: Vec<_> = form
        .fields
        .iter()
        .map(|field| field.name.as_str())
        .collect();
    assert_eq!(names, ["count", "area"]);
    assert_eq!(form.fields[1].title.bg, "Район");
    let FieldKind::Choice { options } = &form.fields[1].kind else {
        panic!("it is a choice");
    };
    assert_eq!(options[1].title.en, "New town");
    assert_eq!(form.data.place.expect("it says where").bg, "Другаде");
}

#[test]
fn what_does_not_fit_is_told_by_field_and_not_repeated() {
    let schemas = schemas();
    assert!(
        schemas
            .check_input(&json!({ "area": "a", "count": 1 }))
            .is_ok()
    );
    let faults = |input: Value| schemas.check_input(&input).expect_err("it does not fit");
    let fault = |input: Value| faults(input).remove(0);
    assert_eq!(fault(json!({ "area": "a" })).field, "count");
    assert_eq!(
        fault(json!({ "area": "secret", "count": 1 })).message,
        "it is not one of the choices"
    );
    assert_eq!(
        fault(json!({ "area": "a", "count": 10 })).message,
        "at most 9"
    );
    assert_eq!(
        fault(json!({ "area": "a", "count": 1, "more": 1 })).message,
        "a field is unknown"
    );
    assert_eq!(fault(json!([])).field, "");
    let long = "x".repeat(MAX_INPUT_BYTES);
    assert!(fault(json!({ "area": long })).message.contains("over"));
}

#[test]
fn an_answer_that_lies_about_its_shape_is_refused() {
    let schemas = schemas();
    let refused = |answer: &str| schemas.read_answer(answer).expect_err("it does not fit");
    assert!(refused("{").contains("no JSON"));
    assert!(refused(r#"{"name": 5, "rows": []}"#).contains("`/name` breaks `type`"));
    assert!(refused(r#"{"name": "", "rows": [], "script": 1}"#).contains("additionalProperties"));
    assert!(refused(&" ".repeat(MAX_ANSWER_BYTES + 1)).contains("is over"));
}

#[test]
fn an_answer_is_shown_as_plain_text_and_numbers() {
    let schemas = schemas();
    let text = r#"{"name": "<b>x</b> {name}", "rows": [{"area": "b", "free": 2.5}]}"#;
    let blocks = schemas.show(&schemas.read_answer(text).expect("it fits"));
    let AnswerBlock::Sentence { text } = &blocks[0] else {
        panic!("it is a sentence");
    };
    assert_eq!(text.en, "Best: <b>x</b> {name}.");
    let AnswerBlock::Table { rows, columns } = &blocks[1] else {
        panic!("it is a table");
    };
    assert_eq!(columns[1].bg, "Свободни");
    assert_eq!(rows[0][1], AnswerCell::Number(2.5));
    let AnswerBlock::Districts { tiles, .. } = &blocks[2] else {
        panic!("these are districts");
    };
    assert_eq!(tiles[0].name.bg, "Нов град");
}

#[test]
fn a_plugins_text_is_cut_and_cannot_turn_direction() {
    let schemas = schemas();
    let name = format!("\u{202e}{}", "x".repeat(1_500));
    let blocks = schemas.show(&json!({ "name": name, "rows": [] }));
    let AnswerBlock::Sentence { text } = &blocks[0] else {
        panic!("it is a sentence");
    };
    assert!(!text.en.contains('\u{202e}') && text.en.chars().count() < 520);
}

#[test]
fn what_no_page_can_draw_is_refused_at_once() {
    let mut open = input();
    open["additionalProperties"] = json!(true);
    assert!(
        read(&open, &answer())
            .unwrap_err()
            .contains("additionalProperties")
    );
    let mut nested = input();
    nested["properties"]["area"] = json!({ "type": "object" });
    assert!(
        read(&nested, &answer())
            .unwrap_err()
            .contains("no page can ask for `area`")
    );
    let mut odd = answer();
    odd["x-view"] = json!([{ "kind": "table", "of": "nothing", "columns": [] }]);
    assert!(read(&input(), &odd).unwrap_err().contains("`nothing`"));
    odd["x-view"] = json!([{ "kind": "html", "of": "rows" }]);
    assert!(read(&input(), &odd).unwrap_err().contains("x-view"));
    let long = " ".repeat(MAX_SCHEMA_BYTES + 1);
    assert!(
        PilotSchemas::read(&long, "{}")
            .unwrap_err()
            .contains("is over")
    );
}
