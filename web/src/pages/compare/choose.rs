//! The form that chooses what is compared.

use std::collections::HashSet;

use leptos::prelude::*;

use super::{Desk, FEWEST, Found};
use crate::{
    components::{
        form::{Select, Tick},
        list::{Empty, Pager},
    },
    failure::Failure,
    form::{Errors, Fields},
    language::Locale as _,
    texts::{Text, compare as texts},
    visit::Visit,
};

/// Finalists of a page of the form.
const BLIND_ROWS: u32 = 50;

/// What can be chosen.
pub(super) struct Candidates {
    /// How the API calls each, and how people do.
    named: Vec<(String, String)>,
    next: Option<String>,
}

impl Candidates {
    pub(super) async fn find(
        visit: &Visit,
        desk: Desk,
        challenge: &str,
        cursor: Option<&str>,
    ) -> Result<Self, Failure> {
        if desk == Desk::Blind {
            let page = visit.api.blind(challenge, cursor, BLIND_ROWS).await?;
            let named = page.items.into_iter().map(|one| {
                let name = format!("{} ({})", one.dossier.title, one.code);
                (one.code, name)
            });
            return Ok(Self {
                named: named.collect(),
                next: page.next,
            });
        }
        let page = visit.api.submissions(Some(challenge), cursor).await?;
        let named = page.items.into_iter().map(|one| {
            let at = visit.language.moment(one.created_at);
            let name = format!("{} ({at})", one.dossier.title);
            (one.id, name)
        });
        Ok(Self {
            named: named.collect(),
            next: page.next,
        })
    }
}

/// The form; folded away above a comparison.
pub(super) fn form(visit: &Visit, found: &Found) -> AnyView {
    let choices = choices(found);
    if choices.len() < FEWEST {
        return view! { <Empty text=visit.say(texts::TOO_FEW_THERE)/> }.into_any();
    }
    let form = fields(visit, found, choices);
    if found.comparison.is_some() {
        return view! {
            <details>
                <summary>{visit.say(texts::CHOOSE)}</summary>
                {form}
            </details>
        }
        .into_any();
    }
    let next = found.candidates.next.clone();
    view! {
        <h2>{visit.say(texts::CHOOSE)}</h2>
        {form}
        <Pager visit=visit.clone() next=next/>
    }
    .into_any()
}

/// What is ticked first, also if it stands on another page of the list; then the rest.
fn choices(found: &Found) -> Vec<(String, String, bool)> {
    let compared = found.comparison.iter().flat_map(|one| &one.entries);
    let titles: Vec<(&str, &str)> = compared
        .map(|entry| (entry.of.as_str(), entry.name.as_str()))
        .collect();
    let mut seen = HashSet::new();
    let mut choices = Vec::new();
    for of in &found.asked.of {
        let listed = found.candidates.named.iter().find(|(name, _)| name == of);
        let title = titles.iter().find(|(name, _)| name == of);
        let text = match (listed, title) {
            (Some((_, text)), _) => text.clone(),
            (None, Some((_, title))) => (*title).to_owned(),
            (None, None) => of.clone(),
        };
        seen.insert(of.as_str());
        choices.push((of.clone(), text, true));
    }
    let others = found.candidates.named.iter();
    let others = others.filter(|(of, _)| !seen.contains(of.as_str()));
    choices.extend(others.map(|(of, text)| (of.clone(), text.clone(), false)));
    choices
}

fn fields(visit: &Visit, found: &Found, choices: Vec<(String, String, bool)>) -> AnyView {
    let ticks: Vec<_> = choices
        .into_iter()
        .enumerate()
        .map(|(at, (of, text, ticked))| {
            // What is wrong with all of them leads to the first.
            let id = if at == 0 {
                "of".to_owned()
            } else {
                format!("of-{at}")
            };
            view! { <Tick id=id name="of" value=of text=text ticked=ticked/> }
        })
        .collect();
    let error = found.errors.at("of").map(str::to_owned);
    let described = error.is_some().then_some("of-error");
    let error = error.map(|text| view! { <p class="error" id="of-error">{text}</p> });
    let action = visit.at(&found.desk.path(&found.challenge.about.id));
    view! {
        <form method="get" action=action novalidate="">
            <fieldset aria-describedby=described>
                <legend>{visit.say(texts::WHICH)}</legend>
                {error}
                <div class="compare-choice">{ticks}</div>
            </fieldset>
            {splits(visit, found)}
            <button type="submit">{visit.say(texts::COMPARE)}</button>
        </form>
    }
    .into_any()
}

/// On which cases; nothing to choose where there is one set of them.
fn splits(visit: &Visit, found: &Found) -> AnyView {
    let splits = found.desk.splits(found.challenge.about.state);
    if let [(only, _)] = splits.as_slice() {
        return view! {
            <input type="hidden" name="split" value=*only/>
            <p class="help">{visit.say(texts::HIDDEN_UNTIL)}</p>
        }
        .into_any();
    }
    let option = |(name, text): (&str, Text)| (name.to_owned(), visit.say(text).to_owned());
    let options = splits.into_iter().map(option).collect();
    let fields = Fields::of([("split", found.asked.split.clone())]);
    view! {
        <Select visit=visit.clone() name="split" label=texts::WHICH_CASES options=options
            fields=fields errors=Errors::none()/>
    }
    .into_any()
}
