//! All combinations of levels, numbered so that the numbers' order is that of the level
//! lists, the first attribute weighing most.

use super::AnonymityError;

/// Combinations of one search: a policy with a hierarchy of ten levels for each of ten
/// columns would otherwise never end.
pub(crate) const MAX_NODES: usize = 1 << 20;

/// The lattice of all combinations of levels.
#[derive(Debug)]
pub(super) struct Lattice {
    heights: Vec<usize>,
    strides: Vec<usize>,
    nodes: usize,
}

impl Lattice {
    /// Of attributes with these numbers of levels.
    pub(super) fn new(heights: Vec<usize>) -> Result<Self, AnonymityError> {
        let mut nodes = 1_usize;
        let mut strides = vec![0; heights.len()];
        for (stride, height) in strides.iter_mut().zip(&heights).rev() {
            *stride = nodes;
            nodes = nodes.saturating_mul(*height);
            if nodes > MAX_NODES {
                return Err(AnonymityError::TooManyNodes);
            }
        }
        Ok(Self {
            heights,
            strides,
            nodes,
        })
    }

    /// How many combinations there are: at least one, the bottom, which is node 0.
    pub(super) fn nodes(&self) -> usize {
        self.nodes
    }

    /// The node that generalises all others.
    pub(super) fn top(&self) -> usize {
        self.nodes - 1
    }

    /// The level of each attribute in a node.
    pub(super) fn levels(&self, node: usize) -> Vec<usize> {
        let places = self.strides.iter().zip(&self.heights);
        places
            .map(|(stride, height)| node / stride % height)
            .collect()
    }

    /// The nodes one step above.
    pub(super) fn above(&self, node: usize) -> impl Iterator<Item = usize> {
        let places = self.strides.iter().zip(&self.heights);
        places
            .filter(move |(stride, height)| node / *stride % *height + 1 < **height)
            .map(move |(stride, _)| node + stride)
    }

    /// The nodes one step below.
    pub(super) fn below(&self, node: usize) -> impl Iterator<Item = usize> {
        let places = self.strides.iter().zip(&self.heights);
        places
            .filter(move |(stride, height)| !(node / *stride).is_multiple_of(**height))
            .map(move |(stride, _)| node - stride)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_are_in_the_order_of_their_levels() {
        let lattice = Lattice::new(vec![2, 3]).expect("it is small");
        assert_eq!((lattice.nodes(), lattice.top()), (6, 5));
        assert_eq!(lattice.levels(4), [1, 1]);
        assert_eq!(lattice.above(1).collect::<Vec<_>>(), [4, 2]);
        assert_eq!(lattice.below(4).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(lattice.above(5).chain(lattice.below(0)).count(), 0);
    }

    #[test]
    fn a_lattice_above_the_limit_is_refused() {
        assert_eq!(Lattice::new(vec![2; 20]).expect("just").nodes(), MAX_NODES);
        let error = Lattice::new(vec![2; 21]).expect_err("it is refused");
        assert!(error.to_string().ends_with("choose `mondrian`"));
    }
}
