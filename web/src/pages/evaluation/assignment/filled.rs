//! The rubric as it was handed in, or as it will be filled in once the jury sits.

use leptos::prelude::*;
use pilotbox_model::api::{
    assignments::OwnAssignmentView,
    challenges::ChallengeState,
    jury::{CriterionView, RubricView},
};

use super::rubric::{about, steps};
use crate::{components::facts::Facts, language::Locale as _, texts::jury, visit::Visit};

pub(super) fn section(
    visit: &Visit,
    work: &OwnAssignmentView,
    rubric: &RubricView,
) -> impl IntoView + use<> {
    let language = visit.language;
    let lead = match rubric.judged_at {
        Some(at) => jury::RUBRIC_IN.fill(language, &[("when", &language.moment(at))]),
        None if work.state < ChallengeState::Jury => visit.say(jury::RUBRIC_LATER).to_owned(),
        None => visit.say(jury::RUBRIC_NOT_IN).to_owned(),
    };
    let is_in = rubric.judged_at.is_some();
    let criteria: Vec<_> = rubric
        .criteria
        .iter()
        .map(|criterion| {
            let title = language.pick(&criterion.title).to_owned();
            let below = if is_in {
                given(visit, criterion).into_any()
            } else {
                anchors(visit, criterion).into_any()
            };
            view! {
                <h3>{title}</h3>
                <p class="help">{about(visit, criterion)}</p>
                {below}
            }
        })
        .collect();
    view! {
        <section>
            <h2>{visit.say(jury::RUBRIC)}</h2>
            <p>{lead}</p>
            {criteria}
        </section>
    }
}

/// What each step means.
fn anchors(visit: &Visit, criterion: &CriterionView) -> impl IntoView + use<> {
    let steps = steps(visit, &criterion.anchors).into_iter();
    let steps: Vec<_> = steps.map(|(_, text)| view! { <li>{text}</li> }).collect();
    view! { <ul class="plain">{steps}</ul> }
}

/// What was given, and what stands.
fn given(visit: &Visit, criterion: &CriterionView) -> impl IntoView + use<> {
    let worded = |mark: Option<u8>| {
        let steps = steps(visit, &criterion.anchors);
        let found = mark.and_then(|mark| steps.into_iter().nth(usize::from(mark)));
        found.map_or_else(|| visit.say(jury::NO_MARK).to_owned(), |(_, text)| text)
    };
    let typed = |text: &str| {
        let text = text.to_owned();
        view! { <span class="typed"><bdi>{text}</bdi></span> }.into_any()
    };
    let mut facts = vec![(visit.say(jury::MARK), worded(criterion.mark).into_any())];
    if criterion.moderated.is_some() {
        let stands = worded(criterion.moderated).into_any();
        facts.push((visit.say(jury::STANDING_MARK), stands));
    }
    for text in [&criterion.comment, &criterion.moderated_comment] {
        if !text.is_empty() {
            facts.push((visit.say(jury::COMMENT), typed(text)));
        }
    }
    view! { <Facts facts=facts/> }
}
