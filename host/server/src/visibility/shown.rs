//! What a level leaves of a run.

use pilotbox_model::{
    Score,
    api::runs::{RunState, ScoreView, StratumView},
};
use pilotbox_store::{RunRow, from_millis};
use serde::Deserialize;

use super::Level;

/// Progress of a hidden split goes in twentieths: finer steps would time its cases.
const STEPS: i64 = 20;

/// What is said of a run that failed without the plugin's fault, to those who may
/// not read the particulars.
const NOT_YOURS: &str = "the challenge or the host failed; the run is free of charge";

/// The parts of a run that depend on the level.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownScore {
    /// Share of the cases that are done.
    pub progress: f64,
    /// How many cases there are.
    pub cases: Option<u64>,
    /// The plugin's fault.
    pub fault: Option<String>,
    /// Why it ended badly.
    pub reason: Option<String>,
    /// The score.
    pub score: Option<ScoreView>,
    /// Whether the receipt may be fetched.
    pub has_receipt: bool,
    /// When its first case started.
    pub started_at: Option<jiff::Timestamp>,
    /// When it ended.
    pub finished_at: Option<jiff::Timestamp>,
}

/// The one field of a kept result that is shown.
#[derive(Deserialize)]
struct Kept {
    score: Option<Score>,
}

/// What a level leaves of a run.
pub fn shown(run: &RunRow, state: RunState, level: Level) -> ShownScore {
    let sees_all = level == Level::All;
    let sees_score = level >= Level::Round;
    let time = |at: Option<i64>| at.filter(|_| sees_all).map(from_millis);
    ShownScore {
        progress: progress(run, state, level),
        cases: run
            .total_cases
            .filter(|_| sees_all)
            .and_then(|n| u64::try_from(n).ok()),
        fault: run.fault.clone().filter(|_| sees_score),
        reason: reason(run, state, level),
        score: score(run)
            .filter(|_| sees_score)
            .map(|full| view(full, sees_all)),
        has_receipt: run.receipt_digest.is_some() && level >= Level::Receipt,
        started_at: time(run.started_at),
        finished_at: time(run.finished_at),
    }
}

fn progress(run: &RunRow, state: RunState, level: Level) -> f64 {
    if state.is_final() {
        return 1.0;
    }
    let total = run.total_cases.unwrap_or(0);
    if total <= 0 || level < Level::Round {
        return 0.0;
    }
    let done = run.done_cases.clamp(0, total);
    if level == Level::All {
        ratio(done, total)
    } else {
        ratio(done.saturating_mul(STEPS) / total, STEPS)
    }
}

/// A component that does not fit says nothing of hidden cases. What a case made
/// fail does.
fn reason(run: &RunRow, state: RunState, level: Level) -> Option<String> {
    let reason = run.reason.clone()?;
    match (level, state) {
        (Level::Nothing, _) => None,
        (Level::All, _) | (_, RunState::Rejected) => Some(reason),
        (_, RunState::ChallengeFailed) => Some(NOT_YOURS.to_owned()),
        _ => None,
    }
}

fn score(run: &RunRow) -> Option<Score> {
    let kept: Kept = serde_json::from_str(run.result.as_deref()?).ok()?;
    kept.score
}

fn view(full: Score, sees_all: bool) -> ScoreView {
    let quality = |value: f64| {
        if sees_all {
            value
        } else {
            rounded(value, 100.0)
        }
    };
    let strata = full.strata.iter().map(|stratum| StratumView {
        name: stratum.name.clone(),
        quality: quality(stratum.quality),
    });
    ScoreView {
        total: if sees_all {
            full.total
        } else {
            rounded(full.total, 10.0)
        },
        low: sees_all.then_some(full.interval.low),
        high: sees_all.then_some(full.interval.high),
        strata: strata.collect(),
        fuel_p95: if sees_all {
            full.fuel_p95
        } else {
            two_digits(full.fuel_p95)
        },
        // One case breaks a gate, so that its name tells of that case.
        broken_gates: if sees_all {
            full.broken_gates.clone()
        } else {
            Vec::new()
        },
        full: sees_all.then_some(full),
    }
}

fn rounded(value: f64, parts: f64) -> f64 {
    (value * parts).round() / parts
}

/// The two digits that count most; the others become zeros.
fn two_digits(fuel: u64) -> u64 {
    let mut unit = 1_u64;
    while fuel / unit >= 100 {
        unit = unit.saturating_mul(10);
    }
    let tens = (fuel / unit) + u64::from(fuel % unit >= unit.div_ceil(2) && unit > 1);
    tens.saturating_mul(unit)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of cases are far below 2^53"
)]
fn ratio(part: i64, whole: i64) -> f64 {
    part as f64 / whole as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fuel_keeps_two_digits() {
        let digits = [0, 7, 99, 100, 994, 995, 12_345, u64::MAX].map(two_digits);
        assert_eq!(
            digits,
            [0, 7, 99, 100, 990, 1000, 12_000, 18_000_000_000_000_000_000]
        );
    }
}
