//! What `sanitize` publishes keeps its promises; what was tampered with does not.

mod persons;
mod random;
mod tampered;

use std::collections::BTreeSet;

use super::*;
use crate::change::{self, ChangeError, Key, Sanitized, sanitize};

/// Marks what looks like a person in the tests' texts: runs of ten digits.
fn marks_numbers(text: &str) -> Vec<(usize, usize)> {
    let (mut spans, mut start) = (Vec::new(), None);
    for (place, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        match (letter.is_ascii_digit(), start) {
            (true, None) => start = Some(place),
            (false, Some(from)) => {
                if place - from == 10 {
                    spans.push((from, place));
                }
                start = None;
            }
            _ => {}
        }
    }
    spans
}

fn safe(table: &Table, policy: &Policy) -> Result<Sanitized, ChangeError> {
    sanitize(table, policy, &Key::new([3; 32]), &marks_numbers)
}

#[test]
fn what_is_published_under_a_hundred_random_policies_keeps_every_promise() {
    let (mut kept, mut refused, mut rows) = (0, 0, 0);
    for seed in 0..1000 {
        if kept == 100 {
            break;
        }
        let (table, policy, identifiers) = random::case(seed);
        let sanitized = match safe(&table, &policy) {
            Ok(sanitized) => sanitized,
            Err(ChangeError::Crowd(_)) => {
                refused += 1;
                continue;
            }
            Err(error) => panic!("seed {seed}: {error}\n{}", policy.to_toml()),
        };
        let person = policy.privacy.person.as_deref();
        let persons = person.and_then(|name| persons(&table, name, &sanitized.origins));
        let evidence = Evidence {
            persons: persons.as_deref(),
            raw_rows: Some(table.rows()),
            identifiers: Some(&identifiers),
            redactor: Some(&marks_numbers),
            left_out: Some(&sanitized.left_out),
        };
        let broken = check(&sanitized.table, &policy, &evidence);
        assert_eq!(
            broken,
            [],
            "seed {seed}:\n{}{:?}",
            policy.to_toml(),
            sanitized.levels
        );
        let counts = sanitized.rows;
        let sum = counts.not_drawn + counts.left_out + counts.suppressed + counts.published;
        assert_eq!(
            (counts.raw, counts.published),
            (sum, sanitized.table.rows())
        );
        assert_eq!(sanitized.classes.len(), counts.published);
        kept += 1;
        rows += counts.published;
    }
    assert!(
        kept == 100 && refused < 100 && rows > 2000,
        "{kept} {refused} {rows}"
    );
}

#[test]
fn random_policies_are_written_and_read_as_the_same() {
    for seed in 0..100 {
        let (_, policy, _) = random::case(seed);
        let text = policy.to_toml();
        assert_eq!(Policy::from_toml(&text), Ok(policy), "seed {seed}:\n{text}");
    }
}

#[test]
fn the_same_key_publishes_the_same_and_another_one_does_not() {
    let (table, policy, _) = (0..1000)
        .map(random::case)
        .find(|(table, policy, _)| {
            table.rows() > 50
                && policy.order == crate::policy::Order::Shuffled
                && safe(table, policy).is_ok()
        })
        .expect("there is one");
    let with = |key: u8| change::sanitize(&table, &policy, &Key::new([key; 32]), &marks_numbers);
    let [one, again, other] = [3, 3, 4].map(|key| with(key).expect("it worked before"));
    assert_eq!(one.table.blocks(), again.table.blocks());
    assert_eq!(one.origins, again.origins);
    assert_ne!(one.origins, other.origins);
}
