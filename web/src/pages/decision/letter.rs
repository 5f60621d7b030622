//! The letter of a submission: everything of it beside the best, and what would have helped
//! most. For its own people and staff; good on paper.

mod beside;

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::api::decisions::{DecisionExclusion, LetterView};

use super::{
    SCORE, between, inquiries_place, isolated, number, order::exclusion, place, ranks, scores,
    weights::heading_text,
};
use crate::{
    backend::part,
    components::{
        facts::Facts,
        notice::{Notice, Tone},
        table::{Column, Table},
    },
    language::Locale as _,
    page::Page,
    pages::trouble,
    texts::{Text, challenge, decision as texts},
    visit::Visit,
};

/// `GET /{language}/submissions/{id}/letter`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    if let Err(failure) = visit.demand_viewer() {
        return trouble::page(&visit, &failure).into_response();
    }
    match visit.api.letter(&id).await {
        Ok(letter) => page(&visit, &letter).into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

fn page(visit: &Visit, letter: &LetterView) -> Page {
    let title = texts::LETTER_OF.fill(visit.language, &[("title", &letter.title)]);
    visit.page(title, || content(visit, letter))
}

fn content(visit: &Visit, letter: &LetterView) -> impl IntoView + use<> {
    let above = visit.at(&format!("/submissions/{}", part(&letter.submission)));
    let (organisation, title) = (letter.organisation.clone(), letter.title.clone());
    let challenge = visit.language.pick(&letter.challenge_title).to_owned();
    let day = visit.language.day(letter.published_at);
    let places = [("challenge", challenge.as_str()), ("day", &day)];
    let lead = texts::LETTER_LEAD.fill(visit.language, &places);
    let decision = visit.at(&place(&letter.challenge));
    view! {
        <article class="letter">
            <p class="above"><a href=above>{visit.say(texts::TO_SUBMISSION)}</a></p>
            <p class="help"><bdi>{organisation}</bdi></p>
            <h1><bdi>{title}</bdi></h1>
            <p class="actions help">{visit.say(texts::PRINT)}</p>
            <p class="lead">{lead}</p>
            {corrected(visit, letter)}
            <p>{outcome(visit, letter)}</p>
            {reasons(visit, letter)}
            {scores::gates(visit, &letter.broken_gates)}
            {facts(visit, letter)}
            {headings(visit, letter)}
            {beside::helped(visit, letter)}
            {beside::metrics(visit, letter)}
            {beside::strata(visit, letter)}
            {beside::criteria(visit, letter)}
            <h2>{visit.say(texts::WHAT_NOW)}</h2>
            <p>{asking(visit, letter)}</p>
            <p>
                <a href=decision>{visit.say(texts::TO_DECISION)}</a> " "
                <a href=visit.at(&inquiries_place(&letter.challenge))>{visit.say(texts::TO_INQUIRIES)}</a>
            </p>
        </article>
    }
}

/// That the decision was corrected since the first letter.
fn corrected(visit: &Visit, letter: &LetterView) -> Option<AnyView> {
    (letter.version > 1).then(|| {
        let version = visit.language.whole(letter.version.into());
        let text = texts::LETTER_CORRECTED.fill(visit.language, &[("version", &version)]);
        view! { <Notice tone=Tone::Warn><p>{text}</p></Notice> }.into_any()
    })
}

/// The place, or that there is none.
fn outcome(visit: &Visit, letter: &LetterView) -> String {
    let whole = |number: u32| visit.language.whole(number.into());
    let (text, place) = match letter.place {
        Some(place) => (texts::YOUR_PLACE, whole(place)),
        None if letter.left_out.is_some() => (texts::YOU_LEFT_OUT, String::new()),
        None if letter.total.is_none() && letter.exclusions.is_empty() => {
            (texts::NO_FINALIST, String::new())
        }
        None => (texts::YOU_NO_PLACE, String::new()),
    };
    let all = whole(letter.placed);
    let places = [("place", place.as_str()), ("placed", &all)];
    text.fill(visit.language, &places)
}

/// Why there is no place.
fn reasons(visit: &Visit, letter: &LetterView) -> AnyView {
    let items: Vec<_> = letter
        .exclusions
        .iter()
        .map(|why| missed(visit, letter, *why))
        .map(|text| view! { <li>{text}</li> })
        .collect();
    let left_out = letter.left_out.as_ref().map(|reason| {
        let reason = visit.language.pick(reason).to_owned();
        view! { <p class="lines">{reason}</p> }
    });
    let list = (!items.is_empty()).then(|| view! { <ul>{items}</ul> });
    view! { {left_out}{list} }.into_any()
}

/// A threshold that was missed, with what was reached.
fn missed(visit: &Visit, letter: &LetterView, why: DecisionExclusion) -> String {
    let (own, least) = match why {
        DecisionExclusion::Unscored => return visit.say(exclusion(why)).to_owned(),
        DecisionExclusion::BelowAutomatic => (letter.automatic, letter.automatic_threshold),
        DecisionExclusion::BelowHuman => (letter.human, letter.human_threshold),
    };
    let (own, least) = (number(visit, own, SCORE), number(visit, Some(least), SCORE));
    let places = [
        ("what", visit.say(exclusion(why))),
        ("own", &own),
        ("least", &least),
    ];
    texts::MISSED.fill(visit.language, &places)
}

/// The scores; nothing of whoever was no finalist.
fn facts(visit: &Visit, letter: &LetterView) -> Option<AnyView> {
    letter.automatic.or(letter.human)?;
    let with_least = |value: Option<f64>, least: f64| {
        let (own, least) = (
            number(visit, value, SCORE),
            number(visit, Some(least), SCORE),
        );
        texts::WITH_LEAST.fill(visit.language, &[("own", &own), ("least", &least)])
    };
    let facts = vec![
        (
            visit.say(texts::TOTAL),
            number(visit, letter.total, SCORE).into_any(),
        ),
        (
            visit.say(texts::INTERVAL),
            between(visit, letter.low, letter.high, SCORE).into_any(),
        ),
        (
            visit.say(challenge::PLAUSIBLE_PLACES),
            ranks(visit, letter.rank_low, letter.rank_high).into_any(),
        ),
        (
            visit.say(texts::AUTOMATIC),
            with_least(letter.automatic, letter.automatic_threshold).into_any(),
        ),
        (
            visit.say(texts::HUMAN),
            with_least(letter.human, letter.human_threshold).into_any(),
        ),
    ];
    Some(view! { <Facts facts=facts/> }.into_any())
}

/// What each heading adds to the total.
fn headings(visit: &Visit, letter: &LetterView) -> Option<AnyView> {
    if letter.headings.is_empty() {
        return None;
    }
    let columns = vec![
        Column::text(visit.say(texts::HEADING)),
        Column::number(visit.say(texts::SHARE)),
        Column::number(visit.say(texts::SCORE)),
        Column::number(visit.say(texts::POINTS)),
    ];
    let rows = letter.headings.iter().map(|one| {
        vec![
            visit.say(heading_text(one.heading)).into_any(),
            super::share(visit, one.share).into_any(),
            number(visit, Some(one.score), SCORE).into_any(),
            number(visit, Some(one.share * one.score), SCORE).into_any(),
        ]
    });
    let rows = rows.collect();
    let caption = visit.say(texts::HEADINGS).to_owned();
    let view = view! {
        <h2>{visit.say(texts::HEADINGS)}</h2>
        <Table caption=caption hide_caption=true columns=columns rows=rows/>
    };
    Some(view.into_any())
}

fn asking(visit: &Visit, letter: &LetterView) -> String {
    let until = visit.language.moment(letter.inquiry_until);
    let text: Text = if letter.takes_inquiries {
        texts::ASK_UNTIL
    } else {
        texts::ASKED_UNTIL
    };
    text.fill(visit.language, &[("when", &until)])
}

/// Where the own people ask about something of this letter; nothing once the time is over.
fn way_to_ask(visit: &Visit, letter: &LetterView, topic: &str, name: &str) -> Option<AnyView> {
    if !letter.takes_inquiries {
        return None;
    }
    let path = inquiries_place(&letter.challenge);
    let (submission, topic) = (part(&letter.submission), part(topic));
    let href = visit.at(&format!(
        "{path}?submission={submission}&topic={topic}#inquiry"
    ));
    let unseen = isolated(name);
    let view = view! {
        <a class="asking" href=href>{visit.say(texts::ASK_THIS)}<span class="unseen">" "{unseen}</span></a>
    };
    Some(view.into_any())
}

#[cfg(test)]
mod tests;
