//! How sure the detectors are of one cell, before its column has spoken.

use super::Kind;

/// How much one cell, alone, looks like a kind. The order is that of the certainty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub(super) enum Strength {
    /// Not at all.
    #[default]
    None,
    /// As a badly mistyped one might: taken only where nearly all others are of the kind.
    Trace,
    /// By its outer form only: taken where the column or its name says so.
    Shape,
    /// By form and check: taken unless the column makes a coincidence likelier.
    Likely,
    /// Beyond coincidence.
    Certain,
    /// No cell says so much: a column that wants it takes none.
    Never,
}

/// What all detectors say of one cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Evidence {
    by_kind: [Strength; Kind::ALL.len()],
    /// Whether the hits stand inside a longer text.
    pub(super) inside: bool,
    /// Whether it is one number that could be a degree of Bulgaria, to some ten metres.
    pub(super) is_exact_degree: bool,
}

impl Evidence {
    /// What is said of a kind.
    pub(super) fn of(&self, kind: Kind) -> Strength {
        self.by_kind[kind as usize]
    }

    /// Says something of a kind; the strongest word stands.
    pub(super) fn say(&mut self, kind: Kind, strength: Strength) {
        let said = &mut self.by_kind[kind as usize];
        *said = strength.max(*said);
    }

    /// Takes back what goes beyond this strength.
    pub(super) fn limit(&mut self, kind: Kind, most: Strength) {
        let said = &mut self.by_kind[kind as usize];
        *said = most.min(*said);
    }

    /// The strongest word of all.
    pub(super) fn strongest(&self) -> Strength {
        self.by_kind.iter().copied().max().unwrap_or_default()
    }

    /// Whether another kind is beyond doubt.
    pub(super) fn is_certainly_not(&self, kind: Kind) -> bool {
        let others = Kind::ALL.into_iter().filter(|other| *other != kind);
        others
            .into_iter()
            .any(|other| self.of(other) == Strength::Certain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_word_stands() {
        let mut evidence = Evidence::default();
        evidence.say(Kind::Egn, Strength::Likely);
        evidence.say(Kind::Egn, Strength::Shape);
        assert_eq!(evidence.of(Kind::Egn), Strength::Likely);
        assert_eq!(evidence.strongest(), Strength::Likely);
        evidence.limit(Kind::Egn, Strength::Trace);
        assert_eq!(evidence.of(Kind::Egn), Strength::Trace);
    }

    #[test]
    fn only_another_kind_beyond_doubt_rules_one_out() {
        let mut evidence = Evidence::default();
        evidence.say(Kind::Phone, Strength::Certain);
        assert!(evidence.is_certainly_not(Kind::Lnch));
        assert!(!evidence.is_certainly_not(Kind::Phone));
    }
}
