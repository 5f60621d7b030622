//! Changes a table as its policy says: rows are drawn and left out, columns go through
//! their steps, and quasi-identifiers are generalised until everybody is hidden in a
//! crowd.
//!
//! Refuses a column that the policy does not name, and never shows a cell: errors name the
//! column and the row. What is random (the draw of rows, their order) comes from the data
//! set's key, so that whoever reads the policy cannot undo it.

mod column;
mod crowd;
mod dictionary;
mod error;
mod key;
mod ladder;
mod plan;
mod rows;
mod steps;
mod write;

use std::collections::BTreeMap;

use arrow_array::ArrayRef;

pub use error::ChangeError;
pub use key::Key;

use crate::{
    Table,
    policy::{Column, Policy},
    threads::{beside, in_two_threads},
};

/// Finds what must not stay in a text: byte ranges `(start, end)`.
pub type Redactor = dyn Fn(&str) -> Vec<(usize, usize)> + Sync;

/// A table that its policy made safe, and how.
#[derive(Clone, Debug)]
pub struct Sanitized {
    /// What is published.
    pub table: Table,
    /// The level of each quasi-identifier, in the policy's order; empty after Mondrian,
    /// which has no levels.
    pub levels: Vec<ChosenLevel>,
    /// Where the rows went.
    pub rows: RowCounts,
    /// The crowd of each published row, numbered from 0 by appearance.
    pub classes: Vec<u32>,
    /// The raw row of each published row, from 0, for measuring what was lost. Never to be
    /// published: it undoes the shuffling.
    pub origins: Vec<u32>,
    /// What each step did, in the order of columns and steps.
    pub steps: Vec<StepCount>,
    /// For each sensitive column, how often each value stands in rows that the search left
    /// out: t-closeness compares with all rows. Never to be published.
    pub left_out: BTreeMap<String, BTreeMap<Option<String>, u64>>,
    /// What the search says was lost, 0 to 1.
    pub loss: f64,
    /// The person of each published row by number, where the policy names a column of
    /// persons. Never to be published: it joins rows.
    pub persons: Option<Vec<u32>>,
}

/// The level of a quasi-identifier.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ChosenLevel {
    /// The column.
    pub column: String,
    /// Its level: 0 is the value itself.
    pub level: u32,
    /// The last level, at which all are alike.
    pub of: u32,
}

/// Where the rows of the raw table went. The four later counts add up to the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct RowCounts {
    /// All.
    pub raw: usize,
    /// Not drawn by the sampling.
    pub not_drawn: usize,
    /// Left out by a step `suppress`.
    pub left_out: usize,
    /// Left out since they stand in too small a crowd.
    pub suppressed: usize,
    /// The rest.
    pub published: usize,
}

/// What a step did.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct StepCount {
    /// The column.
    pub column: String,
    /// The step's name, as in the policy.
    pub step: String,
    /// Cells that are other than before (for `suppress`: rows that were left out).
    pub changed: u64,
}

/// Makes a table safe as its policy says. `key` belongs to the city and the data set;
/// `redactor` finds what must not stay in texts.
pub fn sanitize(
    table: &Table,
    policy: &Policy,
    key: &Key,
    redactor: &Redactor,
) -> Result<Sanitized, ChangeError> {
    plan::check(table, policy)?;
    let drawn = rows::draw(table, policy, key)?;
    let tools = column::Tools {
        policy,
        key,
        redactor,
        rows: &drawn,
    };
    let published: Vec<&Column> = policy.columns.iter().filter(|c| c.is_published()).collect();
    let (changed, crowds) = change(&tools, &published)?;
    let order = rows::order(policy, key, &crowds.suppressed);
    let finished = write::table(table, &published, &changed, &crowds, &order)?;
    let mut counts = drawn.counts;
    counts.published = order.len();
    counts.suppressed = crowds.suppressed.len() - order.len();
    Ok(Sanitized {
        table: finished,
        levels: crowds.chosen(),
        rows: counts,
        classes: renumbered(&crowds.classes, &order),
        origins: at(&drawn.origins, &order),
        steps: step_counts(policy, &drawn, changed),
        left_out: crowds.left_out,
        loss: crowds.loss,
        persons: crowds.persons.map(|persons| at(&persons, &order)),
    })
}

/// Every published column after its own steps, and the crowds. The search takes long in one
/// thread and asks for few columns: the others are changed beside it.
fn change(
    tools: &column::Tools<'_>,
    published: &[&Column],
) -> Result<(Vec<Changed>, crowd::Crowds), ChangeError> {
    let is_early = |column: &&Column| crowd::asks_for(column);
    let (early, late): (Vec<&Column>, Vec<&Column>) = published.iter().partition(|c| is_early(c));
    let steps = |column: &&Column| column::change(tools, column);
    let asked = all(in_two_threads(&early, steps))?;
    let hide = || crowd::hide(tools.policy, tools.rows, &early, &asked);
    let (crowds, others) = beside(hide, &late, steps);
    let (others, crowds) = (all(others)?, crowds?);
    let (mut asked, mut others) = (asked.into_iter(), others.into_iter());
    let next = |column: &&Column| {
        if is_early(column) {
            asked.next()
        } else {
            others.next()
        }
    };
    Ok((published.iter().filter_map(next).collect(), crowds))
}

/// All results, or of several errors the first.
fn all<T>(results: Vec<Result<T, ChangeError>>) -> Result<Vec<T>, ChangeError> {
    results.into_iter().collect()
}

/// What stands at these rows.
fn at(values: &[u32], rows: &[u32]) -> Vec<u32> {
    rows.iter().map(|row| values[*row as usize]).collect()
}

/// A column after its own steps.
#[derive(Debug)]
struct Changed {
    content: Content,
    /// Changed cells by step.
    counts: Vec<u64>,
}

/// What is left of a column.
#[derive(Debug)]
enum Content {
    /// Finished cells, by block.
    Cells(Vec<ArrayRef>),
    /// Values whose level is yet to be found.
    Ladder(ladder::Ladder),
}

/// The classes of the published rows, numbered from 0 by appearance, so that a number
/// tells nothing of the raw order.
fn renumbered(classes: &[u32], order: &[u32]) -> Vec<u32> {
    let mut numbers = rustc_hash::FxHashMap::default();
    let mut next = 0_u32;
    let mut number = |row: &u32| {
        *numbers.entry(classes[*row as usize]).or_insert_with(|| {
            let number = next;
            next += 1;
            number
        })
    };
    order.iter().map(&mut number).collect()
}

fn step_counts(policy: &Policy, drawn: &rows::Drawn, changed: Vec<Changed>) -> Vec<StepCount> {
    let mut changed = changed.into_iter();
    let mut all = Vec::new();
    for column in &policy.columns {
        let counts = if column.is_published() {
            changed.next()
        } else {
            None
        };
        let counts = counts.map(|changed| changed.counts).unwrap_or_default();
        for (place, step) in column.steps.iter().enumerate() {
            let changed = match step {
                crate::policy::Step::Drop => drawn.origins.len() as u64,
                crate::policy::Step::Suppress { .. } => {
                    drawn.left_out.get(&column.name).copied().unwrap_or(0)
                }
                _ => counts.get(place).copied().unwrap_or(0),
            };
            let (column, step) = (column.name.clone(), step.name().to_owned());
            all.push(StepCount {
                column,
                step,
                changed,
            });
        }
    }
    all
}

#[cfg(test)]
mod tests;
