//! A form with files that shows how far its sending is, and onto which files can be
//! dropped. Around the same form that is sent without JavaScript; the answer is the
//! same page, and what was chosen stays when it is a refusal.

use leptos::{
    ev::{DragEvent, SubmitEvent},
    prelude::*,
};
use serde::{Deserialize, Serialize};

#[cfg(feature = "hydrate")]
mod answer;
#[cfg(feature = "hydrate")]
mod files;
#[cfg(feature = "hydrate")]
mod send;

/// What is said, in the page's language.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Words {
    /// That files can be dropped.
    pub drop: String,
    /// How much is sent; `{n}` stands for per cent.
    pub sending: String,
    /// That all is sent.
    pub sent: String,
    /// That the connection broke off.
    pub broke: String,
    /// The name of the bar.
    pub progress: String,
}

/// How far the sending is.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(
    not(any(feature = "hydrate", test)),
    expect(dead_code, reason = "a server draws the form before it is sent")
)]
enum Sending {
    /// Nothing is under way.
    No,
    /// A share from 0 to 1 has gone out.
    Share(f64),
    /// The server reads it.
    All,
    /// The connection broke off.
    Broke,
}

impl Sending {
    fn is_on(self) -> bool {
        matches!(self, Self::Share(_) | Self::All)
    }

    fn share(self) -> f64 {
        match self {
            Self::Share(share) => share.clamp(0.0, 1.0),
            Self::All => 1.0,
            Self::No | Self::Broke => 0.0,
        }
    }

    fn tell(self, words: &Words) -> String {
        match self {
            Self::No => String::new(),
            Self::Share(_) => {
                // Told in steps of ten: what is read out shall not talk without end.
                let tens = (self.share() * 10.0).floor() * 10.0;
                words.sending.replace("{n}", &format!("{tens:.0}"))
            }
            Self::All => words.sent.clone(),
            Self::Broke => words.broke.clone(),
        }
    }
}

/// A form with files: the children are the form.
#[island]
pub fn Upload(words: Words, children: Children) -> impl IntoView {
    let (sending, set_sending) = signal(Sending::No);
    let (is_awake, set_awake) = signal(false);
    let (is_over, set_over) = signal(false);
    Effect::new(move |_| set_awake.set(true));
    let drag_over = move |event: DragEvent| {
        event.prevent_default();
        set_over.set(true);
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        set_over.set(false);
        take_files(&event);
    };
    let submitted = move |event: SubmitEvent| {
        if sending.get_untracked().is_on() {
            event.prevent_default();
        } else {
            send_form(&event, set_sending);
        }
    };
    let hint = words.drop.clone();
    let name = words.progress.clone();
    view! {
        <div class="drop" class:over=is_over on:dragover=drag_over on:drop=dropped
            on:dragleave=move |_| set_over.set(false) on:submit=submitted>
            <p class="help" hidden=move || !is_awake.get()>{hint}</p>
            {children()}
            <progress max="1" value=move || format!("{:.2}", sending.get().share()) aria-label=name
                hidden=move || !sending.get().is_on()></progress>
            <p role="status">{move || sending.get().tell(&words)}</p>
        </div>
    }
}

#[cfg(feature = "hydrate")]
fn take_files(event: &DragEvent) {
    files::take(event);
}

#[cfg(not(feature = "hydrate"))]
fn take_files(_event: &DragEvent) {}

#[cfg(feature = "hydrate")]
fn send_form(event: &SubmitEvent, set_sending: WriteSignal<Sending>) {
    send::send(event, set_sending);
}

#[cfg(not(feature = "hydrate"))]
fn send_form(_event: &SubmitEvent, _set_sending: WriteSignal<Sending>) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_far_it_is_is_told_in_steps() {
        let words = Words {
            sending: "{n} %".to_owned(),
            ..Words::default()
        };
        let told = [0.0, 0.09, 0.55, 7.0].map(|share| Sending::Share(share).tell(&words));
        assert_eq!(told, ["0 %", "0 %", "50 %", "100 %"]);
        assert!(!Sending::Broke.is_on() && Sending::All.is_on());
    }
}
