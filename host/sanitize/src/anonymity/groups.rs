//! The classes of a node: their keys, their sizes and their sensitive values; counted
//! from rows once, and from the classes of any more specific node after that.

use super::{
    Sensitive,
    hierarchy::Hierarchy,
    key::{Field, Key, Numbering},
};

/// The classes of one combination of levels.
#[derive(Debug)]
pub(super) struct Groups<K> {
    /// The generalised codes of each class.
    pub(super) keys: Vec<K>,
    /// Its rows.
    pub(super) sizes: Vec<u32>,
    /// Its values of each sensitive column.
    pub(super) spreads: Vec<Spread>,
}

/// The values of one sensitive column, class after class.
#[derive(Debug, Default)]
pub(super) struct Spread {
    /// Where each class begins, and the end of the last one.
    starts: Vec<u32>,
    /// Values with their rows, each value once in a class, in ascending order.
    entries: Vec<(u32, u32)>,
}

impl<K: Key> Groups<K> {
    /// The classes at the bottom of the lattice, and the class of each row.
    pub(super) fn of_rows(
        fields: &[(Field, &[u32])],
        sensitive: &[Sensitive],
        rows: usize,
    ) -> (Self, Vec<u32>) {
        let mut numbering = Numbering::for_keys(rows.min(1 << 12));
        let class_of_row: Vec<u32> = (0..rows)
            .map(|row| {
                let fill = |key: K, (field, codes): &(Field, &[u32])| key.with(*field, codes[row]);
                numbering.number(fields.iter().fold(K::ZERO, fill))
            })
            .collect();
        let keys = numbering.into_keys();
        let sizes = summed(&class_of_row, keys.len(), |_| 1);
        let spread = |column: &Sensitive| {
            let members = Members::new(&class_of_row, keys.len());
            members.spread(&column.codes, |row| std::iter::once((column.codes[row], 1)))
        };
        let spreads = sensitive.iter().map(spread).collect();
        (
            Self {
                keys,
                sizes,
                spreads,
            },
            class_of_row,
        )
    }

    /// The classes of a more general node, and the class there of each class here.
    /// `from` and `to` are the levels of both.
    pub(super) fn rolled_up(
        &self,
        hierarchies: &[Hierarchy],
        from: &[usize],
        to: &[usize],
    ) -> (Self, Vec<u32>) {
        let changed = hierarchies.iter().zip(from.iter().zip(to));
        let changed = changed.filter(|(_, (from, to))| from != to);
        let steps: Vec<(Field, Vec<u32>)> = changed
            .map(|(hierarchy, (from, to))| (hierarchy.field, hierarchy.step(*from, *to)))
            .collect();
        let climb = |key: &K| {
            steps.iter().fold(*key, |key, (field, step)| {
                key.with(*field, step[key.read(*field) as usize])
            })
        };
        let most = hierarchies
            .iter()
            .zip(to)
            .fold(1_usize, |most, (hierarchy, level)| {
                most.saturating_mul(hierarchy.groups(*level))
            });
        let mut numbering = Numbering::for_keys(most.min(self.keys.len()));
        let target: Vec<u32> = self
            .keys
            .iter()
            .map(|key| numbering.number(climb(key)))
            .collect();
        let keys = numbering.into_keys();
        let sizes = summed(&target, keys.len(), |class| self.sizes[class]);
        let spreads = self.joined(&target, keys.len());
        (
            Self {
                keys,
                sizes,
                spreads,
            },
            target,
        )
    }

    /// Entries that a copy takes in memory, for the history's bound.
    pub(super) fn entries(&self) -> usize {
        let spreads: usize = self.spreads.iter().map(|spread| spread.entries.len()).sum();
        self.keys.len() + spreads
    }

    fn joined(&self, target: &[u32], classes: usize) -> Vec<Spread> {
        if self.spreads.is_empty() {
            return Vec::new();
        }
        let members = Members::new(target, classes);
        let join = |spread: &Spread| {
            let values: Vec<u32> = spread.entries.iter().map(|(value, _)| *value).collect();
            members.spread(&values, |class| spread.class(class).iter().copied())
        };
        self.spreads.iter().map(join).collect()
    }
}

impl Spread {
    /// The values of a class with their rows, in ascending order.
    pub(super) fn class(&self, class: usize) -> &[(u32, u32)] {
        &self.entries[self.starts[class] as usize..self.starts[class + 1] as usize]
    }
}

/// The values of some rows with how many have each, in ascending order.
pub(super) fn values_of(codes: &[u32], rows: &[u32]) -> Vec<(u32, u32)> {
    let mut values: Vec<u32> = rows.iter().map(|row| codes[*row as usize]).collect();
    values.sort_unstable();
    let runs = values.chunk_by(|a, b| a == b);
    runs.map(|run| (run[0], u32::try_from(run.len()).unwrap_or(u32::MAX)))
        .collect()
}

/// The rows (or smaller classes) of each class.
struct Members {
    starts: Vec<u32>,
    members: Vec<u32>,
}

impl Members {
    fn new(class_of: &[u32], classes: usize) -> Self {
        let mut starts = vec![0_u32; classes + 1];
        for class in class_of {
            starts[*class as usize + 1] += 1;
        }
        for class in 0..classes {
            starts[class + 1] += starts[class];
        }
        let (mut next, mut members) = (starts.clone(), vec![0; class_of.len()]);
        for (member, class) in (0_u32..).zip(class_of) {
            let place = &mut next[*class as usize];
            members[*place as usize] = member;
            *place += 1;
        }
        Self { starts, members }
    }

    /// Counts values class by class. `values` holds at least each value once;
    /// `of_member` are a member's values with their rows.
    fn spread<I: Iterator<Item = (u32, u32)>>(
        &self,
        values: &[u32],
        of_member: impl Fn(usize) -> I,
    ) -> Spread {
        let most = values.iter().max().map_or(0, |value| *value as usize + 1);
        let (mut rows, mut seen) = (vec![0_u32; most], Vec::new());
        let mut spread = Spread {
            starts: vec![0],
            entries: Vec::new(),
        };
        for bounds in self.starts.windows(2) {
            for member in &self.members[bounds[0] as usize..bounds[1] as usize] {
                for (value, more) in of_member(*member as usize) {
                    if rows[value as usize] == 0 {
                        seen.push(value);
                    }
                    rows[value as usize] += more;
                }
            }
            seen.sort_unstable();
            let taken = |value| (value, std::mem::take(&mut rows[value as usize]));
            spread.entries.extend(seen.drain(..).map(taken));
            let end = u32::try_from(spread.entries.len()).unwrap_or(u32::MAX);
            spread.starts.push(end);
        }
        spread
    }
}

/// The sum over the members of each class.
fn summed(class_of: &[u32], classes: usize, of_member: impl Fn(usize) -> u32) -> Vec<u32> {
    let mut sums = vec![0; classes];
    for (member, class) in class_of.iter().enumerate() {
        sums[*class as usize] += of_member(member);
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::super::Attribute;
    use super::*;

    fn hierarchy(codes: &[u32]) -> Hierarchy {
        let levels = vec![vec![0, 1, 2, 3], vec![0, 0, 1, 1], vec![0; 4]];
        let attribute = Attribute {
            name: "a".into(),
            codes: codes.to_vec(),
            levels,
        };
        Hierarchy::new(&attribute, 0).expect("it is one")
    }

    #[test]
    fn classes_rolled_up_are_those_counted_from_rows() {
        let (codes, values) = ([0, 1, 3, 2, 0, 3], [5, 5, 1, 0, 4, 1]);
        let secret = Sensitive {
            name: "s".into(),
            codes: values.to_vec(),
            ordered: false,
        };
        let hierarchy = hierarchy(&codes);
        let fields = [(hierarchy.field, codes.as_slice())];
        let (bottom, rows) = Groups::<u64>::of_rows(&fields, &[secret], 6);
        assert_eq!(rows, [0, 1, 2, 3, 0, 2]);
        assert_eq!(bottom.sizes, [2, 1, 2, 1]);
        assert_eq!(bottom.spreads[0].class(2), [(1, 2)]);
        let (pairs, target) = bottom.rolled_up(&[hierarchy], &[0], &[1]);
        assert_eq!((target, pairs.keys), (vec![0, 0, 1, 1], vec![0, 1]));
        assert_eq!(pairs.sizes, [3, 3]);
        assert_eq!(pairs.spreads[0].class(0), [(4, 1), (5, 2)]);
        assert_eq!(pairs.spreads[0].class(1), [(0, 1), (1, 2)]);
    }

    #[test]
    fn rows_without_attributes_are_one_class() {
        let (groups, rows) = Groups::<u64>::of_rows(&[], &[], 3);
        assert_eq!((groups.sizes, rows), (vec![3], vec![0; 3]));
    }
}
