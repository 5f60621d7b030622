//! The harness that the figures are taken with. A case's id says what to do:
//! `calls N` calls the plugin N times with a small request, `lists N` with 1 MiB
//! of floats, `column N` reads a table N times, `blocks N` in blocks of 4,096.

use pilotbox_harness::mobility::parking_forecast::{self, Request};
use pilotbox_harness::{Case, Harness, Outcome, PluginFault, Split, Table};

/// Does what a case says.
pub struct Bench;

impl Harness for Bench {
    fn cases(_split: Split) -> Vec<Case> {
        vec![Case::new("calls 1", "all")]
    }

    fn run(_split: Split, id: &str) -> Result<Outcome, PluginFault> {
        let (what, times) = id.split_once(' ').expect("a case is a word and a number");
        let times: u64 = times.parse().expect("a number");
        let value = match what {
            "calls" => call(&request(8), times)?,
            "lists" => call(&request(1 << 17), times)?,
            "column" => read(times, u64::MAX),
            _ => read(times, 4_096),
        };
        Ok(Outcome::new().metric("value", value))
    }
}

pilotbox_harness::export!(Bench);

fn request(values: usize) -> Request {
    Request {
        car_parks: vec![],
        slots: vec![0],
        occupancy: vec![0.5; values],
        targets: vec![],
    }
}

fn call(request: &Request, times: u64) -> Result<f64, PluginFault> {
    let mut sum = 0.0;
    for _ in 0..times {
        sum += parking_forecast::forecast(request).map_err(PluginFault::declined)?[0];
    }
    Ok(sum)
}

/// Reads the first float column of the table `values`.
fn read(times: u64, block: u64) -> f64 {
    let table: Table = pilotbox_harness::open("values").expect("the bench's own table");
    let rows = table.rows();
    let mut sum = 0.0;
    for _ in 0..times {
        let mut start = 0;
        while start < rows {
            let end = rows.min(start.saturating_add(block));
            let values = table
                .f64_range("value", start..end)
                .expect("a float column");
            sum += values[values.len() - 1];
            start = end;
        }
    }
    sum
}
