//! The way between the pages of a challenge, and their common beginning.

use leptos::prelude::*;
use pilotbox_model::api::challenges::ChallengeDetail;

use super::path_of;
use crate::{
    language::Locale as _,
    texts::{Text, data as texts, trail},
    visit::Visit,
};

/// A page of a challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tab {
    About,
    Data,
    Interface,
    Rules,
    Board,
    Questions,
    Trail,
}

/// Each with what follows the challenge's address, and its name.
const TABS: [(Tab, &str, Text); 7] = [
    (Tab::About, "", texts::TAB_ABOUT),
    (Tab::Data, "/data", texts::TAB_DATA),
    (Tab::Interface, "/interface", texts::TAB_INTERFACE),
    (Tab::Rules, "/rules", texts::TAB_RULES),
    (Tab::Board, "/board", texts::TAB_BOARD),
    (Tab::Questions, "/questions", texts::TAB_QUESTIONS),
    (Tab::Trail, "/trail", trail::TAB),
];

/// The links.
pub(super) fn tabs(visit: &Visit, id: &str, here: Tab) -> impl IntoView + use<> {
    let path = path_of(id);
    let links: Vec<_> = TABS
        .into_iter()
        .map(|(tab, rest, name)| {
            let href = visit.at(&format!("{path}{rest}"));
            let current = (tab == here).then_some("page");
            view! { <li><a href=href aria-current=current>{visit.say(name)}</a></li> }
        })
        .collect();
    view! {
        <nav class="switch" aria-label=visit.say(texts::TABS)>
            <ul>{links}</ul>
        </nav>
    }
}

/// The head of a page about one side of a challenge.
pub(super) fn head(
    visit: &Visit,
    challenge: &ChallengeDetail,
    title: String,
    here: Tab,
) -> impl IntoView + use<> {
    let id = &challenge.about.id;
    let name = visit.language.pick(&challenge.about.title).to_owned();
    view! {
        <p class="above"><a href=visit.at(&path_of(id))>{name}</a></p>
        <h1>{title}</h1>
        {tabs(visit, id, here)}
    }
}
