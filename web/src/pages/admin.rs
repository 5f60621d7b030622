//! The pages of admins: the state of the installation, and the ways to the rest.

pub mod account;
pub mod accounts;
pub mod audit;
pub mod invitations;
pub mod keys;
mod kinds;
pub mod mail;
pub mod organisations;
pub mod quota;
pub mod quotas;
pub mod storage;
pub mod switches;
pub mod work;

use axum::response::{IntoResponse as _, Response};
use leptos::prelude::*;
use pilotbox_model::api::{
    accounts::Role,
    runs::{ChainHeadView, QueueView},
};

use super::trouble;
use crate::{
    components::facts::Facts,
    failure::Failure,
    language::Locale as _,
    texts::{Text, admin as texts, site},
    visit::Visit,
};

/// The other pages: address, name, what is there.
const PLACES: [(&str, Text, Text); 10] = [
    ("/admin/accounts", texts::ACCOUNTS, texts::ACCOUNTS_HINT),
    (
        "/admin/invitations",
        texts::INVITATIONS,
        texts::INVITATIONS_HINT,
    ),
    (
        "/admin/organisations",
        texts::ORGANISATIONS,
        texts::ORGANISATIONS_HINT,
    ),
    ("/admin/quotas", texts::QUOTAS, texts::QUOTAS_HINT),
    ("/admin/work", texts::WORK, texts::WORK_HINT),
    ("/admin/storage", texts::STORAGE, texts::STORAGE_HINT),
    ("/admin/mail", texts::MAIL, texts::MAIL_HINT),
    ("/admin/switches", texts::SWITCHES, texts::SWITCHES_HINT),
    ("/admin/audit", texts::AUDIT, texts::AUDIT_HINT),
    ("/admin/keys", texts::KEYS, texts::KEYS_HINT),
];

/// `GET /{language}/admin`
pub(crate) async fn show(visit: Visit) -> Response {
    match load(&visit).await {
        Ok((queue, head)) => visit
            .page(visit.say(site::ADMINISTRATION), || {
                content(&visit, &queue, &head)
            })
            .into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

async fn load(visit: &Visit) -> Result<(QueueView, ChainHeadView), Failure> {
    visit.demand_role(Role::Admin)?;
    Ok((visit.api.queue().await?, visit.api.chain_head().await?))
}

fn content(visit: &Visit, queue: &QueueView, head: &ChainHeadView) -> impl IntoView + use<> {
    let language = visit.language;
    let median = queue.median_seconds.map_or_else(
        || visit.say(texts::UNKNOWN).to_owned(),
        |seconds| texts::SECONDS.of(language, seconds),
    );
    let digest = head.digest.clone();
    let of_queue = vec![
        (
            visit.say(texts::WAITING),
            language.whole(queue.waiting).into_any(),
        ),
        (
            visit.say(texts::RUNNING),
            language.whole(queue.running).into_any(),
        ),
        (visit.say(texts::MEDIAN), median.into_any()),
    ];
    let of_record = vec![
        (visit.say(texts::LINKS), language.whole(head.seq).into_any()),
        (
            visit.say(texts::HEAD),
            view! { <code>{digest}</code> }.into_any(),
        ),
    ];
    view! {
        <h1>{visit.say(site::ADMINISTRATION)}</h1>
        <p class="lead">{visit.say(texts::LEAD)}</p>
        {places(visit)}
        <h2>{visit.say(texts::QUEUE)}</h2>
        <Facts facts=of_queue/>
        <h2>{visit.say(texts::RECORD)}</h2>
        <Facts facts=of_record/>
    }
}

/// The ways to the other pages.
fn places(visit: &Visit) -> impl IntoView + use<> {
    let places: Vec<_> = PLACES
        .into_iter()
        .map(|(path, name, hint)| {
            view! {
                <li class="card">
                    <h2><a href=visit.at(path)>{visit.say(name)}</a></h2>
                    <p>{visit.say(hint)}</p>
                </li>
            }
        })
        .collect();
    view! { <ul class="cards">{places}</ul> }
}

/// A role in a word.
fn role_text(role: Role) -> Text {
    match role {
        Role::Citizen => texts::CITIZEN,
        Role::Startup => texts::STARTUP,
        Role::Evaluator => texts::EVALUATOR,
        Role::Staff => texts::STAFF,
        Role::Admin => texts::ADMIN,
    }
}

/// Roles in words.
fn roles_text(visit: &Visit, roles: &[Role]) -> String {
    if roles.is_empty() {
        return visit.say(texts::NO_ROLES).to_owned();
    }
    let names: Vec<_> = roles
        .iter()
        .map(|role| visit.say(role_text(*role)))
        .collect();
    names.join(", ")
}

/// Roles that are granted; the others follow from what an account is.
const GRANTED: [Role; 3] = [Role::Evaluator, Role::Staff, Role::Admin];

/// A role that is granted, by its name in a form.
fn granted(name: &str) -> Option<Role> {
    Role::parse(name).filter(|role| GRANTED.contains(role))
}

/// Roles as a list to choose from.
fn role_options(visit: &Visit, roles: impl IntoIterator<Item = Role>) -> Vec<(String, String)> {
    let option = |role: Role| {
        let text = visit.say(role_text(role)).to_owned();
        (role.as_str().to_owned(), text)
    };
    roles.into_iter().map(option).collect()
}
