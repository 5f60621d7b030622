//! A command with a button that copies it.

use leptos::prelude::*;

/// A command to copy. Without JavaScript it is a text to select.
#[island]
pub fn CopyCommand(
    /// The command.
    command: String,
    /// What the button says.
    label: String,
    /// What it says afterwards.
    done: String,
) -> impl IntoView {
    let (is_copied, set_copied) = signal(false);
    let text = command.clone();
    let copy = move |_| {
        to_clipboard(&text);
        set_copied.set(true);
    };
    view! {
        <div class="copy">
            <pre tabindex="0"><code>{command}</code></pre>
            <button type="button" class="quiet small" on:click=copy>
                {move || if is_copied.get() { done.clone() } else { label.clone() }}
            </button>
        </div>
    }
}

#[cfg(feature = "hydrate")]
fn to_clipboard(text: &str) {
    if let Some(window) = web_sys::window() {
        // Whether it worked the visitor sees where it is pasted.
        let _promise = window.navigator().clipboard().write_text(text);
    }
}

#[cfg(not(feature = "hydrate"))]
fn to_clipboard(_text: &str) {}
