//! What two versions of a decision differ in, finalist by finalist: places move, so that
//! positions in the file would compare one finalist with another.

use std::collections::BTreeSet;

use pilotbox_challenge::statistics::decision::Decision;
use pilotbox_evaluate::Written;
use pilotbox_model::api::decisions::DifferenceLine;
use serde_json::Value;

use crate::problem::Problem;

/// Most lines that are told.
const MOST_LINES: usize = 500;

/// Longest value that is shown.
const MOST_CHARS: usize = 200;

/// How many differences there are, and the first of them: of each finalist where it stands
/// and its total first, then the rest of the decision.
pub(crate) fn differences(
    before: &Written,
    after: &Written,
) -> Result<(u64, Vec<DifferenceLine>), Problem> {
    let (old, new) = (&before.published.decision, &after.published.decision);
    let mut lines = Vec::new();
    for id in ids(new, old) {
        let of = |decision: &Decision| candidate(decision, &id);
        let (old, new) = (of(old)?, of(new)?);
        let mut found = Vec::new();
        compare("", old.as_ref(), new.as_ref(), &mut found);
        found.sort_by_key(|line| !is_first(&line.pointer));
        let named = [after, before].map(|one| one.named(&id).0.to_owned());
        let organisation = named.into_iter().find(|name| !name.is_empty());
        lines.extend(found.into_iter().map(|line| DifferenceLine {
            submission: Some(id.clone()),
            organisation: organisation.clone(),
            ..line
        }));
    }
    let (old, new) = (rest(old)?, rest(new)?);
    compare("", Some(&old), Some(&new), &mut lines);
    let count = super::count(lines.len());
    lines.truncate(MOST_LINES);
    Ok((count, lines))
}

/// What a reader looks for first.
fn is_first(pointer: &str) -> bool {
    pointer.is_empty() || pointer.starts_with("/standing") || pointer == "/total"
}

/// Finalists of either version, in the order of the newer one.
fn ids(new: &Decision, old: &Decision) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let all = new.candidates.iter().chain(&old.candidates);
    all.filter(|one| seen.insert(one.id.as_str()))
        .map(|one| one.id.clone())
        .collect()
}

fn candidate(decision: &Decision, id: &str) -> Result<Option<Value>, Problem> {
    let found = decision.candidates.iter().find(|one| one.id == id);
    let value = found.map(serde_json::to_value).transpose();
    value.map_err(Problem::internal)
}

/// The decision without its finalists; who beats whom stands by positions, and follows from
/// the same draws as ranks and places do.
fn rest(decision: &Decision) -> Result<Value, Problem> {
    let mut value = serde_json::to_value(decision).map_err(Problem::internal)?;
    if let Some(fields) = value.as_object_mut() {
        fields.remove("candidates");
        fields.remove("beats");
    }
    Ok(value)
}

fn compare(
    pointer: &str,
    before: Option<&Value>,
    after: Option<&Value>,
    lines: &mut Vec<DifferenceLine>,
) {
    match (before, after) {
        (Some(Value::Object(old)), Some(Value::Object(new))) => {
            let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
            for key in keys {
                let below = format!("{pointer}/{key}");
                compare(&below, old.get(key), new.get(key), lines);
            }
        }
        (Some(Value::Array(old)), Some(Value::Array(new))) => {
            for at in 0..old.len().max(new.len()) {
                let below = format!("{pointer}/{at}");
                compare(&below, old.get(at), new.get(at), lines);
            }
        }
        (before, after) if before == after => {}
        (before, after) => lines.push(DifferenceLine {
            submission: None,
            organisation: None,
            pointer: pointer.to_owned(),
            before: before.map(shown),
            after: after.map(shown),
        }),
    }
}

fn shown(value: &Value) -> String {
    value.to_string().chars().take(MOST_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(before: &Value, after: &Value) -> Vec<(String, Option<String>, Option<String>)> {
        let mut lines = Vec::new();
        compare("", Some(before), Some(after), &mut lines);
        let lines = lines.into_iter();
        lines
            .map(|line| (line.pointer, line.before, line.after))
            .collect()
    }

    #[test]
    fn what_came_went_and_changed_is_told_and_nothing_else() {
        let before = json!({"a": 1.5, "b": [1, 2], "c": {"d": null}, "same": [true]});
        let after = json!({"a": 2.5, "b": [1], "c": {"d": null, "e": "x"}, "same": [true]});
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            found(&before, &after),
            [
                ("/a".to_owned(), text("1.5"), text("2.5")),
                ("/b/1".to_owned(), text("2"), None),
                ("/c/e".to_owned(), None, text("\"x\"")),
            ]
        );
        assert!(found(&after, &after).is_empty());
    }

    #[test]
    fn a_long_value_is_cut() {
        let lines = found(&json!("a"), &json!("b".repeat(1_000)));
        let (_, _, after) = lines.first().unwrap();
        assert_eq!(after.as_ref().map(String::len), Some(MOST_CHARS));
    }
}
