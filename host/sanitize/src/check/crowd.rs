//! Whether people are hidden in crowds: rows grouped by the texts of their
//! quasi-identifiers, and the sensitive values within each group.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::{Broken, Evidence, Promise, cells::Cells};
use crate::{
    Table,
    policy::{Column, Diversity, Policy},
};

/// By how much a computed entropy or distance may miss its bound.
const ROUNDING: f64 = 1e-6;

/// How often each value stands in some rows.
type Counts<'a> = BTreeMap<Option<&'a str>, u64>;

pub(super) fn check(
    published: &Table,
    policy: &Policy,
    evidence: &Evidence<'_>,
    broken: &mut Vec<Broken>,
) {
    let (groups, first_rows) = groups(published, policy);
    match counted(policy, evidence, &groups, first_rows.len()) {
        Some(sizes) => {
            let k = u64::from(policy.privacy.k);
            let small = (0..sizes.len()).filter(|group| sizes[*group] < k);
            let rows = small.map(|group| first_rows[group]);
            broken.extend(Broken::rows(Promise::KAnonymity, None, rows));
        }
        None => broken.push(Broken::of(
            Promise::KAnonymity,
            policy.privacy.person.as_deref(),
        )),
    }
    let asked = policy.privacy.diversity.is_some() || policy.privacy.closeness.is_some();
    for column in policy
        .columns
        .iter()
        .filter(|column| asked && column.is_guarded())
    {
        if let Some(cells) = Cells::of(published, &column.name) {
            let spread = Spread::new(column, &cells, &groups, first_rows.len());
            sensitive(policy, evidence, &spread, &first_rows, broken);
        }
    }
}

/// The rows of each group, or its different persons where the policy counts these;
/// nothing where nobody said whose the rows are.
fn counted(
    policy: &Policy,
    evidence: &Evidence<'_>,
    groups: &[usize],
    count: usize,
) -> Option<Vec<u64>> {
    let mut sizes = vec![0; count];
    if policy.privacy.person.is_none() {
        for group in groups {
            sizes[*group] += 1;
        }
        return Some(sizes);
    }
    let persons = evidence.persons?;
    if persons.len() != groups.len() {
        return None;
    }
    let mut seen = BTreeSet::new();
    for (group, person) in groups.iter().zip(persons) {
        sizes[*group] += u64::from(seen.insert((*group, *person)));
    }
    Some(sizes)
}

/// The group of each row, and the first row of each group.
fn groups(published: &Table, policy: &Policy) -> (Vec<usize>, Vec<usize>) {
    let searched = policy.columns.iter().filter(|column| column.is_searched());
    let columns: Vec<Cells> = searched
        .filter_map(|column| Cells::of(published, &column.name))
        .collect();
    let mut keys = vec![String::new(); published.rows()];
    for column in &columns {
        for (key, cell) in keys.iter_mut().zip(column.iter()) {
            // The length keeps apart what a separator within a cell would join.
            match cell {
                Some(cell) => {
                    key.push_str(&cell.len().to_string());
                    key.push(':');
                    key.push_str(cell);
                }
                None => key.push('-'),
            }
        }
    }
    let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
    let mut first_rows = Vec::new();
    let mut groups = Vec::with_capacity(keys.len());
    for (row, key) in keys.iter().enumerate() {
        let next = first_rows.len();
        let group = *numbers.entry(key).or_insert(next);
        if group == next {
            first_rows.push(row);
        }
        groups.push(group);
    }
    (groups, first_rows)
}

/// The values of a sensitive column, in all rows and in each group.
struct Spread<'a> {
    column: &'a Column,
    all: Counts<'a>,
    groups: Vec<Counts<'a>>,
}

impl<'a> Spread<'a> {
    fn new(column: &'a Column, cells: &'a Cells, groups: &[usize], count: usize) -> Self {
        let (mut all, mut parts) = (Counts::new(), vec![Counts::new(); count]);
        for (cell, group) in cells.iter().zip(groups) {
            *all.entry(cell).or_default() += 1;
            *parts[*group].entry(cell).or_default() += 1;
        }
        Self {
            column,
            all,
            groups: parts,
        }
    }
}

fn sensitive(
    policy: &Policy,
    evidence: &Evidence<'_>,
    spread: &Spread<'_>,
    first_rows: &[usize],
    broken: &mut Vec<Broken>,
) {
    let name = Some(spread.column.name.as_str());
    let groups = || spread.groups.iter().zip(first_rows);
    if let Some(diversity) = policy.privacy.diversity {
        let rows = groups().filter(|(counts, _)| !is_diverse(diversity, counts));
        broken.extend(Broken::rows(
            Promise::Diversity,
            name,
            rows.map(|(_, row)| *row),
        ));
    }
    if let Some(closeness) = policy.privacy.closeness {
        let mut all = spread.all.clone();
        let left_out = evidence
            .left_out
            .and_then(|columns| columns.get(&spread.column.name));
        for (value, count) in left_out.into_iter().flatten() {
            *all.entry(value.as_deref()).or_default() += count;
        }
        let scale = Scale::new(spread.column, &all);
        let rows = groups().filter(|(counts, _)| scale.distance(counts) > closeness + ROUNDING);
        broken.extend(Broken::rows(
            Promise::Closeness,
            name,
            rows.map(|(_, row)| *row),
        ));
    }
}

fn is_diverse(diversity: Diversity, counts: &Counts<'_>) -> bool {
    let mut sizes: Vec<f64> = counts.values().map(|count| real(*count)).collect();
    sizes.sort_by(|a, b| b.total_cmp(a));
    match diversity {
        Diversity::Distinct { l } => sizes.len() as u64 >= u64::from(l),
        Diversity::Entropy { l } => {
            let rows: f64 = sizes.iter().sum();
            let shares = sizes.iter().map(|size| size / rows);
            let entropy: f64 = shares.map(|share| -share * libm::log(share)).sum();
            entropy >= libm::log(l) - ROUNDING
        }
        Diversity::Recursive { c, l } => {
            let rare: f64 = sizes.iter().skip(l.saturating_sub(1) as usize).sum();
            sizes.first().is_some_and(|most| *most < c * rare)
        }
    }
}

/// The values of all rows in their order, with their shares.
struct Scale<'a> {
    values: Vec<Option<&'a str>>,
    shares: Vec<f64>,
    is_ordered: bool,
}

impl<'a> Scale<'a> {
    fn new(column: &Column, all: &Counts<'a>) -> Self {
        let data_type = column.type_after_steps();
        let is_numeric = data_type.is_some_and(crate::policy::DataType::is_numeric);
        let mut values: Vec<Option<&str>> = all.keys().copied().collect();
        // Missing values come last; numbers by what they are, dates and times by their
        // texts, which ISO 8601 made so that they sort.
        values.sort_by(|a, b| match (a, b) {
            (Some(a), Some(b)) if is_numeric => as_number(a).total_cmp(&as_number(b)),
            (Some(a), Some(b)) => a.cmp(b),
            (a, b) => a.is_none().cmp(&b.is_none()),
        });
        let shares = shares(&values, all);
        let is_ordered = data_type.is_some_and(crate::policy::DataType::is_ordered);
        Self {
            values,
            shares,
            is_ordered,
        }
    }

    /// The earth mover's distance of a group: by ranks where values are ordered, else with
    /// all values equally far from each other.
    fn distance(&self, group: &Counts<'_>) -> f64 {
        let own = shares(&self.values, group);
        let differences = own.iter().zip(&self.shares).map(|(own, all)| own - all);
        if !self.is_ordered {
            return differences.map(f64::abs).sum::<f64>() / 2.0;
        }
        let (mut carried, mut work) = (0.0, 0.0);
        for difference in differences {
            carried += difference;
            work += f64::abs(carried);
        }
        work / real(self.values.len().saturating_sub(1).max(1) as u64)
    }
}

fn shares(values: &[Option<&str>], counts: &Counts<'_>) -> Vec<f64> {
    let rows = real(counts.values().sum());
    let count = |value| counts.get(value).copied().unwrap_or(0);
    values
        .iter()
        .map(|value| real(count(value)) / rows)
        .collect()
}

fn as_number(text: &str) -> f64 {
    text.parse().unwrap_or(f64::NAN)
}

#[expect(clippy::cast_precision_loss, reason = "rows stay far below 2^53")]
fn real(count: u64) -> f64 {
    count as f64
}
