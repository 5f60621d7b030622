//! Crowds of persons: somebody who stands in a table several times is no crowd.

use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use pilotbox_model::Digest;

use super::safe;
use crate::{
    Role, Table,
    change::Sanitized,
    check::{Broken, Evidence, Promise, check, persons},
    policy::{Column, DataType, Hierarchy, Policy, Step},
    report::{self, Subject},
};

/// Somebody with five rows of one age, and two people of another.
fn visits() -> Table {
    let names: ArrayRef = Arc::new(StringArray::from(vec!["a", "a", "a", "a", "a", "b", "c"]));
    let ages: ArrayRef = Arc::new(Int64Array::from(vec![11, 11, 11, 11, 11, 31, 31]));
    let block = RecordBatch::try_from_iter([("name", names), ("age", ages)]).expect("a block");
    let schema = block.schema().as_ref().clone();
    Table::new("visits", schema, vec![block]).expect("a table")
}

fn policy(person: Option<&str>) -> Policy {
    let text = include_str!("../../../fixtures/policy/water-meters.toml");
    let mut policy = Policy::from_toml(text).expect("the fixture is right");
    let mut name = Column::new("name", DataType::Text, Role::Identifier);
    name.steps = vec![Step::Drop];
    let mut age = Column::new("age", DataType::Integer, Role::QuasiIdentifier);
    let widths = vec![10.0, 100.0];
    let origin = 0.0;
    age.hierarchy = Some(Hierarchy::Bands { widths, origin });
    policy.columns = vec![name, age];
    policy.privacy.k = 2;
    policy.privacy.max_suppressed = 0.0;
    policy.privacy.diversity = None;
    policy.privacy.person = person.map(str::to_owned);
    assert_eq!(policy.faults(), []);
    policy
}

fn looked_at(policy: &Policy, made: &Sanitized) -> Vec<Broken> {
    let persons = persons(&visits(), "name", &made.origins);
    let evidence = Evidence {
        persons: persons.as_deref(),
        ..Evidence::default()
    };
    check(&made.table, policy, &evidence)
}

#[test]
fn rows_are_generalised_until_each_crowd_has_k_persons() {
    let levels = |person| {
        let made = safe(&visits(), &policy(person)).expect("it can be made safe");
        assert_eq!(looked_at(&policy(person), &made), []);
        made.levels[0].level
    };
    assert_eq!(levels(None), 0);
    assert_eq!(levels(Some("name")), 2);
}

#[test]
fn a_crowd_of_one_person_is_found_by_its_first_row() {
    let made = safe(&visits(), &policy(None)).expect("it can be made safe");
    let broken = looked_at(&policy(Some("name")), &made);
    assert_eq!(broken.len(), 1, "{broken:?}");
    assert_eq!(
        (broken[0].promise, broken[0].count),
        (Promise::KAnonymity, 1)
    );
}

#[test]
fn crowds_that_nobody_can_count_are_broken() {
    let by_person = policy(Some("name"));
    let made = safe(&visits(), &by_person).expect("it can be made safe");
    for persons in [None, Some([0, 1].as_slice())] {
        let evidence = Evidence {
            persons,
            ..Evidence::default()
        };
        let broken = check(&made.table, &by_person, &evidence);
        let told = "a crowd is too small, column `name`";
        assert_eq!(broken[0].to_string(), told);
    }
    assert_eq!(persons(&visits(), "nobody", &made.origins), None);
    assert_eq!(persons(&visits(), "name", &[7]), None);
}

#[test]
fn it_is_persons_who_are_found() {
    let risk = |person| {
        let policy = policy(person);
        let made = safe(&visits(), &policy).expect("it can be made safe");
        let report = report::report(Subject {
            raw: &visits(),
            sanitized: &made,
            policy: &policy,
            policy_digest: Digest::of(b"policy"),
            broken: &[],
        });
        let report = report.expect("it can be measured");
        let prosecutor = &report.figures[0];
        [prosecutor.before, prosecutor.after].map(|risk| format!("{risk:.4}"))
    };
    assert_eq!(risk(None), ["0.5000", "0.5000"]);
    assert_eq!(risk(Some("name")), ["1.0000", "0.3333"]);
}
