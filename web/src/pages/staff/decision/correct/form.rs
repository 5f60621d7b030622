//! The form of a correction: cases, and each finalist's facts and marks.

use leptos::prelude::*;
use pilotbox_model::api::decisions::{DecidedCandidate, DecidedCriterion, DecisionView};

use super::{cost_name, leave_name, mark_name, references_name};
use crate::{
    components::form::{Field, FormGuard, Kind, complaint, described},
    form::{Errors, Fields},
    language::Locale as _,
    page::address,
    texts::{decision as texts, jury, site},
    visit::Visit,
};

pub(super) fn form(
    visit: &Visit,
    view: &DecisionView,
    fields: &Fields,
    errors: &Errors,
) -> AnyView {
    let (v, f, e) = (visit.clone(), fields.clone(), errors.clone());
    let candidates = view.numbers.candidates.iter().enumerate();
    let candidates: Vec<_> = candidates
        .map(|(at, one)| candidate(visit, at, one, fields, errors))
        .collect();
    view! {
        <form method="post" action=address(visit.language, visit) novalidate="">
            <FormGuard visit=v.clone()/>
            <input type="hidden" name="act" value="correct"/>
            <input type="hidden" name="version" value=view.version.to_string()/>
            <Field visit=v.clone() name="reason_bg" label=texts::REASON_BG kind=Kind::Text
                fields=f.clone() errors=e.clone()/>
            <Field visit=v.clone() name="reason_en" label=texts::REASON_EN kind=Kind::Text
                fields=f.clone() errors=e.clone()/>
            <Field visit=v name="cases" label=texts::VOID_CASES help=texts::VOID_CASES_HELP kind=Kind::Text
                optional=true fields=f errors=e/>
            {candidates}
            <p class="actions"><button type="submit">{visit.say(texts::PROPOSE_CORRECTION)}</button></p>
        </form>
    }
    .into_any()
}

fn candidate(
    visit: &Visit,
    at: usize,
    one: &DecidedCandidate,
    fields: &Fields,
    errors: &Errors,
) -> AnyView {
    let (organisation, title) = (one.organisation.clone(), one.title.clone());
    let leave = leave_name(at);
    let ticked = fields.is_ticked(&leave);
    view! {
        <fieldset>
            <legend><bdi>{organisation}</bdi>": "<bdi>{title}</bdi></legend>
            {references(visit, at, fields)}
            {cost(visit, at, fields, errors)}
            {marks(visit, at, one, fields, errors)}
            <div class="tick">
                <input type="checkbox" id=leave.clone() name=leave.clone() value="yes" checked=ticked/>
                <label for=leave>{visit.say(texts::LEAVE_WITHOUT_PLACE)}</label>
            </div>
        </fieldset>
    }
    .into_any()
}

fn references(visit: &Visit, at: usize, fields: &Fields) -> AnyView {
    let name = references_name(at);
    let chosen = fields.typed(&name).to_owned();
    let options = [("yes", site::YES), ("no", site::NO)].map(|(value, text)| {
        let selected = chosen == value;
        view! { <option value=value selected=selected>{visit.say(text)}</option> }
    });
    let options: Vec<_> = options.into_iter().collect();
    view! {
        <div class="field">
            <label for=name.clone()>{visit.say(texts::REFERENCES)}</label>
            <select id=name.clone() name=name>{options}</select>
        </div>
    }
    .into_any()
}

fn cost(visit: &Visit, at: usize, fields: &Fields, errors: &Errors) -> AnyView {
    let name = cost_name(at);
    let error = errors.wrong_at(&name);
    let described = described(&name, true, error.is_some());
    let invalid = error.is_some().then_some("true");
    let value = fields.typed(&name).to_owned();
    view! {
        <div class="field">
            <label for=name.clone()>{visit.say(texts::COST_EUR)}</label>
            <p class="help" id=format!("{name}-help")>{visit.say(texts::COST_EUR_HELP)}</p>
            {complaint(&name, error)}
            <input id=name.clone() name=name type="text" inputmode="numeric" value=value
                aria-describedby=described aria-invalid=invalid/>
        </div>
    }
    .into_any()
}

/// A field for every mark, in groups of their criteria.
fn marks(
    visit: &Visit,
    at: usize,
    one: &DecidedCandidate,
    fields: &Fields,
    errors: &Errors,
) -> AnyView {
    let criteria = one.human.iter().flat_map(|human| &human.criteria);
    let groups: Vec<_> = criteria
        .enumerate()
        .map(|(row, criterion)| group(visit, (at, row), criterion, fields, errors))
        .collect();
    groups.into_any()
}

fn group(
    visit: &Visit,
    (at, row): (usize, usize),
    criterion: &DecidedCriterion,
    fields: &Fields,
    errors: &Errors,
) -> AnyView {
    let title = visit.language.pick(&criterion.title).to_owned();
    let marks = criterion.marks.iter().enumerate();
    let marks: Vec<_> = marks
        .map(|(column, mark)| {
            let name = mark_name(at, row, column);
            let error = errors.wrong_at(&name);
            let described = described(&name, false, error.is_some());
            let invalid = error.is_some().then_some("true");
            let value = fields.typed(&name).to_owned();
            let code = mark.evaluator.clone();
            view! {
                <div class="field">
                    <label for=name.clone()>{code}</label>
                    {complaint(&name, error)}
                    <input id=name.clone() name=name type="text" inputmode="numeric" value=value
                        aria-describedby=described aria-invalid=invalid/>
                </div>
            }
        })
        .collect();
    view! {
        <fieldset class="search">
            <legend>{visit.say(jury::MARKS)} ": " {title}</legend>
            {marks}
        </fieldset>
    }
    .into_any()
}
