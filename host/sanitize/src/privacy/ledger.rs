//! What was spent of a data set's budget, and on what.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Ask, MAX_EPSILON, PrivacyError};

/// The budget of one version of a data set. It is charged before an answer is drawn, so
/// that no failure gives an answer for nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ledger {
    budget: f64,
    entries: Vec<Spent>,
}

/// One answer that was paid for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Spent {
    /// The question in words.
    pub what: String,
    /// What it cost.
    pub epsilon: f64,
    /// The day.
    #[schemars(with = "String")]
    pub on: Date,
}

impl Ledger {
    /// A ledger of which nothing is spent.
    pub fn new(budget: f64) -> Result<Self, PrivacyError> {
        if !(budget > 0.0 && budget <= MAX_EPSILON) {
            return Err(PrivacyError::Epsilon { epsilon: budget });
        }
        Ok(Self {
            budget,
            entries: Vec::new(),
        })
    }

    /// The whole budget.
    pub fn budget(&self) -> f64 {
        self.budget
    }

    /// What was paid, in order.
    pub fn entries(&self) -> &[Spent] {
        &self.entries
    }

    /// The sum of all prices, rounded up.
    pub fn spent(&self) -> f64 {
        let costs = self.entries.iter().map(|entry| entry.epsilon);
        costs.fold(0.0, add)
    }

    /// What is left, rounded down.
    pub fn left(&self) -> f64 {
        (self.budget - self.spent()).next_down().max(0.0)
    }

    /// Pays for a question what its mechanism says that it costs.
    pub(super) fn pay(&mut self, ask: &Ask<'_>, epsilon: f64) -> Result<(), PrivacyError> {
        let affordable = epsilon.is_finite() && add(self.spent(), epsilon) <= slack(self.budget);
        if !affordable {
            let left = self.left();
            return Err(PrivacyError::Spent {
                asked: epsilon,
                left,
            });
        }
        self.entries.push(Spent {
            what: ask.what.to_owned(),
            epsilon,
            on: ask.on,
        });
        Ok(())
    }
}

fn add(sum: f64, cost: f64) -> f64 {
    if cost == 0.0 {
        return sum;
    }
    (sum + cost).next_up()
}

/// Prices are rounded up in their last digits: a budget of 1 pays for ten tenths.
fn slack(budget: f64) -> f64 {
    budget * (1.0 + 1e-12)
}
