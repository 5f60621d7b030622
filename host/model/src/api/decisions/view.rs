//! A decision that is out: what everybody reads, its versions and what changed.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    super::challenges::Bilingual, DecidedNumbers, DecisionMoment, DecisionRuleView, LeftOutView,
};

/// A published decision. Every number follows from its snapshot: `pilotbox verify` finds
/// the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DecisionView {
    /// The challenge.
    pub challenge: String,
    /// The challenge's title.
    pub title: Bilingual,
    /// The challenge's version that all finalists ran on.
    pub challenge_version: String,
    /// The decision's version: 1, and one more with each correction.
    pub version: u32,
    /// The version that is in force.
    pub latest: u32,
    /// When this version was published.
    #[schema(value_type = String, format = DateTime)]
    pub published_at: Timestamp,
    /// Why it had to be corrected; absent for the first.
    pub reason: Option<Bilingual>,
    /// What was corrected.
    pub changes: Vec<CorrectionChange>,
    /// Digest of the signed file, as `/decision/snapshot` gives it.
    pub digest: String,
    /// The name of the key that signed it.
    pub signed_by: String,
    /// All versions, newest first.
    pub versions: Vec<DecisionVersionView>,
    /// How scores make a decision.
    pub rule: DecisionRuleView,
    /// When that was declared.
    #[schema(value_type = String, format = DateTime)]
    pub declared_at: Timestamp,
    /// How late that was.
    pub declared: DecisionMoment,
    /// The public seed of the draws of cases and weights.
    pub seed: u64,
    /// The lottery between equals.
    pub lottery: LotteryView,
    /// The numbers.
    pub numbers: DecidedNumbers,
    /// What was left out, with reasons.
    pub left_out: Vec<LeftOutView>,
    /// The members of the jury, by name, in the order of the alphabet; empty unless the city
    /// declared beforehand that they stand here. Nothing says which code is whose.
    pub members: Vec<String>,
    /// Until when those who took part may ask.
    #[schema(value_type = String, format = DateTime)]
    pub inquiry_until: Timestamp,
    /// Whether they may now.
    pub takes_inquiries: bool,
}

/// A version of a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DecisionVersionView {
    /// Its number.
    pub version: u32,
    /// Digest of the signed file.
    pub digest: String,
    /// Size of that file in bytes.
    pub bytes: u64,
    /// The name of the key that signed it.
    pub signed_by: String,
    /// When it was published.
    #[schema(value_type = String, format = DateTime)]
    pub published_at: Timestamp,
    /// Why; absent for the first.
    pub reason: Option<Bilingual>,
}

/// The lottery between equals, drawn for everybody, needed or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LotteryView {
    /// What tells it from any other with the same seed: id and version of the challenge.
    pub name: String,
    /// What was published beforehand.
    pub commitment: String,
    /// The seed: its SHA-256 is the commitment.
    pub seed: String,
    /// Digest of the list of those who take part.
    pub list_digest: String,
    /// Whether it decided anything.
    pub was_needed: bool,
}

/// Proposes to publish: the decision while the jury sits, a correction once it is out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposalAsk {
    /// The preview's digest, so that nothing is proposed that was not seen; left out for a
    /// correction, whose proposal is its preview.
    #[schema(max_length = 71)]
    pub digest: Option<String>,
    /// Why a correction is needed; for a correction only.
    pub reason: Option<Bilingual>,
    /// What is corrected, at least one; for a correction only.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub changes: Vec<CorrectionChange>,
}

/// Publishes what somebody else proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublicationAsk {
    /// The proposal's digest.
    #[schema(max_length = 71)]
    pub digest: String,
}

/// What a correction changes in the snapshot of the version before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum CorrectionChange {
    /// A case is left out for everybody.
    VoidCase {
        /// Its id.
        #[schema(max_length = 256)]
        case: String,
    },
    /// Whether a finalist names earlier public contracts.
    References {
        /// The submission.
        #[schema(max_length = 128)]
        submission: String,
        /// Whether it does.
        has_references: bool,
    },
    /// What a finalist's pilot would cost.
    Cost {
        /// The submission.
        #[schema(max_length = 128)]
        submission: String,
        /// In whole euro; absent if it does not say.
        #[schema(minimum = 0, maximum = 1_000_000_000)]
        cost_eur: Option<u64>,
    },
    /// A mark was written down wrong.
    Mark {
        /// The submission.
        #[schema(max_length = 128)]
        submission: String,
        /// The evaluator's code.
        #[schema(max_length = 64)]
        evaluator: String,
        /// The criterion's id.
        #[schema(max_length = 64)]
        criterion: String,
        /// The mark that stands.
        #[schema(minimum = 0, maximum = 5)]
        mark: u8,
    },
    /// A finalist has no place any more.
    LeaveOut {
        /// The submission.
        #[schema(max_length = 128)]
        submission: String,
    },
}

/// What two versions of a decision differ in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DecisionDifferenceView {
    /// The older version.
    pub from: u32,
    /// The newer one.
    pub to: u32,
    /// Why the newer one was needed.
    pub reason: Option<Bilingual>,
    /// What it changed.
    pub changes: Vec<CorrectionChange>,
    /// How many lines there are; more than are listed, if there are very many.
    pub count: u64,
    /// What differs: places and totals first.
    pub differences: Vec<DifferenceLine>,
}

/// One number or word that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DifferenceLine {
    /// The finalist that it is about, if it is about one.
    pub submission: Option<String>,
    /// Whose that is.
    pub organisation: Option<String>,
    /// Where it stands: a JSON pointer below the finalist, or below the decision.
    pub pointer: String,
    /// What stood there, as JSON; absent for nothing.
    pub before: Option<String>,
    /// What stands there now; absent for nothing.
    pub after: Option<String>,
}
