//! How well the detectors do on cells whose truth is known.

use serde::{Deserialize, Serialize};

use super::Kind;

/// Cells of one kind: what they were, and what was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confusion {
    /// The kind.
    pub kind: Kind,
    /// Cells that are of it.
    pub truth: u64,
    /// Cells that were taken for it.
    pub found: u64,
    /// Cells that are of it and were taken for it.
    pub right: u64,
}

impl Confusion {
    /// The share of the kind's cells that were found, 0 to 1; 1 where there was none to
    /// find.
    pub fn recall(&self) -> f64 {
        share(self.right, self.truth)
    }

    /// The share of what was found that is of the kind, 0 to 1; 1 where nothing was found.
    pub fn precision(&self) -> f64 {
        share(self.right, self.found)
    }
}

/// Counts cells by kind, in the order of [`Kind::ALL`], and of all kinds together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quality {
    /// Each kind.
    pub kinds: Vec<Confusion>,
}

impl Default for Quality {
    fn default() -> Self {
        let none = |kind| Confusion {
            kind,
            truth: 0,
            found: 0,
            right: 0,
        };
        Self {
            kinds: Kind::ALL.map(none).to_vec(),
        }
    }
}

impl Quality {
    /// Counts one cell.
    pub fn count(&mut self, truth: Option<Kind>, found: Option<Kind>) {
        for confusion in &mut self.kinds {
            let is_truth = truth == Some(confusion.kind);
            let is_found = found == Some(confusion.kind);
            confusion.truth += u64::from(is_truth);
            confusion.found += u64::from(is_found);
            confusion.right += u64::from(is_truth && is_found);
        }
    }

    /// The share of all cells of any kind whose kind was found.
    pub fn recall(&self) -> f64 {
        share(self.sum(|one| one.right), self.sum(|one| one.truth))
    }

    /// The share of all that was found that is right.
    pub fn precision(&self) -> f64 {
        share(self.sum(|one| one.right), self.sum(|one| one.found))
    }

    fn sum(&self, of: impl Fn(&Confusion) -> u64) -> u64 {
        self.kinds.iter().map(of).sum()
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of cells stay far below 2^52"
)]
fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_miss_costs_recall_and_a_false_alarm_precision() {
        let mut quality = Quality::default();
        quality.count(Some(Kind::Egn), Some(Kind::Egn));
        quality.count(Some(Kind::Egn), None);
        quality.count(None, Some(Kind::Phone));
        quality.count(None, None);
        let egn = quality.kinds[Kind::Egn as usize];
        assert!((egn.recall() - 0.5).abs() < 1e-9 && (egn.precision() - 1.0).abs() < 1e-9);
        let phone = quality.kinds[Kind::Phone as usize];
        assert!((phone.recall() - 1.0).abs() < 1e-9 && phone.precision() < 1e-9);
        assert!((quality.recall() - 0.5).abs() < 1e-9);
        assert!((quality.precision() - 0.5).abs() < 1e-9);
    }

    #[test]
    fn one_kind_taken_for_another_costs_both() {
        let mut quality = Quality::default();
        quality.count(Some(Kind::Egn), Some(Kind::Lnch));
        assert!(quality.recall() < 1e-9 && quality.precision() < 1e-9);
    }
}
