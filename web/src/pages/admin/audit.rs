//! The audit trail: the record of receipts, decisions and events, newest first, with
//! filters, and the way to take it all along.

use axum::response::{IntoResponse as _, Response};
use leptos::prelude::*;
use pilotbox_model::{
    api::{accounts::Role, runs::ChainLink},
    chain::SYSTEM,
};

use super::kinds::{KINDS, kind_text};
use crate::{
    components::{
        form::{Field, Select},
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

/// Links of a page.
const ROWS: usize = 100;

/// Parts of the record that a filter looks through for one page.
const WINDOWS: usize = 10;

/// Links of one file of the export: the most that the API gives at once.
const EXPORT: u64 = 10_000;

/// Files of the export that have a link, from the newest back.
const FILES: usize = 20;

/// What the page is made from.
struct Found {
    links: Vec<ChainLink>,
    next: Option<u64>,
    last: u64,
}

/// `GET /{language}/admin/audit`
pub(crate) async fn show(visit: Visit) -> Response {
    match load(&visit).await {
        Ok(found) => visit
            .page(visit.say(texts::AUDIT), || content(&visit, found))
            .into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

async fn load(visit: &Visit) -> Result<Found, Failure> {
    visit.demand_role(Role::Admin)?;
    let last = visit.api.chain_head().await?.seq;
    let (kind, subject) = (visit.asked("kind"), visit.asked("subject"));
    let fits = |link: &ChainLink| {
        kind.as_ref().is_none_or(|kind| *kind == link.kind)
            && subject
                .as_ref()
                .is_none_or(|subject| *subject == link.subject)
    };
    let end = last.saturating_add(1);
    let cursor = visit.asked("cursor");
    let before = cursor.and_then(|cursor| cursor.parse().ok());
    let before = before.unwrap_or(end).min(end);
    let (links, next) = visit.api.chain_before(before, ROWS, WINDOWS, fits).await?;
    Ok(Found { links, next, last })
}

fn content(visit: &Visit, found: Found) -> impl IntoView + use<> {
    let goes_on = (found.next.is_some() && found.links.len() < ROWS)
        .then(|| view! { <p class="help">{visit.say(texts::AUDIT_GOES_ON)}</p> });
    let list = if found.links.is_empty() {
        view! { <Empty text=visit.say(texts::NO_LINKS)/> }.into_any()
    } else {
        table(visit, found.links).into_any()
    };
    let next = found.next.map(|before| before.to_string());
    view! {
        <Back visit=visit.clone() path="/admin".to_owned() text=site::ADMINISTRATION/>
        <h1>{visit.say(texts::AUDIT)}</h1>
        <p class="lead">{visit.say(texts::AUDIT_LEAD)}</p>
        {filter(visit)}
        {list}
        {goes_on}
        <Pager visit=visit.clone() next=next/>
        <h2>{visit.say(texts::EXPORT)}</h2>
        {export(visit, found.last)}
    }
}

fn filter(visit: &Visit) -> impl IntoView + use<> {
    let asked = |name: &'static str| (name, visit.asked(name).unwrap_or_default());
    let fields = Fields::of([asked("kind"), asked("subject")]);
    let any = (String::new(), visit.say(texts::ANY_KIND).to_owned());
    let known = KINDS.map(|(name, text)| (name.to_owned(), visit.say(text).to_owned()));
    let options = std::iter::once(any).chain(known).collect();
    view! {
        <form class="search" method="get" action=visit.at("/admin/audit")>
            <Select visit=visit.clone() name="kind" label=texts::KIND options=options
                fields=fields.clone() errors=Errors::none()/>
            <Field visit=visit.clone() name="subject" label=texts::SUBJECT help=texts::SUBJECT_HELP optional=true
                fields=fields errors=Errors::none()/>
            <button type="submit">{visit.say(texts::FILTER)}</button>
        </form>
    }
}

fn table(visit: &Visit, links: Vec<ChainLink>) -> impl IntoView + use<> {
    let columns = vec![
        Column::number(visit.say(texts::NUMBER)),
        Column::text(visit.say(texts::WHEN)),
        Column::text(visit.say(texts::KIND)),
        Column::text(visit.say(texts::ACTOR)),
        Column::text(visit.say(texts::SUBJECT)),
        Column::text(visit.say(texts::BODY)),
    ];
    let rows = links.into_iter().map(|link| row(visit, link)).collect();
    view! { <Table caption=visit.say(texts::AUDIT).to_owned() hide_caption=true columns=columns rows=rows/> }
}

fn row(visit: &Visit, link: ChainLink) -> Vec<AnyView> {
    let kind =
        kind_text(&link.kind).map_or_else(|| link.kind.clone(), |text| visit.say(text).to_owned());
    let actor = if link.actor == SYSTEM {
        visit.say(texts::SYSTEM).into_any()
    } else {
        short(&link.actor).into_any()
    };
    let body = (link.body != "{}").then_some(link.body);
    vec![
        visit.language.whole(link.seq).into_any(),
        visit.language.moment(link.at).into_any(),
        kind.into_any(),
        actor,
        short(&link.subject).into_any(),
        body.map(|body| view! { <code>{body}</code> }).into_any(),
    ]
}

/// A digest by its beginning, which tells persons of one page apart; the whole is
/// in the export. Ids are shown whole.
fn short(text: &str) -> impl IntoView + use<> {
    let shown = match text.strip_prefix("sha256:") {
        Some(hex) => format!("{}…", hex.chars().take(12).collect::<String>()),
        None => text.to_owned(),
    };
    view! { <code>{shown}</code> }
}

fn export(visit: &Visit, last: u64) -> impl IntoView + use<> {
    let starts: Vec<u64> = (0..last.div_ceil(EXPORT))
        .rev()
        .take(FILES)
        .map(|file| file * EXPORT)
        .collect();
    let has_older = starts.last().is_some_and(|after| *after > 0);
    let items: Vec<_> = starts
        .into_iter()
        .map(|after| {
            let href = format!("/api/v1/chain?after={after}&limit={EXPORT}");
            let first = visit.language.whole(after + 1);
            let end = visit.language.whole(last.min(after + EXPORT));
            let places = [("first", first.as_str()), ("last", end.as_str())];
            let text = texts::EXPORT_PART.fill(visit.language, &places);
            view! { <li><a href=href download="">{text}</a></li> }
        })
        .collect();
    let older = has_older.then(|| view! { <p class="help">{visit.say(texts::EXPORT_OLDER)}</p> });
    view! {
        <p>{visit.say(texts::EXPORT_LEAD)}</p>
        <ul>{items}</ul>
        {older}
    }
}
