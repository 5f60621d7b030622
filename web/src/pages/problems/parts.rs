//! Parts of a problem's page: its texts, in the language that they are written in, the
//! city's answer, its challenge, what was merged into it, and what happened.

use leptos::prelude::*;
use pilotbox_model::api::civic_problems::{
    CityProblemDetail, CityProblemMerged, CityProblemState, CityProblemStep, CityProblemText,
};

use super::answer_text;
use crate::{
    language::{Language, Locale as _},
    pages::challenges::path_of,
    texts::{Text, problem as texts},
    visit::Visit,
};

/// What a problem says.
pub(super) fn text(visit: &Visit, written: Language, text: &CityProblemText) -> AnyView {
    let sections: Vec<_> = said(text)
        .map(|(heading, text)| {
            let code = written.as_str();
            view! {
                <section>
                    <h2>{visit.say(heading)}</h2>
                    <p class="lines" lang=code dir="auto">{text}</p>
                </section>
            }
        })
        .into_iter()
        .collect();
    sections.into_any()
}

fn said(text: &CityProblemText) -> [(Text, String); 3] {
    [
        (texts::AFFECTED, text.affected.clone()),
        (texts::IMPORTANCE, text.importance.clone()),
        (texts::SOLVED_WHEN, text.solved_when.clone()),
    ]
}

/// What the city answers.
pub(super) fn answer(visit: &Visit, found: &CityProblemDetail) -> AnyView {
    let kind = found.about.answer;
    let Some((kind, text)) = kind.zip(found.answered.as_ref()) else {
        return ().into_any();
    };
    let is_answer = |step: &&CityProblemStep| step.state == CityProblemState::Answered;
    let last = found.steps.iter().rev().find(is_answer);
    let when = last.map(|step| {
        let when = visit.language.day(step.at);
        let text = texts::ANSWERED_ON.fill(visit.language, &[("when", &when)]);
        view! { <p class="help">{text}</p> }
    });
    let text = visit.language.pick(text).to_owned();
    view! {
        <section>
            <h2>{visit.say(texts::ANSWER)}</h2>
            <p><strong>{visit.say(answer_text(kind))}</strong></p>
            <p class="lines">{text}</p>
            {when}
        </section>
    }
    .into_any()
}

/// The challenge that it became.
pub(super) fn challenge(
    visit: &Visit,
    found: &CityProblemDetail,
    title: Option<String>,
) -> AnyView {
    let about = &found.about;
    let prepared = about
        .is_prepared
        .then(|| view! { <p>{visit.say(texts::IS_PREPARED)}</p> });
    let link = about.challenge.as_ref().map(|challenge| {
        let href = visit.at(&path_of(challenge));
        let name = title.unwrap_or_else(|| challenge.clone());
        view! { <p>{visit.say(texts::TO_CHALLENGE)}" "<a href=href>{name}</a></p> }
    });
    if prepared.is_none() && link.is_none() {
        return ().into_any();
    }
    view! {
        <section>
            <h2>{visit.say(texts::ITS_CHALLENGE)}</h2>
            {prepared}
            {link}
        </section>
    }
    .into_any()
}

/// Problems that were merged into it, as they were.
pub(super) fn merged(visit: &Visit, all: &[CityProblemMerged]) -> AnyView {
    if all.is_empty() {
        return ().into_any();
    }
    let each: Vec<_> = all.iter().map(|one| merged_one(visit, one)).collect();
    view! {
        <section>
            <h2>{visit.say(texts::MERGED_INTO_IT)}</h2>
            <div class="stack">{each}</div>
        </section>
    }
    .into_any()
}

fn merged_one(visit: &Visit, one: &CityProblemMerged) -> impl IntoView + use<> {
    let when = visit.language.day(one.at);
    let when = texts::MERGED_ON.fill(visit.language, &[("when", &when)]);
    let code = one.language.as_str();
    let texts: Vec<_> = said(&one.text)
        .map(|(heading, text)| {
            view! {
                <h4>{visit.say(heading)}</h4>
                <p class="lines" lang=code dir="auto">{text}</p>
            }
        })
        .into_iter()
        .collect();
    let title = one.title.clone();
    view! {
        <details class="entry">
            <summary><h3 lang=code dir="auto">{title}</h3></summary>
            <p class="help">{when}</p>
            {texts}
        </details>
    }
}

/// What happened, in order.
pub(super) fn steps(visit: &Visit, all: &[CityProblemStep]) -> AnyView {
    if all.is_empty() {
        return ().into_any();
    }
    let items: Vec<_> = all
        .iter()
        .map(|step| {
            let (when, what) = (visit.language.day(step.at), step_text(visit, step));
            view! { <li>{when}" – "{what}</li> }
        })
        .collect();
    view! {
        <section>
            <h2>{visit.say(texts::STEPS)}</h2>
            <ol>{items}</ol>
        </section>
    }
    .into_any()
}

fn step_text(visit: &Visit, step: &CityProblemStep) -> String {
    let text = match step.state {
        CityProblemState::Answered => {
            let kind = step.answer.map(|kind| visit.say(answer_text(kind)));
            let kind = kind.unwrap_or_default();
            return texts::STEP_ANSWERED.fill(visit.language, &[("kind", kind)]);
        }
        CityProblemState::Refused => texts::STEP_REFUSED,
        CityProblemState::Merged => texts::STEP_MERGED,
        CityProblemState::Challenge => texts::STEP_CHALLENGE,
        CityProblemState::Proposed | CityProblemState::Shown => texts::STEP_SHOWN,
    };
    visit.say(text).to_owned()
}
