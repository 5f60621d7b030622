//! What a server tells, for people: times are those of the city.

use jiff::{Timestamp, tz::TimeZone};
use pilotbox_model::api::{
    runs::{RunView, ScoreView},
    submissions::SubmissionView,
};

use super::{Page, table};
use crate::exit::Failure;

/// Where the city is.
const CITY: &str = "Europe/Sofia";

/// A moment in the city's time with its offset; in UTC on machines that know no
/// time zones.
pub(crate) fn local_time(at: Timestamp) -> String {
    let zone = TimeZone::get(CITY).unwrap_or(TimeZone::UTC);
    at.to_zoned(zone).strftime("%Y-%m-%d %H:%M %:z").to_string()
}

/// A run.
pub(crate) fn print_run_view(run: &RunView) -> Result<(), Failure> {
    let mut page = Page::default();
    say_run(&mut page, run);
    page.print()
}

/// A submission with its runs.
pub(crate) fn print_submission(submission: &SubmissionView) -> Result<(), Failure> {
    let mut page = Page::default();
    page.told(format_args!(
        "{}  {} {}  {}",
        submission.id, submission.challenge, submission.version, submission.dossier.title
    ));
    page.told(format_args!(
        "submitted   {}",
        local_time(submission.created_at)
    ));
    if let Some(at) = submission.withdrawn_at {
        page.told(format_args!("withdrawn   {}", local_time(at)));
    }
    for run in &submission.runs {
        page.line("");
        say_run(&mut page, run);
    }
    page.print()
}

/// Submissions, a line each.
pub(crate) fn print_submissions(submissions: &[SubmissionView]) -> Result<(), Failure> {
    let mut table = table(&[
        "submission",
        "challenge",
        "title",
        "sample",
        "public",
        "submitted",
    ]);
    for submission in submissions {
        let of = |split: &str| {
            let run = submission.runs.iter().find(|run| run.split == split);
            run.map_or("-".to_owned(), brief)
        };
        table.add_row([
            submission.id.clone(),
            submission.challenge.clone(),
            submission.dossier.title.clone(),
            of("sample"),
            of("public"),
            local_time(submission.created_at),
        ]);
    }
    let mut page = Page::default();
    page.told(table);
    page.print()
}

/// The score, else where it is.
fn brief(run: &RunView) -> String {
    match &run.score {
        Some(score) => format!("{:.1}", score.total),
        None => run.state.to_string(),
    }
}

fn say_run(page: &mut Page, run: &RunView) {
    page.told(format_args!(
        "run {}, split {}: {}",
        run.id, run.split, run.state
    ));
    if let Some(place) = run.place_in_queue {
        page.told(format_args!("in the queue {place} runs are before it"));
    }
    if let Some(at) = run.expected_start {
        page.told(format_args!("it should start at {}", local_time(at)));
    }
    if let Some(fault) = &run.fault {
        page.told(format_args!("fault       {fault}"));
    }
    if let Some(reason) = &run.reason {
        page.told(format_args!("reason      {reason}"));
    }
    if let Some(score) = &run.score {
        say_score(page, score);
    }
    if run.has_receipt {
        page.told(format_args!("receipt     `pilotbox receipt {}`", run.id));
    }
}

fn say_score(page: &mut Page, score: &ScoreView) {
    let interval = match (score.low, score.high) {
        (Some(low), Some(high)) => format!("   95 % interval {low:.1} to {high:.1}"),
        _ => String::new(),
    };
    page.told(format_args!("score       {:.1}{interval}", score.total));
    for gate in &score.broken_gates {
        page.told(format_args!("gate broken {gate}; the score is 0"));
    }
    for stratum in &score.strata {
        page.told(format_args!(
            "  {:<24} {:.2}",
            stratum.name, stratum.quality
        ));
    }
    page.told(format_args!("fuel p95    {}", score.fuel_p95));
}
