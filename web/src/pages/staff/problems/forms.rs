//! The forms of a problem's own page for staff.

use leptos::prelude::*;
use pilotbox_model::api::civic_problems::{
    CityAnswerKind, CityProblemDetail, CityProblemState, CityProblemView,
};

use super::one::{Found, words};
use crate::{
    components::{
        facts::Facts,
        form::{Field, FormGuard, Kind, Select},
        list::Empty,
    },
    form::{Errors, Fields},
    language::Locale as _,
    pages::{
        challenges::state_text as challenge_state_text,
        problems::{answer_text, districts, field_text, place_of, state_text},
    },
    texts::problem as texts,
    visit::Visit,
};

/// What it says, as it was written.
pub(super) fn about(visit: &Visit, problem: &CityProblemDetail) -> AnyView {
    let about = &problem.about;
    let code = about.language.as_str();
    let written = |text: &str| {
        let text = text.to_owned();
        view! { <span class="lines" lang=code dir="auto">{text}</span> }.into_any()
    };
    let mut facts: Vec<(&'static str, AnyView)> = vec![
        (visit.say(texts::NAME), written(&about.title)),
        (visit.say(texts::AFFECTED), written(&problem.text.affected)),
        (
            visit.say(texts::IMPORTANCE),
            written(&problem.text.importance),
        ),
        (
            visit.say(texts::SOLVED_WHEN),
            written(&problem.text.solved_when),
        ),
        (
            visit.say(texts::FIELD),
            visit.say(field_text(about.field)).into_any(),
        ),
        (
            visit.say(texts::DISTRICTS),
            districts(visit, &about.districts).into_any(),
        ),
    ];
    if let Some(reason) = &problem.refused_because {
        facts.push((visit.say(texts::REASON), written(reason)));
    }
    view! { <Facts facts=facts/> }.into_any()
}

/// Lets it pass, or not.
pub(super) fn decide(
    visit: &Visit,
    state: CityProblemState,
    fields: &Fields,
    errors: &Errors,
) -> AnyView {
    use CityProblemState::{Answered, Proposed, Refused, Shown};
    if !matches!(state, Proposed | Shown | Answered | Refused) {
        return ().into_any();
    }
    let show = matches!(state, Proposed | Refused).then(|| {
        view! {
            <form method="post" action=address(visit) novalidate="">
                <FormGuard visit=visit.clone()/>
                <p class="actions">
                    <button type="submit" name="act" value="show">{visit.say(texts::LET_PASS)}</button>
                </p>
            </form>
        }
    });
    let refuse = (state != Refused).then(|| {
        view! {
            <form method="post" action=address(visit) novalidate="">
                <FormGuard visit=visit.clone()/>
                <Field visit=visit.clone() name="reason" label=texts::REASON
                    fields=fields.clone() errors=errors.clone()/>
                <p class="actions">
                    <button type="submit" class="danger" name="act" value="refuse">{visit.say(texts::REFUSE)}</button>
                </p>
            </form>
        }
    });
    view! { <h2>{visit.say(texts::DECIDE)}</h2>{show}{refuse} }.into_any()
}

/// What the city answers.
pub(super) fn answer(
    visit: &Visit,
    problem: &CityProblemDetail,
    fields: &Fields,
    errors: &Errors,
) -> AnyView {
    let options: Vec<_> = CityAnswerKind::ALL
        .into_iter()
        .map(|kind| {
            let text = visit.say(answer_text(kind));
            (kind.as_str().to_owned(), text.to_owned())
        })
        .collect();
    let fields = if fields.typed("act") == "answer" {
        fields.clone()
    } else {
        answered(problem)
    };
    view! {
        <h2>{visit.say(texts::ANSWER)}</h2>
        <form method="post" action=address(visit) novalidate="">
            <FormGuard visit=visit.clone()/>
            <input type="hidden" name="act" value="answer"/>
            <Select visit=visit.clone() name="kind" label=texts::ANSWER_KIND options=options
                fields=fields.clone() errors=errors.clone()/>
            <Field visit=visit.clone() name="answer_bg" label=texts::ANSWER_BG kind=Kind::Text
                fields=fields.clone() errors=errors.clone()/>
            <Field visit=visit.clone() name="answer_en" label=texts::ANSWER_EN kind=Kind::Text
                fields=fields errors=errors.clone()/>
            <p class="actions"><button type="submit">{visit.say(texts::ANSWER_IT)}</button></p>
        </form>
    }
    .into_any()
}

/// The answer that stands, to go on from.
fn answered(problem: &CityProblemDetail) -> Fields {
    let kind = problem.about.answer.map_or("", CityAnswerKind::as_str);
    let text = problem.answered.as_ref();
    let (bg, en) = text.map_or(("", ""), |text| (&text.bg, &text.en));
    Fields::of([
        ("kind", kind.to_owned()),
        ("answer_bg", bg.to_owned()),
        ("answer_en", en.to_owned()),
    ])
}

/// The same problem is looked for first; then each that was found has its button.
pub(super) fn merge(visit: &Visit, found: &Found) -> AnyView {
    use CityProblemState::{Answered, Proposed, Shown};
    if !matches!(found.problem.about.state, Proposed | Shown | Answered) {
        return ().into_any();
    }
    let list = found.same.as_ref().map(|same| {
        if same.is_empty() {
            return view! { <Empty text=visit.say(texts::NOTHING_FOUND)/> }.into_any();
        }
        let items: Vec<_> = same.iter().map(|one| candidate(visit, one)).collect();
        view! { <ul>{items}</ul> }.into_any()
    });
    let typed = words(visit).unwrap_or_default();
    view! {
        <h2>{visit.say(texts::MERGE)}</h2>
        <p>{visit.say(texts::MERGE_LEAD)}</p>
        <form class="search" method="get" action=address(visit) role="search" aria-label=visit.say(texts::FIND_SAME)>
            <div class="field">
                <label for="q">{visit.say(texts::FIND_SAME)}</label>
                <input type="search" id="q" name="q" value=typed maxlength="200"/>
            </div>
            <button type="submit">{visit.say(texts::FIND)}</button>
        </form>
        {list}
    }
    .into_any()
}

fn candidate(visit: &Visit, one: &CityProblemView) -> impl IntoView + use<> {
    let (title, code) = (one.title.clone(), one.language.as_str());
    let (unseen, href) = (title.clone(), visit.at(&place_of(&one.id)));
    let support = texts::SUPPORTED_BY.of(visit.language, one.supporters);
    view! {
        <li>
            <p>
                <a href=href lang=code dir="auto">{title}</a>
                " – "{visit.say(state_text(one.state))}" – "{support}
            </p>
            <form method="post" action=address(visit) novalidate="">
                <FormGuard visit=visit.clone()/>
                <input type="hidden" name="act" value="merge"/>
                <input type="hidden" name="into" value=one.id.clone()/>
                <button type="submit" class="small">
                    {visit.say(texts::MERGE_INTO)}<span class="unseen">" "{unseen}</span>
                </button>
            </form>
        </li>
    }
}

/// Which challenge it becomes.
pub(super) fn link(visit: &Visit, found: &Found, fields: &Fields, errors: &Errors) -> AnyView {
    let heading = visit.say(texts::LINK);
    if found.challenges.is_empty() {
        let text = visit.say(texts::NO_CHALLENGES);
        return view! { <h2>{heading}</h2><Empty text=text/> }.into_any();
    }
    let none = (String::new(), visit.say(texts::CHOOSE_CHALLENGE).to_owned());
    let options = found.challenges.iter().map(|one| {
        let state = visit.say(challenge_state_text(one.state));
        let title = visit.language.pick(&one.title);
        (one.id.clone(), format!("{title} ({state})"))
    });
    let options = std::iter::once(none).chain(options).collect();
    let fields = if fields.typed("act") == "link" {
        fields.clone()
    } else {
        let present = found.problem.about.challenge.clone();
        Fields::of([("challenge", present.unwrap_or_default())])
    };
    view! {
        <h2>{heading}</h2>
        <p>{visit.say(texts::LINK_LEAD)}</p>
        <form method="post" action=address(visit) novalidate="">
            <FormGuard visit=visit.clone()/>
            <input type="hidden" name="act" value="link"/>
            <Select visit=visit.clone() name="challenge" label=texts::ITS_CHALLENGE options=options
                fields=fields errors=errors.clone()/>
            <p class="actions"><button type="submit">{visit.say(texts::LINK_IT)}</button></p>
        </form>
    }
    .into_any()
}

/// This page, without what was looked for on it.
fn address(visit: &Visit) -> String {
    visit.at(&visit.path)
}
