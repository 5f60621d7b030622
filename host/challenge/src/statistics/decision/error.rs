//! What keeps a snapshot from being decided. Staff and readers see these texts.

use pilotbox_model::Digest;

use super::super::panel::PanelError;

/// What keeps a snapshot from being decided.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum DecisionError {
    /// The snapshot is of a format that this release does not read.
    #[error("the snapshot is of format `{found}`; hint: this release reads format `{known}`")]
    Format {
        /// Its format.
        found: u32,
        /// The one that is read.
        known: u32,
    },
    /// A file of the challenge is not valid.
    #[error("{what} of the snapshot: {finding}")]
    Challenge {
        /// The manifest, the rubric or the cases.
        what: &'static str,
        /// The first finding.
        finding: String,
    },
    /// A number of the rule is out of its range.
    #[error("`{name}` of the rule is `{value}`; hint: {allowed}")]
    Rule {
        /// The field.
        name: &'static str,
        /// What it says.
        value: f64,
        /// What it may say.
        allowed: &'static str,
    },
    /// The rule weighs other criteria than the rubric has.
    #[error(
        "the rule and the rubric do not both name the criterion `{criterion}`; hint: weigh every criterion of the rubric and no other"
    )]
    Criterion {
        /// The criterion.
        criterion: String,
    },
    /// The seed is not the one that was promised.
    #[error("the seed of the lottery has the digest `{found}`, but `{promised}` was promised")]
    Commitment {
        /// The commitment.
        promised: Digest,
        /// The digest of the seed.
        found: Digest,
    },
    /// There is too much of something.
    #[error("`{count}` {what} are too many; hint: at most {limit}")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many there are.
        count: usize,
        /// How many there may be.
        limit: usize,
    },
    /// A name that cannot stand in a line of the lottery or of a letter.
    #[error("the {what} `{}` is no name; hint: 1 to {limit} letters, digits and `-`, `_`, `.`", name.escape_debug())]
    Name {
        /// Whose name.
        what: &'static str,
        /// The name.
        name: String,
        /// How many bytes it may have.
        limit: usize,
    },
    /// Something is there twice.
    #[error("{what} `{name}` is there twice")]
    Twice {
        /// What.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// The results of a candidate do not fit the cases.
    #[error("candidate `{candidate}`, case `{}`: {fault}", case.escape_debug())]
    Result {
        /// The candidate.
        candidate: String,
        /// The case.
        case: String,
        /// What is wrong.
        fault: String,
    },
    /// A judgement does not fit the candidates or the rubric.
    #[error("evaluator `{evaluator}` on candidate `{candidate}`: {fault}")]
    Judgement {
        /// The evaluator.
        evaluator: String,
        /// The candidate.
        candidate: String,
        /// What is wrong.
        fault: String,
    },
    /// Too few evaluators judged a candidate.
    #[error(
        "candidate `{candidate}` has `{found}` evaluators; hint: at least {fewest} must judge it"
    )]
    TooFewEvaluators {
        /// The candidate.
        candidate: String,
        /// How many judged it.
        found: u32,
        /// How many must.
        fewest: u32,
    },
    /// Evaluators differ and have not said what stands.
    #[error(
        "candidate `{candidate}`: marks for `{criterion}` run from `{lowest}` to `{highest}`; hint: each of its evaluators must say which mark stands after the moderation"
    )]
    Unsettled {
        /// The candidate.
        candidate: String,
        /// The criterion.
        criterion: String,
        /// The lowest mark.
        lowest: u8,
        /// The highest mark.
        highest: u8,
    },
    /// The judgements do not hang together.
    #[error(transparent)]
    Panel(#[from] PanelError),
}
