//! A pilot whose answers are as odd as the form asks for: what does not fit its own
//! schema, what is far too long, what looks like a page's markup. It needs no table.

use std::iter;

use pilotbox_harness::mobility::parking_forecast;
use pilotbox_harness::{Description, Pilot, PilotError, expect_length, open};

use crate::{Fragile, request};

/// Bytes of an answer that is more than a request may hand to the host, and still less
/// than this harness may hold.
const MUCH: usize = 1_200_000;

/// Bytes of an answer that this harness cannot even hold.
const FAR_TOO_MUCH: usize = 10 << 20;

impl Pilot for Fragile {
    // Written out: what makes and reads JSON is three quarters of a harness, and this one
    // is compiled with each of the hostile guests.
    fn describe() -> Description {
        Description {
            input: include_str!("pilot/input.json").to_owned(),
            answer: include_str!("pilot/answer.json").to_owned(),
        }
    }

    fn answer(input: &str) -> Result<String, PilotError> {
        let is_asked = |what: &str| input.contains(&format!("\"{what}\""));
        if is_asked("refuses") {
            return Err(PilotError::bad_input("`what`: nobody is here"));
        }
        let answer = parking_forecast::forecast(&request()).map_err(PilotError::declined)?;
        expect_length("forecast", answer.len(), 1)?;
        assert!(!is_asked("stops"), "this harness stops when it is asked to");
        let share = answer[0];
        let with = |text: &str| format!(r#"{{ "share": {share}, "text": "{text}" }}"#);
        Ok(if is_asked("lies") {
            r#"{ "share": "a lot", "text": "" }"#.to_owned()
        } else if is_asked("no-json") {
            "{".to_owned()
        } else if is_asked("enormous") {
            with(&"x".repeat(FAR_TOO_MUCH))
        } else if is_asked("huge") {
            huge(share)
        } else if is_asked("markup") {
            with("<script>alert(1)</script> https://example.org")
        } else if is_asked("looks") {
            // Tables of the splits are there in no pilot.
            with(if open("cases").is_ok() {
                "found"
            } else {
                "nothing"
            })
        } else {
            with("")
        })
    }
}

/// An answer of much text, made in place: the harness has little memory.
fn huge(share: f64) -> String {
    let mut answer = format!(r#"{{ "share": {share}, "text": ""#);
    answer.reserve_exact(MUCH + 8);
    answer.extend(iter::repeat_n('x', MUCH));
    answer.push_str(r#"" }"#);
    answer
}
