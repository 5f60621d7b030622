//! From generated people to a report: the whole way, with what was planted looked for in
//! all that comes out.

use jiff::civil::date;
use pilotbox_model::report::FigureKind;

use super::*;
use crate::{
    change::{Key, sanitize},
    check::{self, Evidence},
    find,
    generate::{self, Dataset, Dirt, Extent, Form, GeneratorOptions},
    policy::{Observed, Origin, Signature, Source, Texts, propose},
    table::BLOCK_ROWS,
};

fn people(rows: u64) -> Table {
    let generator = generate::generate(GeneratorOptions {
        seed: 7,
        dataset: Dataset::People,
        extent: Extent::Rows(rows),
        dirt: Dirt::USUAL,
        form: Form::Typed,
        block_rows: BLOCK_ROWS,
    });
    let generator = generator.expect("it can be made");
    let schema = generator.schema().as_ref().clone();
    let blocks = generator.map(|block| block.batch).collect();
    Table::new("people", schema, blocks).expect("it is a table")
}

fn proposed(table: &Table) -> Policy {
    let profile = find::profile(table, date(2026, 11, 22));
    let observed: Vec<Observed> = profile.columns.iter().map(Observed::from).collect();
    let text = || Texts {
        bg: "Хора".to_owned(),
        en: "People".to_owned(),
    };
    let origin = Origin {
        dataset: "people".to_owned(),
        title: text(),
        description: text(),
        licence: "CC-BY-4.0".to_owned(),
        source: Source {
            owner: "city".to_owned(),
            how: "generated".to_owned(),
            when: "2026".to_owned(),
            format: "parquet".to_owned(),
        },
        raw_days: 30,
        proposed: Signature {
            by: "Ana".to_owned(),
            on: "2026-11-22".to_owned(),
        },
    };
    propose(origin, &observed)
}

fn redact(text: &str) -> Vec<(usize, usize)> {
    let spans = find::spans(text).into_iter();
    spans.map(|span| (span.start, span.end)).collect()
}

/// Makes people safe by the proposed policy, after a change of it.
fn reported(rows: u64, change: impl Fn(&mut Policy)) -> (RiskReport, Sanitized) {
    let raw = people(rows);
    let mut policy = proposed(&raw);
    change(&mut policy);
    assert_eq!(policy.faults(), Vec::new());
    let safe = sanitize(&raw, &policy, &Key::new([3; 32]), &redact).expect("it can be made safe");
    let evidence = Evidence {
        raw_rows: Some(raw.rows()),
        redactor: Some(&redact),
        left_out: Some(&safe.left_out),
        ..Evidence::default()
    };
    let broken = check::check(&safe.table, &policy, &evidence);
    let report = report(Subject {
        raw: &raw,
        sanitized: &safe,
        policy: &policy,
        policy_digest: Digest::of(b"policy"),
        broken: &broken,
    });
    (report.expect("it can be measured"), safe)
}

#[test]
fn a_proposed_policy_makes_people_safe() {
    let (report, safe) = reported(3_000, |_| ());
    let broken: Vec<_> = report
        .promises
        .iter()
        .flat_map(|promise| &promise.broken)
        .collect();
    assert!(broken.is_empty(), "{broken:?}");
    assert_ne!(report.light, Light::Red, "{:?}", report.figures);
    assert_eq!(report.rows_before, 3_000);
    assert_eq!(report.rows_after, safe.table.rows() as u64);
    let prosecutor = &report.figures[0];
    assert_eq!(prosecutor.kind, FigureKind::Prosecutor);
    assert!(
        prosecutor.before > 0.9 && prosecutor.after <= 0.2,
        "{prosecutor:?}"
    );
    assert!(
        report
            .crowds
            .iter()
            .all(|crowd| crowd.from >= 5 || crowd.crowds == 0)
    );
}

#[test]
fn a_report_shows_no_raw_value() {
    let raw = people(500);
    let (report, _) = reported(500, |_| ());
    let text = serde_json::to_string(&report).expect("it can be written");
    let place = raw.column("egn").expect("people have a number");
    let mut looked_for = 0;
    for block in raw.blocks() {
        let numbers = arrow_array::cast::AsArray::as_string::<i32>(block.column(place));
        for number in numbers.iter().flatten() {
            assert!(!text.contains(number), "a raw number is in the report");
            looked_for += 1;
        }
    }
    assert!(looked_for > 400, "{looked_for}");
}

#[test]
fn a_threshold_that_is_passed_is_red() {
    let (report, _) = reported(500, |policy| policy.thresholds.loss = 0.0);
    assert_eq!(report.light, Light::Red);
    let red: Vec<_> = report
        .figures
        .iter()
        .filter(|figure| figure.light == Light::Red)
        .collect();
    assert_eq!(red.len(), 1);
    assert_eq!(red[0].kind, FigureKind::Loss);
}

#[test]
fn a_broken_promise_is_red_whatever_the_figures_say() {
    let raw = people(300);
    let policy = proposed(&raw);
    let safe = sanitize(&raw, &policy, &Key::new([3; 32]), &redact).expect("it can be made safe");
    // The raw table in the place of what is published breaks nearly everything.
    let broken = check::check(&raw, &policy, &Evidence::default());
    assert!(!broken.is_empty());
    let report = report(Subject {
        raw: &raw,
        sanitized: &safe,
        policy: &policy,
        policy_digest: Digest::of(b"policy"),
        broken: &broken,
    });
    let report = report.expect("it can be measured");
    assert_eq!(report.light, Light::Red);
    let dropped = report
        .promises
        .iter()
        .find(|promise| promise.name == "dropped");
    assert!(!dropped.expect("each promise is listed").broken.is_empty());
}
