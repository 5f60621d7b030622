//! Which values before became which after, in the rows that were kept.

use super::super::{
    Distance, NotCompared,
    distance::{entropy, jensen_shannon, normalised, total_variation},
    encode::{Column, MISSING},
    share,
};

/// Pairs of values with their rows, ordered by the value after and then by that before.
pub(super) struct Pairs {
    pairs: Vec<Pair>,
    rows_before: u64,
}

/// Rows in which one value became another.
#[derive(Clone, Copy)]
struct Pair {
    after: u32,
    before: u32,
    rows: u64,
}

impl Pairs {
    /// Of the kept rows whose value before is not missing.
    pub(super) fn new(before: &Column, after: &Column, kept: &[bool]) -> Self {
        let kept = before.codes.iter().zip(kept).filter(|(_, kept)| **kept);
        let both = kept.map(|(code, _)| *code).zip(&after.codes);
        let present = both.filter(|(before, _)| *before != MISSING);
        let mut packed: Vec<u64> = present
            .map(|(before, after)| u64::from(*after) << 32 | u64::from(before))
            .collect();
        packed.sort_unstable();
        let runs = packed.chunk_by(|a, b| a == b);
        let pairs = runs.map(|run| pair(run[0], run.len() as u64)).collect();
        Self {
            pairs,
            rows_before: before.counts.iter().sum(),
        }
    }

    /// One minus the mutual information of both columns in the kept rows as a share of
    /// the entropy before, weighed by how many rows were kept. A column of one value has
    /// nothing to lose.
    pub(super) fn information_loss(&self, before: &Column) -> f64 {
        if before.distinct() < 2 {
            return 0.0;
        }
        let kept: u64 = self.pairs.iter().map(|pair| pair.rows).sum();
        let mut by_before = vec![0_u64; before.counts.len()];
        for pair in &self.pairs {
            by_before[pair.before as usize] += pair.rows;
        }
        let by_after: Vec<u64> = self.groups().map(rows).collect();
        let joint: Vec<u64> = self.pairs.iter().map(|pair| pair.rows).collect();
        let [before, after, joint] = [by_before, by_after, joint].map(|counts| bits(&counts));
        // Where one value is left among the kept rows, they say all that there is to say.
        let known = if before > 0.0 {
            (before + after - joint) / before
        } else {
            1.0
        };
        (1.0 - share(kept, self.rows_before) * known).clamp(0.0, 1.0)
    }

    /// The mean share of the column that a value after stands for. `numbers` are those of
    /// the codes before, or none where they are names.
    pub(super) fn penalty(&self, before: &Column, numbers: &[f64]) -> f64 {
        let whole = (0_u32..)
            .zip(&before.counts)
            .filter(|(_, count)| **count > 0);
        let whole = width(whole.map(|(code, _)| code), numbers);
        let cost = |group: &[Pair]| match group.first() {
            Some(first) if first.after == MISSING => 1.0,
            _ if whole > 0.0 => width(group.iter().map(|pair| pair.before), numbers) / whole,
            _ => 0.0,
        };
        let (mut costs, mut kept) = (0.0, 0);
        for group in self.groups() {
            costs += cost(group) * share(rows(group), 1);
            kept += rows(group);
        }
        let costs = costs + share(self.rows_before.saturating_sub(kept), 1);
        if self.rows_before == 0 {
            0.0
        } else {
            costs / share(self.rows_before, 1)
        }
    }

    /// Compares the column after with the one before as if every row had been kept: each
    /// value before is spread over the new names that it got in the kept rows.
    pub(super) fn recoded(&self, before: &Column, after: &Column) -> Distance {
        let mut kept = vec![0_u64; before.counts.len()];
        let named = || self.pairs.iter().filter(|pair| pair.after != MISSING);
        for pair in named() {
            kept[pair.before as usize] += pair.rows;
        }
        let mut expected = vec![0.0; after.counts.len()];
        for pair in named() {
            let value = pair.before as usize;
            expected[pair.after as usize] +=
                share(pair.rows, kept[value]) * share(before.count(value), 1);
        }
        let covered: u64 = (0..kept.len())
            .filter(|value| kept[*value] > 0)
            .map(|value| before.count(value))
            .sum();
        if covered == 0 {
            return Distance::None {
                reason: NotCompared::NothingShared,
            };
        }
        let expected = normalised(expected);
        let found = super::shares(&after.counts);
        Distance::Recoded {
            total_variation: total_variation(&expected, &found),
            jensen_shannon: jensen_shannon(&expected, &found),
            covered: share(covered, self.rows_before),
        }
    }

    /// The pairs of each value after.
    fn groups(&self) -> impl Iterator<Item = &[Pair]> {
        self.pairs.chunk_by(|a, b| a.after == b.after)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "both halves are taken apart"
)]
fn pair(packed: u64, rows: u64) -> Pair {
    Pair {
        after: (packed >> 32) as u32,
        before: packed as u32,
        rows,
    }
}

fn rows(group: &[Pair]) -> u64 {
    group.iter().map(|pair| pair.rows).sum()
}

fn bits(counts: &[u64]) -> f64 {
    entropy(&super::shares(counts))
}

/// The range of some numbers, or how many names there are beside one.
fn width(codes: impl Iterator<Item = u32>, numbers: &[f64]) -> f64 {
    let (mut low, mut high, mut names) = (f64::INFINITY, f64::NEG_INFINITY, 0_u64);
    for code in codes {
        names += 1;
        if let Some(number) = numbers.get(code as usize) {
            (low, high) = (low.min(*number), high.max(*number));
        }
    }
    if numbers.is_empty() {
        share(names.saturating_sub(1), 1)
    } else {
        (high - low).max(0.0)
    }
}
