//! The own access tokens: to list them, to make one, to revoke one. A new token is
//! shown in the answer to its form and never again.

mod list;

use axum::response::{IntoResponse as _, Response};
use leptos::prelude::*;
use pilotbox_model::api::{
    accounts::{TokenAsk, TokenMade, TokenScope},
    problem::Code,
};

use super::{
    or_trouble,
    wrong::{Known, errors_of},
};
use crate::{
    failure::Failure,
    form::{Errors, Fields, Posted, Reader, refused},
    islands::copy::CopyCommand,
    language::{Language, Locale as _},
    page::{Page, go_to},
    texts::{Text, account as texts, failure as words},
    visit::Visit,
};

/// Most characters of what a token is for.
const NAME: usize = 100;

/// Days that a token may be good for, and which of them is offered first.
const DAYS: [u16; 5] = [7, 30, 90, 180, 365];
const USUAL_DAYS: u16 = 90;

const SCOPES: [(TokenScope, &str, Text); 3] = [
    (TokenScope::Read, "read", texts::SCOPE_READ),
    (TokenScope::Submit, "submit", texts::SCOPE_SUBMIT),
    (TokenScope::Manage, "manage", texts::SCOPE_MANAGE),
];

const KNOWN: [Known; 2] = [
    Known::value("name", "name", texts::TOKEN_NAME_WRONG),
    Known::whole(Code::Conflict, texts::TOKEN_MADE_ALREADY),
];

/// `GET /{language}/account/tokens`
pub(crate) async fn show(visit: Visit) -> Response {
    let usual = Fields::of([
        ("days", USUAL_DAYS.to_string()),
        ("scopes", "read".to_owned()),
        ("scopes", "submit".to_owned()),
    ]);
    let page = page(&visit, &usual, &Errors::none()).await;
    or_trouble(&visit, page)
}

/// `POST /{language}/account/tokens`: makes one, or revokes one.
pub(crate) async fn post(Posted { visit, fields }: Posted) -> Response {
    match fields.text("revoke") {
        Some(id) => revoke(&visit, &id).await,
        None => make(&visit, &fields).await,
    }
}

async fn revoke(visit: &Visit, id: &str) -> Response {
    match visit.api.revoke_token(id).await {
        Ok(()) => go_to(visit, "/account/tokens?done=revoked"),
        Err(failure) => or_trouble(visit, Err(failure)),
    }
}

async fn make(visit: &Visit, fields: &Fields) -> Response {
    let errors = match read(fields, visit.language) {
        Ok(ask) => match visit.api.create_token(&ask).await {
            Ok(made) => return made_page(visit, &made).into_response(),
            Err(failure) if leads_away(&failure) => return or_trouble(visit, Err(failure)),
            Err(failure) => errors_of(&failure, visit.language, &KNOWN),
        },
        Err(errors) => errors,
    };
    match page(visit, fields, &errors).await {
        Ok(page) => refused(page),
        Err(failure) => or_trouble(visit, Err(failure)),
    }
}

fn leads_away(failure: &Failure) -> bool {
    matches!(failure.code, Code::SignInNeeded | Code::SecondFactorNeeded)
}

fn read(fields: &Fields, language: Language) -> Result<TokenAsk, Errors> {
    let mut reader = Reader::new(fields, language);
    let name = reader.text("name", NAME);
    let days = fields.typed("days").parse().ok();
    let days = days.filter(|days| DAYS.contains(days));
    if days.is_none() {
        reader.wrong("days", words::FIELD_CHOOSE);
    }
    let is_chosen = |word: &str| fields.all("scopes").any(|typed| typed == word);
    let chosen = SCOPES.iter().filter(|(_, word, _)| is_chosen(word));
    let scopes: Vec<TokenScope> = chosen.map(|(scope, ..)| *scope).collect();
    if scopes.is_empty() {
        reader.wrong("scopes", texts::TOKEN_SCOPE_MISSING);
    }
    reader.finish(TokenAsk {
        name,
        scopes,
        expires_in_days: days.unwrap_or(USUAL_DAYS),
    })
}

async fn page(visit: &Visit, fields: &Fields, errors: &Errors) -> Result<Page, Failure> {
    visit.demand_viewer()?;
    let cursor = visit.asked("cursor");
    let found = visit.api.tokens(cursor.as_deref()).await?;
    Ok(visit.page(visit.say(texts::TOKENS), || {
        list::content(visit, found, fields, errors)
    }))
}

fn made_page(visit: &Visit, made: &TokenMade) -> Page {
    let title = visit.say(texts::TOKEN_MADE);
    let token = made.token.clone();
    let name = made.about.name.clone();
    let until = visit.language.moment(made.about.expires_at);
    visit.page(title, || {
        view! {
            <h1>{title}</h1>
            <p class="lead">{visit.say(texts::TOKEN_MADE_LEAD)}</p>
            <CopyCommand command=token label=visit.say(texts::COPY).to_owned() done=visit.say(texts::COPIED).to_owned()/>
            <p><bdi>{name}</bdi>". "{visit.say(texts::TOKEN_EXPIRES)}": "{until}</p>
            <p class="actions"><a class="button" href=visit.at("/account/tokens")>{visit.say(texts::TOKEN_BACK)}</a></p>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(days: &str, scopes: &[&str]) -> Fields {
        let scopes = scopes.iter().map(|word| ("scopes", (*word).to_owned()));
        let rest = [("name", "ci".to_owned()), ("days", days.to_owned())];
        Fields::of(rest.into_iter().chain(scopes))
    }

    #[test]
    fn a_token_has_the_scopes_that_are_ticked_and_the_days_that_are_offered() {
        let ask = read(&fields("30", &["submit", "read"]), Language::En);
        let ask = ask.map(|ask| (ask.scopes, ask.expires_in_days));
        assert_eq!(ask, Ok((vec![TokenScope::Read, TokenScope::Submit], 30)));
    }

    #[test]
    fn what_is_not_offered_is_refused() {
        let errors = read(&fields("3650", &["root"]), Language::En).err();
        let errors = errors.unwrap_or_default();
        assert!(errors.at("days").is_some() && errors.at("scopes").is_some());
    }
}
