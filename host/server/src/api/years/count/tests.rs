//! What a year's rows come to.

use jiff::civil::date;

use super::*;
use crate::api::years::year;

fn pilot(starts_on: &str, ends_on: &str) -> YearPilot {
    YearPilot {
        starts_on: starts_on.to_owned(),
        ends_on: ends_on.to_owned(),
        opened_at: 0,
        stopped_at: None,
        exit_decision: None,
        exit_at: None,
        budget_eur: 1_000,
        field: "utilities".to_owned(),
    }
}

fn this_year() -> Year {
    year(2027, date(2027, 6, 30)).unwrap()
}

/// Noon in Sofia.
fn noon(day: &str) -> i64 {
    let at: jiff::Timestamp = format!("{day}T10:00:00Z").parse().unwrap();
    pilotbox_store::to_millis(at)
}

fn moved_to(challenge: &str, to: &str, field: &str) -> YearMove {
    YearMove {
        challenge: challenge.to_owned(),
        body: format!(r#"{{"from":"x","to":"{to}"}}"#),
        field: field.to_owned(),
    }
}

#[test]
fn a_pilot_ran_if_a_day_of_the_year_is_over_on_which_it_answered() {
    let year = this_year();
    let ran = |pilot: YearPilot| has_run(&year, &pilot);
    assert_eq!(ran(pilot("2026-01-01", "2027-01-01")), Some(true));
    assert_eq!(ran(pilot("2026-01-01", "2026-12-31")), Some(false));
    assert_eq!(ran(pilot("2027-06-30", "2027-12-31")), Some(true));
    assert_eq!(
        ran(pilot("2027-07-01", "2027-12-31")),
        Some(false),
        "tomorrow"
    );
    assert_eq!(ran(pilot("soon", "2027-12-31")), None);
    let stopped = YearPilot {
        stopped_at: Some(noon("2026-12-31")),
        ..pilot("2026-01-01", "2027-12-31")
    };
    assert_eq!(ran(stopped.clone()), Some(false));
    let decided = |decision: &str| YearPilot {
        stopped_at: None,
        exit_decision: Some(decision.to_owned()),
        exit_at: Some(noon("2026-12-31")),
        ..stopped.clone()
    };
    assert_eq!(ran(decided("adopt")), Some(false));
    assert_eq!(ran(decided("extend")), Some(true));
    let late = YearPilot {
        opened_at: noon("2027-07-02"),
        ..pilot("2027-01-01", "2027-06-01")
    };
    assert_eq!(
        ran(late),
        Some(false),
        "it was opened when its days were over"
    );
}

#[test]
fn a_target_is_reached_from_the_side_of_its_baseline() {
    let value = |baseline, target, value| YearIndicator {
        baseline,
        target,
        value,
    };
    assert!(is_reached(&value(20.0, 15.0, 15.0)));
    assert!(!is_reached(&value(20.0, 15.0, 15.1)));
    assert!(is_reached(&value(0.0, 5.0, 5.0)));
    assert!(!is_reached(&value(0.0, 5.0, 4.9)));
    assert!(is_reached(&value(5.0, 5.0, 6.0)));
}

#[test]
fn a_challenge_counts_once_and_a_broken_link_not_at_all() {
    let counted = Counted {
        moves: vec![
            moved_to("a", "open", "mobility"),
            moved_to("a", "open", "mobility"),
            moved_to("b", "published", "services"),
            YearMove {
                body: "{".to_owned(),
                ..moved_to("c", "open", "other")
            },
        ],
        exits: vec![
            r#"{"decision":"extend"}"#.to_owned(),
            r#"{"decision":"extend"}"#.to_owned(),
            "{".to_owned(),
        ],
        ..Counted::default()
    };
    let listed = listed(&this_year(), &counted);
    assert_eq!(
        (listed.challenges_opened, listed.challenges_published),
        (1, 1)
    );
    assert_eq!(ended(&counted, "extend"), 2);
    assert_eq!(ended(&counted, "stop"), 0);
}

#[test]
fn each_figure_has_a_name_of_its_own_and_says_how_it_is_counted() {
    let counted = Counted {
        problems: 1,
        decisions: 1,
        pilots: vec![pilot("2027-01-01", "2027-12-31")],
        themes: vec![YearTheme {
            theme: "TRAN".to_owned(),
            data_sets: 3,
        }],
        ..Counted::default()
    };
    let view = view(&this_year(), &counted);
    let names: BTreeSet<_> = view
        .figures
        .iter()
        .map(|one| (&one.name, &one.part))
        .collect();
    assert_eq!(names.len(), view.figures.len());
    let is_cyrillic = |c: char| ('\u{400}'..'\u{500}').contains(&c);
    for figure in &view.figures {
        assert!(figure.how.bg.chars().any(is_cyrillic), "{}", figure.how.bg);
        assert!(!figure.how.en.chars().any(is_cyrillic), "{}", figure.how.en);
    }
    let value = |name: &str, part: Option<&str>| {
        let mut all = view.figures.iter();
        let found = all.find(|one| one.name == name && one.part.as_deref() == part);
        found.map(|one| one.value)
    };
    assert_eq!(value("utility-services", None), Some(1));
    assert_eq!(value("open-data-sets", None), Some(3));
    assert_eq!(value("open-data-sets", Some("TRAN")), Some(3));
    assert_eq!(value("open-data-categories", None), Some(1));
    assert_eq!(value("problems", None), Some(1));
    assert_eq!(
        value("pilots-opened", None),
        Some(0),
        "it was opened long before"
    );
}

#[test]
fn what_nobody_did_is_a_zero() {
    let view = view(&this_year(), &Counted::default());
    let value = |name: &str| {
        let mut all = view.figures.iter();
        all.find(|one| one.name == name).map(|one| one.value)
    };
    for name in [
        "problems",
        "decisions",
        "challenges-opened",
        "open-data-sets",
    ] {
        assert_eq!(value(name), Some(0), "{name}");
    }
}
