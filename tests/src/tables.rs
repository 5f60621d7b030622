//! Tables from which challenges are made: the same rows each time, in which there is
//! something to find.

use std::fmt::Write as _;

use crate::dice::Dice;

/// Seconds of an hour.
const HOUR: i64 = 3_600;

/// The first of January 2026.
const START: i64 = 1_767_225_600;

/// Hours of each series of [`counts`].
const HOURS: i64 = 60 * 24;

/// Bicycles by the hour on two lanes for sixty days: busy by day, less so on every
/// seventh, a little different each time. Columns `at`, `lane`, `count`.
pub fn counts() -> String {
    let mut dice = Dice::new(7);
    let mut text = "at,lane,count\n".to_owned();
    for hour in 0..HOURS {
        let at = clock(START + hour * HOUR);
        for lane in ["north", "south"] {
            let (of_day, day) = (hour % 24, hour / 24);
            let busy = 12 - (of_day - 12).abs();
            let weekday = if day % 7 == 6 { 1 } else { 2 };
            let count = 20 + busy * busy * weekday;
            let count = count + i64::try_from(dice.below(9)).unwrap_or(0);
            // A text takes all that is written to it.
            let _ = writeln!(text, "{at},{lane},{count}");
        }
    }
    text
}

/// Reports of citizens, whose words and length tell most of the department that answers.
/// Columns `number`, `word`, `length`, `district`, `department`.
pub fn reports() -> String {
    let mut dice = Dice::new(8);
    let mut text = "number,word,length,district,department\n".to_owned();
    let departments = ["roads", "parks", "waste"];
    let words = ["hole", "tree", "bin"];
    for number in 0..900 {
        let chosen = dice.below(3);
        let said = if dice.once_in(10) {
            (chosen + 1) % 3
        } else {
            chosen
        };
        let length = 20 + 40 * chosen + dice.below(30);
        let district = dice.pick(&["east", "west"]);
        let (word, department) = (words[said], departments[chosen]);
        let _ = writeln!(text, "{number},{word},{length},{district},{department}");
    }
    text
}

/// Wishes of pupils for swimming courses in thirty rounds. Columns `round`, `pupil`,
/// `course`, `minutes`, `room`.
pub fn wishes() -> String {
    let mut dice = Dice::new(9);
    let mut text = "round,pupil,course,minutes,room\n".to_owned();
    for round in 0..30 {
        for pupil in 0..20 {
            for course in 0..5 {
                let minutes = 5 + dice.below(60);
                let _ = writeln!(text, "{round},r{round}p{pupil},c{course},{minutes},4");
            }
        }
    }
    text
}

/// A moment as a spreadsheet writes it.
fn clock(seconds: i64) -> String {
    let at = jiff::Timestamp::from_second(seconds).expect("it is near");
    at.strftime("%Y-%m-%d %H:%M").to_string()
}
