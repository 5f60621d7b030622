//! Letters: what an organisation is told of its own submission once a decision is out.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    super::challenges::Bilingual, DecidedHeading, DecidedMark, DecidedMetric, DecisionExclusion,
};

/// A letter: everything of one submission, beside the best of each, and what would have
/// helped most.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LetterView {
    /// The challenge.
    pub challenge: String,
    /// The challenge's title.
    pub challenge_title: Bilingual,
    /// The version of the decision that it tells of.
    pub version: u32,
    /// The submission.
    pub submission: String,
    /// The title of its dossier.
    pub title: String,
    /// The organisation's name.
    pub organisation: String,
    /// When the decision was published.
    #[schema(value_type = String, format = DateTime)]
    pub published_at: Timestamp,
    /// Its place; absent without one.
    pub place: Option<u32>,
    /// How many have a place.
    pub placed: u32,
    /// Its best rank when cases are drawn anew, at 95 %.
    pub rank_low: Option<u32>,
    /// Its worst.
    pub rank_high: Option<u32>,
    /// Why it has no place.
    pub exclusions: Vec<DecisionExclusion>,
    /// Why it was left out; absent if it was not.
    pub left_out: Option<Bilingual>,
    /// From 0 to 100; absent without an automatic or a human score.
    pub total: Option<f64>,
    /// Lower end of its 95 % interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// The total by headings.
    pub headings: Vec<DecidedHeading>,
    /// The automatic score.
    pub automatic: Option<f64>,
    /// The least that gets a place.
    pub automatic_threshold: f64,
    /// The human score.
    pub human: Option<f64>,
    /// The least that gets a place.
    pub human_threshold: f64,
    /// Metrics over all strata.
    pub metrics: Vec<LetterMetric>,
    /// Strata.
    pub strata: Vec<LetterStratum>,
    /// Gates that were broken.
    pub broken_gates: Vec<String>,
    /// Criteria, with every evaluator's mark and comments.
    pub criteria: Vec<LetterCriterion>,
    /// What would have helped most: at most five, the largest first. Empty for whoever is
    /// best in all.
    pub would_have_helped: Vec<GapView>,
    /// Until when one may ask.
    #[schema(value_type = String, format = DateTime)]
    pub inquiry_until: Timestamp,
    /// Whether one may now.
    pub takes_inquiries: bool,
    /// When the mail that tells of it went to the first of its people; absent until then.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub sent_at: Option<Timestamp>,
}

/// Letters of a decision that the reader may open: the own, and for staff all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LettersView {
    /// By the organisation's name.
    pub letters: Vec<LetterHead>,
}

/// A letter in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LetterHead {
    /// The submission.
    pub submission: String,
    /// The title of its dossier.
    pub title: String,
    /// The organisation's name.
    pub organisation: String,
    /// Whether it is of the reader's organisation.
    pub is_own: bool,
    /// When the mail that tells of it went to the first of its people; absent until then.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub sent_at: Option<Timestamp>,
}

/// A metric beside the best.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LetterMetric {
    /// The own.
    pub own: DecidedMetric,
    /// The best of all finalists, from 0 to 1.
    pub best: f64,
}

/// A stratum beside the best.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LetterStratum {
    /// Its name.
    pub name: String,
    /// Its cases.
    pub cases: u32,
    /// How many of them were not scored.
    pub failed: u32,
    /// The own quality from 0 to 1.
    pub quality: f64,
    /// The best of all finalists.
    pub best: f64,
    /// The own metrics.
    pub metrics: Vec<DecidedMetric>,
}

/// A criterion beside the best.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LetterCriterion {
    /// The criterion's id.
    pub criterion: String,
    /// Its name.
    pub title: Bilingual,
    /// The own value from 0 to 5.
    pub value: f64,
    /// The best of all finalists.
    pub best: f64,
    /// Every evaluator's mark, with comments.
    pub marks: Vec<DecidedMark>,
}

/// How many points of the total a gap to the best costs, all else as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct GapView {
    /// The metric; absent for a criterion.
    pub metric: Option<String>,
    /// The stratum that the metric is of.
    pub stratum: Option<String>,
    /// The criterion; absent for a metric.
    pub criterion: Option<String>,
    /// The criterion's name.
    pub title: Option<Bilingual>,
    /// The own: from 0 to 1 for a metric, from 0 to 5 for a criterion.
    pub own: f64,
    /// The best of all finalists, likewise.
    pub best: f64,
    /// Points of the total, from 0 to 100.
    pub points: f64,
}
