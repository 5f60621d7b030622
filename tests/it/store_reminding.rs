//! Whom to remind of rubrics, on both databases: once before the day and once after it,
//! and nobody whose rubric is in.

use pilotbox_model::api::challenges::ChallengeState;
use pilotbox_store::{
    Store,
    challenges::{Declaration, HandIn, HandedIn, ReminderDays, UntoldEvaluator},
};
use pilotbox_tests::{city::City, on_both_urls, scratch};

/// The last day of the work, and days around it.
const DUE: &str = "2099-01-15";
const NEAR: [&str; 2] = ["2099-01-12", "2099-01-15"];
const LATE: [&str; 2] = ["2099-01-16", "2099-01-19"];

/// Runs a test with a challenge whose jury sits, and an evaluator's work in it.
fn with_work<F: Future<Output = ()>>(test: impl Fn(City, String, String) -> F) {
    on_both_urls(|url| {
        let test = &test;
        async move {
            let folder = scratch();
            let city = City::open(&url, folder.path()).await;
            let challenge = city.challenge("tests/challenges/fragile").await;
            let startup = city.startup(&challenge).await;
            let finalist = city.submit(&challenge, &startup, b"plugin").await;
            let store = &city.state.store;
            let chosen = store.choose_finalist(&finalist, true, city.now()).await;
            chosen.expect("it is chosen");
            city.end_runs().await;
            city.advance(&challenge.id, ChallengeState::Closed).await;
            let evaluator = city.evaluator().await;
            city.assign(&challenge, &evaluator).await;
            let given = store.assignments(&challenge.id, "", 10).await;
            let given = given.expect("it is given");
            assert_eq!((given.len(), &*given[0].due_on), (1, DUE));
            let id = given[0].id.clone();
            test(city, evaluator, id).await;
        }
    });
}

async fn take(store: &Store, [today, near]: [&str; 2], now: i64) -> Vec<UntoldEvaluator> {
    let days = ReminderDays {
        today,
        near,
        given_before: i64::MAX,
    };
    let taken = store.take_reminders(days, 10, now, now + 10).await;
    taken.expect("the store answers")
}

async fn jury_sits(city: &City) {
    city.advance("fragile", ChallengeState::Jury).await;
}

#[test]
fn one_mail_goes_before_the_day_and_one_after_it() {
    with_work(async |city, evaluator, _| {
        let store = &city.state.store;
        assert!(take(store, NEAR, 0).await.is_empty(), "no jury sits yet");
        jury_sits(&city).await;
        let early = ["2099-01-11", "2099-01-14"];
        assert!(take(store, early, 0).await.is_empty());
        let near = take(store, NEAR, 0).await;
        assert_eq!((near.len(), &near[0].evaluator_id), (1, &evaluator));
        assert_eq!((near[0].count, &*near[0].due_on), (1, DUE));
        assert!(take(store, NEAR, 9).await.is_empty(), "somebody is at it");
        let noted = store.mark_reminded(&near[0], NEAR[0], 9).await;
        noted.expect("it is noted");
        assert!(take(store, NEAR, 100).await.is_empty());
        let late = take(store, LATE, 100).await;
        assert_eq!(late.len(), 1);
        let noted = store.mark_reminded(&late[0], LATE[0], 101).await;
        noted.expect("it is noted");
        assert!(take(store, LATE, 1_000).await.is_empty());
    });
}

#[test]
fn a_mail_that_did_not_go_is_tried_again_a_bounded_number_of_times() {
    with_work(async |city, _, _| {
        let store = &city.state.store;
        jury_sits(&city).await;
        let first = take(store, NEAR, 0).await;
        store
            .remind_later(&first[0], 50)
            .await
            .expect("it is noted");
        assert!(take(store, NEAR, 49).await.is_empty());
        let mut tries = 1;
        let mut now = 50;
        while let [one] = &*take(store, NEAR, now).await {
            tries += 1;
            assert_eq!(one.tries, tries);
            now += 10;
        }
        assert_eq!(tries, 28);
        assert_eq!(
            take(store, LATE, now).await.len(),
            1,
            "the second has its own"
        );
    });
}

#[test]
fn nobody_is_reminded_of_a_rubric_that_is_in_or_of_withdrawn_work() {
    with_work(async |city, evaluator, id| {
        let store = &city.state.store;
        let declaration = Declaration {
            id: &id,
            evaluator: &evaluator,
            conflict: None,
            at: city.now(),
        };
        store.declare(declaration).await.expect("it is kept");
        jury_sits(&city).await;
        let rubric = HandIn {
            id: &id,
            evaluator: &evaluator,
            criteria: &[],
            at: city.now(),
        };
        let done = store.hand_in(rubric).await.expect("it is in");
        assert_eq!(done, HandedIn::Done);
        assert!(take(store, NEAR, 0).await.is_empty());
        assert!(take(store, LATE, 0).await.is_empty());
    });
    with_work(async |city, _, id| {
        let store = &city.state.store;
        jury_sits(&city).await;
        let gone = store
            .withdraw_assignment(&id, &city.staff, city.now())
            .await;
        gone.expect("it is withdrawn");
        assert!(take(store, NEAR, 0).await.is_empty());
    });
}
