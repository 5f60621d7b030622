//! Groups of people who look alike: the search for the least generalisation that hides
//! each of them in a crowd. It works on codes and knows neither Arrow nor a policy's
//! words, and it refuses a hierarchy that is not one (values that part again higher up).

mod classes;
mod criteria;
mod error;
mod exhaustive;
mod groups;
mod hierarchy;
mod history;
mod key;
mod lattice;
mod mondrian;
mod problem;
mod search;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use classes::equivalence_classes;
pub use error::AnonymityError;
pub use exhaustive::{Optimum, search_exhaustive};
pub(crate) use hierarchy::MAX_VALUES;
pub(crate) use lattice::MAX_NODES;
pub use mondrian::{Cut, Ordered, Partition, mondrian, mondrian_by_person};
pub(crate) use problem::{MAX_COLUMNS, MAX_ROWS};
pub use search::{search, search_by_person};

#[cfg(test)]
mod adult;
#[cfg(test)]
mod brute_force;
#[cfg(test)]
mod persons;

/// A column that names somebody together with others of its kind, and how it may be
/// generalised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// What an error calls it.
    pub name: String,
    /// The base value of each row, as a place in `levels[0]`.
    pub codes: Vec<u32>,
    /// `levels[l][base]` is the group of a base value at level `l`. Level 0 keeps every
    /// value (`levels[0][v] == v`); values that share a group share it on all higher levels.
    pub levels: Vec<Vec<u32>>,
}

/// A column that nobody should learn of a named person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sensitive {
    /// What an error calls it.
    pub name: String,
    /// The value of each row.
    pub codes: Vec<u32>,
    /// Whether the codes stand in the order of the values; then t-closeness uses the
    /// ordered distance, else the equal one.
    pub ordered: bool,
}

/// What each class (rows alike in all attributes) must fulfil. Rows of the others are
/// suppressed, as far as the budget allows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Criteria {
    /// Rows that a class has at least; from 1.
    pub k: u32,
    /// Share of the rows that may be suppressed, 0 to 1.
    pub max_suppressed: f64,
    /// How different the sensitive values of a class must be, for each sensitive column.
    pub diversity: Option<Diversity>,
    /// How far a class's distribution of each sensitive column may lie from the whole
    /// table's (suppressed rows counted in): t, from 0 to 1.
    pub closeness: Option<f64>,
}

/// l-diversity of a class (Machanavajjhala, Kifer, Gehrke, Venkitasubramaniam:
/// "l-Diversity: Privacy Beyond k-Anonymity", 2007).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Diversity {
    /// At least `l` different values.
    Distinct {
        /// From 1.
        l: u32,
    },
    /// The entropy is at least that of `l` values that are equally frequent.
    Entropy {
        /// From 1.
        l: f64,
    },
    /// The most frequent value has fewer rows than `c` times those of the `l`-th most
    /// frequent and all rarer ones.
    Recursive {
        /// Above 0.
        c: f64,
        /// From 1.
        l: u32,
    },
}

/// The least generalisation that fulfils the criteria.
#[derive(Clone, Debug, PartialEq)]
pub struct Solution {
    /// The level of each attribute.
    pub levels: Vec<usize>,
    /// The class of each row, numbered from 0 in order of appearance; suppressed rows have
    /// theirs too.
    pub classes: Vec<u32>,
    /// Whether each row must be left out.
    pub suppressed: Vec<bool>,
    /// What was lost: 0 nothing, 1 everything. It is the mean over all cells of
    /// (values of the cell's group - 1) / (values of the attribute - 1), the loss of
    /// Iyengar ("Transforming Data to Satisfy Privacy Constraints", 2002); each cell of
    /// a suppressed row counts 1.
    pub loss: f64,
    /// Combinations of levels that there are.
    pub nodes: u64,
    /// Those of them whose classes were counted.
    pub checked: u64,
}
