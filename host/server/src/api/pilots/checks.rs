//! What staff ask for, held to bounds before anything is opened.

use jiff::{Span, civil::Date};
use pilotbox_model::api::{
    challenges::Bilingual,
    pilots::{IndicatorAsk, MilestoneAsk, PilotNew},
    problem::Code,
};

use crate::{
    api::text::{demand_line, demand_text},
    problem::Problem,
};

/// Longest title and longest summary, in characters.
const TITLE_CHARS: usize = 120;
const SUMMARY_CHARS: usize = 2_000;

/// Milestones and indicators of a pilot.
const MOST_PARTS: usize = 32;

/// Sofia has 24 districts.
const MOST_DISTRICTS: usize = 24;

/// Sites that may show a pilot in a frame.
const MOST_ORIGINS: usize = 8;

/// The longest that a pilot may run: what runs longer is no pilot any more.
const MOST_MONTHS: i32 = 24;

pub(super) fn demand(new: &PilotNew, today: Date) -> Result<(), Problem> {
    both("title", &new.title, |name, text| {
        demand_line(name, text, TITLE_CHARS)
    })?;
    both("summary", &new.summary, |name, text| {
        demand_text(name, text, 1, SUMMARY_CHARS)
    })?;
    days(new, today)?;
    within("budget_eur", new.budget_eur, 1, 10_000_000)?;
    within("wall_clock_ms", new.wall_clock_ms, 50, 10_000)?;
    few("districts", new.districts.len(), MOST_DISTRICTS)?;
    for district in &new.districts {
        demand_line("districts", district, TITLE_CHARS)?;
    }
    few("frame_origins", new.frame_origins.len(), MOST_ORIGINS)?;
    new.frame_origins.iter().try_for_each(|one| origin(one))?;
    few("milestones", new.milestones.len(), MOST_PARTS)?;
    new.milestones.iter().try_for_each(milestone)?;
    few("indicators", new.indicators.len(), MOST_PARTS)?;
    new.indicators.iter().try_for_each(indicator)
}

/// A text of several lines in both languages.
pub(super) fn prose(name: &str, text: &Bilingual, most: usize) -> Result<(), Problem> {
    both(name, text, |name, text| demand_text(name, text, 1, most))
}

/// The last day of a pilot: not before its first and not too late.
pub(super) fn last_day(starts_on: Date, ends_on: Date) -> Result<(), Problem> {
    let latest = starts_on
        .checked_add(Span::new().months(MOST_MONTHS))
        .map_err(|_| bad("`starts_on` is no day of a calendar that people use"))?;
    if ends_on < starts_on || ends_on > latest {
        return Err(bad(format!(
            "`ends_on` is {ends_on}, {starts_on} to {latest} are allowed"
        )));
    }
    Ok(())
}

fn days(new: &PilotNew, today: Date) -> Result<(), Problem> {
    if new.ends_on < today {
        return Err(bad(format!(
            "`ends_on` is {}, today is {today}",
            new.ends_on
        )));
    }
    last_day(new.starts_on, new.ends_on)
}

fn milestone(one: &MilestoneAsk) -> Result<(), Problem> {
    both("milestones.title", &one.title, |name, text| {
        demand_line(name, text, TITLE_CHARS)
    })
}

fn indicator(one: &IndicatorAsk) -> Result<(), Problem> {
    for (name, text) in [
        ("indicators.result", &one.result),
        ("indicators.indicator", &one.indicator),
        ("indicators.verification", &one.verification),
    ] {
        prose(name, text, SUMMARY_CHARS)?;
    }
    demand_line("indicators.unit", &one.unit, 40)?;
    finite("indicators.baseline", one.baseline)?;
    finite("indicators.target", one.target)
}

pub(super) fn finite(name: &str, value: f64) -> Result<(), Problem> {
    if value.is_finite() {
        Ok(())
    } else {
        Err(bad(format!("`{name}` is no number")))
    }
}

/// An origin that can stand in a header as it is: nothing in it can end the directive.
fn origin(text: &str) -> Result<(), Problem> {
    let host = text.strip_prefix("https://").unwrap_or_default();
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':');
    if host.is_empty() || host.len() > 200 || !host.bytes().all(is_plain) {
        return Err(bad("`frame_origins` holds what is no origin")
            .hint("write it like `https://www.example.org`"));
    }
    Ok(())
}

fn both(
    name: &str,
    text: &Bilingual,
    check: impl Fn(&str, &str) -> Result<(), Problem>,
) -> Result<(), Problem> {
    check(&format!("{name}.bg"), &text.bg)?;
    check(&format!("{name}.en"), &text.en)
}

fn within(name: &str, value: u64, least: u64, most: u64) -> Result<(), Problem> {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    Err(bad(format!(
        "`{name}` is {value}, {least} to {most} are allowed"
    )))
}

fn few(name: &str, count: usize, most: usize) -> Result<(), Problem> {
    if count <= most {
        return Ok(());
    }
    Err(bad(format!(
        "`{name}` has {count} entries, at most {most} are allowed"
    )))
}

fn bad(detail: impl Into<String>) -> Problem {
    Problem::new(Code::BadRequest).detail(detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_cannot_end_its_directive() {
        assert!(origin("https://www.example.org").is_ok());
        assert!(origin("https://www.example.org:8443").is_ok());
        for bad in [
            "http://www.example.org",
            "https://",
            "https://a; script-src *",
            "https://a/b",
            "*",
            "https://a b",
        ] {
            assert!(origin(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_pilot_ends_after_it_begins_and_within_two_years() {
        let day = |text: &str| text.parse::<Date>().expect("a day");
        let first = day("2027-01-31");
        assert!(last_day(first, first).is_ok());
        assert!(last_day(first, day("2029-01-31")).is_ok());
        assert!(last_day(first, day("2029-02-01")).is_err());
        assert!(last_day(first, day("2027-01-30")).is_err());
    }
}
