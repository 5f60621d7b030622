//! A hierarchy built over the values that a column has: the group of each value at each
//! level, and what each group is called.

mod bands;
pub(super) mod cells;
mod codes;
mod dates;

use std::{hash::Hash, sync::Arc};

use arrow_array::{ArrayRef, StringArray, cast::AsArray};
use rustc_hash::FxHashMap;

use super::dictionary::Encoded;
use crate::policy::{Hierarchy, TOP};

/// Values with their groups, from the finest level that may be published on.
#[derive(Debug)]
pub(super) struct Ladder {
    /// The group of each row at the finest level.
    pub(super) codes: Vec<u32>,
    /// `levels[l][group of the finest level]` is the group at level `l`; the first one
    /// keeps each.
    pub(super) levels: Vec<Vec<u32>>,
    /// `faces[l]` has what is published for each group of level `l`.
    pub(super) faces: Vec<ArrayRef>,
    /// The number of the finest level in the policy.
    pub(super) finest: u32,
}

/// A value that its hierarchy does not take, by its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LadderFault {
    /// It is not listed.
    Code(u32),
    /// No group can hold it.
    Range(u32),
}

/// One level: the group of each value, and what each group is called.
#[derive(Debug)]
pub(super) struct Rung {
    groups: Vec<u32>,
    face: ArrayRef,
}

impl Ladder {
    /// Builds the hierarchy over the values of a column, from level `finest` on.
    pub(super) fn build(
        encoded: &Encoded,
        hierarchy: &Hierarchy,
        finest: u32,
    ) -> Result<Self, LadderFault> {
        let values = &encoded.values;
        let mut rungs = match hierarchy {
            Hierarchy::Bands { widths, origin } => bands::rungs(values, widths, *origin)?,
            Hierarchy::Dates { levels } => dates::rungs(values, levels)?,
            Hierarchy::Cells { resolutions, .. } => cells::rungs(values, resolutions),
            Hierarchy::Codes { parents, other } => codes::rungs(values, parents, other.as_deref())?,
            Hierarchy::Prefixes { lengths } => prefixes(values, lengths),
            Hierarchy::Constant => Vec::new(),
        };
        let listed = matches!(hierarchy, Hierarchy::Codes { other: Some(_), .. });
        if !listed {
            rungs.insert(0, Rung::identity(values));
        }
        rungs.push(Rung::top(values.len()));
        let rungs: Vec<Rung> = rungs.into_iter().skip(finest as usize).collect();
        Ok(Self::from_rungs(&encoded.codes, rungs, finest))
    }

    /// Numbers everything by the groups of the first rung, which then keeps each of them.
    fn from_rungs(codes: &[u32], rungs: Vec<Rung>, finest: u32) -> Self {
        let first: Vec<u32> = rungs
            .first()
            .map(|rung| rung.groups.clone())
            .unwrap_or_default();
        let groups = rungs.first().map_or(0, |rung| rung.face.len());
        let mut bases = vec![0_usize; groups];
        for (base, group) in first.iter().enumerate() {
            bases[*group as usize] = base;
        }
        let codes = codes.iter().map(|code| first[*code as usize]).collect();
        let above = |rung: &Rung| bases.iter().map(|base| rung.groups[*base]).collect();
        let levels = rungs.iter().map(above).collect();
        let faces = rungs.into_iter().map(|rung| rung.face).collect();
        Self {
            codes,
            levels,
            faces,
            finest,
        }
    }
}

impl Rung {
    /// Each value as it is.
    fn identity(values: &ArrayRef) -> Self {
        Self {
            groups: (0_u32..).take(values.len()).collect(),
            face: values.clone(),
        }
    }

    /// Everybody alike, those without a value too.
    fn top(values: usize) -> Self {
        let names: Vec<&str> = if values == 0 { Vec::new() } else { vec![TOP] };
        Self {
            groups: vec![0; values],
            face: Arc::new(StringArray::from(names)),
        }
    }

    /// Values with equal keys are a group. Those without a key are one, which stays
    /// missing.
    pub(super) fn by_key<K: Copy + Eq + Hash>(
        keys: impl Iterator<Item = Option<K>>,
        name: impl Fn(K) -> String,
    ) -> Self {
        let mut numbers: FxHashMap<Option<K>, u32> = FxHashMap::default();
        let mut names: Vec<Option<String>> = Vec::new();
        let group = |key: Option<K>| {
            let next = u32::try_from(names.len()).unwrap_or(u32::MAX);
            *numbers.entry(key).or_insert_with(|| {
                names.push(key.map(&name));
                next
            })
        };
        let groups = keys.map(group).collect();
        Self {
            groups,
            face: Arc::new(StringArray::from(names)),
        }
    }
}

/// Beginnings of texts, with a `*` where something was cut off.
fn prefixes(values: &ArrayRef, lengths: &[u32]) -> Vec<Rung> {
    let texts = values.as_string::<i32>();
    let cut = |text: &'_ str, length: u32| {
        let end = text.char_indices().nth(length as usize).map(|(end, _)| end);
        end.unwrap_or(text.len())
    };
    let rung = |length: &u32| {
        let keys = texts.iter().map(|text| {
            text.map(|text| {
                let end = cut(text, *length);
                (text.get(..end).unwrap_or(text), end < text.len())
            })
        });
        Rung::by_key(keys, |(start, is_cut)| {
            format!("{start}{}", if is_cut { TOP } else { "" })
        })
    };
    lengths.iter().map(rung).collect()
}

#[cfg(test)]
mod tests;
