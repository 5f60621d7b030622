//! Ids: ULIDs, which sort by the time they were made at.

use std::sync::{Mutex, PoisonError};

use ulid::{Generator, Ulid};

/// Within a millisecond it counts on, so that what one process makes sorts as it was made.
static GENERATOR: Mutex<Generator> = Mutex::new(Generator::new());

/// A new id of 26 characters, after each that this process made before.
pub fn new_id() -> String {
    let mut generator = GENERATOR.lock().unwrap_or_else(PoisonError::into_inner);
    let next = generator.generate().unwrap_or_else(|_| Ulid::generate());
    next.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_as_they_were_made() {
        let made: Vec<String> = (0..10_000).map(|_| new_id()).collect();
        assert!(made.is_sorted_by(|former, next| former < next));
        assert!(made.iter().all(|id| id.len() == 26));
    }
}
