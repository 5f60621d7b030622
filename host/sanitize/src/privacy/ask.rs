//! A question and its answer.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{MAX_EPSILON, PrivacyError};

/// What is asked, and what it may cost.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// In words, for the ledger.
    pub what: &'a str,
    /// What the answer may cost, above 0.
    pub epsilon: f64,
    /// The most rows that any one person has in the table.
    pub rows_per_person: u32,
    /// The day, for the ledger.
    pub on: Date,
}

impl Ask<'_> {
    /// The same question at a part of its price.
    pub(super) fn part(self, share: f64) -> Self {
        Self {
            epsilon: self.epsilon * share,
            ..self
        }
    }

    pub(super) fn check(&self) -> Result<(), PrivacyError> {
        let epsilon = self.epsilon;
        if !(epsilon > 0.0 && epsilon <= MAX_EPSILON) {
            return Err(PrivacyError::Epsilon { epsilon });
        }
        if self.rows_per_person == 0 {
            return Err(PrivacyError::NoRows);
        }
        Ok(())
    }
}

/// An answer with noise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Answer<T> {
    /// The noisy value.
    pub value: T,
    /// What it cost.
    pub epsilon: f64,
    /// Half the width of the interval in which the noise lies in 95 of 100 cases, in the
    /// value's unit; absent where the mechanism does not tell.
    pub margin: Option<f64>,
}
