//! Steps in a challenge's life: which may follow, under which conditions, and the form
//! that takes one.

use jiff::Timestamp;
use leptos::prelude::*;
use pilotbox_model::api::{
    challenges::{ChallengeState, ChallengeView, Transition},
    problem::Code,
};

use crate::{
    components::form::{Field, FormGuard, Kind, Select},
    failure::Failure,
    form::{Errors, Fields, Reader},
    page::address,
    pages::challenges::state_text,
    texts::{Text, failure as failures, staff as texts},
    visit::Visit,
};

/// Most characters of a reason.
const REASON: usize = 2_000;

/// Takes the step that the form names; tells the word for it.
pub(super) async fn go(
    visit: &Visit,
    about: &ChallengeView,
    fields: &Fields,
) -> Result<&'static str, Errors> {
    let ask = read(visit, about, fields)?;
    let moved = visit.api.move_challenge(&about.id, &ask).await;
    moved
        .map(|()| "moved")
        .map_err(|failure| told(visit, ask.to, &failure))
}

fn read(visit: &Visit, about: &ChallengeView, fields: &Fields) -> Result<Transition, Errors> {
    let mut reader = Reader::new(fields, visit.language);
    let to = ChallengeState::parse(fields.typed("to"));
    let to = to.filter(|to| about.state.may_become(*to));
    if to.is_none() {
        reader.wrong("to", failures::FIELD_CHOOSE);
    }
    let reason = reader.optional("reason", REASON);
    let is_early = about.closes_at.is_some_and(|at| at > Timestamp::now());
    if to == Some(ChallengeState::Closed) && is_early && reason.is_none() {
        reader.wrong("reason", texts::REASON_NEEDED);
    }
    let to = to.unwrap_or(about.state);
    reader.finish(Transition { to, reason })
}

/// Staff may take every step but one: to open what they have handed to review.
fn told(visit: &Visit, to: ChallengeState, failure: &Failure) -> Errors {
    if failure.code == Code::NotAllowed && to == ChallengeState::Open {
        let mut errors = Errors::none();
        errors.add("to", visit.say(texts::MOVE_OWN));
        return errors;
    }
    Errors::of(failure, visit.language)
}

/// The part of the workbench with the steps that may follow.
pub(super) fn section(
    visit: &Visit,
    about: &ChallengeView,
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    let next = ChallengeState::ALL.into_iter();
    let next: Vec<_> = next.filter(|to| about.state.may_become(*to)).collect();
    let form = if next.is_empty() {
        view! { <p>{visit.say(texts::MOVES_NONE)}</p> }.into_any()
    } else {
        form(visit, &next, fields, errors).into_any()
    };
    view! {
        <h2>{visit.say(texts::MOVES)}</h2>
        {form}
    }
}

fn form(
    visit: &Visit,
    next: &[ChallengeState],
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    let (fields, errors) = (fields.clone(), errors.clone());
    let rules: Vec<_> = next
        .iter()
        .map(|to| view! { <li>{visit.say(rule(*to))}</li> })
        .collect();
    let option = |to: &ChallengeState| {
        let text = visit.say(state_text(*to)).to_owned();
        (to.as_str().to_owned(), text)
    };
    let options = next.iter().map(option).collect();
    view! {
        <ul>{rules}</ul>
        <form method="post" action=address(visit.language, visit) novalidate="">
            <FormGuard visit=visit.clone()/>
            <input type="hidden" name="act" value="move"/>
            <Select visit=visit.clone() name="to" label=texts::MOVE_TO options=options fields=fields.clone() errors=errors.clone()/>
            <Field visit=visit.clone() name="reason" label=texts::REASON help=texts::REASON_HELP kind=Kind::Text
                optional=true fields=fields errors=errors/>
            <p class="actions"><button type="submit">{visit.say(texts::MOVE)}</button></p>
        </form>
    }
}

fn rule(to: ChallengeState) -> Text {
    match to {
        ChallengeState::Draft => texts::RULE_DRAFT,
        ChallengeState::Review => texts::RULE_REVIEW,
        ChallengeState::Open => texts::RULE_OPEN,
        ChallengeState::Closed => texts::RULE_CLOSED,
        ChallengeState::Jury => texts::RULE_JURY,
        ChallengeState::Published => texts::RULE_PUBLISHED,
        ChallengeState::Archived => texts::RULE_ARCHIVED,
    }
}
