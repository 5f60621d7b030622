//! Short words in a frame: states of challenges and runs. The word says it; the colour
//! only helps.

use leptos::prelude::*;

use super::notice::Tone;

/// A state in a word.
#[component]
pub fn Badge(#[prop(optional)] tone: Tone, text: &'static str) -> impl IntoView {
    view! { <span class=format!("badge {}", tone.class())>{text}</span> }
}
