//! Where a plugin's fuel goes, by function. A case is the same in every run, so
//! it is run again and again with budgets spread evenly over the fuel that it
//! used; where each budget ends is a sample, and stands for an equal part of the
//! fuel. No instrument is in the code: it is the very code that was scored.

use std::collections::BTreeMap;

use pilotbox_model::CaseResult;
use pilotbox_sandbox::{CaseRun, SampleRun, Sampled};

use crate::{Artifacts, EvaluateError, Evaluator, Plugged, Progress, RunOptions};

mod flame;
mod gather;
mod points;

use points::points;

/// How much longer than the manifest allows a sample may take: it runs beside
/// others, and the clock decides nothing here.
const PATIENCE: u64 = 10;

/// The fuel of one case by stacks of functions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FuelProfile {
    /// The case's id.
    pub case: String,
    /// Fuel that the plugin used.
    pub fuel: u64,
    /// How often the case was run to find out.
    pub samples: usize,
    /// Fuel by stack, outermost function first; adds up to `fuel`.
    stacks: BTreeMap<Vec<String>, u64>,
}

impl FuelProfile {
    /// Folded stacks: a line for each, functions joined by `;`, then its fuel.
    pub fn folded(&self) -> String {
        let line = |(stack, fuel): (&Vec<String>, &u64)| format!("{} {fuel}\n", stack.join(";"));
        self.stacks.iter().map(line).collect()
    }

    /// A flame graph of the same as SVG, without scripts.
    pub fn flame_graph(&self) -> String {
        flame::draw(self)
    }

    /// Functions by the fuel that they used themselves, the most first.
    pub fn by_own_fuel(&self) -> Vec<(&str, u64)> {
        let mut own: BTreeMap<&str, u64> = BTreeMap::new();
        for (stack, fuel) in &self.stacks {
            if let Some(innermost) = stack.last() {
                *own.entry(innermost).or_default() += fuel;
            }
        }
        let mut own: Vec<_> = own.into_iter().collect();
        // The sort is stable, so equal ones stay in the order of their names.
        own.sort_by_key(|(_, fuel)| std::cmp::Reverse(*fuel));
        own
    }
}

impl Evaluator {
    /// Profiles one case of the split `sample`, given its result. A case that
    /// ended in a fault is profiled up to where it stopped. Every other split is
    /// refused by the runners: a stack could say what a hidden case holds.
    pub fn profile(
        &self,
        plugin: &[u8],
        artifacts: &Artifacts<'_>,
        options: RunOptions,
        case: &CaseResult,
        progress: &dyn Progress,
    ) -> Result<FuelProfile, EvaluateError> {
        let listing = self.list(artifacts, options.split)?;
        let plugged = Plugged::prepare(plugin, artifacts, &self.cache)?;
        let initial = listing.harness_initial;
        let setup = plugged.setup(artifacts, options.split, options.seed, initial);
        let points = points(case.fuel);
        let sample = |fuel| SampleRun {
            case: CaseRun {
                id: case.id.clone(),
                wall_clock_ms: artifacts.limits.wall_clock_ms.saturating_mul(PATIENCE),
            },
            fuel,
        };
        let runs: Vec<_> = points.iter().map(|point| sample(point.at)).collect();
        let found = gather::gather(&self.worker, &setup, &runs, options.jobs, progress)?;
        let mut stacks = BTreeMap::new();
        for (point, sampled) in points.iter().zip(found) {
            *stacks.entry(stack(sampled)?).or_default() += point.stands_for;
        }
        Ok(FuelProfile {
            case: case.id.clone(),
            fuel: case.fuel,
            samples: points.len(),
            stacks,
        })
    }
}

fn stack(sampled: Sampled) -> Result<Vec<String>, EvaluateError> {
    let reason = match sampled {
        Sampled::Stack(stack) => return Ok(stack),
        Sampled::DeadlineMet => "a sample met the wall clock; hint: is the machine busy?",
        Sampled::Hidden => "only cases of the split `sample` can be profiled",
    };
    Err(EvaluateError::Runner(reason.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn profile(stacks: &[(&[&str], u64)]) -> FuelProfile {
        let owned = |(stack, fuel): &(&[&str], u64)| {
            let names = stack.iter().map(|name| (*name).to_owned());
            (names.collect(), *fuel)
        };
        FuelProfile {
            case: "a".to_owned(),
            fuel: stacks.iter().map(|(_, fuel)| fuel).sum(),
            samples: stacks.len(),
            stacks: stacks.iter().map(owned).collect(),
        }
    }

    #[test]
    fn own_fuel_is_that_of_the_innermost_function() {
        let profile = profile(&[(&["f"], 1), (&["f", "g"], 5), (&["h", "g"], 2)]);
        assert_eq!(profile.by_own_fuel(), [("g", 7), ("f", 1)]);
        assert_eq!(profile.folded(), "f 1\nf;g 5\nh;g 2\n");
    }
}
