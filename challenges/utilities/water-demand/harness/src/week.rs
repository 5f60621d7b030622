//! What a plugin is asked about one area and week, and what was measured.

use pilotbox_harness::utilities::water_demand::{Request, Weather};

/// Hours of a week; no clock is turned in a week to forecast.
pub(crate) const HORIZON: usize = 168;

pub(crate) struct Week {
    pub request: Request,
    /// Inflow in L/s of each hour asked for; NaN where nothing was measured.
    pub truth: Vec<f64>,
}

impl Week {
    pub(crate) fn new(
        area: String,
        start: i64,
        inflow: Vec<f64>,
        weather: Weather,
        truth: Vec<f64>,
    ) -> Self {
        let horizon = HORIZON as u32;
        Self {
            request: Request {
                areas: vec![area],
                start,
                inflow,
                weather,
                horizon,
            },
            truth,
        }
    }
}
