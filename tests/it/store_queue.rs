//! The queue on both databases: whose turn it is, and whose word counts.

use std::collections::BTreeSet;

use pilotbox_store::{
    CheckedRun, Claim, DatabaseClock, NewCaseResult, Restart, Steps, Store, StoreError, Taken,
};
use pilotbox_tests::{
    city::{City, OpenChallenge, component_bytes},
    on_both_urls, scratch,
};

/// What these tests' programs say of themselves.
const ENGINE: &str = "an engine";

const FRAGILE: &str = "tests/challenges/fragile";

/// Runs a test on an installation of each kind, with a challenge.
fn in_cities<F: Future<Output = ()>>(test: impl Fn(City, OpenChallenge) -> F) {
    on_both_urls(|url| {
        let test = &test;
        async move {
            let folder = scratch();
            let city = City::open(&url, folder.path()).await;
            let challenge = city.challenge(FRAGILE).await;
            test(city, challenge).await;
        }
    });
}

async fn take(store: &Store, task: &str) -> Option<Taken> {
    let taken = store.take_next(Steps::Evaluate, task, 1_000).await;
    taken.expect("the queue answers")
}

fn is_changed<T>(result: &Result<T, StoreError>) -> bool {
    matches!(result, Err(StoreError::Changed))
}

fn checked(taken: &Taken, case_count: i64) -> CheckedRun {
    CheckedRun {
        plugin_id: taken.plugin_id.clone(),
        profile: "pure".to_owned(),
        version_id: taken.version_id.clone(),
        split: taken.split.clone(),
        data_digest: "sha256:0".to_owned(),
        cases: "[]".to_owned(),
        case_count,
        engine: ENGINE.to_owned(),
        at: 0,
    }
}

fn result(case: &str, position: i64) -> NewCaseResult {
    NewCaseResult {
        case_id: case.to_owned(),
        position,
        verdict: "scored".to_owned(),
        result: "{}".to_owned(),
        elapsed_ns: 1,
    }
}

#[test]
fn organisations_take_turns() {
    in_cities(async |city, challenge| {
        let plugin = component_bytes("fragile-baseline");
        let many = city.startup(&challenge).await;
        for _ in 0..20 {
            city.submit(&challenge, &many, &plugin).await;
        }
        let one = city.startup(&challenge).await;
        let only = city.submit(&challenge, &one, &plugin).await;
        let store = &city.state.store;
        let mut taken = Vec::new();
        for task in ["1", "2", "3", "4"] {
            taken.push(take(store, task).await.expect("runs wait"));
        }
        let of_one: Vec<_> = taken.iter().map(|run| run.submission_id == only).collect();
        assert_eq!(of_one.iter().filter(|is| **is).count(), 2);
        assert_ne!(
            of_one[0], of_one[1],
            "both are served in the first two turns"
        );
        let splits: Vec<_> = taken
            .iter()
            .filter(|run| run.submission_id == only)
            .collect();
        assert_eq!([&*splits[0].split, &*splits[1].split], ["sample", "public"]);
        let ids: BTreeSet<_> = taken.iter().map(|run| &run.id).collect();
        assert_eq!(ids.len(), 4, "none is taken twice");
    });
}

#[test]
fn a_job_that_comes_back_gets_its_own_run() {
    in_cities(async |city, challenge| {
        let startup = city.startup(&challenge).await;
        city.submit(&challenge, &startup, b"plugin").await;
        let store = &city.state.store;
        let before = take(store, "job").await.expect("a run waits");
        let other = take(store, "other").await.expect("another run waits");
        assert_ne!(before.id, other.id);
        let again = take(store, "job").await.expect("it is held");
        assert_eq!((&again.id, again.claim), (&before.id, before.claim + 1));
        assert_eq!((before.takes, again.takes), (1, 2));
        assert!(is_changed(&store.beat(&before.claim(), 2_000).await));
        store
            .beat(&again.claim(), 2_000)
            .await
            .expect("it holds it");
        assert!(take(store, "third").await.is_none());
    });
}

#[test]
fn a_worker_that_was_given_up_changes_nothing() {
    in_cities(async |city, challenge| {
        let startup = city.startup(&challenge).await;
        city.submit(&challenge, &startup, b"plugin").await;
        let store = &city.state.store;
        let dead = take(store, "dead").await.expect("a run waits");
        let mended = store.mend(1_000).await.expect("it is looked after");
        assert_eq!((mended.freed, mended.to_evaluate), (0, 2));
        assert_eq!(
            store.mend(1_001).await.expect("it is looked after").freed,
            1
        );
        let alive = take(store, "alive").await.expect("a run waits");
        assert_eq!(alive.id, dead.id);
        let late = dead.claim();
        assert!(is_changed(
            &store.record_checked(&late, &checked(&dead, 2)).await
        ));
        assert!(is_changed(&store.restart(&late, Restart::Fault).await));
        assert!(is_changed(&store.release(&late).await));
        let claim = alive.claim();
        store
            .record_checked(&claim, &checked(&alive, 2))
            .await
            .expect("it may");
        let run = store.run(&alive.id).await.expect("it is there");
        assert_eq!(
            (&*run.state, &*run.step, run.total_cases),
            ("queued", "run", Some(2))
        );
        assert!(is_changed(&store.record_start(&late, 1).await));
    });
}

#[test]
fn a_result_that_comes_twice_counts_once() {
    in_cities(async |city, challenge| {
        let startup = city.startup(&challenge).await;
        city.submit(&challenge, &startup, b"plugin").await;
        let store = &city.state.store;
        let taken = take(store, "job").await.expect("a run waits");
        store
            .record_checked(&taken.claim(), &checked(&taken, 3))
            .await
            .expect("it may");
        let both = [result("a", 0), result("b", 1)];
        let again = [result("b", 1), result("c", 2)];
        assert!(!chunk(store, &taken.id, &both).await);
        assert!(chunk(store, &taken.id, &again).await);
        let run = store.run(&taken.id).await.expect("it is there");
        assert_eq!((&*run.step, run.done_cases), ("finish", 3));
        let finish = store.take_next(Steps::Finish, "server", 1).await;
        assert_eq!(finish.expect("it answers").expect("it waits").id, taken.id);
    });
}

/// Takes this very run and adds a chunk; tells whether it was the last.
async fn chunk(store: &Store, run: &str, results: &[NewCaseResult]) -> bool {
    for task in 0.. {
        let taken = take(store, &task.to_string()).await.expect("it waits");
        if taken.id == run {
            let done = store.record_chunk(&taken.claim(), results, "{}", 5).await;
            return done.expect("it may");
        }
    }
    unreachable!("tasks do not end")
}

#[test]
fn withdrawn_runs_are_nobodys() {
    in_cities(async |city, challenge| {
        let startup = city.startup(&challenge).await;
        let submission = city.submit(&challenge, &startup, b"plugin").await;
        let store = &city.state.store;
        let taken = take(store, "job").await.expect("a run waits");
        let withdrawn = store.withdraw(&submission, &startup.account, 5).await;
        withdrawn.expect("it is withdrawn");
        let claim: Claim = taken.claim();
        assert!(is_changed(
            &store.record_checked(&claim, &checked(&taken, 2)).await
        ));
        assert!(take(store, "job").await.is_none());
        assert_eq!(
            store
                .mend(9_000)
                .await
                .expect("it is looked after")
                .to_evaluate,
            0
        );
    });
}

#[test]
fn a_run_that_is_begun_anew_has_no_cases_and_no_engine() {
    in_cities(async |city, challenge| {
        let startup = city.startup(&challenge).await;
        city.submit(&challenge, &startup, b"plugin").await;
        let store = &city.state.store;
        let first = take(store, "job").await.expect("a run waits");
        assert_eq!(first.engine, None);
        store.release(&first.claim()).await.expect("it may");
        for (nth, why) in [Restart::Engine, Restart::Fault].into_iter().enumerate() {
            let taken = take_run(store, &first.id).await;
            store
                .record_checked(&taken.claim(), &checked(&taken, 3))
                .await
                .expect("it may");
            let taken = take_run(store, &first.id).await;
            assert_eq!(taken.engine.as_deref(), Some(ENGINE));
            let (claim, results) = (taken.claim(), [result("a", 0)]);
            let chunk = store.record_chunk(&claim, &results, "{}", 5).await;
            chunk.expect("it may");
            let taken = take_run(store, &first.id).await;
            assert_eq!(taken.done_cases, 1);
            store.restart(&taken.claim(), why).await.expect("it may");
            let anew = take_run(store, &first.id).await;
            assert_eq!(
                (&*anew.step, anew.done_cases, anew.elapsed_ms),
                ("inspect", 0, 0)
            );
            assert_eq!(anew.engine, None);
            // Another engine is nobody's fault.
            assert_eq!(anew.restarts, i64::try_from(nth).expect("it is small"));
            assert!(
                store
                    .all_results(&first.id)
                    .await
                    .expect("it lists")
                    .is_empty()
            );
            store.release(&anew.claim()).await.expect("it may");
        }
    });
}

/// Takes this very run.
async fn take_run(store: &Store, run: &str) -> Taken {
    for task in 0.. {
        let taken = take(store, &format!("{run} {task}"))
            .await
            .expect("it waits");
        if taken.id == run {
            return taken;
        }
    }
    unreachable!("tasks do not end")
}

#[test]
fn a_clock_that_is_wrong_costs_no_run() {
    in_cities(async |city, challenge| {
        let startup = city.startup(&challenge).await;
        city.submit(&challenge, &startup, b"plugin").await;
        let store = &city.state.store;
        // A worker a minute behind, and the upkeep of a machine ten minutes ahead.
        let (behind, ahead) = (city.now() - 60_000, city.now() + 600_000);
        let [workers, upkeeps] = [DatabaseClock::default(), DatabaseClock::default()];
        let followed = workers.follow(store, || behind).await.expect("it tells");
        assert!((55_000..120_000).contains(&followed), "{followed}");
        upkeeps.follow(store, || ahead).await.expect("it tells");
        let now = workers.at(behind);
        let taken = store.take_next(Steps::Evaluate, "job", now).await;
        let taken = taken.expect("the queue answers").expect("a run waits");
        store
            .beat(&taken.claim(), workers.at(behind))
            .await
            .expect("it holds it");
        // 15 s of silence are borne; both clocks stood still since they were followed.
        let silent_since = upkeeps.at(ahead) - 15_000;
        let mended = store.mend(silent_since).await.expect("it is looked after");
        assert_eq!(mended.freed, 0, "it is not silent by the database's clock");
        let wrong = store
            .mend(ahead - 15_000)
            .await
            .expect("it is looked after");
        assert_eq!(wrong.freed, 1, "by its own clock the upkeep would free it");
    });
}
