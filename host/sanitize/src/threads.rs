//! Two threads that share work: whoever is free takes the next piece. What comes of it does
//! not depend on who did what.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Works on items; results stand in their order.
pub(crate) fn in_two_threads<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    beside(|| (), items, work).1
}

/// The same, but one of the threads does something else first, and returns what came of it.
pub(crate) fn beside<B, T: Sync, R: Send>(
    first: impl FnOnce() -> B,
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
) -> (B, Vec<R>) {
    let next = AtomicUsize::new(0);
    let run = || {
        let mut done = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(place) else {
                return done;
            };
            done.push((place, work(item)));
        }
    };
    let here = || {
        let came = first();
        (came, run())
    };
    let ((came, mut done), theirs) = both(here, run);
    done.extend(theirs);
    done.sort_unstable_by_key(|(place, _)| *place);
    (came, done.into_iter().map(|(_, result)| result).collect())
}

/// Does two things at once.
pub(crate) fn both<A, B: Send>(
    here: impl FnOnce() -> A,
    there: impl FnOnce() -> B + Send,
) -> (A, B) {
    std::thread::scope(|scope| {
        let other = scope.spawn(there);
        let here = here();
        match other.join() {
            Ok(there) => (here, there),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_stand_in_the_order_of_the_items_beside_what_came_first() {
        let items: Vec<u32> = (0..100).collect();
        let (came, squares) = beside(|| "came", &items, |item| item * item);
        let expected: Vec<u32> = items.iter().map(|item| item * item).collect();
        assert_eq!((came, squares), ("came", expected));
    }

    #[test]
    fn nothing_to_work_on_has_no_results() {
        let none: Vec<u32> = in_two_threads(&[], |item: &u32| *item);
        assert!(none.is_empty());
    }

    #[test]
    #[should_panic(expected = "the fifth")]
    fn a_panic_in_either_thread_goes_on() {
        let items: Vec<u32> = (0..10).collect();
        in_two_threads(&items, |item| assert!(*item != 5, "the fifth"));
    }
}
