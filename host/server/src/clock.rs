//! What time it is. Passed explicitly, so that a test may say it.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use jiff::Timestamp;

/// The clock. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Clock(Option<Arc<AtomicI64>>);

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that stands still, and the hand that sets it: milliseconds since
    /// 1970.
    pub fn set_by_hand(now: Timestamp) -> (Self, Arc<AtomicI64>) {
        let hand = Arc::new(AtomicI64::new(now.as_millisecond()));
        (Self(Some(Arc::clone(&hand))), hand)
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        self.0.as_ref().map_or_else(Timestamp::now, |hand| {
            pilotbox_store::from_millis(hand.load(Ordering::Relaxed))
        })
    }
}
