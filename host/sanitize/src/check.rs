//! Looks at published data again, by another path than the one that made it, for each
//! promise of its policy: by the cells' texts, in the straightforward way, cell by cell
//! and group by group.
//!
//! Knows the policy and the published table, and what the caller adds as [`Evidence`].
//! Calls nothing of `change` or `anonymity`, and never repeats a cell in what it says.

mod bounds;
mod cells;
mod crowd;
mod form;
mod shape;
mod traces;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use serde::Serialize;

use crate::{Table, policy::Policy};

/// Finds what must not stay in a text: byte ranges `(start, end)`.
pub type Finder = dyn Fn(&str) -> Vec<(usize, usize)>;

/// What the published table alone does not show. Each part that is there is looked at.
#[derive(Default)]
pub struct Evidence<'a> {
    /// Rows of the raw table.
    pub raw_rows: Option<usize>,
    /// SHA-256 of each raw identifier, as [`digest`] makes it: none may stand in any cell,
    /// nor as a word of one.
    pub identifiers: Option<&'a BTreeSet<[u8; 32]>>,
    /// What finds persons in texts: nothing may be left for it in redacted columns.
    pub redactor: Option<&'a Finder>,
    /// For each sensitive column, how often each value stands in rows that were left out
    /// for too small a crowd. T-closeness compares with these rows too; without, with the
    /// published ones only.
    pub left_out: Option<&'a BTreeMap<String, BTreeMap<Option<String>, u64>>>,
    /// Whose each published row is, as [`persons`] tells. Where the policy counts persons,
    /// crowds that nobody can count are broken.
    pub persons: Option<&'a [u32]>,
}

/// A promise that is not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Broken {
    /// Which.
    pub promise: Promise,
    /// The column, where the promise is about one.
    pub column: Option<String>,
    /// The first row of the published table that breaks it, from 1, where it is about rows.
    pub row: Option<u64>,
    /// How many cells, rows, or crowds break it.
    pub count: u64,
}

/// What a policy promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Promise {
    /// The policy itself keeps its rules.
    Policy,
    /// A dropped column is not there.
    Dropped,
    /// No column is there that the policy does not name.
    Named,
    /// Each published column is there.
    Present,
    /// Each column is of the type that the policy makes it.
    Type,
    /// Identifiers are pseudonyms of the right form.
    Pseudonym,
    /// Cells belong to one level of their hierarchy.
    Hierarchy,
    /// Numbers stay within top and bottom coding and clamping.
    Bounds,
    /// Numbers are multiples of the unit.
    Rounding,
    /// Nothing is left in a text for the redactor.
    Redaction,
    /// Rows with these values are left out.
    Suppression,
    /// At most the share of the rows is there.
    Sampling,
    /// No raw identifier is there.
    Identifier,
    /// Crowds of k rows.
    KAnonymity,
    /// The sensitive values of a crowd differ.
    Diversity,
    /// The sensitive values of a crowd are like those of all.
    Closeness,
}

/// Looks whether a published table keeps its policy's promises. Empty when it does.
pub fn check(published: &Table, policy: &Policy, evidence: &Evidence<'_>) -> Vec<Broken> {
    let mut broken = Vec::new();
    if !policy.faults().is_empty() {
        broken.push(Broken {
            promise: Promise::Policy,
            column: None,
            row: None,
            count: 1,
        });
    }
    shape::check(published, policy, evidence, &mut broken);
    for column in policy.columns.iter().filter(|column| column.is_published()) {
        if let Some(cells) = cells::Cells::of(published, &column.name) {
            form::check(policy, column, &cells, &mut broken);
            bounds::check(column, &cells, &mut broken);
            traces::check(column, &cells, evidence, &mut broken);
        }
    }
    crowd::check(published, policy, evidence, &mut broken);
    broken
}

/// Whose each published row is: a number for each different text of a raw column, missing
/// ones together, for the raw rows that are published, from 0. Nothing where the raw table
/// has no such column or row.
pub fn persons(raw: &Table, column: &str, origins: &[u32]) -> Option<Vec<u32>> {
    let cells = cells::Cells::of(raw, column)?;
    let mut numbers: BTreeMap<Option<&str>, u32> = BTreeMap::new();
    let mut all = Vec::with_capacity(raw.rows());
    for cell in cells.iter() {
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        all.push(*numbers.entry(cell).or_insert(next));
    }
    let published = origins.iter();
    published
        .map(|row| all.get(*row as usize).copied())
        .collect()
}

/// SHA-256 of an identifier as [`Evidence`] holds it.
pub fn digest(identifier: &str) -> [u8; 32] {
    use sha2::Digest as _;
    sha2::Sha256::digest(identifier.trim().as_bytes()).into()
}

impl Broken {
    /// A promise about a whole column or table.
    fn of(promise: Promise, column: Option<&str>) -> Self {
        Self {
            promise,
            column: column.map(str::to_owned),
            row: None,
            count: 1,
        }
    }

    /// A promise about rows, counted from 0; nothing when none breaks it.
    fn rows(
        promise: Promise,
        column: Option<&str>,
        mut rows: impl Iterator<Item = usize>,
    ) -> Option<Self> {
        let first = rows.next()?;
        let (column, row) = (column.map(str::to_owned), Some(first as u64 + 1));
        Some(Self {
            promise,
            column,
            row,
            count: 1 + rows.count() as u64,
        })
    }
}

impl Promise {
    /// All promises, in the order in which they are looked at.
    pub const ALL: [Self; 16] = [
        Self::Policy,
        Self::Dropped,
        Self::Named,
        Self::Present,
        Self::Type,
        Self::Pseudonym,
        Self::Hierarchy,
        Self::Bounds,
        Self::Rounding,
        Self::Redaction,
        Self::Suppression,
        Self::Sampling,
        Self::Identifier,
        Self::KAnonymity,
        Self::Diversity,
        Self::Closeness,
    ];

    /// Its name in files and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Dropped => "dropped",
            Self::Named => "named",
            Self::Present => "present",
            Self::Type => "type",
            Self::Pseudonym => "pseudonym",
            Self::Hierarchy => "hierarchy",
            Self::Bounds => "bounds",
            Self::Rounding => "rounding",
            Self::Redaction => "redaction",
            Self::Suppression => "suppression",
            Self::Sampling => "sampling",
            Self::Identifier => "identifier",
            Self::KAnonymity => "k-anonymity",
            Self::Diversity => "diversity",
            Self::Closeness => "closeness",
        }
    }

    /// What was promised, for people.
    fn text(self) -> &'static str {
        match self {
            Self::Policy => "the policy breaks its own rules",
            Self::Dropped => "a dropped column is published",
            Self::Named => "a column that the policy does not name is published",
            Self::Present => "a column is missing",
            Self::Type => "a column is of another type than promised",
            Self::Pseudonym => "a cell is no pseudonym",
            Self::Hierarchy => {
                "a cell belongs to no level of its hierarchy, or to another than the rest"
            }
            Self::Bounds => "a number lies beyond its bounds",
            Self::Rounding => "a number is not rounded",
            Self::Redaction => "a text still shows what was to be redacted",
            Self::Suppression => "a row is there that was to be left out",
            Self::Sampling => "more rows are published than were to be drawn",
            Self::Identifier => "a raw identifier is published",
            Self::KAnonymity => "a crowd is too small",
            Self::Diversity => "the sensitive values of a crowd differ too little",
            Self::Closeness => "the sensitive values of a crowd are too unlike those of all",
        }
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.promise.text())?;
        if let Some(column) = &self.column {
            write!(f, ", column `{column}`")?;
        }
        if let Some(row) = self.row {
            write!(f, ", row {row} first, {} in all", self.count)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
