//! Submissions that are worked off by real workers, on both databases: what comes
//! of them is what one evaluation would give, whoever dies in between.

use std::fs;

use pilotbox_evaluate::{Envelope, Opened, RunOptions};
use pilotbox_model::{
    CaseResult, Limits, RunResult, RunVerdict, Split, api::challenges::ChallengeState, chain::check,
};
use pilotbox_server::{
    keys::trusted,
    work::{WorkError, run_worker},
};
use pilotbox_store::{Build, CheckedRun, NewCaseResult, RunRow, Steps, Store, Taken};
use pilotbox_tests::{
    city::{City, OpenChallenge, component_bytes, evaluator},
    guests::Guest,
    on_both_urls, program, scratch,
};
use tokio::sync::oneshot;

const FRAGILE: &str = "tests/challenges/fragile";
const WATER: &str = "challenges/utilities/water-demand";

/// Runs a test on an installation of each kind, with a challenge.
fn in_cities<F: Future<Output = ()>>(path: &str, test: impl Fn(City, OpenChallenge) -> F) {
    on_both_urls(|url| {
        let test = &test;
        async move {
            let folder = scratch();
            let city = City::open(&url, folder.path()).await;
            let challenge = city.challenge(path).await;
            test(city, challenge).await;
        }
    });
}

/// What one evaluation gives.
fn at_once(challenge: &OpenChallenge, plugin: &[u8], split: Split) -> RunResult {
    let scratch = scratch();
    let folder = scratch.path().join("pack");
    let opened = Opened::open(challenge.bytes.clone(), None, &folder, &Limits::CEILING);
    let opened = opened.expect("the pack opens");
    let artifacts = opened.artifacts().expect("it is built");
    let options = RunOptions {
        split,
        seed: 7,
        jobs: 2,
    };
    let run = evaluator().run(plugin, &artifacts, options, &());
    run.expect("it runs").result
}

async fn results(store: &Store, run: &RunRow) -> Vec<CaseResult> {
    let texts = store.all_results(&run.id).await.expect("results are there");
    let read = |text: &String| serde_json::from_str(text).expect("a result is JSON");
    texts.iter().map(read).collect()
}

/// Demands that a run's record is that of one evaluation, to the last bit.
async fn demand_same(city: &City, challenge: &OpenChallenge, plugin: &[u8], run: &RunRow) {
    let split: Split = run.split.parse().expect("it is a split");
    let expected = at_once(challenge, plugin, split);
    assert_eq!(results(&city.state.store, run).await, expected.results);
    let text = run.result.as_deref().expect("it has a result");
    let kept: RunResult = serde_json::from_str(text).expect("it is JSON");
    let without = RunResult {
        cases: vec![],
        results: vec![],
        ..expected
    };
    assert_eq!(kept, without);
}

async fn demand_receipt(city: &City, run: &RunRow) {
    let store = &city.state.store;
    let keys = store.signing_keys().await.expect("keys are there");
    let digest = run.receipt_digest.as_deref().expect("it has a receipt");
    let digest = digest.parse().expect("it is a digest");
    let bytes = city.state.blobs.get(digest).await.expect("it is kept");
    let envelope = Envelope::read(&bytes).expect("it is an envelope");
    let (receipt, signer) = envelope.open(&trusted(&keys)).expect("it holds");
    assert_eq!(
        (&*receipt.issuer, signer),
        ("pilotbox", keys[0].name.clone())
    );
    assert_eq!(receipt.split.as_str(), run.split);
}

#[test]
fn runs_end_as_one_evaluation_does() {
    in_cities(WATER, async |city, challenge| {
        let plugin = component_bytes("water-weekly");
        let startup = city.startup(&challenge).await;
        let submission = city.submit(&challenge, &startup, &plugin).await;
        let working = city.work().await;
        let runs = city.ended_runs(&submission).await;
        assert_eq!(runs.len(), 2);
        for run in &runs {
            assert_eq!((&*run.state, run.is_free), ("scored", 0));
            demand_same(&city, &challenge, &plugin, run).await;
            demand_receipt(&city, run).await;
        }
        working.stop().await;
        let links = city
            .state
            .store
            .links_after(0, 1_000)
            .await
            .expect("it lists");
        check(&links).expect("the chain holds");
        let issued = links.iter().filter(|link| link.kind == "receipt-issued");
        assert_eq!(issued.count(), 2);
        let mails = fs::read_dir(city.state.config.mail_folder()).expect("mails lie there");
        assert_eq!(mails.count(), 1, "one mail tells of the whole submission");
    });
}

#[test]
fn plugins_that_fail_or_do_not_fit_end_so() {
    in_cities(FRAGILE, async |city, challenge| {
        let startup = city.startup(&challenge).await;
        let traps = component_bytes("fragile-trap");
        let traps_id = city.submit(&challenge, &startup, &traps).await;
        let forged = Guest::named("61-forges-meter").bytes();
        let forged_id = city.submit(&challenge, &startup, &forged).await;
        let working = city.work().await;
        for run in city.ended_runs(&traps_id).await {
            assert_eq!(
                (&*run.state, run.fault.as_deref()),
                ("plugin-failed", Some("trapped"))
            );
            demand_same(&city, &challenge, &traps, &run).await;
            demand_receipt(&city, &run).await;
        }
        for run in city.ended_runs(&forged_id).await {
            assert_eq!((&*run.state, run.is_free), ("rejected", 0));
            let reason = run.reason.expect("it says why");
            assert!(reason.contains("hint: "), "{reason}");
        }
        working.stop().await;
    });
}

#[test]
fn a_worker_that_died_loses_and_doubles_nothing() {
    in_cities(WATER, async |city, challenge| {
        let plugin = component_bytes("water-weekly");
        let startup = city.startup(&challenge).await;
        let submission = city.submit(&challenge, &startup, &plugin).await;
        let store = &city.state.store;
        // It died long ago, and its job with it.
        let dead = store.take_next(Steps::Evaluate, "dead", 1).await;
        let dead = dead.expect("the queue answers").expect("a run waits");
        let working = city.work().await;
        for run in city.ended_runs(&submission).await {
            assert_eq!(run.state, "scored");
            demand_same(&city, &challenge, &plugin, &run).await;
        }
        working.stop().await;
        let late = store.record_chunk(&dead.claim(), &[], "{}", 1).await;
        assert!(late.is_err(), "a late word is not heard");
    });
}

#[test]
fn a_damaged_pack_costs_the_startup_nothing() {
    in_cities(FRAGILE, async |city, challenge| {
        fs::write(city.blob_file(challenge.pack), "damaged").expect("it can be damaged");
        let startup = city.startup(&challenge).await;
        let plugin = component_bytes("fragile-baseline");
        let submission = city.submit(&challenge, &startup, &plugin).await;
        let working = city.work().await;
        for run in city.ended_runs(&submission).await {
            assert_eq!((&*run.state, run.is_free), ("challenge-failed", 1));
            let reason = run.reason.expect("it says why");
            assert!(reason.contains("damaged"), "{reason}");
        }
        working.stop().await;
    });
}

#[test]
fn a_harness_that_fails_costs_the_startup_nothing() {
    in_cities(FRAGILE, async |city, challenge| {
        let startup = city.startup(&challenge).await;
        let plugin = component_bytes("fragile-reference");
        let submission = city.submit(&challenge, &startup, &plugin).await;
        let working = city.work().await;
        let runs = city.ended_runs(&submission).await;
        working.stop().await;
        // The fragile challenge's harness stops in every case of `public`.
        let of = |split: &str| runs.iter().find(|run| run.split == split);
        let run = of("public").expect("it ran");
        assert_eq!((&*run.state, run.is_free), ("challenge-failed", 1));
        assert!(run.receipt_digest.is_none() && run.result.is_none());
        let reason = run.reason.as_deref().expect("it says why");
        assert!(
            reason.contains("harness") && !reason.contains("trap"),
            "{reason}"
        );
        assert_eq!(of("sample").expect("it ran").state, "scored");
        let links = city
            .state
            .store
            .links_after(0, 1_000)
            .await
            .expect("it lists");
        let failed = links.iter().filter(|link| link.kind == "run-failed");
        assert!(failed.eq(links.iter().filter(|link| link.subject == run.id)));
    });
}

#[test]
fn finalists_run_on_what_was_withheld_after_the_close() {
    in_cities(WATER, async |city, challenge| {
        let plugin = component_bytes("water-demand-baseline");
        let startup = city.startup(&challenge).await;
        let submission = city.submit(&challenge, &startup, &plugin).await;
        let working = city.work().await;
        assert_eq!(city.ended_runs(&submission).await.len(), 2);
        city.advance(&challenge.id, ChallengeState::Closed).await;
        let locked = city
            .state
            .store
            .lock_finalists(&challenge.id, city.now())
            .await;
        assert!(locked.expect("it answers").is_none_or(|runs| runs == 1));
        let runs = city.ended_runs(&submission).await;
        working.stop().await;
        let last = runs
            .iter()
            .find(|run| run.split == "final")
            .expect("it ran");
        assert_eq!(last.state, "scored");
        let text = last.result.as_deref().expect("it has a result");
        let kept: RunResult = serde_json::from_str(text).expect("it is JSON");
        assert_eq!(kept.verdict, RunVerdict::Scored);
        demand_same(&city, &challenge, &plugin, last).await;
    });
}

/// Takes this very run.
async fn take_run(store: &Store, run: &str, now: i64) -> Taken {
    for task in 0.. {
        let task = format!("before the upgrade {task}");
        let taken = store.take_next(Steps::Evaluate, &task, now).await;
        let taken = taken.expect("the queue answers").expect("it waits");
        if taken.id == run {
            return taken;
        }
    }
    unreachable!("tasks do not end")
}

/// What a program with another engine has left of a run: so many cases with results
/// that this engine would not give.
async fn begin_with_another_engine(city: &City, run: &RunRow, cases: usize) {
    let store = &city.state.store;
    let split = store.split(&run.version_id, &run.split).await;
    let split = split.expect("it is recorded");
    let taken = take_run(store, &run.id, city.now()).await;
    let checked = CheckedRun {
        plugin_id: taken.plugin_id.clone(),
        profile: "pure".to_owned(),
        version_id: run.version_id.clone(),
        split: run.split.clone(),
        data_digest: split.digest,
        cases: split.cases.clone(),
        case_count: split.case_count,
        engine: "an engine of the past".to_owned(),
        at: city.now(),
    };
    let recorded = store.record_checked(&taken.claim(), &checked).await;
    recorded.expect("it may");
    let known: Vec<pilotbox_model::Case> =
        serde_json::from_str(&split.cases).expect("cases are JSON");
    let results: Vec<_> = known
        .iter()
        .take(cases)
        .enumerate()
        .map(|(position, case)| NewCaseResult {
            case_id: case.id.clone(),
            position: i64::try_from(position).expect("it is small"),
            verdict: "scored".to_owned(),
            result: "{}".to_owned(),
            elapsed_ns: 1,
        })
        .collect();
    let taken = take_run(store, &run.id, city.now()).await;
    let recorded = store.record_chunk(&taken.claim(), &results, "{}", 1).await;
    recorded.expect("it may");
}

#[test]
fn a_run_that_another_engine_began_is_begun_anew() {
    in_cities(WATER, async |city, challenge| {
        let plugin = component_bytes("water-weekly");
        let startup = city.startup(&challenge).await;
        let submission = city.submit(&challenge, &startup, &plugin).await;
        let store = &city.state.store;
        let runs = store.runs_of(std::slice::from_ref(&submission)).await;
        let runs = runs.expect("runs are there");
        // One in the middle, one of which only the finish is left.
        begin_with_another_engine(&city, &runs[0], 3).await;
        begin_with_another_engine(&city, &runs[1], usize::MAX).await;
        let finishing = store.run(&runs[1].id).await.expect("it is there");
        assert_eq!(finishing.step, "finish");
        let working = city.work().await;
        for run in city.ended_runs(&submission).await {
            assert_eq!((&*run.state, run.is_free), ("scored", 0));
            demand_same(&city, &challenge, &plugin, &run).await;
            demand_receipt(&city, &run).await;
        }
        working.stop().await;
    });
}

#[test]
fn a_worker_of_another_version_takes_nothing() {
    in_cities(WATER, async |city, challenge| {
        let plugin = component_bytes("water-demand-baseline");
        let startup = city.startup(&challenge).await;
        let submission = city.submit(&challenge, &startup, &plugin).await;
        let store = &city.state.store;
        let other = Build {
            program: "0.0.0".to_owned(),
            engine: "an engine of the past".to_owned(),
        };
        store
            .set_serving_build(&other, 1)
            .await
            .expect("it is noted");
        let (stop, stopped) = oneshot::channel::<()>();
        let stopped = Box::pin(async { drop(stopped.await) });
        let worker = run_worker(&city.state.config, program(), stopped);
        let looking = async {
            // It is at work once its upkeep has added a job for each run.
            city.until(async || waiting_jobs(&city).await >= 2).await;
            let runs = store.runs_of(std::slice::from_ref(&submission)).await;
            for run in runs.expect("they are there") {
                assert_eq!((&*run.state, &*run.step), ("received", "inspect"));
            }
            // The server of this version begins to serve; now both may work.
            let working = city.work().await;
            for run in city.ended_runs(&submission).await {
                assert_eq!(run.state, "scored");
            }
            working.stop().await;
            drop(stop);
        };
        let (ended, ()): (Result<(), WorkError>, ()) = tokio::join!(worker, looking);
        ended.expect("the worker ends well");
    });
}

async fn waiting_jobs(city: &City) -> u64 {
    let topic = pilotbox_server::jobs::Topic::Evaluate;
    city.state.queue.pending(topic).await.expect("it counts")
}
