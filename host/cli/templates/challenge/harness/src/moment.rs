//! Cases: moments of a split's days, some of them with twins.

use pilotbox_harness::mobility::parking_forecast::Request;
use pilotbox_harness::{Case, Split};

use crate::city::{self, CAR_PARKS, HOURS};

/// Hours at which a forecast is asked for.
const ASKED: [i64; 4] = [8, 10, 14, 16];
/// Days of a split: with fewer than ten blocks an interval is not reliable.
const DAYS: i64 = 10;
/// Days of history before the day of the moment.
const DAYS_SHOWN: i64 = 7;
/// A twin loses one value in so many.
const LOST_ONE_IN: u64 = 10;

/// An hour of a day.
pub(crate) struct Moment {
    day: i64,
    hour: i64,
    /// Set for a twin: the same moment, but a part of the history is lost.
    has_holes: bool,
}

/// Every split lies after the one before it: no history shows what an earlier
/// split hides.
pub(crate) fn all(split: Split) -> Vec<Moment> {
    let first = match split {
        Split::Sample => 7,
        Split::Public => 17,
        Split::Final => 27,
    };
    (first..first + DAYS).flat_map(of_day).collect()
}

pub(crate) fn find(split: Split, id: &str) -> Option<Moment> {
    all(split).into_iter().find(|moment| moment.id() == id)
}

/// The moments of a day, and one twin, of a morning and an afternoon in turn.
fn of_day(day: i64) -> impl Iterator<Item = Moment> {
    let moment = move |hour, has_holes| Moment {
        day,
        hour,
        has_holes,
    };
    let twin = moment(if day % 2 == 0 { 10 } else { 14 }, true);
    ASKED
        .into_iter()
        .map(move |hour| moment(hour, false))
        .chain([twin])
}

impl Moment {
    /// What is drawn together by the bootstrap is one day.
    pub(crate) fn case(&self) -> Case {
        let stratum = if self.hour < 12 {
            "morning"
        } else {
            "afternoon"
        };
        let case = Case::new(self.id(), stratum).block(format!("day-{}", self.day));
        if self.has_holes {
            case.twin_of(self.original_id())
        } else {
            case
        }
    }

    fn id(&self) -> String {
        let ending = if self.has_holes { "-holes" } else { "" };
        format!("{}{ending}", self.original_id())
    }

    fn original_id(&self) -> String {
        format!("day-{:02}-{:02}00", self.day, self.hour)
    }

    /// What the plugin is asked: everything up to the moment and nothing later.
    pub(crate) fn request(&self) -> Request {
        let hours = self.hours();
        let value = |(park, (day, hour)): (usize, (i64, i64))| {
            let lost = city::draw(&[self.day, self.hour, park as i64, day, hour]);
            if self.has_holes && lost.is_multiple_of(LOST_ONE_IN) {
                f64::NAN
            } else {
                city::occupancy(park, day, hour)
            }
        };
        let parks = 0..CAR_PARKS.len();
        let rows = parks.flat_map(|park| hours.iter().map(move |at| (park, *at)));
        Request {
            car_parks: CAR_PARKS.map(str::to_owned).to_vec(),
            occupancy: rows.map(value).collect(),
            slots: hours
                .iter()
                .map(|(day, hour)| city::minutes(*day, *hour))
                .collect(),
            targets: vec![city::minutes(self.day, self.hour + 1)],
        }
    }

    /// What is measured an hour later, in each car park.
    pub(crate) fn truth(&self) -> Vec<f64> {
        let parks = 0..CAR_PARKS.len();
        parks
            .map(|park| city::occupancy(park, self.day, self.hour + 1))
            .collect()
    }

    /// Days and hours that the plugin sees.
    fn hours(&self) -> Vec<(i64, i64)> {
        let days = self.day - DAYS_SHOWN..=self.day;
        let hours = days.flat_map(|day| HOURS.map(move |hour| (day, hour)));
        hours.filter(|at| *at <= (self.day, self.hour)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_request_ends_at_the_moment() {
        for moment in all(Split::Sample) {
            let request = moment.request();
            let now = city::minutes(moment.day, moment.hour);
            assert_eq!(request.slots.last(), Some(&now));
            assert_eq!(request.targets, [now + 60]);
            assert_eq!(
                request.occupancy.len(),
                CAR_PARKS.len() * request.slots.len()
            );
        }
    }

    #[test]
    fn a_twin_differs_from_its_case_by_its_holes() {
        let twin = find(Split::Final, "day-28-1000-holes").expect("an even day");
        let original = find(Split::Final, "day-28-1000").expect("its original");
        let (with, without) = (twin.request().occupancy, original.request().occupancy);
        let holes = with.iter().filter(|share| share.is_nan()).count();
        assert!((10..50).contains(&holes), "{holes} of {}", with.len());
        let mut kept = with
            .iter()
            .zip(&without)
            .filter(|(share, _)| !share.is_nan());
        assert!(kept.all(|(one, other)| one == other));
        assert_eq!(twin.truth(), original.truth());
    }
}
