//! What evaluators read: what is assigned to them, challenges whose finalists are known,
//! and the dossiers without whose they are.

pub mod assignment;
pub(super) mod work;

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use futures_util::future::try_join;
use leptos::prelude::*;
use pilotbox_model::api::{
    Page as ListPage,
    accounts::Role,
    assignments::OwnAssignmentView,
    challenges::{ChallengeState, ChallengeView},
    submissions::{BlindView, Dossier},
};

use super::{
    challenges::State,
    staff::{Back, Done},
    trouble,
};
use crate::{
    backend::part,
    components::{
        facts::Facts,
        list::{Empty, Pager},
    },
    failure::Failure,
    language::Locale as _,
    markdown::Markdown,
    texts::{compare, evaluator as texts, jury, site},
    visit::Visit,
};
use work::Work;

/// Challenges of a page.
const CARDS: usize = 24;

/// Dossiers of a page. Each may be long.
const DOSSIERS: u32 = 10;

/// `GET /{language}/evaluation`
pub(crate) async fn list(visit: Visit) -> Response {
    match find(&visit).await {
        Ok((work, found)) => visit
            .page(visit.say(site::EVALUATION), || {
                content(&visit, &work, found)
            })
            .into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `GET /{language}/evaluation/{id}`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match load(&visit, &id).await {
        Ok(found) => {
            let title = visit.language.pick(&found.challenge.title);
            let title = texts::DOSSIERS_OF.fill(visit.language, &[("title", title)]);
            visit
                .page(title.clone(), || dossiers(&visit, title, found))
                .into_response()
        }
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// What the page of a challenge is made from.
struct Found {
    challenge: ChallengeView,
    dossiers: ListPage<BlindView>,
    /// The evaluator's own work in it.
    own: Vec<OwnAssignmentView>,
}

async fn find(visit: &Visit) -> Result<(Work, ListPage<ChallengeView>), Failure> {
    visit.demand_role(Role::Evaluator)?;
    let cursor = visit.asked("cursor");
    // In these states the API gives the dossiers.
    let fits = |one: &ChallengeView| {
        (ChallengeState::Closed..=ChallengeState::Published).contains(&one.state)
    };
    let found = visit.api.fitting_challenges(cursor, CARDS, fits);
    try_join(Work::of(visit), found).await
}

async fn load(visit: &Visit, id: &str) -> Result<Found, Failure> {
    visit.demand_role(Role::Evaluator)?;
    let challenge = visit.api.challenge(id).await?.about;
    let cursor = visit.asked("cursor");
    Ok(Found {
        challenge,
        dossiers: visit.api.blind(id, cursor.as_deref(), DOSSIERS).await?,
        own: visit.api.own_assignments_in(id).await?.items,
    })
}

fn content(visit: &Visit, work: &Work, found: ListPage<ChallengeView>) -> impl IntoView + use<> {
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
        <Done visit=visit.clone() known=vec![("conflict", jury::SAID_CONFLICT)]/>
        <h1>{visit.say(site::EVALUATION)}</h1>
        <p class="lead">{visit.say(texts::LEAD)}</p>
        {work.section(visit)}
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

fn dossiers(visit: &Visit, title: String, found: Found) -> impl IntoView + use<> {
    let Found {
        challenge,
        dossiers,
        own,
    } = found;
    let compare = (!dossiers.items.is_empty()).then(|| {
        let href = visit.at(&format!("/evaluation/{}/compare", part(&challenge.id)));
        view! { <a href=href>{visit.say(compare::LINK_BLIND)}</a> }
    });
    let undeclared = undeclared(visit, &own);
    let list = if dossiers.items.is_empty() {
        view! { <Empty text=visit.say(texts::NO_DOSSIERS)/> }.into_any()
    } else {
        let items: Vec<_> = dossiers
            .items
            .into_iter()
            .map(|one| dossier(visit, one, &own))
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
        {undeclared}
        {list}
        <Pager visit=visit.clone() next=dossiers.next/>
    }
}

/// Work whose dossiers wait for a declaration; nothing where there is none.
fn undeclared(visit: &Visit, own: &[OwnAssignmentView]) -> Option<impl IntoView + use<>> {
    let waiting = own.iter().filter(|one| one.declared_at.is_none());
    let items: Vec<_> = waiting
        .map(|one| {
            let href = visit.at(&work::place(&one.id));
            let code = texts::CODE.fill(visit.language, &[("code", &one.code)]);
            view! { <li><a href=href>{code}</a></li> }
        })
        .collect();
    (!items.is_empty()).then(|| {
        view! {
            <section>
                <h2>{visit.say(jury::UNDECLARED)}</h2>
                <p>{visit.say(jury::DECLARE_FIRST)}</p>
                <ul>{items}</ul>
            </section>
        }
    })
}

fn dossier(visit: &Visit, one: BlindView, own: &[OwnAssignmentView]) -> impl IntoView + use<> {
    let BlindView { code, dossier, .. } = one;
    let own = own.iter().find(|work| work.code == code);
    let own = own.map(|one| work::line(visit, one));
    let facts = vec![(visit.say(texts::COST), cost(visit, &dossier).into_any())];
    let code = texts::CODE.fill(visit.language, &[("code", &code)]);
    let title = dossier.title.clone();
    view! {
        <article>
            <h2><bdi>{title}</bdi></h2>
            <p class="help">{code}</p>
            {own}
            <Facts facts=facts/>
            {parts(visit, dossier)}
        </article>
    }
}

/// What a pilot would cost.
fn cost(visit: &Visit, dossier: &Dossier) -> String {
    dossier.cost_eur.map_or_else(
        || visit.say(texts::NOT_SAID).to_owned(),
        |cost| visit.language.euro(cost),
    )
}

/// What was written, part by part.
fn parts(visit: &Visit, dossier: Dossier) -> impl IntoView + use<> {
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
    parts.into_any()
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
