//! Lists over pages, and lists with nothing in them.

use leptos::prelude::*;

use crate::{backend::part, texts::site as texts, visit::Visit};

/// Says that there is nothing, and what could be done.
#[component]
pub fn Empty(text: &'static str) -> impl IntoView {
    view! { <p class="empty">{text}</p> }
}

/// Where a list goes on; nothing on its only page.
#[component]
pub fn Pager(
    visit: Visit,
    /// The cursor of the next page.
    next: Option<String>,
) -> impl IntoView {
    let is_first = visit.asked("cursor").is_none();
    if next.is_none() && is_first {
        return ().into_any();
    }
    let first = (!is_first).then(|| {
        let href = address(&visit, None);
        view! { <a class="button quiet" href=href rel="first">{visit.say(texts::TO_FIRST_PAGE)}</a> }
    });
    let next = next.map(|cursor| {
        let href = address(&visit, Some(&cursor));
        view! { <a class="button quiet" href=href rel="next">{visit.say(texts::NEXT_PAGE)}</a> }
    });
    view! { <nav class="pager" aria-label=visit.say(texts::PAGES)>{first}{next}</nav> }.into_any()
}

/// This list's address from another place on, with its filters.
fn address(visit: &Visit, cursor: Option<&str>) -> String {
    let kept = visit.query.split('&').filter(|pair| {
        let name = pair.split('=').next().unwrap_or_default();
        !name.is_empty() && name != "cursor"
    });
    let mut pairs: Vec<String> = kept.map(str::to_owned).collect();
    pairs.extend(cursor.map(|cursor| format!("cursor={}", part(cursor))));
    let path = visit.at(&visit.path);
    if pairs.is_empty() {
        path
    } else {
        format!("{path}?{}", pairs.join("&"))
    }
}
