//! Comparison of runs on the same cases, and the board of a challenge.
//!
//! Totals are compared draw by draw of one shared bootstrap (see
//! [`crate::score`]), so that what makes a case hard for everybody cancels out.
//! Differences are tested for every pair; the tests are corrected together by
//! Holm's step-down procedure (Holm, *A Simple Sequentially Rejective Multiple
//! Test Procedure*, 1979). A group starts with the best entry that is left and
//! takes in those that follow until one is separated from the first; all of a
//! group share its place.
//!
//! The test of a pair takes the difference over its standard deviation in the
//! draws as normal (Efron and Tibshirani 1993, chapter 16). Counting draws
//! instead could not go below one in ten thousand, which is more than the
//! correction allows as soon as twenty-odd runs are compared.

use pilotbox_model::{Case, CaseResult, Interval};
use serde::{Deserialize, Serialize};

use crate::{
    Manifest,
    score::{DRAWS, Sampled, percentiles, sample},
};

/// Chance of at least one wrong separation on a board.
pub const ALPHA: f64 = 0.05;

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
    let (low, high) = percentiles(&differences);
    Some(Comparison {
        a_beats_b: share_won(&a.totals, &b.totals),
        difference: a.score.total - b.score.total,
        interval: Interval {
            low,
            high,
            ..a.score.interval
        },
        p_value: p_value(&a, &b),
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
    Board {
        places: places(names, &sampled),
        beats: beats(&sampled),
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

fn places(names: Vec<String>, sampled: &[Sampled]) -> Vec<Place> {
    let shared = shared_places(sampled.len(), &separated(sampled));
    let ranks = rank_intervals(sampled);
    let rows = names.into_iter().zip(sampled).zip(shared).zip(ranks);
    rows.map(|(((name, entry), place), (rank_low, rank_high))| Place {
        name,
        total: entry.score.total,
        place,
        rank_low,
        rank_high,
    })
    .collect()
}

fn beats(sampled: &[Sampled]) -> Vec<Vec<f64>> {
    let row = |a: &Sampled| {
        sampled
            .iter()
            .map(|b| share_won(&a.totals, &b.totals))
            .collect()
    };
    sampled.iter().map(row).collect()
}

fn share_won(a: &[f64], b: &[f64]) -> f64 {
    let halves: u32 = a
        .iter()
        .zip(b)
        .map(|(a, b)| match a.total_cmp(b) {
            std::cmp::Ordering::Less => 0,
            std::cmp::Ordering::Equal => 1,
            std::cmp::Ordering::Greater => 2,
        })
        .sum();
    f64::from(halves) / f64::from(2 * DRAWS)
}

/// Two-sided, from the difference of the totals over its standard deviation in
/// the draws.
fn p_value(a: &Sampled, b: &Sampled) -> f64 {
    let difference = (a.score.total - b.score.total).abs();
    let deviation = deviation(a.totals.iter().zip(&b.totals).map(|(a, b)| a - b));
    if difference == 0.0 {
        1.0
    } else if deviation == 0.0 {
        0.0
    } else {
        libm::erfc(difference / (deviation * std::f64::consts::SQRT_2))
    }
}

fn deviation(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let draws = f64::from(DRAWS);
    let mean = values.clone().sum::<f64>() / draws;
    let squares: f64 = values.map(|value| (value - mean) * (value - mean)).sum();
    libm::sqrt(squares / (draws - 1.0))
}

/// Pairs of positions that Holm's procedure separates, the better one first.
fn separated(sampled: &[Sampled]) -> Vec<(usize, usize)> {
    let mut tests = Vec::new();
    for (at, a) in sampled.iter().enumerate() {
        for (after, b) in sampled.iter().enumerate().skip(at + 1) {
            tests.push((p_value(a, b), (at, after)));
        }
    }
    holm(tests)
}

/// The hypotheses that are rejected: from the smallest p-value on, as long as
/// each stays within `ALPHA` over the number of those that are left.
fn holm<T: Ord>(mut tests: Vec<(f64, T)>) -> Vec<T> {
    tests.sort_by(|(a, a_name), (b, b_name)| a.total_cmp(b).then_with(|| a_name.cmp(b_name)));
    let count = u32::try_from(tests.len()).unwrap_or(u32::MAX);
    let left = (1..=count).rev().map(f64::from);
    tests
        .into_iter()
        .zip(left)
        .take_while(|((p_value, _), left)| p_value * left <= ALPHA)
        .map(|((_, hypothesis), _)| hypothesis)
        .collect()
}

fn shared_places(entries: usize, separated: &[(usize, usize)]) -> Vec<u32> {
    let mut first = 0;
    (0..entries)
        .map(|at| {
            if separated.contains(&(first, at)) {
                first = at;
            }
            u32::try_from(first + 1).unwrap_or(u32::MAX)
        })
        .collect()
}

/// For each entry the ends of the central 95 % of its ranks over the draws; a
/// rank is one more than the number of entries with a higher total.
fn rank_intervals(sampled: &[Sampled]) -> Vec<(u32, u32)> {
    let mut ranks = vec![Vec::new(); sampled.len()];
    for draw in 0..DRAWS as usize {
        let total = |entry: &Sampled| entry.totals.get(draw).copied().unwrap_or_default();
        let mut falling: Vec<f64> = sampled.iter().map(total).collect();
        falling.sort_unstable_by(|a, b| b.total_cmp(a));
        for (entry, ranks) in sampled.iter().zip(&mut ranks) {
            let own = total(entry);
            let higher = falling.partition_point(|other| other.total_cmp(&own).is_gt());
            ranks.push(u32::try_from(higher + 1).unwrap_or(u32::MAX));
        }
    }
    ranks.into_iter().map(ends).collect()
}

fn ends(mut ranks: Vec<u32>) -> (u32, u32) {
    ranks.sort_unstable();
    let at = |thousandths: usize| {
        let rank = (ranks.len() * thousandths).div_ceil(1000);
        ranks
            .get(rank.saturating_sub(1))
            .copied()
            .unwrap_or_default()
    };
    (at(25), at(975))
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "results are equal to the bit")]
mod tests;
