//! What will my area's water use look like this week? An area becomes the forecast of
//! the week that begins where its measurements end. Tables of the pilot: `inflow`,
//! `weather` (as long, and the week more), the granted ones and `about`.

use pilotbox_harness::form::{self, About, Day, Texts};
use pilotbox_harness::serde_json::{self, Value, json};
use pilotbox_harness::utilities::water_demand::{self, Request, Weather};
use pilotbox_harness::{Description, Pilot, PilotError, TableError, expect_finite, open};

use crate::{Water, week::HORIZON};

const HOURS: i64 = 24;
const DAYS: usize = 7;

/// Cubic metres in an hour at one litre a second.
const CUBIC_METRES: f64 = 3.6;

/// No area takes more L/s than this; what is more is shown as this much.
const LARGEST: f64 = 500.0;

impl Pilot for Water {
    fn describe() -> Description {
        let about = About::read().expect("the pilot's table `about` is readable");
        let areas = areas().expect("the pilot's table `inflow` is readable");
        let (first, start) = hours().expect("the pilot's tables are readable");
        let last = Day(start.div_euclid(HOURS) + DAYS as i64 - 1);
        let period = Day(first.div_euclid(HOURS)).to(last);
        Description {
            input: form_schema(&areas, &about).to_string(),
            answer: answer_schema(&about.with("period", period)).to_string(),
        }
    }

    fn answer(input: &str) -> Result<String, PilotError> {
        let input: Value = serde_json::from_str(input)
            .map_err(|error| PilotError::bad_input(format!("no JSON: {error}")))?;
        let areas = areas().expect("the pilot's table `inflow` is readable");
        let area = areas
            .iter()
            .position(|area| input["area"].as_str() == Some(area.as_str()));
        let area = area.ok_or_else(|| PilotError::bad_input("`area`: not one of the choices"))?;
        let request = request(&areas, area).expect("the pilot's tables are readable");
        let answer = water_demand::forecast(&request).map_err(PilotError::declined)?;
        expect_finite("forecast", &answer, HORIZON)?;
        let (_, start) = hours().expect("the pilot's tables are readable");
        Ok(answered(&areas[area], start, &answer).to_string())
    }
}

fn areas() -> Result<Vec<String>, TableError> {
    open("inflow")?.dictionary("area")
}

/// The first hour of the history and the first hour of the week, in hours since 1970.
/// Clocks may have been turned between the two, so the week's is read and not counted.
fn hours() -> Result<(i64, i64), TableError> {
    let table = open("weather")?;
    let start = table.rows().saturating_sub(HORIZON as u64);
    let at = |row: u64| -> Result<i64, TableError> {
        Ok(table.s64_range("time", row..row + 1)?[0] / 3600)
    };
    Ok((at(0)?, at(start)?))
}

fn request(areas: &[String], area: usize) -> Result<Request, TableError> {
    let (inflow, weather) = (open("inflow")?, open("weather")?);
    let each = inflow.rows() / areas.len() as u64;
    let first = area as u64 * each;
    let hours = 0..weather.rows();
    Ok(Request {
        areas: vec![areas[area].clone()],
        start: self::hours()?.0,
        inflow: inflow.f64_range("inflow", first..first + each)?,
        weather: Weather {
            rain: weather.f64_range("rain", hours.clone())?,
            temperature: weather.f64_range("temperature", hours.clone())?,
            humidity: weather.f64_range("humidity", hours.clone())?,
            wind: weather.f64_range("wind", hours)?,
        },
        horizon: HORIZON as u32,
    })
}

/// An answer from flows in L/s. A forecast below nothing is nothing.
fn answered(area: &str, start: i64, flows: &[f64]) -> Value {
    let flows: Vec<_> = flows.iter().map(|flow| flow.clamp(0.0, LARGEST)).collect();
    let day = |index: usize| Day(start.div_euclid(HOURS) + index as i64).iso();
    let sums = flows
        .chunks(HORIZON / DAYS)
        .map(|day| CUBIC_METRES * day.iter().sum::<f64>());
    let days: Vec<_> = sums
        .enumerate()
        .map(|(index, sum)| (day(index), sum))
        .collect();
    let most = days.iter().max_by(|a, b| a.1.total_cmp(&b.1));
    let hour = |(hour, flow): (usize, &f64)| json!({ "hour": hour, "flow": tenths(*flow) });
    json!({
        "area": area,
        "start": day(0),
        "total": days.iter().map(|day| day.1).sum::<f64>().round() as i64,
        "busiest": most.map_or("", |most| most.0.as_str()),
        "days": days.iter().map(|(day, sum)| json!({ "day": day, "volume": sum.round() as i64 }))
            .collect::<Vec<_>>(),
        "hours": flows.iter().enumerate().map(hour).collect::<Vec<_>>(),
    })
}

fn tenths(value: f64) -> f64 {
    (10.0 * value).round() / 10.0
}

fn form_schema(areas: &[String], about: &About) -> Value {
    let name = |area: &String| {
        let said = about.get(&format!("area-{area}")).cloned();
        (json!(area), said.unwrap_or_else(|| Texts::new(area, area)))
    };
    let choice = form::choice(areas.iter().map(name));
    form::form([("area", form::titled(choice, "Area", "Район на водопровода"))])
}

fn answer_schema(about: &About) -> Value {
    let name = || json!({ "type": "string", "maxLength": 64 });
    let volume = || json!({ "type": "integer", "minimum": 0, "maximum": 1_000_000_000 });
    let hour = json!({ "type": "integer", "minimum": 0, "maximum": HORIZON });
    let flow = json!({ "type": "number", "minimum": 0, "maximum": LARGEST });
    let days = [
        ("day", form::titled(name(), "Day", "Ден")),
        ("volume", form::titled(volume(), "Water, m³", "Вода, м³")),
    ];
    let hours = [
        (
            "hour",
            form::titled(hour, "Hour of the week", "Час от седмицата"),
        ),
        ("flow", form::titled(flow, "Flow, L/s", "Дебит, л/с")),
    ];
    let fields = [
        ("area", name()),
        ("start", name()),
        ("total", volume()),
        ("busiest", name()),
        ("days", form::rows(DAYS, days)),
        ("hours", form::rows(HORIZON, hours)),
    ];
    let sentence = form::sentence(
        "In the week from {start}, area {area} is expected to use {total} m³ of water, most of it on {busiest}.",
        "През седмицата от {start} се очаква район {area} да ползва {total} м³ вода, най-много на {busiest}.",
    );
    let views = [
        sentence,
        form::chart("hours", "hour", "flow"),
        form::table("days", &["day", "volume"]),
    ];
    form::answer(fields, views, about)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_of_equal_flow_adds_up() {
        let answer = answered("A", 18_967 * 24, &[1.0; HORIZON]);
        assert_eq!(answer["start"], "2021-12-06");
        assert_eq!(answer["total"], 605);
        assert_eq!(answer["days"].as_array().map(Vec::len), Some(DAYS));
        assert_eq!(answer["days"][0]["volume"], 86);
    }

    #[test]
    fn odd_flows_stay_within_the_schema() {
        let mut flows = [-5.0; HORIZON];
        flows[30] = f64::MAX;
        let answer = answered("A", 18_967 * 24, &flows);
        assert_eq!(answer["busiest"], "2021-12-07");
        assert_eq!(answer["hours"][30]["flow"], LARGEST);
        assert_eq!(answer["total"], 1_800);
    }
}
