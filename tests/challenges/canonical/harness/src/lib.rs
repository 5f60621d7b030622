//! A harness with an interface of its own, which demands that values arrive as
//! what their types say: the engine refuses or cleans whatever a plugin makes
//! of them. A value that no type allows would stop this harness.

mod bindings;

use bindings::pilotbox::{
    canonical::values::{self, Answer, Colour, Marks, Refusal},
    challenge::data,
};
use pilotbox_harness::{Case, Harness, Outcome, PluginFault, Split, metered, open};

/// Parts of an answer that can be right.
const PARTS: f64 = 4.0;

/// The harness.
pub struct Canonical;

impl Harness for Canonical {
    fn cases(_split: Split) -> Vec<Case> {
        let table = open("cases").expect("the split's table `cases` is readable");
        let column = |name| table.text(name).expect("the column is readable");
        column("id")
            .into_iter()
            .zip(column("stratum"))
            .map(|(id, stratum)| Case::new(id, stratum))
            .collect()
    }

    fn run(_split: Split, _id: &str) -> Result<Outcome, PluginFault> {
        let stones = data::open("cases").expect("the split's table `cases` is readable");
        let answer = metered(|| values::tell(&stones));
        // It was lent, so it is still there.
        let count = stones.rows();
        let answer = answer.map_err(|Refusal::Other(text)| PluginFault::Declined(text))?;
        check(&answer)?;
        Ok(measure(&answer, count))
    }
}

/// Demands that only known bits of the flags arrive, and that the letter is one.
fn check(answer: &Answer) -> Result<(), PluginFault> {
    let known = Marks::LOUD | Marks::LATE | Marks::LAST;
    assert!(
        answer.marks & known == answer.marks,
        "flags that are none have arrived"
    );
    if answer.letter.is_alphabetic() {
        return Ok(());
    }
    let message = format!("letter: U+{:04X} is no letter", u32::from(answer.letter));
    Err(PluginFault::bad_answer(message))
}

fn measure(answer: &Answer, count: u64) -> Outcome {
    let right = [
        answer.marks == Marks::LOUD | Marks::LAST,
        answer.letter == 'A',
        answer.colour == Colour::Green,
        answer.lines.len() as u64 == count,
    ];
    let wrong = right.iter().filter(|is_right| !**is_right).count();
    let note = answer.lines.first().cloned().unwrap_or_default();
    Outcome::new()
        .metric("error", wrong as f64 / PARTS)
        .note(note)
}

pilotbox_harness::export!(Canonical);
