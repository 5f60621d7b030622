//! The decision of a contest, computed from a snapshot that holds all it rests on.
//!
//! 1. A candidate's *total* is the automatic score by its share and the human score by
//!    the rest. Who misses the threshold of either, or has no score, has no place.
//! 2. The totals of the others are drawn anew with the cases of the automatic score
//!    (see [`crate::score`]); the human score stays as it is, since the panel judged
//!    every candidate and is no sample of panels. From these draws come intervals,
//!    ranks, who beats whom, and the groups that share a place (see
//!    [`ranking`](super::ranking)).
//! 3. Within a group come first those without references from earlier public contracts,
//!    then those whose pilot costs less (who states no cost comes after who does), then
//!    the smaller ticket of the lottery (see [`lottery`](super::lottery)).
//! 4. Every declared weight is drawn anew too, 10,000 times: parts of the automatic
//!    score, metrics, strata, the shares of automatic and human score, criteria, each
//!    set around its declared weights by Dirichlet's distribution. How often a candidate
//!    leads then, and the ranks that it takes, say what the choice of weights decided.
//!
//! Totals are rounded to a billionth of a point, so that two equal candidates whose sums
//! ran in another order are equal.

mod check;
mod compare;
mod error;
#[cfg(test)]
pub(super) mod fixture;
mod headings;
mod place;
mod sensitivity;
mod snapshot;

use pilotbox_model::{Interval, Score};
use serde::{Deserialize, Serialize};

use super::{
    panel::{self, HumanScore, Moderation, Panel},
    ranking::RankInterval,
};
use crate::score::{Sampled, sample};

pub use compare::{Difference, Published, PublishedError, verify};
pub use error::DecisionError;
pub use headings::HeadingScore;
pub use snapshot::{Candidate, CaseFigures, FORMAT, LeftOut, Lottery, Rule, Snapshot};

use check::Checked;

/// Every number of a decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Those with a place, first to last, then those without, by falling total and id.
    pub candidates: Vec<Assessed>,
    /// `beats[i][j]`: share of the draws in which the total of the candidate at `i` is
    /// above that of the one at `j`; those with a place only.
    pub beats: Vec<Vec<f64>>,
    /// What can be said of the evaluators.
    pub panel: Panel,
    /// Where evaluators differed and talked.
    pub moderations: Vec<Moderation>,
    /// Whether there are blocks enough for intervals and ranks to mean much.
    pub is_reliable: bool,
}

/// A candidate's numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assessed {
    /// Its id.
    pub id: String,
    /// Whether it has a place, and which.
    pub standing: Standing,
    /// From 0 to 100; absent without an automatic or a human score.
    pub total: Option<f64>,
    /// The 95 % interval of the total.
    pub interval: Option<Interval>,
    /// The total by the headings of the methodology; empty without one.
    pub headings: Vec<HeadingScore>,
    /// The automatic score; absent if no case was scored.
    pub automatic: Option<Score>,
    /// What people say; absent if nobody judged it.
    pub human: Option<HumanScore>,
    /// Its ticket in the lottery, drawn for everybody, needed or not.
    pub ticket: String,
}

/// Whether a candidate has a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Standing {
    /// It has.
    Placed(Placed),
    /// It has not, for each of these reasons.
    Excluded(Vec<Exclusion>),
}

/// A candidate's place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Placed {
    /// Its position from 1 once groups are ordered; nobody shares it.
    pub position: u32,
    /// Its place from 1; those whom the cases cannot separate share it.
    pub place: u32,
    /// What puts it after the one before it; absent for the first.
    pub after_by: Option<Separation>,
    /// Its ranks when cases are drawn anew.
    pub ranks: RankInterval,
    /// Share of the draws of weights in which it leads.
    pub leads_under_weights: f64,
    /// Its ranks when weights are drawn anew.
    pub ranks_under_weights: RankInterval,
}

/// Why a candidate has no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Exclusion {
    /// No case was scored.
    Unscored,
    /// The automatic score is below its threshold.
    BelowAutomatic,
    /// The human score is below its threshold.
    BelowHuman,
}

/// What puts a candidate after another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Separation {
    /// Its group's total.
    Total,
    /// It has references and the other has none.
    References,
    /// Its pilot costs more, or it does not say what.
    Cost,
    /// Its ticket is larger.
    Lottery,
}

/// Recomputes every number of a decision. The same snapshot gives the same decision, to
/// the bit, on every platform, whatever the order of its lists.
pub fn decide(snapshot: &Snapshot) -> Result<Decision, DecisionError> {
    let checked = Checked::read(snapshot)?;
    let (panel, mut human) = panel::assess(&checked.criteria(), &snapshot.judgements)?;
    let contest: Vec<Contender<'_>> = checked
        .candidates
        .iter()
        .map(|entered| Contender {
            entered,
            sampled: sample(
                &checked.manifest,
                &snapshot.cases,
                &entered.results,
                snapshot.seed,
            ),
            human: human.remove(&entered.candidate.id),
        })
        .collect();
    let is_reliable = contest
        .iter()
        .filter_map(|contender| contender.sampled.as_ref())
        .all(|sampled| sampled.score.interval.reliable);
    let (candidates, beats) = place::place(&checked, contest);
    Ok(Decision {
        candidates,
        beats,
        panel,
        moderations: panel::moderations(&snapshot.judgements, snapshot.rule.moderation_spread),
        is_reliable,
    })
}

/// A candidate with its two scores.
struct Contender<'c> {
    entered: &'c check::Entered<'c>,
    sampled: Option<Sampled>,
    human: Option<HumanScore>,
}

/// A total of its two scores, rounded to a billionth of a point.
fn combined(automatic_share: f64, automatic: f64, human: f64) -> f64 {
    const STEPS: f64 = 1e9;
    let total = automatic_share * automatic + (1.0 - automatic_share) * human;
    libm::round(total * STEPS) / STEPS
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "results are equal to the bit")]
mod tests;
