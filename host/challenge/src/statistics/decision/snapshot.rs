//! All that a decision rests on, in one value that is published with it.

use std::collections::BTreeMap;

use pilotbox_model::{Case, CaseResult, CaseVerdict, Digest, Metric};
use serde::{Deserialize, Serialize};

use super::super::{
    lottery::{LotterySeed, Participant},
    panel::Judgement,
};
use crate::Rubric;

/// The format of snapshots that this release reads and writes.
pub const FORMAT: u32 = 1;

/// All that a decision rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Snapshot {
    /// [`FORMAT`]; another number is another way of reading.
    pub format: u32,
    /// The text of the challenge's `challenge.toml`, byte by byte, so that its digest is
    /// the one in the receipts.
    pub manifest: String,
    /// The text of its `rubric.toml`.
    pub rubric: String,
    /// How scores make a decision.
    pub rule: Rule,
    /// The public seed of the draws of cases and of weights.
    pub seed: u64,
    /// The lottery.
    pub lottery: Lottery,
    /// The cases of the split `final`, without those that were voided for everybody.
    pub cases: Vec<Case>,
    /// The finalists.
    pub candidates: Vec<Candidate>,
    /// Every filled rubric.
    pub judgements: Vec<Judgement>,
}

/// How scores make a decision. Published with the challenge, before anything is judged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Share of the automatic score in the total, between 0 and 1; the rest is human.
    pub automatic_share: f64,
    /// The least automatic score that gets a place, above 0 and at most 100. Above 0, so
    /// that a broken gate never gets one.
    pub automatic_threshold: f64,
    /// The least human score that gets a place, from 0 to 100.
    pub human_threshold: f64,
    /// Weight of each criterion of the rubric, above 0, by its id.
    pub criterion_weights: BTreeMap<String, f64>,
    /// The fewest evaluators of a candidate with a score, at least three.
    pub fewest_evaluators: u32,
    /// Difference of two marks from which on evaluators talk, from 1 to 5.
    pub moderation_spread: u8,
    /// How close drawn weights keep to declared ones, from 10 to 10,000: a weight with
    /// the share `p` of its set has the variance `p (1 - p) / (concentration + 1)`.
    pub weight_concentration: f64,
}

/// The lottery between equals: what was promised and what it came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lottery {
    /// Digest of the seed, published before the first submission.
    pub commitment: Digest,
    /// The seed.
    pub seed: LotterySeed,
    /// Finalists that were left out of the decision afterwards. They stay on the list, so
    /// that leaving somebody out gives nobody another ticket.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOut>,
}

/// A finalist that is a candidate no more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeftOut {
    /// The submission's id.
    pub id: String,
    /// Digest of the plugin.
    pub plugin: Digest,
}

/// A finalist.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Candidate {
    /// The submission's id.
    pub id: String,
    /// Digest of the plugin.
    pub plugin: Digest,
    /// Whether it names earlier public contracts: an order among equals, never points.
    pub has_references: bool,
    /// What a pilot would cost, in whole euro.
    pub cost_eur: Option<u64>,
    /// What came of every case.
    pub results: Vec<CaseFigures>,
}

/// What of a case's result enters a score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseFigures {
    /// The case's id.
    pub id: String,
    /// How it ended.
    pub verdict: CaseVerdict,
    /// The measured values; empty unless scored.
    pub metrics: Vec<Metric>,
    /// Fuel that the plugin used.
    pub fuel: u64,
}

impl Rule {
    /// The usual rule for a rubric: automatic score 60 %, human 40 %, all criteria alike,
    /// three evaluators, moderation from a difference of 2, drawn weights with a standard
    /// deviation of about 7 points where the declared one is 60 or 40 of 100. Thresholds
    /// are the city's to choose.
    pub fn usual(rubric: &Rubric, automatic_threshold: f64, human_threshold: f64) -> Self {
        let criteria = rubric.criteria.iter();
        Self {
            automatic_share: 0.6,
            automatic_threshold,
            human_threshold,
            criterion_weights: criteria
                .map(|criterion| (criterion.id.clone(), 1.0))
                .collect(),
            fewest_evaluators: 3,
            moderation_spread: 2,
            weight_concentration: 50.0,
        }
    }
}

impl Snapshot {
    /// The list of the lottery: all who were finalists at the close.
    pub fn participants(&self) -> Vec<Participant<'_>> {
        let candidates = self.candidates.iter().map(|one| (&one.id, one.plugin));
        let left_out = self.lottery.left_out.iter();
        candidates
            .chain(left_out.map(|one| (&one.id, one.plugin)))
            .map(|(id, plugin)| Participant { id, plugin })
            .collect()
    }

    /// Takes a candidate out of the decision, with its judgements; its place on the list
    /// of the lottery stays. Nothing happens where there is no such candidate.
    pub fn leave_out(&mut self, id: &str) {
        let gone = self.candidates.extract_if(.., |one| one.id == id);
        self.lottery.left_out.extend(gone.map(|one| LeftOut {
            id: one.id,
            plugin: one.plugin,
        }));
        self.judgements.retain(|one| one.candidate != id);
    }
}

impl From<&CaseResult> for CaseFigures {
    fn from(result: &CaseResult) -> Self {
        Self {
            id: result.id.clone(),
            verdict: result.verdict,
            metrics: result.metrics.clone(),
            fuel: result.fuel,
        }
    }
}

impl CaseFigures {
    /// As a result, for the score: without the lines and logs that do not enter it.
    pub(super) fn to_result(&self) -> CaseResult {
        CaseResult {
            id: self.id.clone(),
            verdict: self.verdict,
            metrics: self.metrics.clone(),
            series: Vec::new(),
            note: String::new(),
            fuel: self.fuel,
            fuel_is_lower_bound: false,
            memory_bytes: 0,
            log: Vec::new(),
        }
    }
}
