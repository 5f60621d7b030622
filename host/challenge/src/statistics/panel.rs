//! What a panel of evaluators makes of its marks: the human score of each candidate,
//! what was moderated, how far the evaluators agree, and who marks how generously.
//!
//! 1. Each criterion gets a mark from 0 to 5 by the rubric's anchors. Where two marks
//!    of one candidate differ by the moderation's spread or more, the evaluators talk;
//!    both marks are kept, and the later one counts.
//! 2. Where all judged all, a criterion's value is the plain mean of its marks.
//!    Otherwise the effect of each evaluator is estimated from the means of the sheets
//!    and subtracted from the marks first (see
//!    [`effects`](super::effects)); a value stays
//!    between 0 and 5. One effect an evaluator, not one a criterion: a handful of marks
//!    does not carry more.
//! 3. The human score is the mean of the values by the criteria's weights, times 20.
//! 4. Agreement is Krippendorff's alpha of the marks as first given, since talk makes
//!    them alike; ordinal, since anchors have an order and no distances.

mod sheets;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::agreement::Alpha;
use sheets::Sheets;

/// The highest mark; the lowest is 0.
pub const HIGHEST_MARK: u8 = 5;

/// One evaluator's mark for one criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    /// As it was first given, from 0 to 5.
    pub given: u8,
    /// As it stands after a moderation; equal to the first if it was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moderated: Option<u8>,
}

/// One evaluator's filled rubric for one candidate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judgement {
    /// The evaluator's code.
    pub evaluator: String,
    /// The candidate's id.
    pub candidate: String,
    /// A mark for every criterion of the rubric, by its id.
    pub marks: BTreeMap<String, Mark>,
}

/// A criterion of a candidate over which evaluators differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moderation {
    /// The candidate's id.
    pub candidate: String,
    /// The criterion's id.
    pub criterion: String,
    /// The lowest mark as first given.
    pub lowest: u8,
    /// The highest.
    pub highest: u8,
    /// Whether every evaluator of the candidate said what stands now.
    pub is_settled: bool,
}

/// What can be said of the evaluators.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Panel {
    /// Whether every evaluator judged every candidate that was judged.
    pub all_judged_all: bool,
    /// How much more than the others each evaluator gives, in marks, by code; empty
    /// where all judged all, since nothing is corrected then.
    pub effects: Vec<EvaluatorEffect>,
    /// Agreement over all criteria; absent where it is not defined.
    pub agreement: Option<Alpha>,
    /// Agreement by criterion, in the rubric's order.
    pub criteria: Vec<CriterionAgreement>,
}

/// How much more than the others an evaluator gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvaluatorEffect {
    /// The evaluator's code.
    pub evaluator: String,
    /// In marks; positive for a generous one.
    pub effect: f64,
}

/// How far evaluators agree on a criterion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CriterionAgreement {
    /// The criterion's id.
    pub criterion: String,
    /// Absent where it is not defined.
    pub agreement: Option<Alpha>,
}

/// What people say of a candidate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HumanScore {
    /// From 0 to 100.
    pub score: f64,
    /// How many evaluators judged it.
    pub evaluators: u32,
    /// Its criteria, in the rubric's order.
    pub criteria: Vec<CriterionScore>,
}

/// A criterion's value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CriterionScore {
    /// The criterion's id.
    pub criterion: String,
    /// From 0 to 5.
    pub value: f64,
}

/// Evaluators whose marks cannot be brought together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PanelError {
    /// Two groups of evaluators have no candidate in common.
    #[error(
        "evaluator `{evaluator}` shares no candidate with the first, not even through others; hint: let one evaluator judge a candidate of both groups"
    )]
    Apart {
        /// An evaluator of the other group.
        evaluator: String,
    },
    /// The judgements make no table.
    #[error("{fault}")]
    Table {
        /// What is wrong with it.
        fault: String,
    },
}

impl Mark {
    /// The mark that counts.
    pub fn standing(self) -> u8 {
        self.moderated.unwrap_or(self.given)
    }
}

/// Every candidate and criterion over which marks differ by `spread` or more, sorted.
/// The server opens these while the panel sits; none may be left unsettled at a
/// decision.
pub fn moderations(judgements: &[Judgement], spread: u8) -> Vec<Moderation> {
    let mut marks: BTreeMap<(&str, &str), Vec<Mark>> = BTreeMap::new();
    for judgement in judgements {
        for (criterion, mark) in &judgement.marks {
            let key = (judgement.candidate.as_str(), criterion.as_str());
            marks.entry(key).or_default().push(*mark);
        }
    }
    let open = marks
        .into_iter()
        .filter_map(|((candidate, criterion), marks)| {
            let lowest = marks.iter().map(|mark| mark.given).min()?;
            let highest = marks.iter().map(|mark| mark.given).max()?;
            (highest.saturating_sub(lowest) >= spread).then(|| Moderation {
                candidate: candidate.to_owned(),
                criterion: criterion.to_owned(),
                lowest,
                highest,
                is_settled: marks.iter().all(|mark| mark.moderated.is_some()),
            })
        });
    open.collect()
}

/// What the panel says of itself, and its score of each candidate that it judged, by
/// id. `criteria` are ids and weights in the rubric's order; every judgement marks each.
pub fn assess(
    criteria: &[(&str, f64)],
    judgements: &[Judgement],
) -> Result<(Panel, BTreeMap<String, HumanScore>), PanelError> {
    let sheets = Sheets::new(judgements);
    let effects = sheets.effects(criteria)?;
    let scores = sheets
        .candidates
        .iter()
        .map(|candidate| {
            let score = sheets.score(candidate, criteria, &effects);
            ((*candidate).to_owned(), score)
        })
        .collect();
    Ok((sheets.panel(criteria, effects)?, scores))
}

/// The mean of the criteria's values by their weights, from 0 to 100.
pub fn human_score(values: &[CriterionScore], weights: &[f64]) -> f64 {
    let (mut sum, mut total) = (0.0, 0.0);
    for (score, weight) in values.iter().zip(weights) {
        sum += weight * score.value;
        total += weight;
    }
    100.0 * sum / (total * f64::from(HIGHEST_MARK))
}

#[cfg(test)]
mod tests;
