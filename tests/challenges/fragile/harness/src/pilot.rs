//! A pilot whose answers are as odd as the form asks for: what does not fit its own
//! schema, what is far too long, what looks like a page's markup. It needs no table.

use std::iter;

use pilotbox_harness::form::{self, About, Texts};
use pilotbox_harness::mobility::parking_forecast;
use pilotbox_harness::serde_json::{self, Value, json};
use pilotbox_harness::{Description, Pilot, PilotError, expect_length, open};

use crate::{Fragile, request};

/// Bytes of an answer that is more than a request may hand to the host, and still less
/// than this harness may hold.
const MUCH: usize = 1_200_000;

/// Bytes of an answer that this harness cannot even hold.
const FAR_TOO_MUCH: usize = 10 << 20;

/// What can be asked for.
const WHATS: [&str; 9] = [
    "honest", "lies", "no-json", "huge", "enormous", "markup", "refuses", "stops", "looks",
];

impl Pilot for Fragile {
    fn describe() -> Description {
        let choice = form::choice(WHATS.map(|what| (json!(what), Texts::new(what, what))));
        let what = form::titled(choice, "What", "Какво");
        let text = json!({ "type": "string", "maxLength": 100_000 });
        let fields = [("share", json!({ "type": "number" })), ("text", text)];
        let sentence = form::sentence("{share} is expected. {text}", "Очаква се {share}. {text}");
        Description {
            input: form::form([("what", what)]).to_string(),
            answer: form::answer(fields, [sentence], &About::default()).to_string(),
        }
    }

    fn answer(input: &str) -> Result<String, PilotError> {
        let input: Value = serde_json::from_str(input).unwrap_or_default();
        let what = input["what"].as_str().unwrap_or_default();
        if what == "refuses" {
            return Err(PilotError::bad_input("`what`: nobody is here"));
        }
        let answer = parking_forecast::forecast(&request()).map_err(PilotError::declined)?;
        expect_length("forecast", answer.len(), 1)?;
        assert!(what != "stops", "this harness stops when it is asked to");
        let share = answer[0];
        Ok(match what {
            "lies" => json!({ "share": "a lot", "text": "" }).to_string(),
            "no-json" => "{".to_owned(),
            "enormous" => json!({ "share": share, "text": "x".repeat(FAR_TOO_MUCH) }).to_string(),
            "huge" => huge(share),
            "markup" => {
                let text = "<script>alert(1)</script> https://example.org";
                json!({ "share": share, "text": text }).to_string()
            }
            // Tables of the splits are there in no pilot.
            "looks" => {
                let text = if open("cases").is_ok() {
                    "found"
                } else {
                    "nothing"
                };
                json!({ "share": share, "text": text }).to_string()
            }
            _ => json!({ "share": share, "text": "" }).to_string(),
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
