//! Lists that are typed a line each: milestones and indicators of a new pilot. Parts of a
//! line stand between semicolons, so that the form works without JavaScript.

use jiff::civil::Date;
use pilotbox_model::api::{
    challenges::Bilingual,
    pilots::{IndicatorAsk, MilestoneAsk},
};

use super::forms::decimal;

/// Milestones, or the number of the first line that is none.
pub(super) fn milestones(text: &str) -> Result<Vec<MilestoneAsk>, u64> {
    each(text, |parts| {
        let [day, bg, en] = parts else {
            return None;
        };
        Some(MilestoneAsk {
            title: both(bg, en)?,
            due_on: date(day)?,
        })
    })
}

/// Indicators, or the number of the first line that is none.
pub(super) fn indicators(text: &str) -> Result<Vec<IndicatorAsk>, u64> {
    each(text, |parts| {
        let [
            day,
            result_bg,
            result_en,
            indicator_bg,
            indicator_en,
            unit,
            baseline,
            target,
            verification_bg,
            verification_en,
        ] = parts
        else {
            return None;
        };
        Some(IndicatorAsk {
            result: both(result_bg, result_en)?,
            indicator: both(indicator_bg, indicator_en)?,
            unit: said(unit)?,
            baseline: decimal(baseline)?,
            target: decimal(target)?,
            due_on: date(day)?,
            verification: both(verification_bg, verification_en)?,
        })
    })
}

/// Lines that are not empty.
pub(super) fn plain(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}

fn each<T>(text: &str, read: impl Fn(&[&str]) -> Option<T>) -> Result<Vec<T>, u64> {
    let lines = (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty());
    let read_one = |(number, line): (u64, &str)| {
        let parts: Vec<_> = line.split(';').map(str::trim).collect();
        read(&parts).ok_or(number)
    };
    lines.map(read_one).collect()
}

fn both(bg: &str, en: &str) -> Option<Bilingual> {
    Some(Bilingual {
        bg: said(bg)?,
        en: said(en)?,
    })
}

fn said(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn date(text: &str) -> Option<Date> {
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_milestone_is_a_day_and_two_names() {
        let found = milestones("2027-03-01; Начало; Start\n\n2027-06-01; Край; End").unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].title.en, "End");
        assert_eq!(
            milestones("2027-03-01; Начало; Start\n2027-13-01; a; b").unwrap_err(),
            2
        );
        assert_eq!(milestones("2027-03-01; Начало").unwrap_err(), 1);
    }

    #[test]
    fn an_indicator_has_all_that_the_strategy_asks_for() {
        let line = "2027-06-01; По-малко; Less; Търсене; Search; мин; 12,5; 8; Анкета; Survey";
        let found = indicators(line).unwrap();
        assert_eq!((found[0].baseline, found[0].target), (12.5, 8.0));
        assert_eq!(found[0].verification.bg, "Анкета");
        assert_eq!(indicators("2027-06-01; a; b").unwrap_err(), 1);
    }
}
