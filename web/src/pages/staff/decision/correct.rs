//! Correcting a decision that is out. The form holds the facts as they stand; whatever is
//! typed differently becomes a change of the next version.

mod form;

use leptos::prelude::*;
use pilotbox_model::api::decisions::{
    CorrectionChange, DecidedCandidate, DecidedMark, DecisionView, ProposalAsk,
};

use super::reason;
use crate::{
    form::{Errors, Fields, Reader},
    language::Locale as _,
    texts::{decision as texts, failure as failures},
    visit::Visit,
};

/// Most changes of a correction, and the most that a pilot costs in euro: the API takes no
/// more.
const MOST_CHANGES: usize = 100;
const MOST_EUR: u64 = 1_000_000_000;

/// The highest mark.
const HIGHEST: u8 = 5;

/// What is asked for: the reason and every change.
pub(super) fn read(
    visit: &Visit,
    view: &DecisionView,
    fields: &Fields,
) -> Result<ProposalAsk, Errors> {
    let mut reader = Reader::new(fields, visit.language);
    let reason = reason(&mut reader);
    let mut errors = reader.finish(()).err().unwrap_or_default();
    // Fields are counted: those of another version would change somebody else's facts.
    if fields.typed("version") != view.version.to_string() {
        errors.tell(visit.say(failures::CHANGED));
        return Err(errors);
    }
    let mut changes = voided(fields);
    for (at, one) in view.numbers.candidates.iter().enumerate() {
        changes.extend(of_candidate(visit, at, one, fields, &mut errors));
    }
    if changes.is_empty() && errors.is_empty() {
        errors.tell(visit.say(texts::NOTHING_CORRECTED));
    }
    if changes.len() > MOST_CHANGES {
        errors.tell(visit.say(texts::TOO_MANY_CHANGES));
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(ProposalAsk {
        digest: None,
        reason: Some(reason),
        changes,
    })
}

/// Cases that count for nobody, a line each.
fn voided(fields: &Fields) -> Vec<CorrectionChange> {
    let mut cases: Vec<&str> = Vec::new();
    for line in fields.typed("cases").lines().map(str::trim) {
        if !line.is_empty() && !cases.contains(&line) {
            cases.push(line);
        }
    }
    let case = |case: &str| CorrectionChange::VoidCase {
        case: case.to_owned(),
    };
    cases.into_iter().map(case).collect()
}

/// What differs from a candidate's facts.
fn of_candidate(
    visit: &Visit,
    at: usize,
    one: &DecidedCandidate,
    fields: &Fields,
    errors: &mut Errors,
) -> Vec<CorrectionChange> {
    let submission = one.submission.clone();
    if fields.is_ticked(&leave_name(at)) {
        return vec![CorrectionChange::LeaveOut { submission }];
    }
    let mut changes = Vec::new();
    let has_references = match fields.typed(&references_name(at)) {
        "yes" => true,
        "no" => false,
        _ => one.has_references,
    };
    if has_references != one.has_references {
        changes.push(CorrectionChange::References {
            submission: submission.clone(),
            has_references,
        });
    }
    match cost(&cost_name(at), one, fields) {
        Ok(cost_eur) if cost_eur == one.cost_eur => {}
        Ok(cost_eur) => changes.push(CorrectionChange::Cost {
            submission,
            cost_eur,
        }),
        Err(name) => {
            let places = [("name", one.organisation.as_str())];
            errors.add(name, texts::WRONG_COST.fill(visit.language, &places));
        }
    }
    changes.extend(marks(visit, at, one, fields, errors));
    changes
}

/// The cost that was typed, or the field that is wrong.
fn cost(name: &str, one: &DecidedCandidate, fields: &Fields) -> Result<Option<u64>, String> {
    if !fields.is_ticked(name) {
        return Ok(one.cost_eur);
    }
    let typed = fields.typed(name);
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.is_empty() {
        return Ok(None);
    }
    let cost = digits.parse().ok().filter(|cost| *cost <= MOST_EUR);
    cost.map(Some).ok_or_else(|| name.to_owned())
}

/// Marks that were typed differently.
fn marks(
    visit: &Visit,
    at: usize,
    one: &DecidedCandidate,
    fields: &Fields,
    errors: &mut Errors,
) -> Vec<CorrectionChange> {
    let mut changes = Vec::new();
    let criteria = one.human.iter().flat_map(|human| &human.criteria);
    for (row, criterion) in criteria.enumerate() {
        for (column, mark) in criterion.marks.iter().enumerate() {
            let name = mark_name(at, row, column);
            if !fields.is_ticked(&name) {
                continue;
            }
            let typed: Option<u8> = fields.typed(&name).trim().parse().ok();
            match typed.filter(|typed| *typed <= HIGHEST) {
                Some(typed) if typed == standing(mark) => {}
                Some(typed) => changes.push(CorrectionChange::Mark {
                    submission: one.submission.clone(),
                    evaluator: mark.evaluator.clone(),
                    criterion: criterion.criterion.clone(),
                    mark: typed,
                }),
                None => {
                    let title = visit.language.pick(&criterion.title);
                    let places = [
                        ("name", one.organisation.as_str()),
                        ("criterion", title),
                        ("evaluator", &mark.evaluator),
                    ];
                    errors.add(name, texts::WRONG_MARK.fill(visit.language, &places));
                }
            }
        }
    }
    changes
}

/// The mark that counts.
fn standing(mark: &DecidedMark) -> u8 {
    mark.moderated.unwrap_or(mark.given)
}

fn leave_name(at: usize) -> String {
    format!("leave-{at}")
}

fn references_name(at: usize) -> String {
    format!("references-{at}")
}

fn cost_name(at: usize) -> String {
    format!("cost-{at}")
}

fn mark_name(at: usize, row: usize, column: usize) -> String {
    format!("mark-{at}-{row}-{column}")
}

/// The form, folded away: corrections are rare.
pub(super) fn section(
    visit: &Visit,
    view: &DecisionView,
    fields: &Fields,
    errors: &Errors,
) -> AnyView {
    let is_sent = fields.typed("act") == "correct";
    let fields = if is_sent { fields.clone() } else { kept(view) };
    view! {
        <h2>{visit.say(texts::CORRECT)}</h2>
        <p>{visit.say(texts::CORRECT_LEAD)}</p>
        <details open=is_sent>
            <summary>{visit.say(texts::CORRECT_OPEN)}</summary>
            {form::form(visit, view, &fields, errors)}
        </details>
    }
    .into_any()
}

/// The facts as they stand.
fn kept(view: &DecisionView) -> Fields {
    let mut values: Vec<(String, String)> = Vec::new();
    for (at, one) in view.numbers.candidates.iter().enumerate() {
        let references = if one.has_references { "yes" } else { "no" };
        values.push((references_name(at), references.to_owned()));
        let cost = one.cost_eur.map(|cost| cost.to_string());
        values.push((cost_name(at), cost.unwrap_or_default()));
        let criteria = one.human.iter().flat_map(|human| &human.criteria);
        for (row, criterion) in criteria.enumerate() {
            for (column, mark) in criterion.marks.iter().enumerate() {
                let name = mark_name(at, row, column);
                values.push((name, standing(mark).to_string()));
            }
        }
    }
    Fields::of(
        values
            .iter()
            .map(|(name, value)| (name.as_str(), value.clone())),
    )
}

#[cfg(test)]
mod tests;
