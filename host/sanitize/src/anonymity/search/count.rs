//! Counts the classes of a node and judges them.

use super::super::{
    groups::Groups,
    hierarchy::{Hierarchy, WHOLE},
    history::History,
    key::{Field, Key},
    problem::Problem,
};

/// What counting a node showed.
pub(super) struct Outcome {
    /// Whether it fulfils what is passed on to all more general nodes.
    pub(super) passes: bool,
    /// Its loss in parts of [`WHOLE`], when it fulfils all criteria.
    pub(super) loss: Option<u64>,
}

/// Counts nodes from the history of those counted before.
pub(super) struct Counter<'a, K> {
    problem: &'a Problem<'a>,
    history: History<K>,
    class_of_row: Vec<u32>,
}

impl<'a, K: Key> Counter<'a, K> {
    pub(super) fn new(problem: &'a Problem<'a>) -> Self {
        let codes = problem
            .attributes
            .iter()
            .map(|attribute| attribute.codes.as_slice());
        let fields = problem.hierarchies.iter().map(|hierarchy| hierarchy.field);
        let fields: Vec<(Field, &[u32])> = fields.zip(codes).collect();
        let (bottom, class_of_row) =
            Groups::of_rows(&fields, &problem.rule.sensitive, problem.rows);
        let history = History::new(vec![0; fields.len()], bottom);
        Self {
            problem,
            history,
            class_of_row,
        }
    }

    /// Counts a node from the nearest one in the history, and keeps its classes there.
    pub(super) fn count(&mut self, node: usize) -> Outcome {
        let levels = self.problem.lattice.levels(node);
        let nearest = self.history.nearest(&levels);
        if nearest.levels == levels {
            return self.judge(&levels, &nearest.groups);
        }
        let (groups, _) =
            nearest
                .groups
                .rolled_up(&self.problem.hierarchies, &nearest.levels, &levels);
        let outcome = self.judge(&levels, &groups);
        self.history.keep(levels, groups);
        outcome
    }

    /// The class of each row of a node, numbered in order of appearance, and whether it
    /// must be suppressed.
    pub(super) fn rows_of(&self, node: usize) -> (Vec<u32>, Vec<bool>) {
        let bottom = self.history.bottom();
        let levels = self.problem.lattice.levels(node);
        let (groups, target) =
            bottom
                .groups
                .rolled_up(&self.problem.hierarchies, &bottom.levels, &levels);
        let fails: Vec<bool> = (0..groups.keys.len())
            .map(|class| !self.holds(&groups, class))
            .collect();
        let rows = self.class_of_row.iter();
        rows.map(|class| target[*class as usize])
            .map(|class| (class, fails[class as usize]))
            .unzip()
    }

    fn judge(&self, levels: &[usize], groups: &Groups<K>) -> Outcome {
        let rule = &self.problem.rule;
        let (mut out, mut out_in_part, mut loss) = (0, 0, self.floor(levels));
        for (class, size) in groups.sizes.iter().enumerate() {
            let rows = u64::from(*size);
            if self.holds(groups, class) {
                continue;
            }
            if !rule.holds_in_part(
                *size,
                groups.spreads.iter().map(|spread| spread.class(class)),
            ) {
                out_in_part += rows;
            }
            out += rows;
            if out_in_part.max(if rule.is_passed_on() { out } else { 0 }) > rule.budget {
                return Outcome {
                    passes: false,
                    loss: None,
                };
            }
            loss += rows * self.suppression(levels, groups.keys[class]);
        }
        let holds = out <= rule.budget;
        let passes = if rule.is_passed_on() {
            holds
        } else {
            out_in_part <= rule.budget
        };
        Outcome {
            passes,
            loss: holds.then_some(loss),
        }
    }

    fn holds(&self, groups: &Groups<K>, class: usize) -> bool {
        let spreads = groups.spreads.iter().map(|spread| spread.class(class));
        self.problem.rule.holds(groups.sizes[class], spreads)
    }

    /// The loss of all rows at these levels, none suppressed.
    fn floor(&self, levels: &[usize]) -> u64 {
        let pairs = self.problem.hierarchies.iter().zip(levels);
        pairs
            .map(|(hierarchy, level)| hierarchy.total(*level))
            .sum()
    }

    /// What it costs more to suppress a row of this class.
    fn suppression(&self, levels: &[usize], key: K) -> u64 {
        let pairs = self.problem.hierarchies.iter().zip(levels);
        let more = |(hierarchy, level): (&Hierarchy, &usize)| {
            WHOLE - hierarchy.loss(*level, key.read(hierarchy.field))
        };
        pairs.map(more).sum()
    }
}
