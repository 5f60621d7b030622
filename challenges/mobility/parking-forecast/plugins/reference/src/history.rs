//! What was seen of one car park.

/// Slots in ascending order, and the occupancy in each; NaN where nothing was
/// measured.
pub(crate) struct History<'a> {
    pub slots: &'a [i64],
    pub values: &'a [f64],
}

impl History<'_> {
    /// The occupancy in a slot, if it was measured.
    pub(crate) fn at(&self, slot: i64) -> Option<f64> {
        let index = self.slots.binary_search(&slot).ok()?;
        self.values
            .get(index)
            .copied()
            .filter(|value| value.is_finite())
    }

    /// The latest slot with a measurement, and the occupancy in it.
    pub(crate) fn last(&self) -> Option<(i64, f64)> {
        let pairs = self.slots.iter().copied().zip(self.values.iter().copied());
        pairs.rev().find(|(_, value)| value.is_finite())
    }
}
