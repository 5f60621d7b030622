//! The public account of a challenge: figures, the data that it rests on, and all steps by
//! their days.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use futures_util::future::try_join;
use leptos::prelude::*;
use pilotbox_model::api::{
    challenges::ChallengeDetail,
    trails::{ChallengeTrail, Told},
};

use super::tabs::{Tab, head};
use crate::{
    backend::trails::challenge_trail_path,
    components::{
        figures::{Downloads, FigureTable},
        notice::Notice,
        trail::TimeLine,
    },
    failure::Failure,
    language::Locale as _,
    page::Page,
    pages::trouble,
    texts::trail as texts,
    visit::Visit,
};

/// `GET /{language}/challenges/{id}/trail`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match page(&visit, &id).await {
        Ok(page) => page.into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

async fn page(visit: &Visit, id: &str) -> Result<Page, Failure> {
    let api = &visit.api;
    let (challenge, trail) = try_join(api.challenge(id), api.challenge_trail(id)).await?;
    let name = visit.language.pick(&trail.title);
    let title = texts::ACCOUNT_OF.fill(visit.language, &[("title", name)]);
    Ok(visit.page(title.clone(), || content(visit, title, &challenge, trail)))
}

fn content(
    visit: &Visit,
    title: String,
    challenge: &ChallengeDetail,
    trail: ChallengeTrail,
) -> impl IntoView + use<> {
    let path = challenge_trail_path(&trail.challenge);
    let name = format!("{}-trail", trail.challenge);
    let agreement = agreement(visit, &trail);
    view! {
        {head(visit, challenge, title, Tab::Trail)}
        <p class="lead">{visit.say(texts::LEAD_CHALLENGE)}</p>
        {told(visit, trail.told)}
        <section>
            <h2>{visit.say(texts::FIGURES)}</h2>
            <FigureTable visit=visit.clone() figures=trail.figures/>
            {agreement}
        </section>
        <section>
            <h2>{visit.say(texts::BY_DATE)}</h2>
            <TimeLine visit=visit.clone() entries=trail.entries/>
        </section>
        <Downloads visit=visit.clone() path=path name=name/>
    }
}

/// What is not told yet, and until when.
fn told(visit: &Visit, told: Told) -> Option<AnyView> {
    let text = match told {
        Told::Dates => texts::TOLD_DATES,
        Told::Counts => texts::TOLD_COUNTS,
        Told::Results => return None,
    };
    let text = visit.say(text);
    Some(view! { <Notice><p>{text}</p></Notice> }.into_any())
}

fn agreement(visit: &Visit, trail: &ChallengeTrail) -> Option<AnyView> {
    let alpha = visit.language.decimal(trail.agreement?.alpha, 2);
    let text = texts::AGREEMENT_IS.fill(visit.language, &[("alpha", &alpha)]);
    let name = visit.say(texts::AGREEMENT);
    Some(view! { <p class="help">{name}": "{text}</p> }.into_any())
}
