//! The message after a form that led here: one of those that the page knows, by the
//! word `done` of its address.

use leptos::prelude::*;

use crate::{
    components::notice::{Notice, Tone},
    texts::Text,
    visit::Visit,
};

/// Says what was done; nothing where nothing was.
#[component]
pub fn Done(
    visit: Visit,
    /// Words that this page knows, with what they mean.
    known: &'static [(&'static str, Text)],
) -> impl IntoView {
    let word = visit.asked("done");
    let found = word.and_then(|word| known.iter().find(|(name, _)| *name == word));
    found.map(|(_, text)| {
        view! {
            <Notice tone=Tone::Good answers=true>
                <p>{visit.say(*text)}</p>
            </Notice>
        }
    })
}
