//! The harness of the parking forecast: at a moment of a day it shows a plugin
//! what was measured in the five weeks before, and asks for the occupancy of
//! every car park 30, 60 and 120 minutes later.
//!
//! Tables of a split: `cases` (one row a case) and `occupancy` (car park by car
//! park, each with the same slots).

mod measure;
mod pilot;
mod tables;
mod window;

use pilotbox_harness::mobility::parking_forecast;
use pilotbox_harness::{Case, Harness, Outcome, PluginFault, Split};

/// The harness; its table names and metrics are those of the manifest.
pub struct Parking;

impl Harness for Parking {
    fn cases(_split: Split) -> Vec<Case> {
        tables::cases().expect("the split's table `cases` is readable")
    }

    fn run(_split: Split, id: &str) -> Result<Outcome, PluginFault> {
        let window = tables::window(id).expect("the split's tables hold the case");
        let answer =
            parking_forecast::forecast(&window.request()).map_err(PluginFault::declined)?;
        measure::outcome(&window, &answer)
    }
}

pilotbox_harness::export!(Parking, pilot);
