//! Measures of yes-or-no answers, and of answers that name one of several classes.
//! Source: van Rijsbergen, "Information Retrieval" (1979).

use std::collections::BTreeMap;

/// How often each answer met each truth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Confusion {
    /// Answered yes, was yes.
    pub true_positive: u64,
    /// Answered yes, was no.
    pub false_positive: u64,
    /// Answered no, was yes.
    pub false_negative: u64,
    /// Answered no, was no.
    pub true_negative: u64,
}

/// Counts answers against truths of equal length.
pub fn confusion(truth: &[bool], answer: &[bool]) -> Confusion {
    let mut counts = Confusion::default();
    for pair in truth.iter().zip(answer) {
        match pair {
            (true, true) => counts.true_positive += 1,
            (false, true) => counts.false_positive += 1,
            (true, false) => counts.false_negative += 1,
            (false, false) => counts.true_negative += 1,
        }
    }
    counts
}

/// Share of the rows whose class was named; NaN without any.
pub fn accuracy(truth: &[u32], answer: &[u32]) -> f64 {
    let right = truth.iter().zip(answer).filter(|(t, a)| t == a).count();
    right as f64 / truth.len() as f64
}

/// F1 of each class that is among the truths, each counting alike; NaN without
/// any. Source: Sokolova and Lapalme, "A systematic analysis of performance
/// measures for classification tasks", Information Processing & Management 45
/// (2009).
pub fn macro_f1(truth: &[u32], answer: &[u32]) -> f64 {
    let mut classes: BTreeMap<u32, Confusion> = truth
        .iter()
        .map(|class| (*class, Confusion::default()))
        .collect();
    for (truth, answer) in truth.iter().zip(answer) {
        let is_right = truth == answer;
        if let Some(counts) = classes.get_mut(truth) {
            counts.true_positive += u64::from(is_right);
            counts.false_negative += u64::from(!is_right);
        }
        if let Some(counts) = classes.get_mut(answer).filter(|_| !is_right) {
            counts.false_positive += 1;
        }
    }
    super::mean(classes.values().map(Confusion::f1))
}

impl Confusion {
    /// Share of the yes answers that were right; 0 without any.
    pub fn precision(&self) -> f64 {
        share(self.true_positive, self.true_positive + self.false_positive)
    }

    /// Share of the yes truths that were found; 0 without any.
    pub fn recall(&self) -> f64 {
        share(self.true_positive, self.true_positive + self.false_negative)
    }

    /// Harmonic mean of precision and recall.
    pub fn f1(&self) -> f64 {
        let errors = self.false_positive + self.false_negative;
        share(2 * self.true_positive, 2 * self.true_positive + errors)
    }
}

fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_by_hand() {
        let (truth, answer) = ([0, 0, 1, 2], [0, 1, 1, 1]);
        assert!((accuracy(&truth, &answer) - 0.5).abs() < 1e-12);
        let f1 = (2.0 / 3.0 + 0.5 + 0.0) / 3.0;
        assert!((macro_f1(&truth, &answer) - f1).abs() < 1e-12);
        assert!(macro_f1(&[], &[]).is_nan() && accuracy(&[], &[]).is_nan());
    }

    #[test]
    fn a_class_that_is_never_true_counts_only_against_the_others() {
        assert!((macro_f1(&[0, 0], &[0, 7]) - 2.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn shares_by_hand() {
        let counts = confusion(
            &[true, true, true, false, false],
            &[true, true, false, true, false],
        );
        assert!((counts.precision() - 2.0 / 3.0).abs() < 1e-12);
        assert!((counts.recall() - 2.0 / 3.0).abs() < 1e-12);
        assert!((counts.f1() - 2.0 / 3.0).abs() < 1e-12);
        assert_eq!(Confusion::default().f1().to_bits(), 0.0_f64.to_bits());
    }
}
