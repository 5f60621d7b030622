//! The board of a challenge: scores so far, and the result once it is published.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use futures_util::future::try_join;
use leptos::prelude::*;
use pilotbox_model::api::{
    accounts::Role,
    challenges::{BoardSplit, BoardView, ChallengeDetail, ChallengeState},
};

use super::{
    path_of,
    tabs::{Tab, head},
};
use crate::{
    backend::{board_path, part},
    components::{
        board::{Places, shared_places},
        list::{Empty, Pager},
        notice::{Notice, Tone},
    },
    failure::Failure,
    language::Locale as _,
    page::Page,
    pages::trouble,
    texts::{Text, challenge as texts, compare},
    visit::Visit,
};

/// Places of a page.
const ROWS: usize = 100;

/// `GET /{language}/challenges/{id}/board`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match page(&visit, &id).await {
        Ok(page) => page.into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

async fn page(visit: &Visit, id: &str) -> Result<Page, Failure> {
    let split = match visit.asked("split").as_deref() {
        Some("final") => BoardSplit::Final,
        _ => BoardSplit::Public,
    };
    let version = visit.asked("version");
    let (challenge, board) = try_join(
        visit.api.challenge(id),
        visit.api.board(id, split, version.as_deref()),
    )
    .await?;
    let name = visit.language.pick(&challenge.about.title);
    let title = texts::BOARD_OF.fill(visit.language, &[("title", name)]);
    Ok(visit.page(title.clone(), || {
        content(visit, title, &challenge, board, split)
    }))
}

fn content(
    visit: &Visit,
    title: String,
    challenge: &ChallengeDetail,
    board: BoardView,
    split: BoardSplit,
) -> impl IntoView + use<> {
    let id = &challenge.about.id;
    let lead = match split {
        BoardSplit::Public => texts::BOARD_LEAD_PUBLIC,
        BoardSplit::Final => texts::BOARD_LEAD_FINAL,
    };
    let data = format!("/api/v1{}", board_path(id, split, Some(&board.version)));
    let table = format!("{data}&format=csv");
    let name = format!("{id}-{}.csv", split.as_str());
    view! {
        {head(visit, challenge, title, Tab::Board)}
        <p class="lead">{visit.say(lead)}</p>
        {kinds(visit, challenge, split)}
        {versions(visit, challenge, &board, split)}
        {notices(visit, challenge, &board, split)}
        {places(visit, board)}
        <p class="line">
            <a href=table download=name>{visit.say(texts::BOARD_CSV)}</a>
            <a href=data>{visit.say(texts::BOARD_DATA)}</a>
            <a href=visit.at("/methodology")>{visit.say(texts::BOARD_HOW)}</a>
            {comparison(visit, id)}
        </p>
    }
}

/// The way to lay submissions side by side, for staff.
fn comparison(visit: &Visit, id: &str) -> Option<AnyView> {
    let viewer = visit.viewer.as_ref()?;
    if !viewer.has(Role::Staff) {
        return None;
    }
    let href = visit.at(&format!("{}/compare", path_of(id)));
    Some(view! { <a href=href>{visit.say(compare::LINK_STAFF)}</a> }.into_any())
}

/// The switch between both boards, where the reader may see both.
fn kinds(visit: &Visit, challenge: &ChallengeDetail, split: BoardSplit) -> impl IntoView + use<> {
    let state = challenge.about.state;
    let is_staff = visit
        .viewer
        .as_ref()
        .is_some_and(|viewer| viewer.has(Role::Staff));
    let has_final = state.is_published() || (is_staff && state >= ChallengeState::Closed);
    if !has_final {
        return ().into_any();
    }
    let kinds = [
        (BoardSplit::Public, texts::BOARD_PUBLIC),
        (BoardSplit::Final, texts::BOARD_FINAL),
    ];
    let links = kinds.map(|(kind, text)| {
        let query = format!("split={}", kind.as_str());
        (query, visit.say(text).to_owned(), kind == split)
    });
    switch(visit, challenge, texts::BOARD_KIND, links.into()).into_any()
}

/// The switch between versions, where there are several.
fn versions(
    visit: &Visit,
    challenge: &ChallengeDetail,
    board: &BoardView,
    split: BoardSplit,
) -> impl IntoView + use<> {
    let passed = challenge.versions.iter();
    let passed = passed.filter(|version| version.approved_at.is_some());
    let links: Vec<_> = passed
        .map(|version| {
            let name = &version.version;
            let query = format!("split={}&version={}", split.as_str(), part(name));
            (query, name.clone(), *name == board.version)
        })
        .collect();
    if links.len() < 2 {
        return ().into_any();
    }
    switch(visit, challenge, texts::VERSION, links).into_any()
}

/// Links to other boards: what is asked, its text, whether it is this one.
fn switch(
    visit: &Visit,
    challenge: &ChallengeDetail,
    name: Text,
    links: Vec<(String, String, bool)>,
) -> impl IntoView + use<> {
    let path = visit.at(&format!("{}/board", path_of(&challenge.about.id)));
    let items: Vec<_> = links
        .into_iter()
        .map(|(query, text, is_here)| {
            let current = is_here.then_some("page");
            view! { <li><a href=format!("{path}?{query}") aria-current=current>{text}</a></li> }
        })
        .collect();
    view! {
        <nav class="switch" aria-label=visit.say(name)>
            <span aria-hidden="true">{visit.say(name)} ":"</span>
            <ul>{items}</ul>
        </nav>
    }
}

fn notices(
    visit: &Visit,
    challenge: &ChallengeDetail,
    board: &BoardView,
    split: BoardSplit,
) -> impl IntoView + use<> {
    let is_final = split == BoardSplit::Final;
    let texts = [
        (board.is_practice, Tone::Warn, texts::PRACTICE_NOTICE),
        (
            is_final && !board.is_reliable && !board.places.is_empty(),
            Tone::Warn,
            texts::NOT_RELIABLE,
        ),
        (
            !challenge.about.state.is_published(),
            Tone::Plain,
            texts::PSEUDONYMS,
        ),
    ];
    let shown = texts.into_iter().filter(|(is_shown, ..)| *is_shown);
    let shown: Vec<_> = shown
        .map(|(_, tone, text)| (tone, visit.say(text)))
        .map(|(tone, text)| view! { <Notice tone=tone><p>{text}</p></Notice> })
        .collect();
    view! { {shown} }
}

/// One page of the places. The API gives all of them at once.
fn places(visit: &Visit, board: BoardView) -> impl IntoView + use<> {
    if board.places.is_empty() {
        return view! { <Empty text=visit.say(texts::BOARD_EMPTY)/> }.into_any();
    }
    let shared = shared_places(&board.places);
    let start = visit.asked("cursor").and_then(|start| start.parse().ok());
    let start: usize = start
        .filter(|start| *start < board.places.len())
        .unwrap_or(0);
    let end = start.saturating_add(ROWS);
    let next = (end < board.places.len()).then(|| end.to_string());
    let has_ranks = board.places.iter().any(|place| place.rank_low.is_some());
    let help = has_ranks.then(|| view! { <p class="help">{visit.say(texts::PLAUSIBLE_HELP)}</p> });
    let places: Vec<_> = board.places.into_iter().skip(start).take(ROWS).collect();
    let caption = texts::BOARD_TABLE.fill(visit.language, &[("version", &board.version)]);
    view! {
        <Places visit=visit.clone() caption=caption places=places shared=shared/>
        {help}
        <Pager visit=visit.clone() next=next/>
    }
    .into_any()
}
