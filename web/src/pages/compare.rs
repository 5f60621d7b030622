//! Submissions side by side: the own ones for members of an organisation, any for staff,
//! finalists under their codes for evaluators. The form that chooses them is a plain
//! `GET`, so that a comparison has an address.

mod chart;
mod choose;
mod figures;
mod files;
mod laid;
mod locked;
mod sample;
mod sheets;

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::api::{
    accounts::Role,
    challenges::{ChallengeDetail, ChallengeState},
    comparison::ComparisonView,
};

use super::trouble;
use crate::{
    backend::part,
    charts::entry::MOST,
    components::form::ErrorSummary,
    failure::Failure,
    form::{Errors, refused},
    language::Locale as _,
    page::Page,
    texts::{Text, compare as texts},
    visit::Visit,
};
use choose::Candidates;

pub(crate) use files::{file, file_blind};
pub(crate) use sample::charts as sample_charts;

/// How many are compared at least.
const FEWEST: usize = 2;

/// Who compares, and by that what and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Desk {
    /// Members of an organisation: their own.
    Own,
    /// Staff: any.
    Staff,
    /// Evaluators: finalists, by code.
    Blind,
}

/// What is asked for.
struct Asked {
    split: String,
    of: Vec<String>,
    /// Whether the form was sent.
    is_sent: bool,
}

/// What the page is made of.
struct Found {
    desk: Desk,
    challenge: ChallengeDetail,
    asked: Asked,
    candidates: Candidates,
    comparison: Option<ComparisonView>,
    errors: Errors,
}

/// `GET /{language}/challenges/{id}/compare`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    answer(&visit, id, false).await
}

/// `GET /{language}/evaluation/{id}/compare`
pub(crate) async fn show_blind(visit: Visit, Path(id): Path<String>) -> Response {
    match lock(&visit, &id).await {
        Ok(None) => answer(&visit, id, true).await,
        Ok(Some(page)) => page.into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// The page that says why the comparison is not open yet; nothing once it is.
async fn lock(visit: &Visit, id: &str) -> Result<Option<Page>, Failure> {
    visit.demand_role(Role::Evaluator)?;
    let challenge = visit.api.challenge(id).await?;
    let left = locked::left(visit, &challenge).await?;
    Ok(left.map(|left| locked::page(visit, &challenge, &left)))
}

async fn answer(visit: &Visit, id: String, is_blind: bool) -> Response {
    match find(visit, &id, is_blind).await {
        Ok(found) => {
            let is_wrong = !found.errors.is_empty();
            let title = found.title(visit);
            let page = visit.page(title, || content(visit, found));
            if is_wrong {
                refused(page)
            } else {
                page.into_response()
            }
        }
        Err(failure) => trouble::page(visit, &failure).into_response(),
    }
}

async fn find(visit: &Visit, id: &str, is_blind: bool) -> Result<Found, Failure> {
    let desk = Desk::of(visit, is_blind)?;
    let challenge = visit.api.challenge(id).await?;
    let asked = Asked::of(visit, &desk.splits(challenge.about.state));
    let errors = asked.errors(visit);
    let comparison = if asked.is_sent && errors.is_empty() {
        let found = visit.api.comparison(id, &asked.split, &asked.of).await?;
        Some(found)
    } else {
        None
    };
    // Below a comparison the address says where the list of cases goes on.
    let cursor = visit.asked("cursor").filter(|_| comparison.is_none());
    let candidates = Candidates::find(visit, desk, id, cursor.as_deref()).await?;
    Ok(Found {
        desk,
        challenge,
        asked,
        candidates,
        comparison,
        errors,
    })
}

impl Desk {
    fn of(visit: &Visit, is_blind: bool) -> Result<Self, Failure> {
        if is_blind {
            visit.demand_role(Role::Evaluator)?;
            return Ok(Self::Blind);
        }
        let viewer = visit.demand_viewer()?;
        Ok(if viewer.has(Role::Staff) {
            Self::Staff
        } else {
            Self::Own
        })
    }

    /// The sets of cases that this reader may compare on, the first one first. The API
    /// decides; this keeps the form from offering what it would refuse.
    fn splits(self, state: ChallengeState) -> Vec<(&'static str, Text)> {
        let sample = ("sample", texts::ON_SAMPLE);
        let public = ("public", texts::ON_PUBLIC);
        let last = ("final", texts::ON_FINAL);
        match self {
            Self::Blind => vec![last, public, sample],
            Self::Staff if state >= ChallengeState::Closed => vec![public, last, sample],
            Self::Staff => vec![public, sample],
            Self::Own if state.is_published() => vec![sample, public, last],
            Self::Own => vec![sample],
        }
    }

    /// The address of a challenge's comparison.
    fn path(self, challenge: &str) -> String {
        let part = part(challenge);
        match self {
            Self::Blind => format!("/evaluation/{part}/compare"),
            Self::Own | Self::Staff => format!("/challenges/{part}/compare"),
        }
    }

    fn lead(self) -> Text {
        match self {
            Self::Own => texts::LEAD_OWN,
            Self::Staff => texts::LEAD_STAFF,
            Self::Blind => texts::LEAD_BLIND,
        }
    }
}

impl Asked {
    fn of(visit: &Visit, splits: &[(&'static str, Text)]) -> Self {
        let pairs: Vec<(String, String)> =
            serde_html_form::from_str(&visit.query).unwrap_or_default();
        let is_sent = pairs
            .iter()
            .any(|(name, _)| name == "split" || name == "of");
        let usual = splits.first().map_or("sample", |(name, _)| *name);
        let mut of: Vec<String> = Vec::new();
        for (_, value) in pairs.into_iter().filter(|(name, _)| name == "of") {
            if !value.is_empty() && !of.contains(&value) {
                of.push(value);
            }
        }
        Self {
            split: visit.asked("split").unwrap_or_else(|| usual.to_owned()),
            of,
            is_sent,
        }
    }

    fn errors(&self, visit: &Visit) -> Errors {
        let mut errors = Errors::none();
        if self.is_sent && self.of.len() < FEWEST {
            errors.add("of", visit.say(texts::TOO_FEW));
        }
        if self.of.len() > MOST {
            errors.add("of", visit.say(texts::TOO_MANY));
        }
        errors
    }
}

impl Found {
    fn title(&self, visit: &Visit) -> String {
        let title = visit.language.pick(&self.challenge.about.title);
        let text = match self.desk {
            Desk::Blind => texts::TITLE_BLIND,
            Desk::Own | Desk::Staff => texts::TITLE_OF,
        };
        text.fill(visit.language, &[("title", title)])
    }
}

fn content(visit: &Visit, found: Found) -> impl IntoView + use<> {
    let title = found.title(visit);
    let id = &found.challenge.about.id;
    let (above, back) = match found.desk {
        Desk::Blind => (format!("/evaluation/{}", part(id)), texts::BACK_BLIND),
        Desk::Own | Desk::Staff => (format!("/challenges/{}", part(id)), texts::BACK),
    };
    let lead = found.desk.lead();
    let errors = found.errors.clone();
    let form = choose::form(visit, &found);
    let base = visit.at(&found.desk.path(id));
    let laid = found
        .comparison
        .map(|comparison| laid::out(visit, comparison, Some(&base)));
    view! {
        <ErrorSummary visit=visit.clone() errors=errors/>
        <p class="above"><a href=visit.at(&above)>{visit.say(back)}</a></p>
        <h1>{title}</h1>
        <p class="lead">{visit.say(lead)}</p>
        {form}
        {laid}
    }
}
