//! A first policy from what was seen of each column. It errs on the side of keeping back:
//! a person reads it, loosens what may be loosened, and another one approves it.

mod hierarchies;
mod observed;

use serde::{Deserialize, Serialize};

use super::{
    Column, DataType, Diversity, Order, Policy, Privacy, Retention, Sampling, Search, Signature,
    Source, Step, Texts, Thresholds, derived,
};
use crate::Role;

/// What was seen of a column. It can be kept until a policy is proposed, so that nobody
/// has to look at the raw data again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Observed {
    /// Its name.
    pub name: String,
    /// Its type.
    pub data_type: DataType,
    /// The role that was found for it.
    pub role: Role,
    /// What its values look like.
    pub form: Form,
    /// Rows, missing ones counted in.
    pub rows: u64,
    /// Different values.
    pub distinct: u64,
    /// The least number, of columns of numbers.
    pub min: Option<f64>,
    /// The greatest number.
    pub max: Option<f64>,
    /// Characters of the longest text.
    pub longest: Option<u32>,
}

/// What a column's values look like, beyond their type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// Nothing particular.
    #[default]
    Usual,
    /// Sentences, in which anything may stand.
    FreeText,
    /// Degrees: one column of a pair of numbers, or both in a text.
    Coordinates,
    /// Codes whose beginnings stand for larger areas: post codes, geohashes.
    Prefixed,
}

/// What a policy says besides its columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    /// Name of the data set.
    pub dataset: String,
    /// What it is called.
    pub title: Texts,
    /// What it holds.
    pub description: Texts,
    /// SPDX identifier of its licence.
    pub licence: String,
    /// Where the raw data comes from.
    pub source: Source,
    /// Days for which the raw data is kept.
    pub raw_days: u32,
    /// Who proposes, and when.
    pub proposed: Signature,
}

/// The crowd that is proposed: the number that European statistical offices and health
/// registers commonly ask for.
const PROPOSED_K: u32 = 5;

/// The share of rows that a proposal lets go.
const PROPOSED_SUPPRESSED: f64 = 0.05;

/// The first policy of a data set. Its columns stand in the order of `columns`.
pub fn propose(origin: Origin, columns: &[Observed]) -> Policy {
    let roles = with_derived(columns);
    let proposed: Vec<Column> = roles.iter().map(|seen| column(seen, columns)).collect();
    let is_diverse = |seen: &Observed| seen.role != Role::Sensitive || seen.distinct >= 2;
    let guarded = proposed.iter().any(Column::is_guarded) && roles.iter().all(is_diverse);
    Policy {
        dataset: origin.dataset,
        version: "0.1.0".to_owned(),
        title: origin.title,
        description: origin.description,
        licence: origin.licence,
        order: Order::Shuffled,
        source: origin.source,
        retention: Retention {
            raw_days: origin.raw_days,
        },
        proposed: origin.proposed,
        approved: None,
        privacy: Privacy {
            k: PROPOSED_K,
            person: None,
            max_suppressed: PROPOSED_SUPPRESSED,
            diversity: guarded.then_some(Diversity::Distinct { l: 2 }),
            closeness: None,
            search: Search::Optimal,
        },
        thresholds: Thresholds::default(),
        sampling: Sampling::default(),
        utility: None,
        columns: proposed,
    }
}

/// The columns, where one that tells the same as a quasi-identifier is one too.
fn with_derived(columns: &[Observed]) -> Vec<Observed> {
    let role_of = |name: &str| {
        columns
            .iter()
            .find(|seen| seen.name == name)
            .map(|seen| seen.role)
    };
    let raised = |seen: &Observed| {
        let mut seen = seen.clone();
        let from = source(&seen.name, columns).and_then(role_of);
        let hidden = from.is_some_and(|role| role != Role::Plain);
        if hidden && seen.role == Role::Plain {
            seen.role = Role::QuasiIdentifier;
        }
        let is_source = |other: &&Observed| source(&other.name, columns) == Some(&seen.name);
        let derived = columns.iter().find(is_source);
        if derived.is_some_and(|other| other.role == Role::QuasiIdentifier)
            && seen.role == Role::Plain
        {
            seen.role = Role::QuasiIdentifier;
        }
        seen
    };
    columns.iter().map(raised).collect()
}

fn source<'a>(name: &str, columns: &'a [Observed]) -> Option<&'a str> {
    derived::guess(name, columns.iter().map(|seen| seen.name.as_str()))
}

fn column(seen: &Observed, all: &[Observed]) -> Column {
    let mut column = Column::new(&seen.name, seen.data_type, seen.role);
    column.derived_from = source(&seen.name, all).map(str::to_owned);
    match seen.role {
        Role::Identifier => column.steps = vec![identifier(seen)],
        _ if seen.form == Form::FreeText => column.steps = vec![Step::Drop],
        Role::QuasiIdentifier => hierarchies::propose(&mut column, seen, all),
        Role::Sensitive | Role::Plain => {}
    }
    column
}

/// Who stands once is only named by an identifier; who stands in several rows is also
/// joined by it, which a pseudonym keeps.
fn identifier(seen: &Observed) -> Step {
    if seen.distinct >= seen.rows || seen.form == Form::FreeText {
        return Step::Drop;
    }
    let letters = seen.name.to_lowercase();
    let letters = letters.chars().filter(char::is_ascii_alphanumeric).take(12);
    let mut prefix: String = letters.collect();
    if prefix.is_empty() {
        prefix.push_str("id");
    }
    prefix.push('-');
    Step::Pseudonym {
        prefix,
        length: super::step::DEFAULT_PSEUDONYM_LENGTH,
    }
}

#[cfg(test)]
mod tests;
