//! Measures of yes-or-no answers. Source: van Rijsbergen, "Information
//! Retrieval" (1979).

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
