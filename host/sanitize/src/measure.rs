//! What risk is left and what was lost: numbers about a table before and after, each with
//! the method it came from. It changes nothing and refuses what does not fit together;
//! whether a number is good enough is the policy's business.

mod crowds;
mod distance;
mod encode;
mod loss;
mod population;
mod risk;

pub use crowds::{crowds, per_person};
pub use distance::{Distance, NotCompared};
pub use loss::{ColumnLoss, TableLoss, loss};
pub use population::{Basis, Population};
pub use risk::{AttackerRisk, Risks, SizeBand, risks};

/// Why nothing was measured.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum MeasureError {
    /// A threshold that no risk can be compared with.
    #[error("the threshold is `{found}`; hint: a risk is from 0 to 1")]
    Threshold {
        /// Its value.
        found: f64,
    },
    /// A sampling fraction outside of its range.
    #[error("the sampling fraction is `{found}`; hint: it is above 0 and at most 1")]
    Fraction {
        /// Its value.
        found: f64,
    },
    /// A class with more rows than people.
    #[error(
        "class {class} has {rows} rows, but {population} in the population; hint: number the classes of both tables together, and take a population that holds every row"
    )]
    Population {
        /// The class.
        class: u32,
        /// Its rows.
        rows: u64,
        /// Its rows in the population.
        population: u64,
    },
    /// A mask of kept rows that belongs to other tables.
    #[error(
        "the mask of kept rows has {rows} rows, {kept} of them kept; the tables have {before} before and {after} after"
    )]
    Mask {
        /// Its rows.
        rows: usize,
        /// Those of them that are kept.
        kept: usize,
        /// Rows of the table before.
        before: usize,
        /// Rows of the table after.
        after: usize,
    },
}

/// A part of a whole; 0 when there is nothing.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of rows stay far below 2^53"
)]
fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}
