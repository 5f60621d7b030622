//! What evaluators read: challenges whose finalists are known, and the dossiers
//! without whose they are.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::api::{
    Page as ListPage,
    accounts::Role,
    challenges::{ChallengeState, ChallengeView},
    submissions::BlindView,
};

use super::{challenges::State, staff::Back, trouble};
use crate::{
    backend::part,
    components::{
        facts::Facts,
        list::{Empty, Pager},
    },
    failure::Failure,
    language::Locale as _,
    markdown::Markdown,
    texts::{compare, evaluator as texts, site},
    visit::Visit,
};

/// Challenges of a page.
const CARDS: usize = 24;

/// Dossiers of a page. Each may be long.
const DOSSIERS: u32 = 10;

/// `GET /{language}/evaluation`
pub(crate) async fn list(visit: Visit) -> Response {
    match find(&visit).await {
        Ok(found) => visit
            .page(visit.say(site::EVALUATION), || content(&visit, found))
            .into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `GET /{language}/evaluation/{id}`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match load(&visit, &id).await {
        Ok((challenge, found)) => {
            let title = visit.language.pick(&challenge.title);
            let title = texts::DOSSIERS_OF.fill(visit.language, &[("title", title)]);
            visit
                .page(title.clone(), || dossiers(&visit, title, &challenge, found))
                .into_response()
        }
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

async fn find(visit: &Visit) -> Result<ListPage<ChallengeView>, Failure> {
    visit.demand_role(Role::Evaluator)?;
    let cursor = visit.asked("cursor");
    // In these states the API gives the dossiers.
    let fits = |one: &ChallengeView| {
        (ChallengeState::Closed..=ChallengeState::Published).contains(&one.state)
    };
    visit.api.fitting_challenges(cursor, CARDS, fits).await
}

async fn load(visit: &Visit, id: &str) -> Result<(ChallengeView, ListPage<BlindView>), Failure> {
    visit.demand_role(Role::Evaluator)?;
    let challenge = visit.api.challenge(id).await?.about;
    let cursor = visit.asked("cursor");
    let found = visit.api.blind(id, cursor.as_deref(), DOSSIERS).await?;
    Ok((challenge, found))
}

fn content(visit: &Visit, found: ListPage<ChallengeView>) -> impl IntoView + use<> {
    let (now, others): (Vec<_>, Vec<_>) = found
        .items
        .into_iter()
        .partition(|one| one.state == ChallengeState::Jury);
    let now = if now.is_empty() {
        view! { <Empty text=visit.say(texts::NONE)/> }.into_any()
    } else {
        cards(visit, &now).into_any()
    };
    let others = (!others.is_empty()).then(|| {
        view! {
            <h2>{visit.say(texts::OTHERS)}</h2>
            {cards(visit, &others)}
        }
    });
    view! {
        <h1>{visit.say(site::EVALUATION)}</h1>
        <p class="lead">{visit.say(texts::LEAD)}</p>
        <h2>{visit.say(texts::WITH_JURY)}</h2>
        {now}
        {others}
        <Pager visit=visit.clone() next=found.next/>
    }
}

fn cards(visit: &Visit, challenges: &[ChallengeView]) -> impl IntoView + use<> {
    let cards: Vec<_> = challenges
        .iter()
        .map(|one| {
            let href = visit.at(&format!("/evaluation/{}", part(&one.id)));
            let title = visit.language.pick(&one.title).to_owned();
            view! {
                <li class="card">
                    <State visit=visit.clone() state=one.state/>
                    <h3><a href=href>{title}</a></h3>
                    <p class="help">{visit.say(texts::READ)}</p>
                </li>
            }
        })
        .collect();
    view! { <ul class="cards">{cards}</ul> }
}

fn dossiers(
    visit: &Visit,
    title: String,
    challenge: &ChallengeView,
    found: ListPage<BlindView>,
) -> impl IntoView + use<> {
    let compare = (!found.items.is_empty()).then(|| {
        let href = visit.at(&format!("/evaluation/{}/compare", part(&challenge.id)));
        view! { <a href=href>{visit.say(compare::LINK_BLIND)}</a> }
    });
    let list = if found.items.is_empty() {
        view! { <Empty text=visit.say(texts::NO_DOSSIERS)/> }.into_any()
    } else {
        let items: Vec<_> = found
            .items
            .into_iter()
            .map(|one| dossier(visit, one))
            .collect();
        items.into_any()
    };
    let href = visit.at(&format!("/challenges/{}", part(&challenge.id)));
    view! {
        <Back visit=visit.clone() path="/evaluation".to_owned() text=texts::BACK/>
        <h1>{title}</h1>
        <div class="line">
            <State visit=visit.clone() state=challenge.state/>
            <a href=href>{visit.say(texts::TO_CHALLENGE)}</a>
            {compare}
        </div>
        {list}
        <Pager visit=visit.clone() next=found.next/>
    }
}

fn dossier(visit: &Visit, one: BlindView) -> impl IntoView + use<> {
    let BlindView { code, dossier, .. } = one;
    let cost = dossier.cost_eur.map_or_else(
        || visit.say(texts::NOT_SAID).to_owned(),
        |cost| visit.language.euro(cost),
    );
    let facts = vec![(visit.say(texts::COST), cost.into_any())];
    let code = texts::CODE.fill(visit.language, &[("code", &code)]);
    // References the API leaves out: earlier contracts name who had them.
    let parts = [
        (texts::APPROACH, dossier.approach),
        (texts::PILOT_PLAN, dossier.pilot_plan),
        (texts::LICENCE, dossier.licence),
        (texts::RIGHTS, dossier.rights),
        (texts::PROVENANCE, dossier.provenance),
    ];
    let parts: Vec<_> = parts
        .into_iter()
        .map(|(name, text)| written(visit, visit.say(name), text))
        .collect();
    view! {
        <article>
            <h2><bdi>{dossier.title}</bdi></h2>
            <p class="help">{code}</p>
            <Facts facts=facts/>
            {parts}
        </article>
    }
}

fn written(visit: &Visit, name: &'static str, text: String) -> impl IntoView + use<> {
    let text = if text.trim().is_empty() {
        view! { <p>{visit.say(texts::NOT_SAID)}</p> }.into_any()
    } else {
        view! { <Markdown text=text above=3/> }.into_any()
    };
    view! {
        <h3>{name}</h3>
        {text}
    }
}
