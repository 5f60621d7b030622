//! Messages: that something is done, that something is to be known, that something
//! went wrong.

use leptos::prelude::*;

/// How urgent a message is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// To be known.
    #[default]
    Plain,
    /// Done.
    Good,
    /// To be looked at.
    Warn,
    /// Went wrong.
    Bad,
}

impl Tone {
    /// Its name in the style sheet.
    pub fn class(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }
}

/// A message in a frame.
#[component]
pub fn Notice(
    #[prop(optional)] tone: Tone,
    /// Whether it answers what the visitor has just done, and is read out at once.
    #[prop(optional)]
    answers: bool,
    children: Children,
) -> impl IntoView {
    let role = answers.then_some("status");
    view! { <div class=format!("notice {}", tone.class()) role=role>{children()}</div> }
}
