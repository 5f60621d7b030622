//! Columns that tell the same of a person: a birth date and an age. Whoever hides one and
//! leaves the other as it is has hidden nothing.

use super::{Column, Fault, Policy};
use crate::Role;

/// Parts of names, small, that speak of the day or year of birth.
const BIRTH: [&str; 6] = ["birth", "born", "рожд", "роден", "dob", "rozhd"];
/// Names, small, that speak of the age.
const AGE: [&str; 5] = ["age", "възраст", "години", "vazrast", "godini"];

/// The column that a column was likely computed from, by both names.
pub(super) fn guess<'a>(name: &str, others: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let birth = |other: &&str| *other != name && speaks_of(other, &BIRTH);
    let is_age = words(name).any(|word| AGE.contains(&word.as_str()));
    others.into_iter().find(birth).filter(|_| is_age)
}

/// Pairs of which one is hidden and the other is not.
pub(super) fn faults(policy: &Policy) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (place, column) in policy.columns.iter().enumerate() {
        let field = format!("columns.{place}.derived_from");
        let names = policy.columns.iter().map(|column| column.name.as_str());
        let guessed = guess(&column.name, names);
        let Some(from) = column.derived_from.as_deref().or(guessed) else {
            continue;
        };
        match policy.column(from) {
            Some(source) if source.name != column.name => {
                faults.extend(pair(&field, column, source));
            }
            _ => {
                let message = format!(
                    "column `{}` is derived from `{from}`, which is no other column",
                    column.name
                );
                faults.push(Fault::new(field, message).hint("name another column, or remove it"));
            }
        }
    }
    faults
}

fn pair(field: &str, column: &Column, source: &Column) -> Option<Fault> {
    if !column.is_published() || !source.is_published() {
        return alone(field, column, source);
    }
    let needs = source.role.min(column.role);
    let weaker = if column.role > needs { column } else { source };
    if column.role == source.role || needs != Role::QuasiIdentifier {
        return None;
    }
    let message = format!(
        "`{}` tells what `{}` hides, since one is derived from the other",
        weaker.name,
        if weaker.name == column.name {
            &source.name
        } else {
            &column.name
        },
    );
    let fault = Fault::new(field, message);
    Some(fault.hint("give both the role `quasi-identifier`, or drop one"))
}

/// One of the two is dropped: what is left must not be free of any care.
fn alone(field: &str, column: &Column, source: &Column) -> Option<Fault> {
    let (left, dropped) = if column.is_published() {
        (column, source)
    } else {
        (source, column)
    };
    let careless =
        left.is_published() && left.role == Role::Plain && dropped.role == Role::QuasiIdentifier;
    let message = format!(
        "`{}` is left as it is, though `{}` was dropped",
        left.name, dropped.name
    );
    let fault = Fault::new(field, message);
    careless.then(|| fault.hint("give it the role `quasi-identifier`, since one tells the other"))
}

fn speaks_of(name: &str, parts: &[&str]) -> bool {
    let name = name.to_lowercase();
    parts.iter().any(|part| name.contains(part))
}

fn words(name: &str) -> impl Iterator<Item = String> {
    let name = name.to_lowercase();
    let words: Vec<String> = name
        .split(|c: char| !c.is_alphanumeric())
        .map(str::to_owned)
        .collect();
    words.into_iter()
}
