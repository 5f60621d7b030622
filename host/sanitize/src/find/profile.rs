//! The profile of each column: type, missing, different values, spread, what it names, and
//! the role that follows. No raw identifier is in it: values of columns that name somebody
//! are masked, and so are texts that stand in one row only.

use arrow_schema::DataType;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Kind;
use super::column::Verdict;
use super::count::{Distinct, hash};
use super::evidence::Evidence;
use super::hint::Hint;
use super::mask::{cut, mask};
use super::propose::{Facts, Reason, propose};
use super::scan::{Scan, ratio, scan, text_at};
use super::spread::{self, Point, Quantile};
use super::together::{Hashes, ROWS_COMPARED, Together, together};
use crate::{Role, Table, threads::in_two_threads};

/// Values that are shown of a column.
const SAMPLE_MOST: usize = 5;

/// What a column's values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DataKind {
    /// Text.
    Text,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Number,
    /// True or false.
    Boolean,
    /// Days.
    Date,
    /// Moments in UTC, to the millisecond.
    Time,
}

/// How much of a column is of a kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct KindShare {
    /// The kind.
    pub kind: Kind,
    /// Cells of it.
    pub cells: u64,
    /// Their share of the present cells, 0 to 1.
    pub share: f64,
    /// The share of present cells that hold it inside a longer text, 0 to 1.
    pub share_in_text: f64,
}

/// Lengths of a column's texts, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Lengths {
    /// The shortest.
    pub min: u64,
    /// The mean.
    pub mean: f64,
    /// The longest.
    pub max: u64,
}

/// What is known of one column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ColumnProfile {
    /// Its name.
    pub name: String,
    /// The type of its values.
    pub data_type: DataKind,
    /// Rows of the table.
    pub rows: u64,
    /// Rows without a value, blank texts among them.
    pub missing: u64,
    /// Different values.
    pub distinct: Distinct,
    /// Different values by present ones, 0 to 1.
    pub unique_share: f64,
    /// Least, quartiles and most of an ordered column that names nobody.
    pub quantiles: Vec<Quantile>,
    /// Lengths of texts.
    pub lengths: Option<Lengths>,
    /// Some values: the most frequent, masked where they may name somebody.
    pub sample: Vec<String>,
    /// What its cells name, most frequent first.
    pub kinds: Vec<KindShare>,
    /// The role that is proposed.
    pub role: Role,
    /// Why, the gravest first.
    pub reasons: Vec<Reason>,
}

/// What is known of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Profile {
    /// The table's name.
    pub table: String,
    /// Its rows.
    pub rows: u64,
    /// Its columns, in order.
    pub columns: Vec<ColumnProfile>,
    /// What quasi-identifiers tell together, worst first; the last is all of them.
    pub together: Vec<Together>,
}

/// Looks at every row of every column. `today` bounds birth dates inside numbers.
pub fn profile(table: &Table, today: Date) -> Profile {
    let places: Vec<usize> = (0..table.schema().fields().len()).collect();
    let looks = in_two_threads(&places, |column| Look::at(table, *column, today));
    let is_about_people = looks.iter().any(|look| look.facts().is_of_people());
    let columns: Vec<ColumnProfile> = looks
        .into_iter()
        .enumerate()
        .map(|(place, look)| look.finish(table, place, is_about_people))
        .collect();
    let quasi = columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.role == Role::QuasiIdentifier);
    let hashes: Vec<Hashes> = quasi
        .map(|(place, column)| (column.name.clone(), row_hashes(table, place)))
        .collect();
    Profile {
        table: table.name.clone(),
        rows: count(table.rows()),
        columns,
        together: together(&hashes),
    }
}

/// A column after its pass, before its role; what the pass held of each value is gone.
struct Look {
    name: String,
    data_type: DataKind,
    missing: u64,
    present: u64,
    distinct: Distinct,
    lengths: Option<Lengths>,
    quantiles: Vec<Quantile>,
    kinds: Vec<KindShare>,
    /// Rows of the values to show, and how often each stands.
    shown: Vec<(usize, u64)>,
}

impl Look {
    fn at(table: &Table, column: usize, today: Date) -> Self {
        let field = table.schema().field(column);
        let data_type = data_kind(field.data_type());
        let mut scan = scan(table, column, today);
        let verdict = Verdict::of(&Hint::of(field.name()), &scan.evidence);
        let lengths = scan
            .lengths
            .map(|(min, mean, max)| Lengths { min, mean, max });
        Self {
            name: field.name().clone(),
            data_type,
            missing: scan.missing,
            present: scan.present,
            distinct: scan.distinct,
            lengths,
            quantiles: quantiles(&mut scan, data_type),
            kinds: shares(&scan, &verdict),
            shown: shown(&scan),
        }
    }

    fn facts(&self) -> Facts<'_> {
        Facts {
            name: &self.name,
            data_type: self.data_type,
            present: self.present,
            distinct: self.distinct.count,
            unique_share: ratio(self.distinct.count, self.present).min(1.0),
            mean_length: self.lengths.map(|lengths| lengths.mean),
            kinds: &self.kinds,
        }
    }

    fn finish(self, table: &Table, column: usize, is_about_people: bool) -> ColumnProfile {
        let (role, reasons) = propose(&self.facts(), is_about_people);
        let unique_share = self.facts().unique_share;
        let is_hidden = role == Role::Identifier || !self.kinds.is_empty();
        let is_text = self.data_type == DataKind::Text;
        let sample = self.shown.iter().filter_map(|(row, times)| {
            let text = text_at(table, column, *row)?;
            let is_rare = is_text && *times < 2;
            Some(if is_hidden || is_rare {
                mask(&text)
            } else {
                cut(&text)
            })
        });
        ColumnProfile {
            sample: sample.collect(),
            rows: self.missing + self.present,
            quantiles: if is_hidden {
                Vec::new()
            } else {
                self.quantiles
            },
            name: self.name,
            data_type: self.data_type,
            missing: self.missing,
            distinct: self.distinct,
            unique_share,
            lengths: self.lengths,
            kinds: self.kinds,
            role,
            reasons,
        }
    }
}

fn data_kind(data_type: &DataType) -> DataKind {
    match data_type {
        DataType::Int64 => DataKind::Integer,
        DataType::Float64 => DataKind::Number,
        DataType::Boolean => DataKind::Boolean,
        DataType::Date32 => DataKind::Date,
        DataType::Timestamp(_, _) => DataKind::Time,
        _ => DataKind::Text,
    }
}

fn quantiles(scan: &mut Scan, data_type: DataKind) -> Vec<Quantile> {
    let integers = std::mem::take(&mut scan.integers);
    match data_type {
        DataKind::Integer => spread::integers(integers, Point::Integer),
        DataKind::Date => spread::integers(integers, |days| Point::Moment(spread::date_text(days))),
        DataKind::Time => spread::integers(integers, |at| Point::Moment(spread::time_text(at))),
        DataKind::Number => spread::numbers(std::mem::take(&mut scan.numbers)),
        DataKind::Text | DataKind::Boolean => Vec::new(),
    }
}

/// Cells of each kind by the column's verdict. Values beyond the bound of what is looked at
/// are taken to be like the rest.
fn shares(scan: &Scan, verdict: &Verdict) -> Vec<KindShare> {
    let mut cells = [(0, 0); Kind::ALL.len()];
    let mut looked = 0;
    for (value, evidence) in scan.values.iter().zip(&scan.evidence) {
        looked += value.count;
        if let Some(kind) = verdict.kind(evidence) {
            let (all, inside) = &mut cells[kind as usize];
            *all += value.count;
            *inside += if is_inside(evidence) { value.count } else { 0 };
        }
    }
    let mut shares: Vec<KindShare> = Kind::ALL
        .into_iter()
        .zip(cells)
        .filter(|(_, (all, _))| *all > 0)
        .map(|(kind, (all, inside))| KindShare {
            kind,
            cells: all,
            share: ratio(all, looked),
            share_in_text: ratio(inside, looked),
        })
        .collect();
    shares.sort_by_key(|share| std::cmp::Reverse(share.cells));
    shares
}

fn is_inside(evidence: &Evidence) -> bool {
    evidence.inside
}

/// The most frequent values; of equals, the first.
fn shown(scan: &Scan) -> Vec<(usize, u64)> {
    let mut shown: Vec<(usize, u64)> = Vec::with_capacity(SAMPLE_MOST + 1);
    for value in &scan.values {
        let place = shown.partition_point(|(_, times)| *times >= value.count);
        if place < SAMPLE_MOST {
            shown.insert(place, (value.row, value.count));
            shown.truncate(SAMPLE_MOST);
        }
    }
    shown
}

/// A hash of each of the rows that are compared.
fn row_hashes(table: &Table, column: usize) -> Vec<u64> {
    let rows = table.rows();
    let step = rows.div_ceil(ROWS_COMPARED).max(1);
    (0..rows)
        .step_by(step)
        .map(|row| hash(&text_at(table, column, row)))
        .collect()
}

fn count(rows: usize) -> u64 {
    u64::try_from(rows).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
