//! Checks of the rule: every number within its range, every criterion weighed.

use std::collections::BTreeSet;

use super::{
    super::{super::panel::HIGHEST_MARK, DecisionError, Rule},
    MAX_EVALUATORS,
};
use crate::Rubric;

/// Evaluators of each candidate that no rule may go below.
const FEWEST_EVALUATORS: u32 = 3;
/// Largest weight of a criterion: sums stay finite.
const MAX_WEIGHT: f64 = 1e9;

/// Whether every number of the rule is within its range.
pub(super) fn check_rule(rule: &Rule) -> Result<(), DecisionError> {
    let share = rule.automatic_share;
    let is_share = share > 0.0 && share < 1.0;
    check("automatic_share", share, is_share, "between 0 and 1")?;
    let least = rule.automatic_threshold;
    let is_reachable = least > 0.0 && least <= 100.0;
    check(
        "automatic_threshold",
        least,
        is_reachable,
        "above 0, at most 100",
    )?;
    let least = rule.human_threshold;
    let is_reachable = (0.0..=100.0).contains(&least);
    check("human_threshold", least, is_reachable, "from 0 to 100")?;
    let fewest = rule.fewest_evaluators;
    let are_enough = (FEWEST_EVALUATORS..=MAX_EVALUATORS).contains(&fewest);
    check(
        "fewest_evaluators",
        f64::from(fewest),
        are_enough,
        "from 3 to 64",
    )?;
    let spread = rule.moderation_spread;
    let is_spread = (1..=HIGHEST_MARK).contains(&spread);
    check(
        "moderation_spread",
        f64::from(spread),
        is_spread,
        "from 1 to 5",
    )?;
    let near = rule.weight_concentration;
    let is_near = (10.0..=10_000.0).contains(&near);
    check("weight_concentration", near, is_near, "from 10 to 10,000")?;
    rule.criterion_weights.values().try_for_each(|weight| {
        let is_weight = *weight > 0.0 && *weight <= MAX_WEIGHT;
        check("criterion_weights", *weight, is_weight, "above 0")
    })
}

/// Whether the rule weighs the criteria of the rubric and no other.
pub(super) fn check_criteria(rule: &Rule, rubric: &Rubric) -> Result<(), DecisionError> {
    let weighed: BTreeSet<&str> = rule.criterion_weights.keys().map(String::as_str).collect();
    let asked: BTreeSet<&str> = rubric
        .criteria
        .iter()
        .map(|criterion| criterion.id.as_str())
        .collect();
    match weighed.symmetric_difference(&asked).next() {
        Some(criterion) => Err(DecisionError::Criterion {
            criterion: (*criterion).to_owned(),
        }),
        None => Ok(()),
    }
}

fn check(
    name: &'static str,
    value: f64,
    is_allowed: bool,
    allowed: &'static str,
) -> Result<(), DecisionError> {
    if is_allowed {
        Ok(())
    } else {
        Err(DecisionError::Rule {
            name,
            value,
            allowed,
        })
    }
}
