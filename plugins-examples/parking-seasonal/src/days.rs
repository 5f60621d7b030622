//! Where the slots of each day lie in a history. All car parks share the same
//! slots, so that this is worked out once and not for each of them.

const DAY_MINUTES: i64 = 24 * 60;
const SLOT_MINUTES: i64 = 30;
const DAY_SLOTS: usize = (DAY_MINUTES / SLOT_MINUTES) as usize;

/// Marks a slot that the history lacks: nights, and days without data.
const NONE: usize = usize::MAX;

/// Days from the first one with a slot to today.
pub(crate) struct Days {
    first: i64,
    /// For each day and half hour the index into a history.
    indices: Vec<usize>,
    slots: Vec<i64>,
}

impl Days {
    /// Slots ascend; there is at least one.
    pub(crate) fn new(slots: &[i64]) -> Self {
        let first = slots[0].div_euclid(DAY_MINUTES);
        let count = slots[slots.len() - 1].div_euclid(DAY_MINUTES) - first + 1;
        let mut days = Self {
            first,
            indices: vec![NONE; count as usize * DAY_SLOTS],
            slots: slots.to_vec(),
        };
        for (index, slot) in slots.iter().enumerate() {
            let place = days.place(*slot);
            days.indices[place] = index;
        }
        days
    }

    /// Whether the slot of that index belongs to the last day.
    pub(crate) fn is_today(&self, index: usize) -> bool {
        self.day_of(self.slots[index]) == self.count() - 1
    }

    pub(crate) fn slot(&self, index: usize) -> i64 {
        self.slots[index]
    }

    /// How many days back each day before today lies, from the latest on.
    pub(crate) fn past(&self) -> std::ops::Range<usize> {
        1..self.count()
    }

    /// What was seen some days before a slot, at the same time of the day. The
    /// slot may lie ahead of the history, as targets do.
    pub(crate) fn seen(&self, history: &[f64], slot: i64, days_back: usize) -> Option<f64> {
        let place = self.place(slot).checked_sub(days_back * DAY_SLOTS)?;
        let index = *self.indices.get(place)?;
        // `NONE` lies beyond every history.
        history
            .get(index)
            .copied()
            .filter(|share| share.is_finite())
    }

    fn count(&self) -> usize {
        self.indices.len() / DAY_SLOTS
    }

    fn day_of(&self, slot: i64) -> usize {
        self.place(slot) / DAY_SLOTS
    }

    fn place(&self, slot: i64) -> usize {
        ((slot - self.first * DAY_MINUTES) / SLOT_MINUTES) as usize
    }
}

/// 0 for Monday to 6 for Sunday. The first day of 1970 was a Thursday.
pub(crate) fn weekday(slot: i64) -> i64 {
    (slot.div_euclid(DAY_MINUTES) + 3).rem_euclid(7)
}
