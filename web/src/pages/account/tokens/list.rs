//! How the list of tokens and the form for another one look.

use leptos::prelude::*;
use pilotbox_model::api::{Page as ListPage, accounts::TokenView};

use super::{DAYS, SCOPES};
use crate::{
    components::{
        form::{ErrorSummary, Field, FormGuard, Select, Tick},
        list::{Empty, Pager},
        table::{Column, Table},
    },
    form::{Errors, Fields},
    language::Locale as _,
    pages::account::done::Done,
    texts::{Text, account as texts},
    visit::Visit,
};

const DONE: [(&str, Text); 1] = [("revoked", texts::TOKEN_REVOKED)];

/// The list, and the form.
pub(super) fn content(
    visit: &Visit,
    found: ListPage<TokenView>,
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <Done visit=visit.clone() known=&DONE/>
        <p class="above"><a href=visit.at("/account")>{visit.say(texts::ACCOUNT)}</a></p>
        <h1>{visit.say(texts::TOKENS)}</h1>
        <p class="lead">{visit.say(texts::TOKENS_LEAD)}</p>
        <section>
            <h2>{visit.say(texts::TOKENS_VALID)}</h2>
            {table(visit, found.items)}
            <Pager visit=visit.clone() next=found.next/>
        </section>
        <section>
            <h2>{visit.say(texts::TOKEN_MAKE)}</h2>
            {form(visit, fields, errors)}
        </section>
    }
}

fn table(visit: &Visit, tokens: Vec<TokenView>) -> AnyView {
    if tokens.is_empty() {
        return view! { <Empty text=visit.say(texts::TOKENS_NONE)/> }.into_any();
    }
    let columns = [
        texts::TOKEN_NAME,
        texts::TOKEN_SCOPES,
        texts::TOKEN_CREATED,
        texts::TOKEN_EXPIRES,
        texts::TOKEN_USED,
        texts::TOKEN_ACTION,
    ];
    let columns: Vec<Column> = columns.map(|text| Column::text(visit.say(text))).into();
    let rows: Vec<Vec<AnyView>> = tokens.into_iter().map(|one| row(visit, one)).collect();
    let caption = visit.say(texts::TOKENS_VALID).to_owned();
    view! { <Table caption=caption hide_caption=true columns=columns rows=rows/> }.into_any()
}

fn row(visit: &Visit, token: TokenView) -> Vec<AnyView> {
    let may = |text: Text| visit.say(text);
    let scopes = SCOPES
        .iter()
        .filter(|(scope, ..)| token.scopes.contains(scope));
    let scopes: Vec<&str> = scopes.map(|(_, _, text)| may(*text)).collect();
    let used = token.last_used_at.map_or_else(
        || visit.say(texts::TOKEN_NEVER).to_owned(),
        |at| visit.language.moment(at),
    );
    let name = token.name.clone();
    vec![
        view! { <bdi>{name}</bdi> }.into_any(),
        scopes.join("; ").into_any(),
        visit.language.day(token.created_at).into_any(),
        visit.language.moment(token.expires_at).into_any(),
        used.into_any(),
        revoke(visit, token).into_any(),
    ]
}

/// A button that says to those who hear it alone which token it ends.
fn revoke(visit: &Visit, token: TokenView) -> impl IntoView + use<> {
    view! {
        <form method="post" action=visit.at("/account/tokens") novalidate="">
            <FormGuard visit=visit.clone()/>
            <input type="hidden" name="revoke" value=token.id/>
            <button type="submit" class="danger small">
                {visit.say(texts::TOKEN_REVOKE)}<span class="unseen">" "<bdi>{token.name}</bdi></span>
            </button>
        </form>
    }
}

fn form(visit: &Visit, fields: &Fields, errors: &Errors) -> impl IntoView + use<> {
    let (fields, errors) = (fields.clone(), errors.clone());
    let days = DAYS.map(|days| {
        let text = texts::DAYS.of(visit.language, u64::from(days));
        (days.to_string(), text)
    });
    let scopes = scopes(visit, &fields, &errors);
    view! {
        <form method="post" action=visit.at("/account/tokens") novalidate="">
            <FormGuard visit=visit.clone()/>
            <Field visit=visit.clone() name="name" label=texts::TOKEN_NAME help=texts::TOKEN_NAME_HELP
                fields=fields.clone() errors=errors.clone()/>
            {scopes}
            <Select visit=visit.clone() name="days" label=texts::TOKEN_DAYS options=days.into() fields=fields errors=errors/>
            <p class="actions"><button type="submit">{visit.say(texts::TOKEN_MAKE_SEND)}</button></p>
        </form>
    }
}

fn scopes(visit: &Visit, fields: &Fields, errors: &Errors) -> impl IntoView + use<> {
    let error = errors.at("scopes").map(str::to_owned);
    let described = error.is_some().then_some("scopes-error");
    let error = error.map(|text| view! { <p class="error" id="scopes-error">{text}</p> });
    let ticks: Vec<_> = SCOPES
        .iter()
        .enumerate()
        .map(|(at, (_, word, text))| {
            // What is wrong with all of them leads to the first.
            let id = if at == 0 {
                "scopes".to_owned()
            } else {
                format!("scopes-{word}")
            };
            let ticked = fields.all("scopes").any(|typed| typed == *word);
            let text = visit.say(*text).to_owned();
            view! { <Tick id=id name="scopes" value=(*word).to_owned() text=text ticked=ticked/> }
        })
        .collect();
    view! {
        <fieldset aria-describedby=described>
            <legend>{visit.say(texts::TOKEN_SCOPES)}</legend>
            {error}
            {ticks}
        </fieldset>
    }
}
