//! The own account: who this is, name and language, and the way to everything else
//! that somebody does with an account.

pub mod data;
pub mod done;
pub mod password;
pub mod second_factor;
pub(crate) mod spent;
pub mod tokens;
pub(crate) mod wrong;

use axum::response::{IntoResponse as _, Response};
use leptos::prelude::*;
use pilotbox_model::api::{
    accounts::{Language, Me, MeChange, OrganisationView, Role},
    problem::Code,
};

use self::{
    done::Done,
    wrong::{Known, errors_of},
};
use super::{register::NAME, trouble};
use crate::{
    components::{
        facts::Facts,
        form::{ErrorSummary, Field, FormGuard, Kind, Select},
        list::Empty,
        notice::{Notice, Tone},
    },
    failure::Failure,
    form::{Errors, Fields, Posted, Reader, refused},
    language::Locale as _,
    page::{Page, go_to},
    texts::{Text, account as texts, site},
    visit::Visit,
};

const DONE: [(&str, Text); 4] = [
    ("saved", site::SAVED),
    ("password", texts::PASSWORD_CHANGED),
    ("factor", texts::FACTOR_PROVED),
    ("invited", texts::INVITATION_ACCEPTED),
];

const KNOWN: [Known; 1] = [Known::value("name", "name", texts::NAME_WRONG)];

/// `GET /{language}/account`
pub(crate) async fn show(visit: Visit) -> Response {
    let page = me(&visit).map(|me| {
        let language = me.language.as_str().to_owned();
        let fields = Fields::of([("name", me.name.clone()), ("language", language)]);
        page(&visit, me, &fields, &Errors::none())
    });
    or_trouble(&visit, page)
}

/// `POST /{language}/account`: another name or language.
pub(crate) async fn post(Posted { visit, fields }: Posted) -> Response {
    let me = match me(&visit) {
        Ok(me) => me,
        Err(failure) => return or_trouble(&visit, Err(failure)),
    };
    let mut reader = Reader::new(&fields, visit.language);
    let change = MeChange {
        name: Some(reader.text("name", NAME)),
        language: Some(Language::of_code(fields.typed("language"))),
    };
    if let Err(errors) = reader.finish(()) {
        return refused(page(&visit, me, &fields, &errors));
    }
    match visit.api.change_me(&change).await {
        Ok(_) => go_to(&visit, "/account?done=saved"),
        Err(failure) => {
            let errors = errors_of(&failure, visit.language, &KNOWN);
            refused(page(&visit, me, &fields, &errors))
        }
    }
}

/// The account of whoever asks.
pub(super) fn me(visit: &Visit) -> Result<&Me, Failure> {
    visit.demand_viewer().map(|viewer| &viewer.me)
}

/// The page, or what stands in its way. Where a second factor does, the visitor goes
/// to the page that sets it up.
pub(super) fn or_trouble(visit: &Visit, page: Result<Page, Failure>) -> Response {
    match page {
        Ok(page) => page.into_response(),
        Err(failure) if failure.code == Code::SecondFactorNeeded => {
            go_to(visit, "/account/second-factor")
        }
        Err(failure) => trouble::page(visit, &failure).into_response(),
    }
}

/// The languages of mails, to choose from.
pub(super) fn languages(visit: &Visit) -> Vec<(String, String)> {
    let named = [
        (Language::Bg, texts::IN_BULGARIAN),
        (Language::En, texts::IN_ENGLISH),
    ];
    let option = |(language, text): (Language, Text)| {
        (language.as_str().to_owned(), visit.say(text).to_owned())
    };
    named.map(option).into()
}

fn page(visit: &Visit, me: &Me, fields: &Fields, errors: &Errors) -> Page {
    visit.page(visit.say(texts::ACCOUNT), || {
        content(visit, me, fields, errors)
    })
}

fn content(visit: &Visit, me: &Me, fields: &Fields, errors: &Errors) -> impl IntoView + use<> {
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <Done visit=visit.clone() known=&DONE/>
        <h1>{visit.say(texts::ACCOUNT)}</h1>
        {factor_notice(visit, me)}
        <Facts facts=facts(visit, me)/>
        <div class="columns">
            <div>
                <section>
                    <h2>{visit.say(texts::MY_ORGANISATIONS)}</h2>
                    {organisations(visit, &me.organisations)}
                    <p><a class="button quiet" href=visit.at("/organisations/new")>{visit.say(texts::FOUND)}</a></p>
                </section>
                <section>
                    <h2>{visit.say(texts::PROFILE)}</h2>
                    {form(visit, fields, errors)}
                </section>
            </div>
            <nav aria-label=visit.say(texts::SETTINGS)>
                <h2>{visit.say(texts::SETTINGS)}</h2>
                {settings(visit, me)}
            </nav>
        </div>
    }
}

/// That the roles ask for a second factor, or for a code of it.
fn factor_notice(visit: &Visit, me: &Me) -> Option<impl IntoView + use<>> {
    let text = if me.has_second_factor {
        texts::FACTOR_PROVE_NEEDED
    } else {
        texts::FACTOR_NEEDED
    };
    let (text, link) = (visit.say(text), visit.say(texts::FACTOR_TO_PAGE));
    let href = visit.at("/account/second-factor");
    me.needs_second_factor.then(|| {
        view! {
            <Notice tone=Tone::Warn>
                <p>{text}</p>
                <p><a href=href>{link}</a></p>
            </Notice>
        }
    })
}

fn facts(visit: &Visit, me: &Me) -> Vec<(&'static str, AnyView)> {
    let email = match &me.email {
        Some(email) => view! { <bdi>{email.clone()}</bdi> }.into_any(),
        None => visit.say(texts::NO_EMAIL).into_any(),
    };
    let roles: Vec<&str> = me
        .roles
        .iter()
        .map(|role| visit.say(role_text(*role)))
        .collect();
    let factor = if me.has_second_factor {
        texts::FACTOR_ON
    } else {
        texts::FACTOR_OFF
    };
    let name = me.name.clone();
    vec![
        (
            visit.say(texts::NAME),
            view! { <bdi>{name}</bdi> }.into_any(),
        ),
        (visit.say(texts::EMAIL), email),
        (visit.say(texts::ROLES), roles.join(", ").into_any()),
        (visit.say(texts::FACTOR), visit.say(factor).into_any()),
        (
            visit.say(texts::SINCE),
            visit.language.day(me.created_at).into_any(),
        ),
    ]
}

/// The word for a role.
pub fn role_text(role: Role) -> Text {
    match role {
        Role::Citizen => texts::ROLE_CITIZEN,
        Role::Startup => texts::ROLE_STARTUP,
        Role::Evaluator => texts::ROLE_EVALUATOR,
        Role::Staff => texts::ROLE_STAFF,
        Role::Admin => texts::ROLE_ADMIN,
    }
}

fn organisations(visit: &Visit, own: &[OrganisationView]) -> AnyView {
    if own.is_empty() {
        return view! { <Empty text=visit.say(texts::NO_ORGANISATIONS)/> }.into_any();
    }
    let items: Vec<_> = own
        .iter()
        .map(|one| {
            let href = visit.at(&format!("/organisations/{}", one.id));
            let place = if one.is_owner {
                texts::MEMBER_OWNER
            } else {
                texts::MEMBER_PLAIN
            };
            let name = one.name.clone();
            view! { <li><a href=href><bdi>{name}</bdi></a>", "{visit.say(place)}</li> }
        })
        .collect();
    view! { <ul>{items}</ul> }.into_any()
}

fn form(visit: &Visit, fields: &Fields, errors: &Errors) -> impl IntoView + use<> {
    let (fields, errors) = (fields.clone(), errors.clone());
    view! {
        <form method="post" action=visit.at("/account") novalidate="">
            <FormGuard visit=visit.clone()/>
            <Field visit=visit.clone() name="name" label=texts::NAME kind=Kind::Name fields=fields.clone() errors=errors.clone()/>
            <Select visit=visit.clone() name="language" label=texts::LANGUAGE options=languages(visit) fields=fields errors=errors/>
            <p class="actions"><button type="submit">{visit.say(site::SAVE)}</button></p>
        </form>
    }
}

fn settings(visit: &Visit, me: &Me) -> impl IntoView + use<> {
    let password = me.email.as_ref().map(|_| {
        view! { <li><a href=visit.at("/account/password")>{visit.say(texts::PASSWORD_CHANGE)}</a></li> }
    });
    view! {
        <ul class="plain">
            {password}
            <li><a href=visit.at("/account/second-factor")>{visit.say(texts::FACTOR)}</a></li>
            <li><a href=visit.at("/account/tokens")>{visit.say(texts::TOKENS)}</a></li>
            <li><a href=visit.at("/account/data")>{visit.say(texts::DATA)}</a></li>
        </ul>
    }
}
