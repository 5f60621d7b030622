//! The faults of a policy as the API tells them: taken apart, and laid beside the lines
//! that they are about.

use leptos::prelude::*;
use pilotbox_model::api::problem::{Code, FieldProblem};

use crate::{
    components::table::{Column, Table},
    failure::Failure,
    language::Locale as _,
    texts::data_set as texts,
    visit::Visit,
};

/// Most characters of a line that are shown beside its fault.
const LINE_CHARS: usize = 120;

/// One thing that is wrong with a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The line, from 1, where one is known.
    line: Option<u64>,
    /// What stands in that line.
    text: String,
    /// The field, as keys joined by dots; empty for the whole file.
    field: String,
    message: String,
    hint: String,
}

/// The faults that a refusal names; none, if it is about something else.
pub(super) fn of(failure: &Failure, toml: &str) -> Vec<Fault> {
    if failure.code != Code::Rejected {
        return Vec::new();
    }
    failure.fields.iter().map(|one| fault(one, toml)).collect()
}

/// Takes `12:3: ` and the field's name off a message, and the hint from its end.
fn fault(one: &FieldProblem, toml: &str) -> Fault {
    let (line, rest) = placed(&one.message);
    let named = format!("`{}`: ", one.field);
    let rest = rest.strip_prefix(named.as_str()).unwrap_or(rest);
    let (message, hint) = match rest.split_once("hint: ") {
        Some((message, hint)) => (message.trim_end().trim_end_matches(';'), hint),
        None => (rest, ""),
    };
    let number = line.and_then(|line| usize::try_from(line).ok());
    let text = number.and_then(|line| toml.lines().nth(line.checked_sub(1)?));
    Fault {
        line,
        text: text.unwrap_or_default().chars().take(LINE_CHARS).collect(),
        field: one.field.clone(),
        message: message.to_owned(),
        hint: hint.to_owned(),
    }
}

/// The line that a message begins with, and what comes after its place.
fn placed(message: &str) -> (Option<u64>, &str) {
    let Some((place, rest)) = message.split_once(": ") else {
        return (None, message);
    };
    let place = place.strip_prefix("line ").unwrap_or(place);
    let (line, column) = place.split_once(':').unwrap_or((place, "1"));
    match (line.parse(), column.parse::<u64>()) {
        (Ok(line), Ok(_)) => (Some(line), rest),
        _ => (None, message),
    }
}

/// The faults as a table, each with its line as it was typed.
pub(super) fn table(visit: &Visit, faults: &[Fault]) -> impl IntoView + use<> {
    let columns = vec![
        Column::number(visit.say(texts::FAULT_LINE)),
        Column::text(visit.say(texts::FAULT_TEXT)),
        Column::text(visit.say(texts::FAULT_WHERE)),
        Column::text(visit.say(texts::FAULT_WHAT)),
        Column::text(visit.say(texts::FAULT_HINT)),
    ];
    let rows = faults.iter().map(|fault| row(visit, fault)).collect();
    view! { <Table caption=visit.say(texts::FAULTS).to_owned() columns=columns rows=rows/> }
}

fn row(visit: &Visit, fault: &Fault) -> Vec<AnyView> {
    let line = fault
        .line
        .map_or_else(|| "–".to_owned(), |line| visit.language.whole(line));
    let code = |text: &str| {
        let text = text.to_owned();
        (!text.is_empty()).then(|| view! { <code>{text}</code> })
    };
    let english = |text: &str| {
        let text = text.to_owned();
        view! { <span lang="en">{text}</span> }.into_any()
    };
    vec![
        line.into_any(),
        code(&fault.text).into_any(),
        code(&fault.field).into_any(),
        english(&fault.message),
        english(&fault.hint),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOML: &str = "dataset = \"trips\"\nversion = \"one\"\n";

    fn read(field: &str, message: &str) -> Fault {
        let problem = FieldProblem {
            field: field.to_owned(),
            message: message.to_owned(),
            choices: Vec::new(),
        };
        fault(&problem, TOML)
    }

    #[test]
    fn a_fault_is_laid_beside_its_line() {
        let found = read(
            "version",
            "2:11: `version`: `one` is no version; hint: write it like `1.0.0`",
        );
        let expected = Fault {
            line: Some(2),
            text: "version = \"one\"".to_owned(),
            field: "version".to_owned(),
            message: "`one` is no version".to_owned(),
            hint: "write it like `1.0.0`".to_owned(),
        };
        assert_eq!(found, expected);
        assert_eq!(read("version", "line 2: wrong").line, Some(2));
    }

    #[test]
    fn what_has_no_line_or_one_beyond_the_end_stays_as_it_is() {
        let found = read("approved", "nobody: approved it");
        assert_eq!(
            (found.line, found.message.as_str()),
            (None, "nobody: approved it")
        );
        let found = read("", "90:1: the end is missing");
        assert_eq!((found.line, found.text.as_str()), (Some(90), ""));
        assert_eq!(read("", "0:1: odd").text, "");
    }

    #[test]
    fn only_a_refusal_names_faults() {
        let mut failure = Failure::new(Code::Conflict);
        let problem = FieldProblem {
            field: "version".to_owned(),
            message: "1:1: taken".to_owned(),
            choices: Vec::new(),
        };
        failure.fields = [problem].into();
        assert!(of(&failure, TOML).is_empty());
        failure.code = Code::Rejected;
        assert_eq!(of(&failure, TOML).len(), 1);
    }
}
