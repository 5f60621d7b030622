//! A run that goes on: its place in the queue, its progress. In a browser it follows
//! the run's events and loads the page once more when the run has ended; without
//! JavaScript it says how things stood when the page was made.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "hydrate")]
mod events;

/// How a run stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// Its state's name in the API.
    pub state: String,
    /// Share of its cases that are done, from 0 to 1.
    pub progress: f64,
    /// How many cases there are, if that is shown.
    pub cases: Option<f64>,
    /// How many runs are before it.
    pub before: Option<f64>,
    /// When it should start, as people write it.
    pub expected: Option<String>,
}

/// What is said of it, in the page's language. `{…}` are places for values.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Words {
    /// The language's code.
    pub language: String,
    /// Each state's name in the API, its word, and what it means.
    pub states: Vec<(String, String, String)>,
    /// One run is before it.
    pub waiting_one: String,
    /// More are.
    pub waiting_more: String,
    /// None is.
    pub next_in_line: String,
    /// When it should start.
    pub expected: String,
    /// So many cases are done.
    pub done_of: String,
    /// Such a share is done.
    pub done_share: String,
    /// The name of the bar.
    pub progress: String,
    /// What to do without JavaScript.
    pub refresh: String,
    /// That it updates by itself.
    pub live: String,
    /// That the connection is broken.
    pub broken: String,
}

/// How the events come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    not(feature = "hydrate"),
    expect(dead_code, reason = "on a server nothing listens")
)]
enum Line {
    /// Nothing listens: the server's page, or no JavaScript.
    Still,
    /// Events come.
    Open,
    /// The connection broke; it is tried again.
    Broken,
}

/// A run that has not ended.
#[island]
pub fn LiveRun(
    /// The run.
    id: String,
    /// How it stood when the page was made.
    standing: Standing,
    words: Words,
) -> impl IntoView {
    let (now, set_now) = signal(standing);
    let (line, set_line) = signal(Line::Still);
    follow(id, words.clone(), set_now, set_line);
    let (named, said, about_line) = (words.clone(), words.clone(), words.clone());
    let share = move || format!("{:.3}", now.get().progress.clamp(0.0, 1.0));
    view! {
        <div class="live">
            <p><span class="badge plain">{move || name(&now.get(), &named)}</span></p>
            <p role="status">{move || tell(&now.get(), &said)}</p>
            <progress max="1" value=share aria-label=words.progress></progress>
            <p class="help" role="status">{move || of_line(line.get(), &about_line)}</p>
        </div>
    }
}

/// The word for a run's state.
fn name(standing: &Standing, words: &Words) -> String {
    let mut states = words.states.iter();
    let state = states.find(|(state, ..)| *state == standing.state);
    state.map(|(_, name, _)| name.clone()).unwrap_or_default()
}

/// What is said of a run.
fn tell(standing: &Standing, words: &Words) -> String {
    let mut states = words.states.iter();
    let state = states.find(|(state, ..)| *state == standing.state);
    let meaning = state.map(|(.., meaning)| meaning.clone());
    let mut said: Vec<String> = meaning.into_iter().collect();
    match standing.before {
        Some(before) if before < 0.5 => said.push(words.next_in_line.clone()),
        Some(before) if before < 1.5 => said.push(words.waiting_one.replace("{n}", "1")),
        Some(before) => said.push(words.waiting_more.replace("{n}", &whole(before))),
        None => {}
    }
    if standing.state == "running" {
        said.push(match standing.cases {
            Some(all) => words
                .done_of
                .replace("{done}", &whole(standing.progress * all))
                .replace("{all}", &whole(all)),
            None => words
                .done_share
                .replace("{n}", &whole(standing.progress * 100.0)),
        });
    }
    if let Some(when) = &standing.expected {
        said.push(words.expected.replace("{when}", when));
    }
    said.join(" ")
}

fn of_line(line: Line, words: &Words) -> String {
    match line {
        Line::Still => words.refresh.clone(),
        Line::Open => words.live.clone(),
        Line::Broken => words.broken.clone(),
    }
}

fn whole(number: f64) -> String {
    format!("{number:.0}")
}

#[cfg(feature = "hydrate")]
fn follow(id: String, words: Words, set_now: WriteSignal<Standing>, set_line: WriteSignal<Line>) {
    events::Follow::new(id, words.language, set_now, set_line).connect();
}

#[cfg(not(feature = "hydrate"))]
fn follow(
    _id: String,
    _words: Words,
    _set_now: WriteSignal<Standing>,
    _set_line: WriteSignal<Line>,
) {
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        Words {
            states: vec![(
                "queued".to_owned(),
                "Waiting".to_owned(),
                "Waits.".to_owned(),
            )],
            waiting_one: "{n} is before it.".to_owned(),
            waiting_more: "{n} are before it.".to_owned(),
            next_in_line: "Next.".to_owned(),
            expected: "At {when}.".to_owned(),
            done_of: "{done} of {all}.".to_owned(),
            done_share: "{n}%.".to_owned(),
            ..Words::default()
        }
    }

    #[test]
    fn a_run_that_waits_says_where() {
        let mut standing = Standing {
            state: "queued".to_owned(),
            before: Some(0.0),
            ..Standing::default()
        };
        assert_eq!(name(&standing, &words()), "Waiting");
        assert_eq!(tell(&standing, &words()), "Waits. Next.");
        standing.before = Some(12.0);
        standing.expected = Some("10:00".to_owned());
        assert_eq!(
            tell(&standing, &words()),
            "Waits. 12 are before it. At 10:00."
        );
    }

    #[test]
    fn a_run_says_how_far_it_is_as_far_as_it_may() {
        let mut standing = Standing {
            state: "running".to_owned(),
            progress: 0.25,
            ..Standing::default()
        };
        assert_eq!(tell(&standing, &words()), "25%.");
        standing.cases = Some(108.0);
        assert_eq!(tell(&standing, &words()), "27 of 108.");
    }
}
