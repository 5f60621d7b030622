//! How many there are of each thing in the whole file, against its bound.

use std::collections::BTreeMap;

use super::{Rejection, bounds, bounds::Limit};

/// Sums over the whole file, by the name of their bound.
#[derive(Default)]
pub(super) struct Counts(BTreeMap<&'static str, u64>);

impl Counts {
    /// Counts more, and refuses the first that is too many. Called with what a
    /// section says it holds, before any of it is read.
    pub(super) fn add(&mut self, limit: &Limit, more: u64) -> Result<(), Rejection> {
        let sum = self.0.entry(limit.bound.name).or_default();
        *sum = sum.saturating_add(more);
        demand(limit, *sum, || "the component".to_owned())
    }
}

/// Refuses more than the bound; `place` says where it is.
pub(super) fn demand(
    limit: &Limit,
    count: u64,
    place: impl FnOnce() -> String,
) -> Result<(), Rejection> {
    if count <= limit.bound.value {
        return Ok(());
    }
    Err(Rejection::TooComplex {
        place: place(),
        count,
        unit: limit.bound.unit,
        limit: limit.bound.value,
        hint: limit.hint,
    })
}

/// The rejection by somebody who stopped counting at the bound.
pub(in super::super) fn beyond(limit: &Limit, place: String) -> Rejection {
    Rejection::TooComplex {
        place,
        count: limit.bound.value.saturating_add(1),
        unit: limit.bound.unit,
        limit: limit.bound.value,
        hint: limit.hint,
    }
}

/// Refuses a name that is too long.
pub(super) fn check_name(limit: &Limit, name: &str, offset: usize) -> Result<(), Rejection> {
    demand(limit, name.len() as u64, || {
        format!("the definition at byte {offset}")
    })
}

/// Refuses a type with too many members.
pub(super) fn check_width(members: usize, offset: usize) -> Result<(), Rejection> {
    demand(&bounds::TYPE_WIDTH, members as u64, || {
        format!("the type at byte {offset}")
    })
}
