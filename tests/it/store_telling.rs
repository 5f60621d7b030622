//! Whom to tell of verdicts, on both databases: once, but for mails that did not go,
//! which are tried again a bounded number of times.

use pilotbox_store::{Ended, Recipient, Steps, Store};
use pilotbox_tests::{city::City, on_both_urls, scratch};

const MINUTE: i64 = 60_000;

/// Runs a test with a submission whose runs have all ended.
fn with_ended<F: Future<Output = ()>>(test: impl Fn(City, String) -> F) {
    on_both_urls(|url| {
        let test = &test;
        async move {
            let folder = scratch();
            let city = City::open(&url, folder.path()).await;
            let challenge = city.challenge("tests/challenges/fragile").await;
            let startup = city.startup(&challenge).await;
            let submission = city.submit(&challenge, &startup, b"plugin").await;
            let untold = untold(&city.state.store, 0, MINUTE).await;
            assert!(untold.is_empty(), "its runs wait");
            end_all(&city.state.store).await;
            test(city, submission).await;
        }
    });
}

async fn end_all(store: &Store) {
    let ended = Ended {
        state: "rejected".to_owned(),
        at: 5,
        ..Ended::default()
    };
    for task in ["1", "2"] {
        let taken = store.take_next(Steps::Evaluate, task, 1).await;
        let taken = taken.expect("the queue answers").expect("a run waits");
        let end = store.end_run(&taken.claim(), &ended, None).await;
        end.expect("it ends");
    }
}

async fn untold(store: &Store, now: i64, lease_ends: i64) -> Vec<Recipient> {
    let untold = store.take_untold(10, now, lease_ends).await;
    untold.expect("it tells")
}

#[test]
fn a_mail_that_went_goes_once() {
    with_ended(async |city, submission| {
        let store = &city.state.store;
        let first = untold(store, 0, MINUTE).await;
        assert_eq!(first.len(), 1);
        assert_eq!((&first[0].submission_id, first[0].tries), (&submission, 1));
        assert!(
            untold(store, MINUTE - 1, 2 * MINUTE).await.is_empty(),
            "somebody is at it"
        );
        store.mark_told(&submission, 9).await.expect("it is noted");
        assert!(untold(store, i64::MAX, i64::MAX).await.is_empty());
    });
}

#[test]
fn a_mail_that_did_not_go_is_tried_again_a_bounded_number_of_times() {
    with_ended(async |city, _submission| {
        let store = &city.state.store;
        let first = untold(store, 0, 30 * MINUTE).await;
        assert_eq!(first.len(), 1);
        let later = store.tell_later(&first[0], 2 * MINUTE).await;
        later.expect("it is noted");
        assert!(untold(store, 2 * MINUTE - 1, 0).await.is_empty());
        let again = untold(store, 2 * MINUTE, 3 * MINUTE).await;
        assert_eq!(again[0].tries, 2);
        // Whoever had it before has nothing more to say of it.
        let late = store.tell_later(&first[0], 0).await;
        late.expect("it is not an error");
        assert!(untold(store, 3 * MINUTE - 1, 0).await.is_empty());
        // Whoever took it is gone: the lease ends, and another one tries.
        let mut tries = 2;
        while let [one] = &*untold(store, 3 * MINUTE, 3 * MINUTE).await {
            tries += 1;
            assert_eq!(one.tries, tries);
        }
        assert_eq!(tries, 28);
    });
}
