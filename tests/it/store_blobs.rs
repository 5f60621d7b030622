//! Blobs that nothing names go in time, on both databases; whatever is named, or came
//! a moment ago, stays.

use pilotbox_model::Digest;
use pilotbox_store::{Blobs, Store};
use pilotbox_tests::{
    city::{City, OpenChallenge},
    on_both_urls, scratch,
};

const DAY: i64 = 24 * 60 * 60 * 1000;

/// Runs a test on an installation of each kind, with a challenge.
fn in_cities<F: Future<Output = ()>>(test: impl Fn(City, OpenChallenge) -> F) {
    on_both_urls(|url| {
        let test = &test;
        async move {
            let folder = scratch();
            let city = City::open(&url, folder.path()).await;
            let challenge = city.challenge("tests/challenges/fragile").await;
            test(city, challenge).await;
        }
    });
}

/// A sweep when the clock shows a time; tells how many blobs went.
async fn sweep(city: &City, now: i64, limit: i64) -> u64 {
    let state = &city.state;
    let swept = state.blobs.sweep(&state.store, now - DAY, limit).await;
    swept.expect("it sweeps")
}

async fn put(blobs: &Blobs, bytes: &'static [u8]) -> Digest {
    blobs.put(bytes.into()).await.expect("it is kept")
}

async fn is_kept(blobs: &Blobs, digest: Digest) -> bool {
    blobs.size(digest).await.expect("it tells").is_some()
}

#[test]
fn what_nothing_names_goes_after_a_day_and_the_rest_stays() {
    in_cities(async |city, challenge| {
        let blobs = &city.state.blobs;
        let refused = put(blobs, b"refused by a quota").await;
        let startup = city.startup(&challenge).await;
        city.submit(&challenge, &startup, b"plugin").await;
        let now = city.now();
        assert_eq!(sweep(&city, now, 100).await, 0, "it may be named yet");
        assert!(is_kept(blobs, refused).await);
        assert_eq!(sweep(&city, now + 2 * DAY, 100).await, 1);
        assert!(!is_kept(blobs, refused).await);
        assert!(is_kept(blobs, challenge.pack).await);
        assert!(is_kept(blobs, Digest::of(b"plugin")).await);
        assert_eq!(sweep(&city, now + 9 * DAY, 100).await, 0, "it is done");
        // Whoever brings the same bytes anew finds them gone and writes them.
        assert_eq!(put(blobs, b"refused by a quota").await, refused);
        assert!(is_kept(blobs, refused).await);
    });
}

#[test]
fn what_comes_again_is_new() {
    in_cities(async |city, challenge| {
        let blobs = &city.state.blobs;
        let digest = put(blobs, b"twice").await;
        let between = city.now() + 1;
        while city.now() <= between {
            tokio::task::yield_now().await;
        }
        put(blobs, b"twice").await;
        // A sweep by which the first arrival is old and the second is not.
        assert_eq!(sweep(&city, between + DAY, 100).await, 0);
        assert!(is_kept(blobs, digest).await);
        drop(challenge);
    });
}

#[test]
fn a_sweep_takes_bounded_steps() {
    in_cities(async |city, _| {
        let blobs = &city.state.blobs;
        for bytes in [&b"1"[..], b"2", b"3", b"4", b"5"] {
            put(blobs, bytes).await;
        }
        let later = city.now() + 2 * DAY;
        let mut steps = Vec::new();
        // The packs of the challenge are looked at as well, and stay.
        for _ in 0..4 {
            steps.push(sweep(&city, later, 2).await);
        }
        assert_eq!(steps.iter().sum::<u64>(), 5, "{steps:?}");
        assert!(steps.iter().all(|removed| *removed <= 2), "{steps:?}");
    });
}

#[test]
fn a_document_that_was_replaced_goes() {
    in_cities(async |city, challenge| {
        let startup = city.startup(&challenge).await;
        let submission = city.submit(&challenge, &startup, b"plugin").await;
        let (blobs, store): (&Blobs, &Store) = (&city.state.blobs, &city.state.store);
        let (old, new) = (put(blobs, b"old").await, put(blobs, b"new").await);
        let now = city.now();
        let change = async |digest: Digest, at: i64| {
            let digest = digest.to_string();
            let changed = store.change_document(&submission, &digest, 3, at);
            changed.await.expect("it is changed");
        };
        change(old, now).await;
        assert_eq!(
            sweep(&city, now + 2 * DAY, 100).await,
            1,
            "nothing names the new one yet"
        );
        put(blobs, b"new").await;
        change(new, now + 3 * DAY).await;
        assert!(is_kept(blobs, old).await, "somebody may be reading it");
        assert_eq!(sweep(&city, now + 5 * DAY, 100).await, 1);
        assert!(is_kept(blobs, new).await && !is_kept(blobs, old).await);
    });
}
