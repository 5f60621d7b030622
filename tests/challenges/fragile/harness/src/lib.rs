//! A harness that trusts the answer too much: some answers stop it, some make it
//! measure nonsense, one keeps it busy for ever.

mod pilot;

use std::hint::black_box;

use pilotbox_harness::mobility::parking_forecast::{self, Request};
use pilotbox_harness::{Case, Harness, Outcome, PluginFault, Split, expect_length, open};

/// What the plugin sees and what comes after it.
const SEEN: f64 = 0.5;
const TRUTH: f64 = 0.75;

/// Answers that upset this harness.
const KEEPS_BUSY: f64 = 10.0;
const KEEPS_BUSY_A_WHILE: f64 = 11.0;
const FILLS_MEMORY: f64 = 12.0;
const FILLS_SOME_MEMORY: f64 = 13.0;
const RENAMES_THE_METRIC: f64 = 20.0;

/// Turns of a loop that stay below this challenge's `harness_fuel`.
const A_WHILE: u32 = 500_000;

/// Bytes above and below this challenge's `harness_memory_bytes`.
const MUCH: usize = 5 << 20;
const SOME: usize = 2 << 20;

/// The harness.
pub struct Fragile;

impl Harness for Fragile {
    fn cases(_split: Split) -> Vec<Case> {
        let table = open("cases").expect("the split's table `cases` is readable");
        let column = |name| table.text(name).expect("the column is readable");
        column("id")
            .into_iter()
            .zip(column("stratum"))
            .map(|(id, stratum)| Case::new(id, stratum))
            .collect()
    }

    fn run(split: Split, _id: &str) -> Result<Outcome, PluginFault> {
        let answer = parking_forecast::forecast(&request()).map_err(PluginFault::declined)?;
        assert!(
            split != Split::Public,
            "this harness stops in the public split"
        );
        expect_length("forecast", answer.len(), 1)?;
        Ok(measure(answer[0]))
    }
}

fn measure(answer: f64) -> Outcome {
    assert!(
        answer >= 0.0 || answer.is_nan(),
        "a forecast below zero cannot happen"
    );
    while black_box(answer) == KEEPS_BUSY {}
    if answer == KEEPS_BUSY_A_WHILE {
        (0..A_WHILE).for_each(|turn| {
            black_box(turn);
        });
    } else if answer == FILLS_MEMORY {
        black_box(vec![1_u8; MUCH]);
    } else if answer == FILLS_SOME_MEMORY {
        black_box(vec![1_u8; SOME]);
    }
    let name = if answer == RENAMES_THE_METRIC {
        "eror"
    } else {
        "error"
    };
    Outcome::new().metric(name, (TRUTH - answer).abs())
}

fn request() -> Request {
    Request {
        car_parks: vec!["a".into()],
        slots: vec![480],
        occupancy: vec![SEEN],
        targets: vec![510],
    }
}

pilotbox_harness::export!(Fragile, pilot);
