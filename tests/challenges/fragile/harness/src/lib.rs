//! A harness that trusts the answer too much: some answers stop it, some make it
//! measure nonsense, one keeps it busy for ever.

use pilotbox_harness::mobility::parking_forecast::{self, Request};
use pilotbox_harness::{Case, Harness, Outcome, PluginFault, Split, expect_length, open};

/// What the plugin sees and what comes after it.
const SEEN: f64 = 0.5;
const TRUTH: f64 = 0.75;

/// Answers that upset this harness.
const KEEPS_BUSY: f64 = 10.0;
const RENAMES_THE_METRIC: f64 = 20.0;

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
    while std::hint::black_box(answer) == KEEPS_BUSY {}
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

pilotbox_harness::export!(Fragile);
