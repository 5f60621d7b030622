//! What enrolled organisations have used of their quotas and may use.

use axum::response::{IntoResponse as _, Response};
use leptos::prelude::*;
use pilotbox_model::api::{Page as ListPage, accounts::Role, admin::QuotaView, challenges::Quota};

use crate::{
    backend::part,
    components::{
        form::Field,
        list::{Empty, Pager},
        table::{Column, Table},
    },
    failure::Failure,
    form::{Errors, Fields},
    language::Locale as _,
    pages::{
        staff::{Back, Done},
        trouble,
    },
    texts::{Text, admin as texts, site},
    visit::Visit,
};

const ROWS: u32 = 50;

/// Words that say what a form has done.
const DONE: [(&str, Text); 1] = [("changed", texts::DONE_QUOTA)];

/// `GET /{language}/admin/quotas`
pub(crate) async fn list(visit: Visit) -> Response {
    match load(&visit).await {
        Ok(found) => visit
            .page(visit.say(texts::QUOTAS), || content(&visit, found))
            .into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

async fn load(visit: &Visit) -> Result<ListPage<QuotaView>, Failure> {
    visit.demand_role(Role::Admin)?;
    let (challenge, cursor) = (visit.asked("challenge"), visit.asked("cursor"));
    visit
        .api
        .quotas(challenge.as_deref(), cursor.as_deref(), ROWS)
        .await
}

/// What an organisation may use now: its own quota, else the phase's.
pub(super) fn allowed(quota: &QuotaView) -> Option<Quota> {
    quota.phase.as_ref()?;
    quota.own.or(quota.of_phase)
}

fn content(visit: &Visit, found: ListPage<QuotaView>) -> impl IntoView + use<> {
    let list = if found.items.is_empty() {
        view! { <Empty text=visit.say(texts::NO_QUOTAS)/> }.into_any()
    } else {
        table(visit, found.items).into_any()
    };
    view! {
        <Done visit=visit.clone() known=DONE.to_vec()/>
        <Back visit=visit.clone() path="/admin".to_owned() text=site::ADMINISTRATION/>
        <h1>{visit.say(texts::QUOTAS)}</h1>
        <p class="lead">{visit.say(texts::QUOTAS_LEAD)}</p>
        {filter(visit)}
        {list}
        <Pager visit=visit.clone() next=found.next/>
    }
}

fn filter(visit: &Visit) -> impl IntoView + use<> {
    let asked = visit.asked("challenge").unwrap_or_default();
    let fields = Fields::of([("challenge", asked)]);
    view! {
        <form class="search" method="get" action=visit.at("/admin/quotas")>
            <Field visit=visit.clone() name="challenge" label=texts::CHALLENGE_ID optional=true
                fields=fields errors=Errors::none()/>
            <button type="submit">{visit.say(texts::FILTER)}</button>
        </form>
    }
}

fn table(visit: &Visit, found: Vec<QuotaView>) -> impl IntoView + use<> {
    let columns = vec![
        Column::text(visit.say(texts::ORGANISATION)),
        Column::text(visit.say(texts::CHALLENGE)),
        Column::text(visit.say(texts::PHASE)),
        Column::text(visit.say(texts::USED_TODAY)),
        Column::text(visit.say(texts::USED_IN_PHASE)),
        Column::text(visit.say(texts::USED_NOW)),
        Column::text(visit.say(texts::OWN_QUOTA)),
    ];
    let rows = found.into_iter().map(|one| row(visit, one)).collect();
    view! {
        <Table caption=visit.say(texts::QUOTAS).to_owned() hide_caption=true columns=columns rows=rows/>
    }
}

fn row(visit: &Visit, one: QuotaView) -> Vec<AnyView> {
    let may = allowed(&one);
    let used = |used: u64, may: Option<u32>| used_text(visit, used, may);
    let href = visit.at(&format!(
        "/admin/quotas/change?challenge={}&organisation={}",
        part(&one.challenge),
        part(&one.organisation)
    ));
    let own = own_text(visit, &one);
    let phase = one
        .phase
        .unwrap_or_else(|| visit.say(texts::NO_PHASE).to_owned());
    vec![
        view! { <a href=href><bdi>{one.name}</bdi></a> }.into_any(),
        view! { <code>{one.challenge}</code> }.into_any(),
        phase.into_any(),
        used(one.used_today, may.map(|quota| quota.per_day)).into_any(),
        used(one.used_in_phase, may.map(|quota| quota.per_phase)).into_any(),
        used(one.under_way, may.map(|quota| quota.concurrent)).into_any(),
        own.into_any(),
    ]
}

/// So many of so many.
pub(super) fn used_text(visit: &Visit, used: u64, may: Option<u32>) -> String {
    let used = visit.language.whole(used);
    may.map_or_else(
        || used.clone(),
        |may| {
            let may = visit.language.whole(u64::from(may));
            texts::USED_OF.fill(visit.language, &[("used", &used), ("may", &may)])
        },
    )
}

fn own_text(visit: &Visit, one: &QuotaView) -> String {
    match (one.own, one.changed_at) {
        (Some(_), Some(at)) => {
            texts::OWN_SINCE.fill(visit.language, &[("when", &visit.language.day(at))])
        }
        _ => visit.say(texts::AS_PHASE).to_owned(),
    }
}
