//! Accounts: the list, with a search by name and address.

use axum::response::{IntoResponse as _, Response};
use leptos::prelude::*;
use pilotbox_model::api::{
    Page as ListPage,
    accounts::{AccountView, Role},
};

use super::roles_text;
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
    pages::{staff::Back, trouble},
    texts::{admin as texts, site},
    visit::Visit,
};

const ROWS: u32 = 50;

/// `GET /{language}/admin/accounts`
pub(crate) async fn list(visit: Visit) -> Response {
    match find(&visit).await {
        Ok(found) => visit
            .page(visit.say(texts::ACCOUNTS), || content(&visit, found))
            .into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// Whether a filter field holds this account's name or address in part.
fn fits(account: &AccountView, wanted: &str) -> bool {
    let email = account.email.as_deref().unwrap_or_default();
    [account.name.as_str(), email]
        .iter()
        .any(|text| text.to_lowercase().contains(wanted))
}

async fn find(visit: &Visit) -> Result<ListPage<AccountView>, Failure> {
    visit.demand_role(Role::Admin)?;
    let cursor = visit.asked("cursor");
    let Some(wanted) = visit.asked("q") else {
        return visit.api.accounts(cursor.as_deref(), ROWS).await;
    };
    let wanted = wanted.to_lowercase();
    let enough = usize::try_from(ROWS).unwrap_or(usize::MAX);
    let fits = |account: &AccountView| fits(account, &wanted);
    visit.api.fitting_accounts(cursor, enough, fits).await
}

fn content(visit: &Visit, found: ListPage<AccountView>) -> impl IntoView + use<> {
    let list = if found.items.is_empty() {
        view! { <Empty text=visit.say(texts::NO_ACCOUNTS)/> }.into_any()
    } else {
        table(visit, found.items).into_any()
    };
    let is_searched = visit.asked("q").is_some();
    let goes_on = (is_searched && found.next.is_some())
        .then(|| view! { <p class="help">{visit.say(texts::SEARCH_GOES_ON)}</p> });
    view! {
        <Back visit=visit.clone() path="/admin".to_owned() text=site::ADMINISTRATION/>
        <h1>{visit.say(texts::ACCOUNTS)}</h1>
        {search(visit)}
        {list}
        {goes_on}
        <Pager visit=visit.clone() next=found.next/>
    }
}

fn search(visit: &Visit) -> impl IntoView + use<> {
    let fields = Fields::of([("q", visit.asked("q").unwrap_or_default())]);
    view! {
        <form class="search" method="get" action=visit.at("/admin/accounts") role="search">
            <Field visit=visit.clone() name="q" label=texts::FIND optional=true fields=fields errors=Errors::none()/>
            <button type="submit">{visit.say(site::SEARCH)}</button>
        </form>
    }
}

fn table(visit: &Visit, accounts: Vec<AccountView>) -> impl IntoView + use<> {
    let columns = vec![
        Column::text(visit.say(texts::NAME)),
        Column::text(visit.say(texts::EMAIL)),
        Column::text(visit.say(texts::ROLES)),
        Column::text(visit.say(texts::FACTOR)),
        Column::text(visit.say(texts::LOCK)),
        Column::text(visit.say(texts::SINCE)),
    ];
    let rows = accounts.into_iter().map(|one| row(visit, one)).collect();
    view! {
        <Table caption=visit.say(texts::ACCOUNTS).to_owned() hide_caption=true columns=columns rows=rows/>
    }
}

fn row(visit: &Visit, one: AccountView) -> Vec<AnyView> {
    let href = visit.at(&place(&one.id));
    let (factor, lock) = (factor_text(visit, &one), lock_text(visit, &one));
    vec![
        view! { <a href=href><bdi>{one.name}</bdi></a> }.into_any(),
        email(visit, one.email).into_any(),
        roles_text(visit, &one.roles).into_any(),
        factor.into_any(),
        lock.into_any(),
        visit.language.day(one.created_at).into_any(),
    ]
}

/// The page of an account.
pub(super) fn place(account: &str) -> String {
    format!("/admin/accounts/{}", part(account))
}

/// An address, or that there is none.
pub(super) fn email(visit: &Visit, email: Option<String>) -> impl IntoView + use<> {
    let text = email.unwrap_or_else(|| visit.say(texts::NO_EMAIL).to_owned());
    view! { <bdi>{text}</bdi> }
}

/// Whether a second factor is set up.
pub(super) fn factor_text(visit: &Visit, account: &AccountView) -> &'static str {
    visit.say(if account.has_second_factor {
        texts::HAS_FACTOR
    } else {
        texts::NO_FACTOR
    })
}

/// Whether the account is locked.
pub(super) fn lock_text(visit: &Visit, account: &AccountView) -> String {
    account.locked_at.map_or_else(
        || visit.say(texts::NOT_LOCKED).to_owned(),
        |at| {
            let when = visit.language.day(at);
            texts::LOCKED_SINCE.fill(visit.language, &[("when", &when)])
        },
    )
}
