//! What a plugin's author reads of a failed case: what happened, then the case
//! with the fuel used so far, then a hint. Notes are part of a result, so nothing
//! in them differs between machines. Those of hidden splits are dropped by
//! whoever runs them.

use pilotbox_model::{CaseResult, FaultCode, Limits};

use crate::digits::grouped;

/// Begins the line that names the case, the last but one of a note.
const PLACE: &str = "\nin case `";

/// A note taken apart again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoteParts<'a> {
    /// What happened: the same in each case that failed alike.
    pub what: &'a str,
    /// The case, and what it had used.
    pub place: &'a str,
    /// What the author can do.
    pub hint: &'a str,
}

/// Takes the note of a failed case apart. Notes of other cases, and those of
/// hidden splits, have no such parts.
pub fn note_parts(note: &str) -> Option<NoteParts<'_>> {
    // What a plugin wrote itself comes first, so the last place is ours.
    let (what, rest) = note.split_at_checked(note.rfind(PLACE)?)?;
    let (place, hint) = rest.trim_start().split_once("\nhint: ")?;
    Some(NoteParts { what, place, hint })
}

/// Adds place and hint to a note that says what happened.
pub(super) fn complete(
    result: &mut CaseResult,
    code: FaultCode,
    lacks_lines: bool,
    limits: &Limits,
) {
    let place = place(result, code, limits);
    let hint = hint(code, &result.note, lacks_lines, limits);
    for part in [PLACE, &place, "\nhint: ", &hint] {
        result.note.push_str(part);
    }
}

fn place(result: &CaseResult, code: FaultCode, limits: &Limits) -> String {
    let id = &result.id;
    // What the fuel was when the clock ran out differs from machine to machine.
    if code == FaultCode::Deadline {
        return format!("{id}`");
    }
    let (used, limit) = (grouped(result.fuel), grouped(limits.fuel));
    format!("{id}` after {used} of {limit} fuel")
}

fn hint(code: FaultCode, note: &str, lacks_lines: bool, limits: &Limits) -> String {
    let general = code.hint();
    match code {
        FaultCode::OutOfFuel => {
            format!("{general}; `pilotbox run --profile FILE` shows where it goes")
        }
        // No panic: the component itself broke the rules of typed calls.
        FaultCode::Trapped if !note.contains("unreachable") => {
            "a component may only hand over values, handles and pointers that are what its interface says; bindings see to that, unsafe code may not".to_owned()
        }
        FaultCode::Trapped if lacks_lines => {
            format!("{general}; `pilotbox build --debug` shows source lines")
        }
        FaultCode::OutOfMemory => format!(
            "{general}, and tables may have {} elements",
            grouped(limits.table_elements)
        ),
        FaultCode::OutputLimit => format!(
            "{general}; all together may have {} bytes",
            grouped(limits.output_bytes)
        ),
        _ => general.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use pilotbox_model::{CaseVerdict, MEBIBYTE};

    use super::*;

    fn note(code: FaultCode, lacks_lines: bool) -> String {
        let mut result = CaseResult {
            id: "a".to_owned(),
            verdict: CaseVerdict::HarnessFault,
            metrics: vec![],
            series: vec![],
            note: "unreachable\n  at f".to_owned(),
            fuel: 1_234_567,
            fuel_is_lower_bound: true,
            memory_bytes: 15 * MEBIBYTE + MEBIBYTE / 4,
            log: vec![],
        };
        let limits = Limits {
            fuel: 50_000_000,
            memory_bytes: 16 * MEBIBYTE,
            ..Limits::default()
        };
        complete(&mut result, code, lacks_lines, &limits);
        result.note
    }

    #[test]
    fn a_note_says_what_where_and_what_to_do() {
        assert_eq!(
            note(FaultCode::OutOfFuel, false),
            "unreachable\n  at f\n\
             in case `a` after 1,234,567 of 50,000,000 fuel\n\
             hint: do less work for each case, or look for a loop that never ends; \
             `pilotbox run --profile FILE` shows where it goes"
        );
    }

    #[test]
    fn a_build_with_lines_is_advised_where_lines_are_missing() {
        assert!(note(FaultCode::Trapped, true).contains("build --debug"));
        assert!(!note(FaultCode::Trapped, false).contains("build --debug"));
    }

    #[test]
    fn the_clock_leaves_no_trace() {
        assert!(!note(FaultCode::Deadline, false).contains("fuel\n"));
    }

    #[test]
    fn notes_come_apart_whatever_a_plugin_wrote() {
        let note = format!(
            "lies\nin case `x`\nhint: none{}",
            "\nin case `a` so\nhint: b"
        );
        let parts = note_parts(&note).expect("it has parts");
        assert_eq!(parts.what, "lies\nin case `x`\nhint: none");
        assert_eq!((parts.place, parts.hint), ("in case `a` so", "b"));
        assert_eq!(note_parts("largest error at a"), None);
    }
}
