//! An attribute's levels, checked and numbered anew, with what each group costs.

use rustc_hash::FxHashMap;

use super::{AnonymityError, Attribute, error::HierarchyFault, key::Field};

/// Values of one attribute; beyond that, a table of a level no longer fits into memory
/// beside those of the others.
pub(crate) const MAX_VALUES: usize = 1 << 24;

/// The loss of a cell of which nothing is left. Losses are summed as whole parts of it,
/// so that two sums over the same cells are equal whatever their order was: ties between
/// combinations of levels are then decided by their order, not by rounding.
pub(super) const WHOLE: u64 = 1 << 32;

/// An attribute's levels, checked.
#[derive(Debug)]
pub(super) struct Hierarchy {
    /// Where its code lies in a key.
    pub(super) field: Field,
    levels: Vec<Level>,
}

/// One level. Groups are numbered from 0 by their first base value.
#[derive(Debug)]
struct Level {
    /// The group of each base value.
    group: Vec<u32>,
    /// A base value of each group.
    base: Vec<u32>,
    /// What a cell of each group has lost, in parts of [`WHOLE`].
    loss: Vec<u64>,
    /// The same summed over all rows.
    total: u64,
}

/// The loss of a cell whose group has `size` of an attribute's `values`.
pub(super) fn cell_loss(size: u64, values: u64) -> u64 {
    if values < 2 {
        0
    } else {
        (size - 1) * WHOLE / (values - 1)
    }
}

impl Hierarchy {
    /// Checks the attribute; `shift` is where its field begins.
    pub(super) fn new(attribute: &Attribute, shift: u32) -> Result<Self, AnonymityError> {
        let counts = count(attribute)?;
        let mut levels = Vec::<Level>::new();
        for (place, groups) in attribute.levels.iter().enumerate() {
            let fault = |what| AnonymityError::Hierarchy {
                column: attribute.name.clone(),
                level: place,
                what,
            };
            if groups.len() != counts.len() {
                return Err(fault(HierarchyFault::Length));
            }
            let level = Level::new(groups, &counts);
            if let Some(below) = levels.last()
                && below.parts_in(&level)
            {
                return Err(fault(HierarchyFault::Parts));
            }
            levels.push(level);
        }
        let bits = usize::BITS - counts.len().saturating_sub(1).leading_zeros();
        Ok(Self {
            field: Field { shift, bits },
            levels,
        })
    }

    /// How many groups a level has.
    pub(super) fn groups(&self, level: usize) -> usize {
        self.levels[level].base.len()
    }

    /// What a cell of a group has lost, in parts of [`WHOLE`].
    pub(super) fn loss(&self, level: usize, group: u32) -> u64 {
        self.levels[level].loss[group as usize]
    }

    /// What all rows together have lost at a level, none suppressed.
    pub(super) fn total(&self, level: usize) -> u64 {
        self.levels[level].total
    }

    /// For each group of a level, its group on a higher one.
    pub(super) fn step(&self, from: usize, to: usize) -> Vec<u32> {
        let above = &self.levels[to].group;
        let bases = self.levels[from].base.iter();
        bases.map(|base| above[*base as usize]).collect()
    }
}

impl Level {
    fn new(groups: &[u32], counts: &[u64]) -> Self {
        let mut numbers = FxHashMap::default();
        let (mut group, mut base) = (Vec::with_capacity(groups.len()), Vec::new());
        for (value, name) in (0_u32..).zip(groups) {
            let number = *numbers.entry(*name).or_insert_with(|| {
                base.push(value);
                u32::try_from(base.len() - 1).unwrap_or(u32::MAX)
            });
            group.push(number);
        }
        let mut sizes = vec![0_u64; base.len()];
        for number in &group {
            sizes[*number as usize] += 1;
        }
        let values = groups.len() as u64;
        let loss: Vec<u64> = sizes.iter().map(|size| cell_loss(*size, values)).collect();
        let cells = group.iter().zip(counts);
        let total = cells
            .map(|(number, rows)| loss[*number as usize] * rows)
            .sum();
        Self {
            group,
            base,
            loss,
            total,
        }
    }

    /// Whether values that share a group here part in a level above.
    fn parts_in(&self, above: &Self) -> bool {
        let mut values = self.group.iter().zip(&above.group);
        values.any(|(here, there)| above.group[self.base[*here as usize] as usize] != *there)
    }
}

/// The rows of each base value; refuses what level 0 does not know.
fn count(attribute: &Attribute) -> Result<Vec<u64>, AnonymityError> {
    let column = || attribute.name.clone();
    let fault = |what| AnonymityError::Hierarchy {
        column: column(),
        level: 0,
        what,
    };
    let identity = attribute
        .levels
        .first()
        .ok_or_else(|| fault(HierarchyFault::Missing))?;
    if identity.len() > MAX_VALUES {
        return Err(AnonymityError::TooManyValues {
            column: column(),
            found: identity.len(),
        });
    }
    if (0_u32..)
        .zip(identity)
        .any(|(value, group)| value != *group)
    {
        return Err(fault(HierarchyFault::NotIdentity));
    }
    let mut counts = vec![0_u64; identity.len()];
    for (row, code) in attribute.codes.iter().enumerate() {
        let unknown = || AnonymityError::UnknownValue {
            column: column(),
            row,
            code: *code,
        };
        *counts.get_mut(*code as usize).ok_or_else(unknown)? += 1;
    }
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(codes: &[u32], levels: &[&[u32]]) -> Result<Hierarchy, AnonymityError> {
        let levels = levels.iter().map(|level| level.to_vec()).collect();
        let attribute = Attribute {
            name: "age".into(),
            codes: codes.to_vec(),
            levels,
        };
        Hierarchy::new(&attribute, 0)
    }

    fn refused(codes: &[u32], levels: &[&[u32]]) -> String {
        made(codes, levels).expect_err("it is refused").to_string()
    }

    #[test]
    fn a_group_costs_its_share_of_the_values() {
        let hierarchy = made(
            &[0, 1, 4, 4],
            &[&[0, 1, 2, 3, 4], &[9, 9, 9, 7, 7], &[1; 5]],
        );
        let hierarchy = hierarchy.expect("it is one");
        assert_eq!(
            [
                hierarchy.groups(0),
                hierarchy.groups(1),
                hierarchy.groups(2)
            ],
            [5, 2, 1]
        );
        assert_eq!(
            [hierarchy.loss(1, 0), hierarchy.loss(1, 1)],
            [WHOLE / 2, WHOLE / 4]
        );
        assert_eq!(
            [0, 1, 2].map(|level| hierarchy.total(level)),
            [0, WHOLE / 2 * 3, WHOLE * 4]
        );
        assert_eq!(hierarchy.step(0, 1), [0, 0, 0, 1, 1]);
        assert_eq!(hierarchy.field.bits, 3);
    }

    #[test]
    fn an_attribute_of_one_value_loses_nothing_and_takes_no_bit() {
        let hierarchy = made(&[0, 0], &[&[0], &[0]]).expect("it is one");
        assert_eq!((hierarchy.total(1), hierarchy.field.bits), (0, 0));
    }

    #[test]
    fn a_hierarchy_that_is_none_is_refused() {
        assert!(refused(&[], &[]).contains("there is none"));
        assert!(refused(&[0], &[&[1, 0]]).contains("keep each value"));
        assert!(refused(&[0], &[&[0, 1], &[0]]).contains("level 1: it has another number"));
        let parted: &[&[u32]] = &[&[0, 1, 2], &[0, 0, 1], &[0, 1, 1]];
        assert!(refused(&[0], parted).contains("level 2: values that share"));
    }

    #[test]
    fn a_row_outside_of_its_hierarchy_is_refused_with_its_place() {
        let error = refused(&[1, 2], &[&[0, 1]]);
        assert_eq!(
            error,
            "column `age`, row 1: value `2` is not in its hierarchy"
        );
    }

    #[test]
    fn more_values_than_fit_are_refused() {
        let identity: Vec<u32> = (0..=1 << 24).collect();
        assert!(refused(&[], &[&identity]).contains("hint: round them"));
    }
}
