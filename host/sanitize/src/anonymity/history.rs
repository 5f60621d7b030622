//! The classes of nodes that were counted already, from which others are rolled up.
//! Bounded; the bottom of the lattice is never forgotten.

use std::rc::Rc;

use super::{groups::Groups, key::Key};

/// Classes and their sensitive values kept in all copies together; each takes up to 20
/// bytes, so that the history of a million rows stays below some 100 MiB.
const MAX_ENTRIES: usize = 4 << 20;

/// Copies kept, as each search for the best one looks at all of them.
const MAX_COPIES: usize = 256;

/// Classes by node, the most recently used last.
pub(super) struct History<K> {
    bottom: Copy<K>,
    copies: Vec<Copy<K>>,
    entries: usize,
    max_entries: usize,
}

/// The classes of one node.
pub(super) struct Copy<K> {
    /// Its levels.
    pub(super) levels: Vec<usize>,
    /// Its classes.
    pub(super) groups: Rc<Groups<K>>,
}

impl<K> Clone for Copy<K> {
    fn clone(&self) -> Self {
        Self {
            levels: self.levels.clone(),
            groups: Rc::clone(&self.groups),
        }
    }
}

impl<K: Key> History<K> {
    /// With the classes of the bottom.
    pub(super) fn new(levels: Vec<usize>, groups: Groups<K>) -> Self {
        let bottom = Copy {
            levels,
            groups: Rc::new(groups),
        };
        Self {
            bottom,
            copies: Vec::new(),
            entries: 0,
            max_entries: MAX_ENTRIES,
        }
    }

    /// The classes of the bottom.
    pub(super) fn bottom(&self) -> &Copy<K> {
        &self.bottom
    }

    /// The copy with the fewest classes among those that are more specific than a node
    /// or are that node.
    pub(super) fn nearest(&mut self, levels: &[usize]) -> Copy<K> {
        let below = |copy: &Copy<K>| copy.levels.iter().zip(levels).all(|(a, b)| a <= b);
        let places = 0..self.copies.len();
        let fits = places.filter(|place| below(&self.copies[*place]));
        match fits.min_by_key(|place| self.copies[*place].groups.entries()) {
            Some(place) => {
                self.copies[place..].rotate_left(1);
                self.copies[self.copies.len() - 1].clone()
            }
            None => self.bottom.clone(),
        }
    }

    /// Keeps a copy and forgets those that were not used for longest.
    pub(super) fn keep(&mut self, levels: Vec<usize>, groups: Groups<K>) {
        self.entries += groups.entries();
        self.copies.push(Copy {
            levels,
            groups: Rc::new(groups),
        });
        let mut forgotten = 0;
        while self.entries > self.max_entries || self.copies.len() - forgotten > MAX_COPIES {
            self.entries -= self.copies[forgotten].groups.entries();
            forgotten += 1;
        }
        self.copies.drain(..forgotten);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(classes: u32) -> Groups<u64> {
        Groups {
            keys: (0..u64::from(classes)).collect(),
            sizes: vec![1; classes as usize],
            spreads: Vec::new(),
        }
    }

    #[test]
    fn the_copy_with_the_fewest_classes_below_is_chosen() {
        let mut history = History::new(vec![0, 0], groups(9));
        history.keep(vec![0, 1], groups(5));
        history.keep(vec![1, 0], groups(7));
        history.keep(vec![2, 2], groups(1));
        assert_eq!(history.nearest(&[1, 1]).levels, [0, 1]);
        assert_eq!(history.nearest(&[1, 0]).levels, [1, 0]);
        assert_eq!(history.nearest(&[0, 0]).levels, [0, 0]);
    }

    #[test]
    fn what_was_not_used_for_longest_is_forgotten_but_never_the_bottom() {
        let mut history = History::new(vec![0], groups(9));
        history.max_entries = 10;
        history.keep(vec![1], groups(5));
        history.keep(vec![2], groups(4));
        assert_eq!(history.nearest(&[1]).levels, [1]);
        history.keep(vec![3], groups(3));
        assert_eq!(history.nearest(&[2]).levels, [1]);
        assert_eq!(history.nearest(&[3]).levels, [3]);
        history.keep(vec![4], groups(11));
        assert_eq!(history.nearest(&[4]).levels, [0]);
        for level in 0..300 {
            history.keep(vec![level], groups(0));
        }
        assert_eq!(history.copies.len(), MAX_COPIES);
    }
}
