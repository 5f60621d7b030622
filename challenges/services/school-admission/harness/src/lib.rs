//! Measures how a plugin places children in schools: whether the placement
//! keeps the rules, whether somebody has a justified claim to a better place,
//! and what it costs children against the best placement without such claims.

use pilotbox_harness::services::school_admission;
use pilotbox_harness::{Case, Harness, Outcome, PluginFault, Split};

mod city;
mod measure;
mod pilot;
mod placement;
mod tables;

use measure::Measured;
use placement::Placement;

/// The harness of this challenge.
pub struct SchoolAdmission;

pilotbox_harness::export!(SchoolAdmission, pilot);

impl Harness for SchoolAdmission {
    fn cases(_split: Split) -> Vec<Case> {
        tables::instances()
            .iter()
            .map(tables::Instance::case)
            .collect()
    }

    fn run(_split: Split, id: &str) -> Result<Outcome, PluginFault> {
        let instance = tables::instance(id);
        let request = tables::columns(&instance).request(instance.twist);
        let answer = school_admission::assign(&request).map_err(PluginFault::declined)?;
        let placement = Placement::read(&request, &answer).map_err(PluginFault::bad_answer)?;
        Ok(Measured::new(&request, &placement, &tables::optimum(&instance)).outcome(&placement))
    }
}
