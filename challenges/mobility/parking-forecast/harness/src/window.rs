//! What was measured around a moment: the history that a plugin sees, and the
//! slots after it, which it does not.

use pilotbox_harness::mobility::parking_forecast::Request;

/// Minutes from the moment to each target.
pub(crate) const HORIZONS: [i64; 3] = [30, 60, 120];

/// Measurements around a moment. Times are local, in minutes since 1970.
#[derive(Default)]
pub(crate) struct Window {
    pub car_parks: Vec<String>,
    /// Slots up to and including the moment.
    pub slots: Vec<i64>,
    /// Occupancy in `slots`, car park by car park; NaN where nothing was measured.
    pub history: Vec<f64>,
    /// A few slots after the moment.
    pub later_slots: Vec<i64>,
    /// Occupancy in `later_slots`, car park by car park.
    pub later: Vec<f64>,
}

impl Window {
    /// What the plugin is asked.
    pub(crate) fn request(&self) -> Request {
        Request {
            car_parks: self.car_parks.clone(),
            slots: self.slots.clone(),
            occupancy: self.history.clone(),
            targets: self.targets().to_vec(),
        }
    }

    fn targets(&self) -> [i64; 3] {
        let moment = self.slots.last().copied().unwrap_or_default();
        HORIZONS.map(|minutes| moment + minutes)
    }

    /// What was measured at a target, in each car park; NaN where nothing was.
    pub(crate) fn truth(&self, horizon: usize) -> Vec<f64> {
        let target = self.targets()[horizon];
        match self.later_slots.binary_search(&target) {
            Ok(column) => self
                .later
                .chunks(self.later_slots.len())
                .map(|row| row[column])
                .collect(),
            Err(_) => vec![f64::NAN; self.car_parks.len()],
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Two car parks at 08:00 and 08:30; 09:30 was missed, and the second car
    /// park was not seen at 09:00.
    pub(crate) fn window() -> Window {
        Window {
            car_parks: vec!["a".into(), "b".into()],
            slots: vec![480, 510],
            history: vec![0.1, 0.2, 0.5, 0.5],
            later_slots: vec![540, 570, 630],
            later: vec![0.3, 0.4, 0.6, f64::NAN, 0.5, 0.4],
        }
    }

    #[test]
    fn the_request_holds_the_past_and_nothing_else() {
        let request = window().request();
        assert_eq!(request.slots, [480, 510]);
        assert_eq!(request.occupancy, [0.1, 0.2, 0.5, 0.5]);
        assert_eq!(request.targets, [540, 570, 630]);
    }

    #[test]
    fn truth_is_found_by_time_not_by_position() {
        let mut window = window();
        assert_eq!(window.truth(2), [0.6, 0.4]);
        window.later_slots = vec![540, 600, 630];
        assert!(window.truth(1).iter().all(|value| value.is_nan()));
        assert_eq!(window.truth(2), [0.6, 0.4]);
    }
}
