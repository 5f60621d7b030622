//! What is known of each node without counting it.

use super::super::lattice::Lattice;

/// What is known of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    /// Nothing yet.
    Unknown,
    /// It fails, and so do all below it.
    Fails,
    /// It passes as one below it does; its loss is not known.
    Passes,
    /// It passed when it was counted.
    Counted,
}

/// The tags of all nodes. Below a failed node all have failed, above one that passed all
/// have passed: so each walk stops where another went, and all of them together touch
/// each edge once.
pub(super) struct Tags<'a> {
    lattice: &'a Lattice,
    tags: Vec<Tag>,
}

impl<'a> Tags<'a> {
    pub(super) fn new(lattice: &'a Lattice) -> Self {
        Self {
            lattice,
            tags: vec![Tag::Unknown; lattice.nodes()],
        }
    }

    pub(super) fn of(&self, node: usize) -> Tag {
        self.tags[node]
    }

    /// A counted node passes, and with it all above.
    pub(super) fn pass_above(&mut self, node: usize) {
        let known = self.tags[node] != Tag::Unknown;
        self.tags[node] = Tag::Counted;
        let mut open = if known { Vec::new() } else { vec![node] };
        while let Some(node) = open.pop() {
            for above in self.lattice.above(node) {
                if self.tags[above] == Tag::Unknown {
                    self.tags[above] = Tag::Passes;
                    open.push(above);
                }
            }
        }
    }

    /// A node fails, and with it all below.
    pub(super) fn fail_below(&mut self, node: usize) {
        self.tags[node] = Tag::Fails;
        let mut open = vec![node];
        while let Some(node) = open.pop() {
            for below in self.lattice.below(node) {
                if self.tags[below] == Tag::Unknown {
                    self.tags[below] = Tag::Fails;
                    open.push(below);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_up_from_what_passes_and_down_from_what_fails() {
        let lattice = Lattice::new(vec![3, 3]).expect("it is small");
        let mut tags = Tags::new(&lattice);
        tags.fail_below(1);
        tags.pass_above(4);
        let all: Vec<Tag> = (0..9).map(|node| tags.of(node)).collect();
        let (u, f, p) = (Tag::Unknown, Tag::Fails, Tag::Passes);
        assert_eq!(all, [f, f, u, u, Tag::Counted, p, u, p, p]);
    }
}
