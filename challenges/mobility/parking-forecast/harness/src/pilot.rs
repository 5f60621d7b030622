//! Where will a place be free? A day and a time become a forecast two hours ahead, as
//! the cases ask for it. Tables of the pilot: `occupancy`, `car-parks` and `about`.

use pilotbox_harness::form::{self, About, Day, Texts};
use pilotbox_harness::mobility::parking_forecast::{self, Request};
use pilotbox_harness::serde_json::{self, Value, json};
use pilotbox_harness::{Description, Pilot, PilotError, Table, TableError, expect_finite, open};

use crate::Parking;

const DAY: i64 = 24 * 60;

/// How long before the time asked for the last measurement is that the plugin sees.
const AHEAD: i64 = 120;

/// Days that can be asked for: the last ones that were measured.
const DAYS: usize = 7;

/// Car parks in an answer.
const MOST: usize = 10;

impl Pilot for Parking {
    fn describe() -> Description {
        let measured = Measured::read().expect("the pilot's tables are readable");
        let about = About::read().expect("the pilot's table `about` is readable");
        Description {
            input: measured.form().to_string(),
            answer: answer_schema(&measured.about(about)).to_string(),
        }
    }

    fn answer(input: &str) -> Result<String, PilotError> {
        let measured = Measured::read().expect("the pilot's tables are readable");
        let asked = Asked::read(input, &measured)?;
        let request = measured.request(asked.target);
        let answer = parking_forecast::forecast(&request).map_err(PilotError::declined)?;
        expect_finite("forecast", &answer, request.car_parks.len())?;
        Ok(answered(&asked, &measured, &answer).to_string())
    }
}

/// What the pilot's tables hold.
struct Measured {
    car_parks: Vec<String>,
    capacities: Vec<i64>,
    /// Start of each slot in local time, in minutes since 1970.
    slots: Vec<i64>,
    table: Table,
}

impl Measured {
    fn read() -> Result<Self, TableError> {
        let table = open("occupancy")?;
        let car_parks = table.dictionary("car_park")?;
        let each = table.rows() / car_parks.len().max(1) as u64;
        let slots = table.s64_range("slot", 0..each)?;
        let known = open("car-parks")?;
        let known: Vec<_> = known
            .text("id")?
            .into_iter()
            .zip(known.s64("capacity")?)
            .collect();
        let capacity = |id: &String| {
            known
                .iter()
                .find(|(known, _)| known == id)
                .map_or(0, |k| k.1)
        };
        Ok(Self {
            capacities: car_parks.iter().map(capacity).collect(),
            slots: slots.iter().map(|seconds| seconds / 60).collect(),
            car_parks,
            table,
        })
    }

    /// The days that can be asked for, oldest first.
    fn days(&self) -> Vec<i64> {
        let mut days: Vec<_> = self.slots.iter().map(|slot| slot.div_euclid(DAY)).collect();
        days.dedup();
        days.split_off(days.len().saturating_sub(DAYS))
    }

    /// Times of day that have a measurement two hours before.
    fn times(&self) -> Vec<i64> {
        let mut times: Vec<_> = self.slots.iter().map(|slot| slot.rem_euclid(DAY)).collect();
        times.sort_unstable();
        times.dedup();
        times
            .iter()
            .copied()
            .filter(|time| times.contains(&(time - AHEAD)))
            .collect()
    }

    fn form(&self) -> Value {
        let day = |day: &i64| (json!(Day(*day).iso()), Day(*day).long());
        let time = |time: &i64| {
            let text = clock(*time);
            (json!(text), Texts::new(text.clone(), text))
        };
        let days = form::choice(self.days().iter().map(day));
        let times = form::choice(self.times().iter().map(time));
        let times = form::titled(times, "Time", "Час");
        form::form([
            ("day", form::titled(days, "Day", "Ден")),
            (
                "time",
                form::explained(
                    times,
                    "The program sees what was measured until two hours before.",
                    "Програмата вижда измереното до два часа по-рано.",
                ),
            ),
        ])
    }

    fn about(&self, about: About) -> About {
        match (self.slots.first(), self.slots.last()) {
            (Some(first), Some(last)) => {
                let period = Day(first.div_euclid(DAY)).to(Day(last.div_euclid(DAY)));
                about.with("period", period)
            }
            _ => about,
        }
    }

    /// What was measured up to two hours before a moment, and the moment.
    fn request(&self, target: i64) -> Request {
        let seen = self.slots.partition_point(|slot| *slot <= target - AHEAD);
        let each = self.slots.len() as u64;
        let mut occupancy = Vec::with_capacity(seen * self.car_parks.len());
        for first in (0..self.car_parks.len() as u64).map(|park| park * each) {
            let rows = first..first + seen as u64;
            let read = self.table.f64_range("occupancy", rows);
            occupancy.extend(read.expect("the rows of a car park"));
        }
        Request {
            car_parks: self.car_parks.clone(),
            slots: self.slots[..seen].to_vec(),
            occupancy,
            targets: vec![target],
        }
    }
}

/// A filled form.
struct Asked {
    day: String,
    time: String,
    /// Minutes since 1970.
    target: i64,
}

impl Asked {
    fn read(input: &str, measured: &Measured) -> Result<Self, PilotError> {
        let input: Value = serde_json::from_str(input)
            .map_err(|error| PilotError::bad_input(format!("no JSON: {error}")))?;
        let field = |name: &str| input[name].as_str().unwrap_or_default().to_owned();
        let (day, time) = (field("day"), field("time"));
        let days = measured.days();
        let found = days.iter().find(|candidate| Day(**candidate).iso() == day);
        let date = found.ok_or_else(|| PilotError::bad_input("`day`: not one of the choices"))?;
        let times = measured.times();
        let found = times.iter().find(|candidate| clock(**candidate) == time);
        let minutes =
            found.ok_or_else(|| PilotError::bad_input("`time`: not one of the choices"))?;
        Ok(Self {
            target: date * DAY + minutes,
            day,
            time,
        })
    }
}

fn clock(minutes: i64) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn answered(asked: &Asked, measured: &Measured, shares: &[f64]) -> Value {
    let parks = measured
        .car_parks
        .iter()
        .zip(&measured.capacities)
        .zip(shares);
    let mut rows: Vec<_> = parks
        .map(|((name, capacity), share)| {
            let free = (1.0 - share.clamp(0.0, 1.0)) * *capacity as f64;
            (free.round() as i64, *capacity, name)
        })
        .collect();
    rows.sort_by(|a, b| (b.0, a.2).cmp(&(a.0, b.2)));
    rows.truncate(MOST);
    let row = |(free, capacity, name): &(i64, i64, &String)| json!({ "name": name, "free": free, "capacity": capacity });
    let (free, capacity, best) = rows
        .first()
        .map_or((0, 0, ""), |row| (row.0, row.1, row.2.as_str()));
    json!({
        "day": asked.day, "time": asked.time,
        "best": best, "free": free, "capacity": capacity,
        "car_parks": rows.iter().map(row).collect::<Vec<_>>(),
    })
}

fn answer_schema(about: &About) -> Value {
    let name = || json!({ "type": "string", "maxLength": 64 });
    let places = || json!({ "type": "integer", "minimum": 0, "maximum": 1_000_000 });
    let columns = [
        ("name", form::titled(name(), "Car park", "Паркинг")),
        (
            "free",
            form::titled(places(), "Free places expected", "Очаквани свободни места"),
        ),
        (
            "capacity",
            form::titled(places(), "All places", "Всички места"),
        ),
    ];
    let fields = [
        ("day", name()),
        ("time", name()),
        ("best", name()),
        ("free", places()),
        ("capacity", places()),
        ("car_parks", form::rows(MOST, columns)),
    ];
    let sentence = form::sentence(
        "At {time} most places are expected to be free at {best}: {free} of {capacity}.",
        "В {time} ч. най-много свободни места се очакват на {best}: {free} от {capacity}.",
    );
    let table = form::table("car_parks", &["name", "free", "capacity"]);
    form::answer(fields, [sentence, table], about)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_a_clock_shows_them() {
        assert_eq!(clock(990), "16:30");
        assert_eq!(clock(600), "10:00");
    }

    #[test]
    fn an_answer_s_schema_names_what_is_shown() {
        let schema = answer_schema(&About::default());
        assert_eq!(schema["x-view"][1]["of"], "car_parks");
        let columns = &schema["properties"]["car_parks"]["items"]["properties"];
        assert_eq!(columns["free"]["x-bg"], "Очаквани свободни места");
    }
}
