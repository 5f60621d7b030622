//! How many rows stand alone with the values of a few columns together.

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::count::hash;

/// Rows that are compared, spread evenly over the table. In a part of a table more rows
/// are alone than in the whole, so the figure errs on the side of danger.
pub const ROWS_COMPARED: usize = 20_000;

/// Columns that are combined: 8 make 28 pairs and 56 triples, which bounds the time.
const COLUMNS_MOST: usize = 8;

/// Combinations that are reported.
const REPORTED_MOST: usize = 12;

/// How many rows a combination of columns makes unique.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Together {
    /// The columns' names.
    pub columns: Vec<String>,
    /// Rows that were compared.
    pub rows: u64,
    /// The share of them that no other row equals in these columns, 0 to 1.
    pub alone: f64,
}

/// A column for comparison: its name and a hash a row, the same rows in each column.
pub(super) type Hashes = (String, Vec<u64>);

/// The pairs and triples that make most rows unique, worst first, and all columns together
/// where they are more than three.
pub(super) fn together(columns: &[Hashes]) -> Vec<Together> {
    let columns = &columns[..columns.len().min(COLUMNS_MOST)];
    let mut found: Vec<Together> = sets(columns.len())
        .into_iter()
        .map(|set| alone(set.into_iter().map(|place| &columns[place]).collect()))
        .collect();
    found.sort_by(|a, b| {
        b.alone
            .total_cmp(&a.alone)
            .then(a.columns.len().cmp(&b.columns.len()))
    });
    found.truncate(REPORTED_MOST);
    if columns.len() > 3 {
        found.push(alone(columns.iter().collect()));
    }
    found
}

/// All pairs and triples of so many columns.
fn sets(count: usize) -> Vec<Vec<usize>> {
    let mut sets = Vec::new();
    for first in 0..count {
        for second in first + 1..count {
            sets.push(vec![first, second]);
            sets.extend((second + 1..count).map(|third| vec![first, second, third]));
        }
    }
    sets
}

#[expect(clippy::cast_precision_loss, reason = "at most ROWS_COMPARED rows")]
fn alone(columns: Vec<&Hashes>) -> Together {
    let rows = columns
        .iter()
        .map(|(_, hashes)| hashes.len())
        .min()
        .unwrap_or_default();
    let mut seen: FxHashMap<u64, bool> = FxHashMap::default();
    seen.reserve(rows);
    for row in 0..rows {
        let joined = columns
            .iter()
            .fold(0, |joined, (_, hashes)| hash(&(joined, hashes[row])));
        seen.entry(joined)
            .and_modify(|is_alone| *is_alone = false)
            .or_insert(true);
    }
    let count = seen.values().filter(|is_alone| **is_alone).count();
    Together {
        columns: columns.into_iter().map(|(name, _)| name.clone()).collect(),
        rows: u64::try_from(rows).unwrap_or(u64::MAX),
        alone: count as f64 / rows.max(1) as f64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(name: &str, value: impl Fn(u64) -> u64) -> Hashes {
        (name.to_owned(), (0..100).map(value).collect())
    }

    #[test]
    fn two_coarse_columns_may_name_each_row() {
        let columns = [
            column("a", |row| row / 10),
            column("b", |row| row % 10),
            column("c", |_| 1),
        ];
        let found = together(&columns);
        assert_eq!(found.len(), 4);
        assert_eq!(found[0].columns, ["a", "b"]);
        assert!((found[0].alone - 1.0).abs() < 1e-9);
        assert!(found.last().is_some_and(|last| last.alone < 1e-9));
    }

    #[test]
    fn one_column_has_no_combination() {
        assert!(together(&[column("a", |row| row)]).is_empty());
    }

    #[test]
    fn no_more_columns_are_combined_than_the_limit() {
        let columns: Vec<Hashes> = (0..20).map(|n| column(&n.to_string(), |row| row)).collect();
        let found = together(&columns);
        assert_eq!(found.len(), REPORTED_MOST + 1);
        assert!(found.iter().all(|one| one.columns.len() <= COLUMNS_MOST));
    }
}
