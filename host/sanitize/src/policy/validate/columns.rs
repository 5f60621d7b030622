//! The rules of a policy's columns: roles, steps, and what they need of each other.

use super::{hierarchies, shown};
use crate::{
    Role,
    policy::{Column, Fault, Hierarchy, Policy, Step},
};

pub(super) fn check(policy: &Policy, faults: &mut Vec<Fault>) {
    for (place, column) in policy.columns.iter().enumerate() {
        let at = |part: &str| format!("columns.{place}.{part}");
        let earlier = policy.columns.iter().take(place);
        if earlier.filter(|other| other.name == column.name).count() > 0 {
            let message = format!("column `{}` is named twice", shown(&column.name));
            faults.push(Fault::new(at("name"), message).hint("each column stands once"));
        }
        if column.name.is_empty() || column.name.chars().any(char::is_control) {
            let message = "the name is empty or holds control characters";
            faults.push(Fault::new(at("name"), message).hint("rename it in the raw table"));
        }
        faults.extend(role(column).map(|fault| located(fault, place)));
        let mut found = Vec::new();
        steps(column, &mut found);
        hierarchies::check(policy, column, &mut found);
        faults.extend(found.into_iter().map(|fault| located(fault, place)));
    }
    if !policy.columns.iter().any(Column::is_published) {
        let fault = Fault::new("columns", "every column is dropped");
        faults.push(fault.hint("publish at least one"));
    }
}

fn located(mut fault: Fault, place: usize) -> Fault {
    fault.field = format!("columns.{place}.{}", fault.field);
    fault
}

/// What the column's role demands of its steps and its hierarchy.
fn role(column: &Column) -> Option<Fault> {
    let name = shown(&column.name);
    let is_replaced = |step: &Step| matches!(step, Step::Drop | Step::Pseudonym { .. });
    match column.role {
        Role::Identifier if !column.steps.iter().any(is_replaced) => {
            let message = format!("identifier `{name}` is kept as it is");
            let hint = "add the step `drop` or `pseudonym`; rounding or redaction do not hide whom \
                        it names";
            Some(Fault::new("steps", message).hint(hint))
        }
        Role::QuasiIdentifier if column.is_published() && column.hierarchy.is_none() => {
            let message = format!("quasi-identifier `{name}` has no hierarchy");
            let hint = "add one (`constant` is the shortest), or the step `drop`";
            Some(Fault::new("role", message).hint(hint))
        }
        _ => None,
    }
}

fn steps(column: &Column, faults: &mut Vec<Fault>) {
    let name = shown(&column.name);
    let mut data_type = column.data_type;
    for (place, step) in column.steps.iter().enumerate() {
        let mut fault = |message: String, hint: &str| {
            faults.push(Fault::new(format!("steps.{place}"), message).hint(hint));
        };
        let word = step.name();
        let Some(next) = step.output(data_type) else {
            let message = format!(
                "step `{word}` does not fit column `{name}`, which is {}",
                data_type.name()
            );
            return fault(message, "numbers can be coded and rounded, texts redacted");
        };
        if !step.numbers().iter().all(|number| number.is_finite()) {
            fault(
                format!("step `{word}` has a number that is not finite"),
                "write a plain number",
            );
        }
        let whole = step.numbers().iter().all(|number| number.fract() == 0.0);
        if data_type == crate::policy::DataType::Integer && !whole {
            let message = format!("step `{word}` has a part of a whole number for column `{name}`");
            fault(message, "use a whole number");
        }
        if let Some((message, hint)) = order(column, place, step).or_else(|| values(step)) {
            fault(message, hint);
        }
        data_type = next;
    }
}

/// What is wrong with the place of a step among the others.
fn order(column: &Column, place: usize, step: &Step) -> Option<(String, &'static str)> {
    let last = place + 1 == column.steps.len();
    let alone = |step: &Step| matches!(step, Step::Suppress { .. });
    let before = column.steps.iter().take(place);
    match step {
        Step::Drop | Step::Pseudonym { .. } if !last || !before.clone().all(alone) => Some((
            format!("step `{}` stands beside others", step.name()),
            "it replaces the column, so only `suppress` may come before it",
        )),
        Step::Pseudonym { .. } if column.role == Role::QuasiIdentifier => Some((
            format!(
                "quasi-identifier `{}` is given pseudonyms",
                shown(&column.name)
            ),
            "a pseudonym keeps apart whom the value kept apart; use a hierarchy, or give the \
             column the role `identifier`",
        )),
        Step::Suppress { .. } if place > 0 => Some((
            "step `suppress` comes after another".to_owned(),
            "rows are left out by their raw values: put it first",
        )),
        Step::Generalise { level } => generalise(column, *level, last),
        _ => None,
    }
}

fn generalise(column: &Column, level: u32, last: bool) -> Option<(String, &'static str)> {
    if !last {
        let message = "a step follows `generalise`".to_owned();
        return Some((
            message,
            "generalise last: what it makes is a name of a group",
        ));
    }
    if column.role == Role::QuasiIdentifier {
        let name = shown(&column.name);
        let message = format!("quasi-identifier `{name}` is generalised by a step");
        let hint = "the search chooses its level; set `least_level` for the finest one";
        return Some((message, hint));
    }
    let levels = column.hierarchy.as_ref().map_or(0, Hierarchy::levels);
    let known = (1..=levels).contains(&(level as usize));
    let message = format!("step `generalise` names level {level} of {levels}");
    (!known).then_some((
        message,
        "level 1 is the hierarchy's finest, the last one is `*`",
    ))
}

/// What is wrong with the values of a step.
fn values(step: &Step) -> Option<(String, &'static str)> {
    match step {
        Step::Clamp { min, max } if min > max => Some((
            format!("step `clamp` has a `min` of {min} above its `max` of {max}"),
            "exchange them",
        )),
        Step::Round { to } if *to <= 0.0 => {
            Some((format!("step `round` to `{to}`"), "use a unit above 0"))
        }
        Step::Pseudonym { prefix, length } => {
            let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            if !prefix.chars().all(fits) || prefix.len() > 16 {
                let message = format!("`{}` is no prefix of a pseudonym", shown(prefix));
                return Some((message, "up to 16 small latin letters, digits and hyphens"));
            }
            let message = format!("a pseudonym of {length} characters");
            let hint = "from 12, so that no two values share one, to 51";
            (!(12..=51).contains(length)).then_some((message, hint))
        }
        Step::Suppress { values, missing } if values.is_empty() && !missing => Some((
            "step `suppress` names no value".to_owned(),
            "list `values`, or set `missing = true`",
        )),
        Step::Redact { with } if with.chars().any(char::is_alphanumeric) => Some((
            format!("`{}` could be read as a part of the text", shown(with)),
            "use a sign, such as `▮`, that is neither a letter nor a digit",
        )),
        _ => None,
    }
}
