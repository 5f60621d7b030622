//! From what the database holds of a year to its figures. Pure but for the reading.

use std::collections::BTreeSet;

use jiff::civil::Date;
use pilotbox_model::api::{
    challenges::{Bilingual, ChallengeState},
    trails::{FigureUnit, FigureView},
    years::{YearListed, YearView},
};
use pilotbox_store::{
    YearIndicator, YearMove, YearOrganisations, YearPilot, YearTheme, from_millis,
};
use serde::Deserialize;

use super::{Year, words};
use crate::{api::trails::figure, data, problem::Problem, state::AppState};

/// What is read of a year.
#[derive(Debug, Default)]
pub(super) struct Counted {
    moves: Vec<YearMove>,
    pilots: Vec<YearPilot>,
    exits: Vec<String>,
    indicators: Vec<YearIndicator>,
    themes: Vec<YearTheme>,
    organisations: YearOrganisations,
    submissions: i64,
    receipts: i64,
    answers: i64,
    milestones: i64,
    problems: i64,
    decisions: i64,
}

/// What the record says of a step in a challenge's life.
#[derive(Deserialize)]
struct Moved {
    to: String,
}

/// What it says of a pilot's end.
#[derive(Deserialize)]
struct Ended {
    decision: String,
}

/// Reads a year.
pub(super) async fn counted(state: &AppState, year: &Year) -> Result<Counted, Problem> {
    let (store, during) = (&state.store, &year.stretch);
    Ok(Counted {
        moves: store.year_moves(during).await?,
        pilots: store.year_pilots(during).await?,
        exits: store.year_exits(during).await?,
        indicators: store.year_indicators(during).await?,
        themes: store.year_themes(during).await?,
        organisations: store.year_organisations(during).await?,
        submissions: store.count_links("submission-received", during).await?,
        receipts: store.count_links("receipt-issued", during).await?,
        answers: store.count_links("clarification-answered", during).await?,
        milestones: store.year_milestones(during).await?,
        problems: store.problems_between(during.from, during.to).await?,
        decisions: store.decisions_between(during.from, during.to).await?,
    })
}

/// A year in the list.
pub(super) fn listed(year: &Year, counted: &Counted) -> YearListed {
    YearListed {
        year: year.number.unsigned_abs(),
        is_over: year.is_over,
        challenges_opened: many(moved(counted, ChallengeState::Open).len()),
        challenges_published: many(moved(counted, ChallengeState::Published).len()),
        submissions: count(counted.submissions),
        pilots_running: many(running(year, &counted.pilots).len()),
        open_data_sets: open_data_sets(counted),
    }
}

/// A year with all its figures.
pub(super) fn view(year: &Year, counted: &Counted) -> YearView {
    let figures = [
        of_challenges(counted),
        of_participants(counted),
        of_pilots(year, counted),
        of_data(counted),
    ];
    YearView {
        year: year.number.unsigned_abs(),
        from: year.from,
        until: year.until,
        is_over: year.is_over,
        figures: figures.concat(),
    }
}

fn of_challenges(counted: &Counted) -> Vec<FigureView> {
    let opened = moved(counted, ChallengeState::Open);
    let published = moved(counted, ChallengeState::Published);
    let mut all = vec![
        figure(words::PROBLEMS, count(counted.problems)),
        figure(words::CHALLENGES, many(opened.len())),
    ];
    for (field, title) in words::FIELDS {
        let of_field = opened.iter().filter(|one| one.field == field).count();
        all.push(part(
            figure(words::CHALLENGES, many(of_field)),
            field,
            title,
        ));
    }
    all.push(figure(words::OPEN_TO_NEWCOMERS, many(opened.len())));
    all.push(figure(words::PUBLISHED, many(published.len())));
    all.push(figure(words::DECISIONS, count(counted.decisions)));
    all
}

fn of_participants(counted: &Counted) -> Vec<FigureView> {
    let all = [
        (words::SUBMISSIONS, counted.submissions),
        (words::ORGANISATIONS, counted.organisations.submitted),
        (words::NEWCOMERS, counted.organisations.newcomers),
        (words::RECEIPTS, counted.receipts),
        (words::ANSWERS, counted.answers),
    ];
    all.map(|(words, value)| figure(words, count(value))).into()
}

fn of_pilots(year: &Year, counted: &Counted) -> Vec<FigureView> {
    let during = year.stretch.from..year.stretch.to;
    let opened = counted
        .pilots
        .iter()
        .filter(|one| during.contains(&one.opened_at));
    let budgets = opened.clone().map(|one| count(one.budget_eur)).sum();
    let running = running(year, &counted.pilots);
    let utilities = running
        .iter()
        .filter(|one| one.field == "utilities")
        .count();
    let on_target = counted
        .indicators
        .iter()
        .filter(|one| is_reached(one))
        .count();
    let mut all = vec![
        figure(words::PILOTS_OPENED, many(opened.count())),
        FigureView {
            unit: FigureUnit::Eur,
            ..figure(words::PILOTS_BUDGET, budgets)
        },
        figure(words::PILOTS_RUNNING, many(running.len())),
        FigureView {
            activity: Some("2.5.1".to_owned()),
            baseline: Some("<10".to_owned()),
            target: Some(20),
            ..figure(words::UTILITIES, many(utilities))
        },
    ];
    for (decision, words) in words::EXITS {
        all.push(figure(words, many(ended(counted, decision))));
    }
    all.push(figure(words::MILESTONES, count(counted.milestones)));
    all.push(figure(words::INDICATORS, many(counted.indicators.len())));
    all.push(figure(words::ON_TARGET, many(on_target)));
    all
}

fn of_data(counted: &Counted) -> Vec<FigureView> {
    let mut all = vec![
        figure(words::DATA_SETS, open_data_sets(counted)),
        FigureView {
            activity: Some("2.4.3".to_owned()),
            target: Some(10),
            ..figure(words::CATEGORIES, many(counted.themes.len()))
        },
    ];
    for one in &counted.themes {
        let title = (one.theme.as_str(), one.theme.as_str());
        let whole = figure(words::DATA_SETS, count(one.data_sets));
        all.push(part(whole, &one.theme, title));
    }
    all
}

/// A figure of a part of what is counted.
fn part(whole: FigureView, name: &str, (bg, en): (&str, &str)) -> FigureView {
    FigureView {
        title: Bilingual {
            bg: format!("{}: {bg}", whole.title.bg),
            en: format!("{}: {en}", whole.title.en),
        },
        part: Some(name.to_owned()),
        ..whole
    }
}

/// Challenges that came to a state, each once.
fn moved(counted: &Counted, to: ChallengeState) -> Vec<&YearMove> {
    let mut known = BTreeSet::new();
    let is_to = |one: &&YearMove| {
        let moved: Option<Moved> = serde_json::from_str(&one.body).ok();
        moved.is_some_and(|moved| moved.to == to.as_str())
    };
    let all = counted.moves.iter().filter(is_to);
    all.filter(|one| known.insert(one.challenge.as_str()))
        .collect()
}

fn ended(counted: &Counted, decision: &str) -> usize {
    let is_it = |body: &&String| {
        let ended: Option<Ended> = serde_json::from_str(body).ok();
        ended.is_some_and(|ended| ended.decision == decision)
    };
    counted.exits.iter().filter(is_it).count()
}

/// Pilots that answered on at least one day of the year that is over by now.
fn running<'a>(year: &Year, pilots: &'a [YearPilot]) -> Vec<&'a YearPilot> {
    pilots
        .iter()
        .filter(|one| has_run(year, one) == Some(true))
        .collect()
}

fn has_run(year: &Year, pilot: &YearPilot) -> Option<bool> {
    let ends_it = matches!(pilot.exit_decision.as_deref(), Some("adopt" | "stop"));
    let ends = [pilot.stopped_at, pilot.exit_at.filter(|_| ends_it)];
    let opened = data::day(from_millis(pilot.opened_at)).ok()?;
    let first = pilot.starts_on.parse::<Date>().ok()?.max(opened);
    let mut last = pilot.ends_on.parse::<Date>().ok()?.min(year.until);
    for at in ends.into_iter().flatten() {
        last = last.min(data::day(from_millis(at)).ok()?);
    }
    let first = first.max(year.from);
    Some(first <= last)
}

/// Whether a value is as good as wanted, from the baseline's side.
fn is_reached(one: &YearIndicator) -> bool {
    if one.target >= one.baseline {
        one.value >= one.target
    } else {
        one.value <= one.target
    }
}

fn open_data_sets(counted: &Counted) -> u64 {
    counted.themes.iter().map(|one| count(one.data_sets)).sum()
}

/// A count from the database, which keeps none below zero.
fn count(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}

fn many(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
