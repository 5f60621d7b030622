//! The optimal search of the lattice of levels, with predictive tagging along paths as in
//! Flash (Kohlmayer, Prasser, Eckert, Kemper, Kuhn: "Flash: Efficient, Stable and Optimal
//! K-Anonymity", 2012) and classes rolled up from a history.
//!
//! Why the result is the optimum:
//!
//! - *Tags.* A node "passes" by what is passed on to all more general nodes (see
//!   [`Rule::is_passed_on`]): all criteria where they are, else only those that a union
//!   inherits from a part. So a node that fails fails all nodes below it, one that passes
//!   passes for all above, and a node that fails cannot be the solution.
//! - *Loss.* With suppression the loss is not monotone: one step up may keep rows that
//!   cost more when left out. But each row costs at least its generalised cells, kept or
//!   not. So the loss of a node with no row suppressed is a lower bound, its *floor*, of
//!   its own loss and, as groups only grow, of that of every node above. A node whose
//!   floor is worse than the best loss so far needs no look, nor does anything above it.
//! - All that is left is counted: nodes that passed by tag alone, in order of their floor.
//!
//! Ties go to the smaller sum of levels, then to the smaller list of levels. The order of
//! (floor, sum, list) never falls along a path upwards, so bounds and ties agree.

mod count;
mod tags;

use count::Counter;
use tags::{Tag, Tags};

use super::{
    AnonymityError, Attribute, Criteria, Sensitive, Solution, criteria::real, hierarchy::WHOLE,
    key::Key, problem::Problem,
};

/// A node's place in the order of the search, or of the results: loss in parts of
/// [`WHOLE`], sum of levels, node.
type Rank = (u64, usize, usize);

/// Finds the least generalisation that fulfils the criteria: of all combinations of
/// levels (full domain, optimal), that of the least loss. Refuses input that is not
/// what it should be or too large, and says so when there is no solution.
pub fn search(
    attributes: &[Attribute],
    sensitive: &[Sensitive],
    criteria: &Criteria,
) -> Result<Solution, AnonymityError> {
    search_by_person(attributes, sensitive, None, criteria)
}

/// The same where rows of one code in `persons` are one person: a class then has k
/// different persons at least.
pub fn search_by_person(
    attributes: &[Attribute],
    sensitive: &[Sensitive],
    persons: Option<&[u32]>,
    criteria: &Criteria,
) -> Result<Solution, AnonymityError> {
    let problem = Problem::by_person(attributes, sensitive, persons, criteria)?;
    if problem.bits <= u64::BITS {
        run::<u64>(&problem)
    } else {
        run::<u128>(&problem)
    }
}

fn run<K: Key>(problem: &Problem) -> Result<Solution, AnonymityError> {
    let mut search = Search::<K>::new(problem);
    search.decide_all();
    search.count_tagged();
    let budget = problem.rule.budget;
    let (loss, _, node) = search.best.ok_or(AnonymityError::NoSolution { budget })?;
    let checked = search.checked;
    let (classes, suppressed) = search.counter.rows_of(node);
    Ok(Solution {
        levels: problem.lattice.levels(node),
        classes,
        suppressed,
        loss: share_of_cells(loss, problem),
        nodes: problem.lattice.nodes() as u64,
        checked,
    })
}

/// A sum of losses as a share of the loss of everything.
pub(super) fn share_of_cells(loss: u64, problem: &Problem) -> f64 {
    let cells = problem.rows as u64 * problem.attributes.len() as u64;
    if cells == 0 {
        0.0
    } else {
        real(loss) / real(WHOLE) / real(cells)
    }
}

/// A search under way.
struct Search<'a, K> {
    problem: &'a Problem<'a>,
    counter: Counter<'a, K>,
    tags: Tags<'a>,
    /// All nodes in the order of (floor, sum, node).
    order: Vec<Rank>,
    /// The rank of each node.
    ranks: Vec<Rank>,
    best: Option<Rank>,
    checked: u64,
}

impl<'a, K: Key> Search<'a, K> {
    fn new(problem: &'a Problem<'a>) -> Self {
        let ranks: Vec<Rank> = (0..problem.lattice.nodes())
            .map(|node| rank(problem, node))
            .collect();
        let mut order = ranks.clone();
        order.sort_unstable();
        Self {
            problem,
            counter: Counter::new(problem),
            tags: Tags::new(&problem.lattice),
            order,
            ranks,
            best: None,
            checked: 0,
        }
    }

    /// Decides of every node that may be the best whether it passes. The top comes
    /// first: when it fails, all fail.
    fn decide_all(&mut self) {
        self.check(self.problem.lattice.top());
        for place in 0..self.order.len() {
            let (_, _, start) = self.order[place];
            while self.is_open(start) {
                let path = self.path(start);
                self.halve(&path);
            }
        }
    }

    /// Counts the nodes that passed by tag alone and may be the best.
    fn count_tagged(&mut self) {
        for place in 0..self.order.len() {
            let (_, _, node) = self.order[place];
            if !self.may_be_best(node) {
                return;
            }
            if self.tags.of(node) == Tag::Passes {
                self.check(node);
            }
        }
    }

    /// A path upwards through open nodes, each time to the one of the lowest rank.
    fn path(&self, start: usize) -> Vec<usize> {
        let mut path = vec![start];
        let mut node = start;
        loop {
            let open = self
                .problem
                .lattice
                .above(node)
                .filter(|above| self.is_open(*above));
            match open.min_by_key(|above| self.ranks[*above]) {
                Some(above) => node = above,
                None => return path,
            }
            path.push(node);
        }
    }

    /// Finds the lowest node of a path that passes, by halving. Nodes that a better loss
    /// has ruled out meanwhile are the upper end of the path and are not looked at.
    fn halve(&mut self, path: &[usize]) {
        let (mut from, mut to) = (0, path.len());
        while from < to {
            let middle = usize::midpoint(from, to);
            let is_above = !self.may_be_best(path[middle]) || self.check(path[middle]);
            if is_above {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
    }

    /// Counts the classes of a node, tags what follows and keeps the best. Returns
    /// whether the node passes.
    fn check(&mut self, node: usize) -> bool {
        let outcome = self.counter.count(node);
        self.checked += 1;
        if outcome.passes {
            self.tags.pass_above(node);
        } else {
            self.tags.fail_below(node);
        }
        if let Some(loss) = outcome.loss {
            let (_, sum, _) = self.ranks[node];
            let found = (loss, sum, node);
            self.best = Some(self.best.map_or(found, |best| best.min(found)));
        }
        outcome.passes
    }

    fn is_open(&self, node: usize) -> bool {
        self.tags.of(node) == Tag::Unknown && self.may_be_best(node)
    }

    fn may_be_best(&self, node: usize) -> bool {
        self.best.is_none_or(|best| self.ranks[node] < best)
    }
}

/// The floor of a node's loss, with its place among equals.
fn rank(problem: &Problem, node: usize) -> Rank {
    let levels = problem.lattice.levels(node);
    let totals = problem.hierarchies.iter().zip(&levels);
    let floor = totals
        .map(|(hierarchy, level)| hierarchy.total(*level))
        .sum();
    (floor, levels.iter().sum(), node)
}

#[cfg(test)]
mod tests;
