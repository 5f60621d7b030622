//! The harness of the water demand forecast: on a Monday it shows a plugin what
//! flowed into one area in the ten weeks before, with the weather of those
//! weeks and of the one that begins, and asks for the inflow of each of its 168
//! hours.
//!
//! Tables of a split: `cases` (one row a case), `inflow` (area by area, each
//! with the same hours) and `weather` (the same hours).

mod measure;
mod pilot;
mod tables;
mod week;

use pilotbox_harness::utilities::water_demand;
use pilotbox_harness::{Case, Harness, Outcome, PluginFault, Split};

/// The harness; its table names and metrics are those of the manifest.
pub struct Water;

impl Harness for Water {
    fn cases(_split: Split) -> Vec<Case> {
        tables::cases().expect("the split's table `cases` is readable")
    }

    fn run(_split: Split, id: &str) -> Result<Outcome, PluginFault> {
        let week = tables::week(id).expect("the split's tables hold the case");
        let answer = water_demand::forecast(&week.request).map_err(PluginFault::declined)?;
        measure::outcome(&week.truth, &answer)
    }
}

pilotbox_harness::export!(Water, pilot);
