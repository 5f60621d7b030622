//! Comparison of runs on the same cases, and the board of a challenge.
//!
//! Totals are compared draw by draw of one shared bootstrap (see
//! [`crate::score`]), so that what makes a case hard for everybody cancels out;
//! [`ranking`] makes places of them.

use pilotbox_model::{Case, CaseResult, Interval};
use serde::{Deserialize, Serialize};

use crate::{
    Manifest,
    score::{Sampled, percentiles, sample},
    statistics::ranking::{self, Entry},
};

/// How run `a` does against run `b`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Share of the draws in which `a` has the higher total; equal totals count
    /// half.
    pub a_beats_b: f64,
    /// The total of `a` minus that of `b`.
    pub difference: f64,
    /// Interval of the difference.
    pub interval: Interval,
    /// Chance of a difference as large between equals; for a single pair, not
    /// corrected.
    pub p_value: f64,
}

/// A board: entries from the first place to the last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Board {
    /// Entries that have a score, best first.
    pub places: Vec<Place>,
    /// `beats[i][j]`: share of the draws in which the entry at `i` of `places`
    /// beats the one at `j`; equal totals count half.
    pub beats: Vec<Vec<f64>>,
    /// Entries without a score, by name.
    pub unscored: Vec<String>,
    /// Whether there are blocks enough for all this to mean much.
    pub reliable: bool,
}

/// An entry on a board.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// The entry's name, as given.
    pub name: String,
    /// Its total.
    pub total: f64,
    /// Its place from 1, shared by all entries of its group.
    pub place: u32,
    /// Best rank in the central 95 % of the draws.
    pub rank_low: u32,
    /// Worst rank in the central 95 % of the draws.
    pub rank_high: u32,
}

/// Compares two runs on the same cases. `None` when either has no score.
pub fn compare(
    manifest: &Manifest,
    cases: &[Case],
    a: &[CaseResult],
    b: &[CaseResult],
    seed: u64,
) -> Option<Comparison> {
    let (a, b) = (
        sample(manifest, cases, a, seed)?,
        sample(manifest, cases, b, seed)?,
    );
    let differences: Vec<f64> = a.totals.iter().zip(&b.totals).map(|(a, b)| a - b).collect();
    let (low, high) = percentiles(differences, f64::total_cmp);
    Some(Comparison {
        a_beats_b: ranking::share_won(entry(&a), entry(&b)),
        difference: a.score.total - b.score.total,
        interval: Interval {
            low,
            high,
            ..a.score.interval
        },
        p_value: ranking::p_value(entry(&a), entry(&b)),
    })
}

/// The board of several runs on the same cases, each with its name.
pub fn board(
    manifest: &Manifest,
    cases: &[Case],
    runs: &[(String, &[CaseResult])],
    seed: u64,
) -> Board {
    let mut entries = Vec::new();
    let mut unscored = Vec::new();
    for (name, results) in runs {
        match sample(manifest, cases, results, seed) {
            Some(sampled) => entries.push((name.clone(), sampled)),
            None => unscored.push(name.clone()),
        }
    }
    unscored.sort();
    entries.sort_by(|(a_name, a), (b_name, b)| {
        b.score
            .total
            .total_cmp(&a.score.total)
            .then_with(|| a_name.cmp(b_name))
    });
    let (names, sampled): (Vec<String>, Vec<Sampled>) = entries.into_iter().unzip();
    let reliable = sampled.iter().all(|entry| entry.score.interval.reliable);
    let ranked: Vec<Entry<'_>> = sampled.iter().map(entry).collect();
    Board {
        places: places(names, &ranked),
        beats: ranking::beats(&ranked),
        unscored,
        reliable,
    }
}

/// What the public board shows after a new score: it moves only when the score
/// beats what is shown by more than `step`, and then to the nearest multiple of
/// `step`. So the board tells too little about hidden cases to fit a plugin to
/// them (Blum and Hardt, *The Ladder: A Reliable Leaderboard for Machine Learning
/// Competitions*, 2015).
pub fn ladder(shown: Option<f64>, score: f64, step: f64) -> f64 {
    match shown {
        Some(shown) if score <= shown + step => shown,
        _ if step > 0.0 => (libm::round(score / step) * step).clamp(0.0, 100.0),
        _ => score,
    }
}

fn places(names: Vec<String>, ranked: &[Entry<'_>]) -> Vec<Place> {
    let shared = ranking::places(ranked);
    let ranks = ranking::rank_intervals(ranked);
    let rows = names.into_iter().zip(ranked).zip(shared).zip(ranks);
    rows.map(|(((name, entry), place), rank)| Place {
        name,
        total: entry.total,
        place,
        rank_low: rank.low,
        rank_high: rank.high,
    })
    .collect()
}

fn entry(sampled: &Sampled) -> Entry<'_> {
    Entry {
        total: sampled.score.total,
        draws: &sampled.totals,
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "results are equal to the bit")]
mod tests;
