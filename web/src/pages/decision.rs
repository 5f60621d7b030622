//! The decision of a contest, as everybody reads it: the order and why it is so, both
//! scores, what the choice of weights decided, the jury, the lottery, the signed file and
//! its versions. Before it is out the page says how it will be made.

mod difference;
mod file;
pub mod inquiries;
mod jury;
pub mod letter;
mod lottery;
mod order;
pub mod protocol;
mod rule;
mod scores;
mod weights;
mod why;

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use futures_util::future::try_join;
use leptos::prelude::*;
use pilotbox_model::api::{
    challenges::Bilingual,
    decisions::{DecidedCandidate, DecidedNumbers, DecisionView, LetterHead},
};

use super::trouble;
use crate::{
    backend::part,
    components::notice::{Notice, Tone},
    failure::Failure,
    language::Locale as _,
    page::Page,
    texts::{Text, challenge, decision as texts},
    visit::Visit,
};

pub(in crate::pages) use difference::{changes, table as difference_table};
pub(in crate::pages) use order::{left_out_row, numbers_section};
pub(in crate::pages) use rule::{declaration, facts as rule_facts};

/// Decimals of a score, of a mark, and of what lies between 0 and 1.
const SCORE: usize = 2;
const MARK: usize = 2;
const QUALITY: usize = 3;

/// The pages of a decision, with what follows their challenge's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Decision,
    Protocol,
    Inquiries,
}

const SIDES: [(Side, &str, Text); 3] = [
    (Side::Decision, "/decision", texts::DECISION),
    (Side::Protocol, "/decision/protocol", texts::PROTOCOL),
    (Side::Inquiries, "/inquiries", texts::INQUIRIES),
];

/// `GET /{language}/challenges/{id}/decision[?version=N]`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match page(&visit, &id).await {
        Ok(page) => page.into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

async fn page(visit: &Visit, id: &str) -> Result<Page, Failure> {
    let version = asked_version(visit)?;
    let Some(view) = visit.api.decision(id, version).await? else {
        return expected(visit, id, version).await;
    };
    let difference = file::difference(visit, &view).await?;
    let letters = own_letters(visit, id).await;
    let title = title_of(visit, texts::DECISION_OF, &view.title);
    Ok(visit.page(title.clone(), || {
        let versions = file::versions(visit, &view, difference);
        content(visit, title, &view, &letters, versions)
    }))
}

/// How it will be decided, as long as it is not.
async fn expected(visit: &Visit, id: &str, version: Option<u32>) -> Result<Page, Failure> {
    let (about, settings) =
        try_join(visit.api.challenge(id), visit.api.decision_settings(id)).await?;
    let settings = settings.filter(|_| version.is_none());
    let settings = settings.ok_or_else(Failure::missing)?;
    let name = about.about.title;
    let title = title_of(visit, texts::HOW_OF, &name);
    Ok(visit.page(title.clone(), || {
        rule::declared(visit, title, &name, &settings)
    }))
}

/// The version that the address names.
fn asked_version(visit: &Visit) -> Result<Option<u32>, Failure> {
    let asked = visit.asked("version");
    let version = asked.map(|text| text.parse().map_err(|_| Failure::missing()));
    version.transpose()
}

/// The own letters; none of whoever takes no part.
async fn own_letters(visit: &Visit, id: &str) -> Vec<LetterHead> {
    if visit.viewer.is_none() {
        return Vec::new();
    }
    let found = visit.api.letters(id).await;
    let letters = found.map(|found| found.letters).unwrap_or_default();
    letters.into_iter().filter(|one| one.is_own).collect()
}

fn content(
    visit: &Visit,
    title: String,
    view: &DecisionView,
    letters: &[LetterHead],
    versions: AnyView,
) -> impl IntoView + use<> {
    let numbers = &view.numbers;
    view! {
        {head(visit, &view.challenge, &view.title, title, Side::Decision)}
        <p class="lead">{published(visit, view)}</p>
        {notices(visit, view)}
        {corrected(visit, view)}
        {letters_line(visit, letters)}
        {numbers_section(visit, numbers)}
        {order::left_out(visit, &view.left_out)}
        {rule::section(visit, view)}
        {weights::section(visit, numbers)}
        {scores::section(visit, numbers)}
        {jury::section(visit, numbers, &view.members)}
        {lottery::section(visit, view)}
        {file::section(visit, view)}
        {versions}
        {inquiries_line(visit, view)}
    }
}

/// What every page of a decision begins with.
fn head(
    visit: &Visit,
    challenge: &str,
    name: &Bilingual,
    title: String,
    here: Side,
) -> impl IntoView + use<> {
    let path = format!("/challenges/{}", part(challenge));
    let links: Vec<_> = SIDES
        .into_iter()
        .map(|(side, rest, text)| {
            let href = visit.at(&format!("{path}{rest}"));
            let current = (side == here).then_some("page");
            view! { <li><a href=href aria-current=current>{visit.say(text)}</a></li> }
        })
        .collect();
    let name = visit.language.pick(name).to_owned();
    view! {
        <p class="above"><a href=visit.at(&path)>{name}</a></p>
        <h1>{title}</h1>
        <nav class="switch" aria-label=visit.say(texts::SIDES)>
            <ul>{links}</ul>
        </nav>
    }
}

/// Which version it is and when it came out.
fn published(visit: &Visit, view: &DecisionView) -> String {
    let version = visit.language.whole(view.version.into());
    let when = visit.language.moment(view.published_at);
    let places = [("version", version.as_str()), ("when", &when)];
    texts::PUBLISHED_ON.fill(visit.language, &places)
}

/// What has to be known before numbers are believed.
fn notices(visit: &Visit, view: &DecisionView) -> impl IntoView + use<> {
    let replaced = (view.version < view.latest).then(|| {
        let href = visit.at(&place(&view.challenge));
        let text = visit.say(texts::REPLACED);
        let link = visit.say(texts::TO_LATEST);
        view! { <Notice tone=Tone::Warn><p>{text} " " <a href=href>{link}</a></p></Notice> }
    });
    let late = rule::late(view.declared).map(|text| {
        let text = visit.say(text);
        view! { <Notice tone=Tone::Warn><p>{text}</p></Notice> }
    });
    let unreliable = (!view.numbers.is_reliable).then(|| {
        let text = visit.say(challenge::NOT_RELIABLE);
        view! { <Notice tone=Tone::Warn><p>{text}</p></Notice> }
    });
    view! { {replaced}{late}{unreliable} }
}

/// Why this version corrects another one, and what.
fn corrected(visit: &Visit, view: &DecisionView) -> Option<AnyView> {
    let reason = visit.language.pick(view.reason.as_ref()?).to_owned();
    let view = view! {
        <section>
            <h2>{visit.say(texts::CORRECTED)}</h2>
            <p class="lines">{reason}</p>
            {changes(visit, &view.changes, &view.numbers)}
        </section>
    };
    Some(view.into_any())
}

fn letters_line(visit: &Visit, letters: &[LetterHead]) -> Option<AnyView> {
    let links: Vec<_> = letters
        .iter()
        .map(|one| {
            let href = visit.at(&letter_place(&one.submission));
            let title = one.title.clone();
            view! { <li><a href=href>{visit.say(texts::LETTER)} ": " <bdi>{title}</bdi></a></li> }
        })
        .collect();
    (!links.is_empty()).then(|| {
        let text = visit.say(texts::YOUR_LETTERS);
        view! { <Notice><p>{text}</p><ul>{links}</ul></Notice> }.into_any()
    })
}

/// Until when one may ask, and where.
fn inquiries_line(visit: &Visit, view: &DecisionView) -> impl IntoView + use<> {
    let until = visit.language.moment(view.inquiry_until);
    let text = if view.takes_inquiries {
        texts::ASK_UNTIL
    } else {
        texts::ASKED_UNTIL
    };
    let text = text.fill(visit.language, &[("when", &until)]);
    let href = visit.at(&inquiries_place(&view.challenge));
    view! {
        <h2>{visit.say(texts::INQUIRIES)}</h2>
        <p>{text} " " <a href=href>{visit.say(texts::TO_INQUIRIES)}</a></p>
    }
}

/// The page of a challenge's decision.
pub(in crate::pages) fn place(challenge: &str) -> String {
    format!("/challenges/{}/decision", part(challenge))
}

/// The page of its inquiries.
pub(in crate::pages) fn inquiries_place(challenge: &str) -> String {
    format!("/challenges/{}/inquiries", part(challenge))
}

/// The letter of a submission.
pub(in crate::pages) fn letter_place(submission: &str) -> String {
    format!("/submissions/{}/letter", part(submission))
}

fn title_of(visit: &Visit, text: Text, name: &Bilingual) -> String {
    let name = visit.language.pick(name);
    text.fill(visit.language, &[("title", name)])
}

/// The organisation and its dossier's title.
fn who(candidate: &DecidedCandidate) -> AnyView {
    let (organisation, title) = (candidate.organisation.clone(), candidate.title.clone());
    view! { <bdi>{organisation}</bdi><br/><span class="help"><bdi>{title}</bdi></span> }.into_any()
}

/// Whose a submission is; its id, if it is none of the candidates.
fn organisation_of<'a>(numbers: &'a DecidedNumbers, submission: &'a str) -> &'a str {
    let mut candidates = numbers.candidates.iter();
    let found = candidates.find(|one| one.submission == submission);
    found.map_or(submission, |one| one.organisation.as_str())
}

/// A stranger's name within a text, which keeps its own direction there.
fn isolated(name: &str) -> String {
    format!("\u{2068}{name}\u{2069}")
}

/// A number that may be missing.
fn number(visit: &Visit, value: Option<f64>, decimals: usize) -> String {
    value.map_or_else(
        || "–".to_owned(),
        |value| visit.language.decimal(value, decimals),
    )
}

/// From where to where, if it is known.
fn between(visit: &Visit, low: Option<f64>, high: Option<f64>, decimals: usize) -> String {
    let (Some(low), Some(high)) = (low, high) else {
        return "–".to_owned();
    };
    let [low, high] = [low, high].map(|end| visit.language.decimal(end, decimals));
    challenge::FROM_TO.fill(visit.language, &[("low", &low), ("high", &high)])
}

/// Between which places, if it is known; one of them, if both are the same.
fn ranks(visit: &Visit, low: Option<u32>, high: Option<u32>) -> String {
    let (Some(low), Some(high)) = (low, high) else {
        return "–".to_owned();
    };
    let words = [low, high].map(|rank| visit.language.whole(rank.into()));
    let [first, last] = &words;
    if low == high {
        return first.clone();
    }
    challenge::FROM_TO.fill(visit.language, &[("low", first), ("high", last)])
}

/// A share from 0 to 1 as per cent with a decimal, so that the rare differs from never.
fn share(visit: &Visit, share: f64) -> String {
    format!("{}%", visit.language.decimal(share * 100.0, 1))
}

#[cfg(test)]
pub(in crate::pages) mod invented;
#[cfg(test)]
mod tests;
