use jiff::civil::date;
use pilotbox_model::report::Light;

use super::*;
use crate::{
    Role,
    generate::{Dataset, Dirt, Form, GeneratorOptions, generate},
    policy::{Column, Observed, Origin, Signature, Source as Owner, Step, propose},
};

const TODAY: Date = date(2026, 11, 22);

fn raw(dataset: Dataset) -> Table {
    let options = GeneratorOptions {
        dirt: Dirt::USUAL,
        form: Form::Text,
        ..GeneratorOptions::new(7, dataset, 2_000)
    };
    let made = generate(options).expect("the options are good");
    made.into_table().expect("it is a table").0
}

fn texts(text: &str) -> Texts {
    Texts {
        bg: text.to_owned(),
        en: text.to_owned(),
    }
}

fn proposed(raw: &Table) -> Policy {
    let profile = find::profile(raw, TODAY);
    let observed: Vec<Observed> = profile.columns.iter().map(Observed::from).collect();
    let origin = Origin {
        dataset: "people".to_owned(),
        title: texts("People"),
        description: texts("People"),
        licence: "CC-BY-4.0".to_owned(),
        source: Owner {
            owner: "a directorate".to_owned(),
            how: "made up".to_owned(),
            when: "2026".to_owned(),
            format: "csv".to_owned(),
        },
        raw_days: 30,
        proposed: Signature {
            by: "Ann".to_owned(),
            on: "2026-11-22".to_owned(),
        },
    };
    propose(origin, &observed)
}

fn made(raw: &Table, policy: &Policy) -> Made {
    let made = make(Source {
        raw,
        policy,
        policy_digest: Digest::of(policy.to_toml().as_bytes()),
        key: &Key::new([7; 32]),
        today: TODAY,
    });
    made.expect("it can be made safe")
}

fn column<'a>(policy: &'a mut Policy, name: &str) -> &'a mut Column {
    let mut columns = policy.columns.iter_mut();
    let found = columns.find(|column| column.name == name);
    found.expect("the column is there")
}

#[test]
fn what_a_proposal_publishes_names_nobody() {
    for dataset in Dataset::ALL {
        let raw = raw(dataset);
        let made = made(&raw, &proposed(&raw));
        let mut promises = made.report.promises.iter();
        let identifier = promises.find(|promise| promise.name == "identifier");
        let broken = &identifier.expect("it is looked at").broken;
        assert!(broken.is_empty(), "{}: {broken:?}", dataset.as_str());
    }
}

#[test]
fn a_policy_that_forgets_an_identifier_is_refused_by_the_columns_name() {
    let raw = raw(Dataset::People);
    for name in ["egn", "phone", "email", "iban"] {
        let mut policy = proposed(&raw);
        let forgotten = column(&mut policy, name);
        (forgotten.role, forgotten.steps) = (Role::Plain, Vec::new());
        forgotten.hierarchy = None;
        let made = made(&raw, &policy);
        assert_eq!(made.report.light, Light::Red, "{name}");
        let refusals = refusals(&made.report);
        let expected = format!("a raw identifier is published, column `{name}`");
        let is_told = refusals
            .iter()
            .any(|one| one.name == "identifier" && one.reason == expected);
        assert!(is_told, "{name}: {refusals:?}");
    }
}

#[test]
fn a_report_shows_no_name_that_its_policy_forgot() {
    let raw = raw(Dataset::People);
    let mut policy = proposed(&raw);
    policy.privacy.diversity = None;
    for column in &mut policy.columns {
        *column = Column::new(&column.name, column.data_type, Role::Plain);
    }
    let report = made(&raw, &policy).report;
    let shown = |name: &str| {
        let mut columns = report.columns.iter();
        let column = columns.find(|column| column.name == name);
        column.expect("the column is there").after.join(" ")
    };
    for name in ["egn", "phone", "email", "iban", "first_name", "family_name"] {
        let values = shown(name);
        assert!(!values.is_empty(), "{name}");
        assert!(!values.contains(char::is_alphanumeric), "{name}: {values}");
    }
    assert!(shown("district").contains(char::is_alphanumeric));
}

#[test]
fn each_figure_beyond_its_threshold_is_a_reason() {
    let raw = raw(Dataset::People);
    let mut policy = proposed(&raw);
    assert_eq!(refusals(&made(&raw, &policy).report), []);
    policy.thresholds.prosecutor = 0.0;
    policy.thresholds.loss = 0.0;
    let refusals = refusals(&made(&raw, &policy).report);
    let names: Vec<_> = refusals.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["prosecutor", "loss"]);
    let reason = &refusals[0].reason;
    assert!(
        reason.starts_with("prosecutor is 0.") && reason.ends_with(", and 0.0000 is allowed"),
        "{reason}"
    );
}

#[test]
fn the_dictionary_lists_what_is_published_and_no_more() {
    let raw = raw(Dataset::People);
    let mut policy = proposed(&raw);
    let district = column(&mut policy, "district");
    district.title = Some(texts("District"));
    district.description = Some(texts("Where the person lives"));
    let table = made(&raw, &policy).sanitized.table;
    let entries = entries(&policy, &table);
    let published = policy
        .columns
        .iter()
        .filter(|column| !column.steps.contains(&Step::Drop));
    let names: Vec<_> = published.map(|column| column.name.clone()).collect();
    let listed: Vec<_> = entries.iter().map(|entry| entry.name.clone()).collect();
    assert_eq!(listed, names);
    let found = entries.iter().find(|entry| entry.name == "district");
    let title = found.and_then(|entry| entry.title.clone());
    assert_eq!(title.map(|title| title.en), Some("District".to_owned()));
    let text = described(&policy, &table);
    assert!(text.contains("\"people.csv\"") && text.contains("Where the person lives"));
}
