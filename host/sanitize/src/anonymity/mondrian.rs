//! Mondrian: parts the rows again and again at the median of one column (`LeFevre`, `DeWitt`,
//! Ramakrishnan: "Mondrian Multidimensional K-Anonymity", 2006). It takes tables too wide
//! for the search of the lattice and orders of values instead of hierarchies.
//!
//! Off by default, and for a reason: it recodes locally, so that equal values become
//! different ranges in different classes. Where the cuts lie depends on the rows, and an
//! attacker who knows the method can use that to learn which rows there were (arXiv
//! 2509.03350). The search of the lattice recodes each value the same way everywhere.

use std::ops::Range;

use super::{
    AnonymityError, Criteria, Sensitive,
    criteria::{Rule, real},
    groups::values_of,
    problem::{few, same_rows},
};

/// A column whose codes stand in the order of its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ordered {
    /// What an error calls it.
    pub name: String,
    /// The value of each row.
    pub codes: Vec<u32>,
}

/// Where equal values go when a class is cut at them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// All to one side: classes do not overlap.
    Strict,
    /// Half to each side, by the rows' order: classes are smaller and may overlap.
    Relaxed,
}

/// Rows parted into classes.
#[derive(Clone, Debug, PartialEq)]
pub struct Partition {
    /// The class of each row, numbered from 0.
    pub classes: Vec<u32>,
    /// For each class and column, the least and the greatest code.
    pub ranges: Vec<Vec<(u32, u32)>>,
    /// What was lost, 0 to 1: the mean over all cells of (width of the range) / (width of
    /// the column), widths by code.
    pub loss: f64,
}

/// Parts the rows until no class can be cut and both halves still fulfil the criteria.
/// No row is suppressed: when the whole table does not fulfil the criteria there is no
/// solution, whatever share may be suppressed.
pub fn mondrian(
    columns: &[Ordered],
    sensitive: &[Sensitive],
    criteria: &Criteria,
    cut: Cut,
) -> Result<Partition, AnonymityError> {
    mondrian_by_person(columns, sensitive, None, criteria, cut)
}

/// The same where rows of one code in `persons` are one person: a class then has k
/// different persons at least.
pub fn mondrian_by_person(
    columns: &[Ordered],
    sensitive: &[Sensitive],
    persons: Option<&[u32]>,
    criteria: &Criteria,
    cut: Cut,
) -> Result<Partition, AnonymityError> {
    let rows = same_rows(
        columns
            .iter()
            .map(|column| (column.name.as_str(), column.codes.len())),
    )?;
    few(columns.len())?;
    let rule = Rule::by_person(rows, sensitive, persons, criteria)?;
    let mut all: Vec<u32> = (0..).take(rows).collect();
    let widths = columns
        .iter()
        .map(|column| width(range(&column.codes, &all)))
        .collect();
    let parter = Parter {
        columns,
        widths,
        rule,
        cut,
    };
    if rows > 0 && !parter.holds(&all) {
        return Err(AnonymityError::NoSolution { budget: 0 });
    }
    Ok(parter.part(&mut all))
}

struct Parter<'a> {
    columns: &'a [Ordered],
    /// The width of each column in the whole table.
    widths: Vec<u32>,
    rule: Rule,
    cut: Cut,
}

impl Parter<'_> {
    fn part(&self, all: &mut [u32]) -> Partition {
        let rows = all.len();
        let mut partition = Partition {
            classes: vec![0; rows],
            ranges: Vec::new(),
            loss: 0.0,
        };
        let mut open: Vec<Range<usize>> = std::iter::once(0..rows)
            .filter(|all| !all.is_empty())
            .collect();
        while let Some(place) = open.pop() {
            let members = &mut all[place.clone()];
            if let Some(middle) = self.cut(members) {
                let middle = place.start + middle;
                open.push(middle..place.end);
                open.push(place.start..middle);
                continue;
            }
            let class = u32::try_from(partition.ranges.len()).unwrap_or(u32::MAX);
            for row in members.iter() {
                partition.classes[*row as usize] = class;
            }
            let ranges: Vec<_> = self
                .columns
                .iter()
                .map(|c| range(&c.codes, members))
                .collect();
            let shares = ranges
                .iter()
                .zip(&self.widths)
                .map(|(range, whole)| share(*range, *whole));
            partition.loss += real(members.len() as u64) * shares.sum::<f64>();
            partition.ranges.push(ranges);
        }
        let cells = rows as u64 * self.columns.len() as u64;
        partition.loss /= real(cells.max(1));
        partition
    }

    /// Reorders the rows around the first cut that leaves both sides fulfilling the
    /// criteria; columns that are the widest here come first.
    fn cut(&self, members: &mut [u32]) -> Option<usize> {
        let measured = self
            .columns
            .iter()
            .zip(&self.widths)
            .map(|(column, whole)| {
                (
                    share(range(&column.codes, members), *whole),
                    column.codes.as_slice(),
                )
            });
        let mut columns: Vec<(f64, &[u32])> = measured.filter(|(share, _)| *share > 0.0).collect();
        columns.sort_by(|a, b| b.0.total_cmp(&a.0));
        columns.into_iter().find_map(|(_, codes)| {
            let middle = self.middle(members, codes)?;
            let (low, high) = members.split_at(middle);
            (self.holds(low) && self.holds(high)).then_some(middle)
        })
    }

    /// Sorts the rows by a column and finds where to cut: strictly, right below or right
    /// above the values that equal the median, whichever is nearer to the middle.
    fn middle(&self, members: &mut [u32], codes: &[u32]) -> Option<usize> {
        members.sort_unstable_by_key(|row| (codes[*row as usize], *row));
        let half = members.len() / 2;
        if self.cut == Cut::Relaxed {
            return Some(half);
        }
        let median = codes[members[half] as usize];
        let below = members.partition_point(|row| codes[*row as usize] < median);
        let above = members.partition_point(|row| codes[*row as usize] <= median);
        let inside = [below, above]
            .into_iter()
            .filter(|place| (1..members.len()).contains(place));
        inside.min_by_key(|place| place.abs_diff(half))
    }

    fn holds(&self, members: &[u32]) -> bool {
        let size = u32::try_from(members.len()).unwrap_or(u32::MAX);
        let spreads: Vec<Vec<(u32, u32)>> = self
            .rule
            .sensitive
            .iter()
            .map(|column| values_of(&column.codes, members))
            .collect();
        self.rule.holds(size, spreads.iter().map(Vec::as_slice))
    }
}

/// The least and the greatest code of some rows; of none, both 0.
fn range(codes: &[u32], members: &[u32]) -> (u32, u32) {
    let mut values = members.iter().map(|row| codes[*row as usize]);
    let first = values.next().unwrap_or(0);
    values.fold((first, first), |(low, high), code| {
        (low.min(code), high.max(code))
    })
}

fn width((low, high): (u32, u32)) -> u32 {
    high - low
}

fn share(range: (u32, u32), whole: u32) -> f64 {
    if whole == 0 {
        0.0
    } else {
        f64::from(width(range)) / f64::from(whole)
    }
}

#[cfg(test)]
mod tests;
