//! Ranks of entries that were drawn anew together: who beats whom in how many of
//! the draws, which differences hold, and who shares a place.
//!
//! Differences are tested for every pair; the tests are corrected together by
//! Holm's step-down procedure (Holm, *A Simple Sequentially Rejective Multiple
//! Test Procedure*, 1979). A group starts with the best entry that is left and
//! takes in those that follow until one is separated from any of the group; all of
//! a group share its place. So no two of a group are separated, and whatever orders
//! it cannot put an entry before one that the data say is better.
//!
//! The test of a pair takes the difference over its standard deviation in the
//! draws as normal (Efron and Tibshirani 1993, chapter 16). Counting draws
//! instead could not go below one in ten thousand, which is more than the
//! correction allows as soon as twenty-odd entries are compared.

use std::{cmp::Ordering, collections::BTreeSet};

use serde::{Deserialize, Serialize};

use crate::score::percentiles;

/// Chance of at least one wrong separation in a ranking.
pub const ALPHA: f64 = 0.05;

/// What is ranked: a figure that is the better the larger, and the same figure in
/// each draw. All entries of a ranking share their draws, in the same order.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'d> {
    /// The figure.
    pub total: f64,
    /// The figure in each draw.
    pub draws: &'d [f64],
}

/// Ends of the central 95 % of an entry's ranks over the draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RankInterval {
    /// Best rank, from 1.
    pub low: u32,
    /// Worst rank.
    pub high: u32,
}

/// Place of each entry from 1, shared within a group. Entries come best first.
pub fn places(entries: &[Entry<'_>]) -> Vec<u32> {
    shared_places(entries.len(), &separated(entries))
}

/// `beats[i][j]`: share of the draws in which entry `i` is above entry `j`; equal
/// figures count half.
pub fn beats(entries: &[Entry<'_>]) -> Vec<Vec<f64>> {
    let row = |a: &Entry<'_>| entries.iter().map(|b| share_won(*a, *b)).collect();
    entries.iter().map(row).collect()
}

/// Share of the draws in which `a` is above `b`; equal figures count half.
pub fn share_won(a: Entry<'_>, b: Entry<'_>) -> f64 {
    let halves: u32 = a
        .draws
        .iter()
        .zip(b.draws)
        .map(|(a, b)| match a.total_cmp(b) {
            Ordering::Less => 0,
            Ordering::Equal => 1,
            Ordering::Greater => 2,
        })
        .sum();
    f64::from(halves) / (2.0 * count(a.draws))
}

/// Chance of a difference as large between equals: two-sided, from the difference
/// over its standard deviation in the draws, not corrected for other pairs.
pub fn p_value(a: Entry<'_>, b: Entry<'_>) -> f64 {
    let difference = (a.total - b.total).abs();
    let deviation = deviation(a.draws.iter().zip(b.draws).map(|(a, b)| a - b));
    if difference == 0.0 {
        1.0
    } else if deviation == 0.0 {
        0.0
    } else {
        libm::erfc(difference / (deviation * std::f64::consts::SQRT_2))
    }
}

/// The hypotheses that are rejected, from the smallest p-value on, as long as each
/// stays within [`ALPHA`] over the number of those that are left. Each test is a
/// p-value and what it is about; equal p-values are taken in the order of the latter.
pub fn holm<T: Ord>(mut tests: Vec<(f64, T)>) -> Vec<T> {
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

/// The rank interval of each entry; a rank is one more than the number of entries
/// with a higher figure in the draw.
pub fn rank_intervals(entries: &[Entry<'_>]) -> Vec<RankInterval> {
    let mut ranks = vec![Vec::new(); entries.len()];
    each_draw(entries, |figures| {
        let mut falling = figures.to_vec();
        falling.sort_unstable_by(|a, b| b.total_cmp(a));
        for (own, ranks) in figures.iter().zip(&mut ranks) {
            let higher = falling.partition_point(|other| other.total_cmp(own).is_gt());
            ranks.push(u32::try_from(higher + 1).unwrap_or(u32::MAX));
        }
    });
    ranks.into_iter().map(ends).collect()
}

/// Share of the draws in which each entry leads; who leads together shares the draw.
/// The shares sum to 1, but for rounding.
pub fn leads(entries: &[Entry<'_>]) -> Vec<f64> {
    let mut won = vec![0.0; entries.len()];
    let mut draws = 0.0;
    each_draw(entries, |figures| {
        let best = figures.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let leaders = figures.iter().filter(|own| own.total_cmp(&best).is_eq());
        let share = 1.0 / f64::from(u32::try_from(leaders.count()).unwrap_or(u32::MAX));
        for (own, won) in figures.iter().zip(&mut won) {
            if own.total_cmp(&best).is_eq() {
                *won += share;
            }
        }
        draws += 1.0;
    });
    won.into_iter().map(|won| won / draws).collect()
}

/// The figures of all entries, draw by draw.
fn each_draw(entries: &[Entry<'_>], mut visit: impl FnMut(&[f64])) {
    let draws = entries.iter().map(|entry| entry.draws.len()).min();
    for draw in 0..draws.unwrap_or_default() {
        let figures: Vec<f64> = entries
            .iter()
            .filter_map(|entry| entry.draws.get(draw).copied())
            .collect();
        visit(&figures);
    }
}

fn deviation(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let draws: f64 = values.clone().map(|_| 1.0).sum();
    let mean = values.clone().sum::<f64>() / draws;
    let squares: f64 = values.map(|value| (value - mean) * (value - mean)).sum();
    libm::sqrt(squares / (draws - 1.0))
}

/// Pairs of positions that Holm's procedure separates, the better one first.
fn separated(entries: &[Entry<'_>]) -> BTreeSet<(usize, usize)> {
    let mut tests = Vec::new();
    for (at, a) in entries.iter().enumerate() {
        for (after, b) in entries.iter().enumerate().skip(at + 1) {
            tests.push((p_value(*a, *b), (at, after)));
        }
    }
    holm(tests).into_iter().collect()
}

fn shared_places(entries: usize, separated: &BTreeSet<(usize, usize)>) -> Vec<u32> {
    let mut first = 0;
    (0..entries)
        .map(|at| {
            if (first..at).any(|member| separated.contains(&(member, at))) {
                first = at;
            }
            u32::try_from(first + 1).unwrap_or(u32::MAX)
        })
        .collect()
}

fn ends(ranks: Vec<u32>) -> RankInterval {
    let (low, high) = percentiles(ranks, Ord::cmp);
    RankInterval { low, high }
}

fn count(draws: &[f64]) -> f64 {
    f64::from(u32::try_from(draws.len()).unwrap_or(u32::MAX))
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "results are equal to the bit")]
mod tests;
