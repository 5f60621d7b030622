//! One account: its roles, granted and taken, and its lock.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::api::{
    accounts::{AccountView, Role},
    problem::Code,
};

use super::{
    GRANTED,
    accounts::{email, factor_text, lock_text, place},
    granted, role_options, role_text, roles_text,
};
use crate::{
    components::{
        facts::Facts,
        form::{ErrorSummary, FormGuard, Select},
        notice::Notice,
    },
    failure::Failure,
    form::{Errors, Fields, Posted, refused},
    language::Locale as _,
    page::{Page, address, go_to},
    pages::{
        staff::{Back, Done},
        trouble,
    },
    texts::{Text, admin as texts, failure as failures},
    visit::Visit,
};

/// Words that say what a form has done.
const DONE: [(&str, Text); 4] = [
    ("granted", texts::DONE_GRANTED),
    ("taken", texts::DONE_TAKEN),
    ("locked", texts::DONE_LOCKED),
    ("unlocked", texts::DONE_UNLOCKED),
];

/// `GET /{language}/admin/accounts/{id}`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match load(&visit, &id).await {
        Ok(account) => page(&visit, &account, &Errors::none()).into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/admin/accounts/{id}`
pub(crate) async fn change(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Response {
    let account = match load(&visit, &id).await {
        Ok(account) => account,
        Err(failure) => return trouble::page(&visit, &failure).into_response(),
    };
    match act(&visit, &account.id, &fields).await {
        Ok(word) => go_to(&visit, &format!("{}?done={word}", place(&account.id))),
        Err(errors) => refused(page(&visit, &account, &errors)),
    }
}

async fn load(visit: &Visit, id: &str) -> Result<AccountView, Failure> {
    visit.demand_role(Role::Admin)?;
    visit.api.account(id).await
}

/// Does what the form asks for; tells the word for it.
async fn act(visit: &Visit, id: &str, fields: &Fields) -> Result<&'static str, Errors> {
    let role = granted(fields.typed("role"));
    let (done, word) = match (fields.typed("act"), role) {
        ("lock", _) => (visit.api.set_lock(id, true).await, "locked"),
        ("unlock", _) => (visit.api.set_lock(id, false).await, "unlocked"),
        ("take", Some(role)) => (visit.api.take_role(id, role).await, "taken"),
        ("grant", Some(role)) => (visit.api.grant_role(id, role).await, "granted"),
        _ => {
            let mut errors = Errors::none();
            errors.add("role", visit.say(failures::FIELD_CHOOSE));
            return Err(errors);
        }
    };
    done.map(|()| word).map_err(|failure| told(visit, &failure))
}

/// The last admin can neither lose the role nor be locked: there would be nobody to
/// undo it.
fn told(visit: &Visit, failure: &Failure) -> Errors {
    if failure.code != Code::Conflict {
        return Errors::of(failure, visit.language);
    }
    let mut errors = Errors::none();
    errors.add("main", visit.say(texts::LAST_ADMIN));
    errors
}

fn page(visit: &Visit, account: &AccountView, errors: &Errors) -> Page {
    visit.page(account.name.clone(), || content(visit, account, errors))
}

fn content(visit: &Visit, account: &AccountView, errors: &Errors) -> impl IntoView + use<> {
    let is_own = visit.viewer.as_ref().is_some_and(|v| v.me.id == account.id);
    let own = visit.say(texts::OWN_ACCOUNT);
    let own = is_own.then(|| view! { <Notice><p>{own}</p></Notice> });
    let name = account.name.clone();
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <Done visit=visit.clone() known=DONE.to_vec()/>
        <Back visit=visit.clone() path="/admin/accounts".to_owned() text=texts::BACK_TO_ACCOUNTS/>
        <h1><bdi>{name}</bdi></h1>
        {own}
        {facts(visit, account)}
        <h2>{visit.say(texts::ROLES)}</h2>
        {taking(visit, account)}
        <h3>{visit.say(texts::GRANT)}</h3>
        {granting(visit, account, errors)}
        <h2>{visit.say(texts::ACCESS)}</h2>
        {locking(visit, account)}
    }
}

fn facts(visit: &Visit, account: &AccountView) -> impl IntoView + use<> {
    let id = account.id.clone();
    let facts = vec![
        (
            visit.say(texts::EMAIL),
            email(visit, account.email.clone()).into_any(),
        ),
        (
            visit.say(texts::ROLES),
            roles_text(visit, &account.roles).into_any(),
        ),
        (
            visit.say(texts::FACTOR),
            factor_text(visit, account).into_any(),
        ),
        (visit.say(texts::LOCK), lock_text(visit, account).into_any()),
        (
            visit.say(texts::SINCE),
            visit.language.moment(account.created_at).into_any(),
        ),
        (
            visit.say(texts::ACCOUNT_ID),
            view! { <code>{id}</code> }.into_any(),
        ),
    ];
    view! { <Facts facts=facts/> }
}

/// A button for each role that can be taken.
fn taking(visit: &Visit, account: &AccountView) -> impl IntoView + use<> {
    let own = GRANTED
        .into_iter()
        .filter(|role| account.roles.contains(role));
    let forms: Vec<_> = own
        .map(|role| {
            let name = visit.say(role_text(role));
            let text = texts::TAKE_ONE.fill(visit.language, &[("role", name)]);
            view! {
                <form method="post" action=address(visit.language, visit) novalidate="">
                    <FormGuard visit=visit.clone()/>
                    <input type="hidden" name="act" value="take"/>
                    <input type="hidden" name="role" value=role.as_str()/>
                    <button type="submit" class="danger small">{text}</button>
                </form>
            }
        })
        .collect();
    if forms.is_empty() {
        return view! { <p>{visit.say(texts::NO_ROLES)}</p> }.into_any();
    }
    view! { <div class="line">{forms}</div> }.into_any()
}

fn granting(visit: &Visit, account: &AccountView, errors: &Errors) -> impl IntoView + use<> {
    let missing = GRANTED
        .into_iter()
        .filter(|role| !account.roles.contains(role));
    let options = role_options(visit, missing);
    if options.is_empty() {
        return view! { <p id="role">{visit.say(texts::ALL_GRANTED)}</p> }.into_any();
    }
    view! {
        <p>{visit.say(texts::GRANT_HELP)}</p>
        <form method="post" action=address(visit.language, visit) novalidate="">
            <FormGuard visit=visit.clone()/>
            <input type="hidden" name="act" value="grant"/>
            <Select visit=visit.clone() name="role" label=texts::ROLE options=options
                fields=Fields::default() errors=errors.clone()/>
            <p class="actions"><button type="submit">{visit.say(texts::GRANT_BUTTON)}</button></p>
        </form>
    }
    .into_any()
}

fn locking(visit: &Visit, account: &AccountView) -> impl IntoView + use<> {
    let (word, text, class) = if account.locked_at.is_some() {
        ("unlock", texts::UNLOCK_BUTTON, "quiet")
    } else {
        ("lock", texts::LOCK_BUTTON, "danger")
    };
    view! {
        <p>{visit.say(texts::LOCK_HELP)}</p>
        <form method="post" action=address(visit.language, visit) novalidate="">
            <FormGuard visit=visit.clone()/>
            <input type="hidden" name="act" value=word/>
            <button type="submit" class=class>{visit.say(text)}</button>
        </form>
    }
}
