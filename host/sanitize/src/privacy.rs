//! Differentially private answers, and the ledger of what they cost.
//!
//! Every answer is asked of a [`Ledger`], which refuses when the data set's budget is
//! spent; epsilons add up (pure differential privacy, sequential composition: Dwork and
//! Roth 2014, theorem 3.14). Two tables are neighbours when one has the records of one
//! person more. The noise is that of `opendp`: whole numbers get the discrete Laplace of Canonne,
//! Kamath and Steinke (2020), so that no low bit of a floating-point number tells
//! anything (Mironov 2012); quantiles are chosen by permute-and-flip (`McKenna` and Sheldon
//! 2020). Noise comes from the system's random source and never from a seed: whoever
//! knows the noise knows the answer.

mod ask;
mod counts;
mod ledger;
mod numbers;

pub use ask::{Answer, Ask};
pub use ledger::{Ledger, Spent};
pub use numbers::Bounds;

/// Why a question has no answer. None of these tells anything of the data.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PrivacyError {
    /// The budget is too small for this.
    #[error(
        "the question costs epsilon {asked}, and {left} is left; hint: ask with less, or publish a new version with a budget of its own"
    )]
    Spent {
        /// What the question costs.
        asked: f64,
        /// What is left.
        left: f64,
    },
    /// No number that a budget or a question may have.
    #[error("epsilon `{epsilon}` is not between 0 and {MAX_EPSILON}; hint: 0.1 to 1 is usual")]
    Epsilon {
        /// What was given.
        epsilon: f64,
    },
    /// A person has at least one row.
    #[error("`rows_per_person` is 0; hint: the most rows that any person has in the table")]
    NoRows,
    /// Bounds that hold no number.
    #[error(
        "the bounds {low} to {high} hold nothing; hint: choose them without looking at the data"
    )]
    Bounds {
        /// The lower one.
        low: f64,
        /// The upper one.
        high: f64,
    },
    /// More steps between the bounds than a sum can hold.
    #[error("{low} to {high} in steps of {step} is too fine; hint: a larger step")]
    TooFine {
        /// The lower bound.
        low: f64,
        /// The upper bound.
        high: f64,
        /// The step.
        step: f64,
    },
    /// A share outside 0 to 1.
    #[error("`{share}` is no share between 0 and 1; hint: 0.5 is the median")]
    Share {
        /// What was given.
        share: f64,
    },
    /// After noise no record seems to be left to divide by.
    #[error("too few records for a mean; hint: ask with a larger epsilon, or for the sum")]
    TooFew,
    /// The mechanism could not be set up.
    #[error("the mechanism refuses: {reason}")]
    Mechanism {
        /// What it said.
        reason: String,
    },
}

/// The most that one question or one data set may cost: beyond it the promise is empty.
pub const MAX_EPSILON: f64 = 20.0;

impl From<opendp::error::Error> for PrivacyError {
    fn from(error: opendp::error::Error) -> Self {
        let reason = error.message.unwrap_or_else(|| error.variant.to_string());
        Self::Mechanism { reason }
    }
}

#[cfg(test)]
mod tests;
