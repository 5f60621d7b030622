//! The queue of jobs on both databases: nothing is lost, nothing is done twice while
//! its worker lives, and nothing is tried for ever.

mod working;

use std::{
    collections::BTreeSet,
    future::{Future, pending},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use pilotbox_server::jobs::{JobError, JobInfo, JobsError, Outcome, Queue, QueueTiming, Topic};
use pilotbox_tests::{postgres::Postgres, scratch};
use tokio::{
    sync::{Barrier, Notify},
    time::sleep,
};

use self::working::{Seen, Working};

const TOPIC: Topic = Topic::Evaluate;

/// Looks at a condition, 20 ms apart, until it must hold.
const MAX_LOOKS: usize = 3_000;

/// A clock as quick as whole seconds allow.
fn quick() -> QueueTiming {
    QueueTiming {
        heartbeat: Duration::from_secs(1),
        orphan_after: Duration::from_secs(3),
        max_attempts: 3,
        backoff: Duration::ZERO,
        poll: Duration::from_millis(10),
        grace: Duration::from_mins(1),
    }
}

/// The same where nobody dies, and a busy machine must not look like a death.
fn patient() -> QueueTiming {
    QueueTiming {
        orphan_after: Duration::from_mins(1),
        ..quick()
    }
}

/// Runs a test on SQLite and on PostgreSQL, each time on an empty database.
fn on_both<F: Future<Output = ()>>(test: impl Fn(String) -> F) {
    let folder = scratch();
    let sqlite = format!("sqlite:{}", folder.path().join("jobs.db").display());
    for url in [sqlite, Postgres::database()] {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime can be made");
        runtime.block_on(test(url));
    }
}

async fn open(url: &str, timing: QueueTiming) -> Queue {
    let opened = Queue::open(url, timing).await;
    opened.unwrap_or_else(|error| panic!("`{url}` cannot be opened: {error}"))
}

async fn until<F: Future<Output = bool>>(what: &str, condition: impl Fn() -> F) {
    for _ in 0..MAX_LOOKS {
        if condition().await {
            return;
        }
        sleep(Duration::from_millis(20)).await;
    }
    panic!("waited in vain until {what}");
}

async fn until_none_is_pending(queue: &Queue) {
    let none = || async { queue.pending(TOPIC).await.is_ok_and(|count| count == 0) };
    until("no job is pending", none).await;
}

async fn count(queue: &Queue) -> u64 {
    queue.pending(TOPIC).await.expect("the queue can be asked")
}

#[test]
fn every_pushed_job_runs_once() {
    on_both(async |url| {
        let queue = open(&url, patient()).await;
        queue.push(TOPIC).await.expect("a job can be added");
        queue.push_many(TOPIC, 49).await.expect("jobs can be added");
        queue.push(Topic::Finish).await.expect("a job can be added");
        assert_eq!(count(&queue).await, 50);
        let seen = Seen::default();
        let by_handler = seen.clone();
        let working = Working::start(&queue, 4, move |job| {
            by_handler.add(job);
            async { Ok(Outcome::Done) }
        });
        until_none_is_pending(&queue).await;
        working.stop().await;
        assert_eq!((seen.all().len(), seen.ids().len()), (50, 50));
        let others = queue.pending(Topic::Finish).await;
        assert_eq!(others.expect("the queue can be asked"), 1);
    });
}

#[test]
fn two_queues_share_jobs_and_do_none_twice() {
    on_both(async |url| {
        let seen = Seen::default();
        // The first job of each waits for the first of the other.
        let both = Arc::new(Barrier::new(2));
        let mut working = Vec::new();
        let first = open(&url, patient()).await;
        let pushed = first.push_many(TOPIC, 200).await;
        pushed.expect("jobs can be added");
        for queue in [&first, &open(&url, patient()).await] {
            let (seen, both) = (seen.clone(), Arc::clone(&both));
            let met = AtomicBool::new(false);
            working.push(Working::start(queue, 2, move |job| {
                seen.add(job);
                let meets = !met.swap(true, Ordering::SeqCst);
                let both = Arc::clone(&both);
                async move {
                    if meets {
                        both.wait().await;
                    }
                    Ok(Outcome::Done)
                }
            }));
        }
        until_none_is_pending(&first).await;
        for working in working {
            working.stop().await;
        }
        assert_eq!((seen.all().len(), seen.ids().len()), (200, 200));
    });
}

/// Runs one job whose handler ends badly, and returns the attempts.
async fn attempts_of<F>(
    url: String,
    handler: impl Fn() -> F + Send + Sync + 'static,
) -> Vec<(u32, bool)>
where
    F: Future<Output = Result<Outcome, JobError>> + Send + 'static,
{
    let queue = open(&url, patient()).await;
    queue.push(TOPIC).await.expect("a job can be added");
    let seen = Seen::default();
    let by_handler = seen.clone();
    let working = Working::start(&queue, 2, move |job| {
        by_handler.add(job);
        handler()
    });
    until_none_is_pending(&queue).await;
    working.stop().await;
    seen.attempts()
}

#[test]
fn a_failing_job_is_tried_up_to_the_bound() {
    on_both(async |url| {
        let fail = || async { Err(JobError::Retry("on purpose".to_owned())) };
        let attempts = attempts_of(url, fail).await;
        assert_eq!(attempts, [(1, false), (2, false), (3, true)]);
    });
}

#[test]
fn a_panicking_job_is_tried_up_to_the_bound() {
    on_both(async |url| {
        let attempts = attempts_of(url, || async { panic!("on purpose") }).await;
        assert_eq!(attempts, [(1, false), (2, false), (3, true)]);
    });
}

#[test]
fn a_job_that_is_given_up_is_not_tried_again() {
    on_both(async |url| {
        let give_up = || async { Err(JobError::GiveUp("on purpose".to_owned())) };
        assert_eq!(attempts_of(url, give_up).await, [(1, false)]);
    });
}

#[test]
fn a_failed_job_waits_before_it_is_tried_again() {
    on_both(async |url| {
        let timing = QueueTiming {
            backoff: Duration::from_hours(1),
            ..quick()
        };
        let queue = open(&url, timing).await;
        queue.push(TOPIC).await.expect("a job can be added");
        let runs = Arc::new(AtomicUsize::new(0));
        let by_handler = Arc::clone(&runs);
        let working = Working::start(&queue, 1, move |_| {
            let first = by_handler.fetch_add(1, Ordering::SeqCst) == 0;
            async move {
                let failed = JobError::Retry("on purpose".to_owned());
                if first {
                    Err(failed)
                } else {
                    Ok(Outcome::Done)
                }
            }
        });
        until("the job failed", || async {
            runs.load(Ordering::SeqCst) == 1
        })
        .await;
        // The one worker takes this job only after it has put off the other.
        queue.push(TOPIC).await.expect("a job can be added");
        until("one job is left", || async { count(&queue).await == 1 }).await;
        working.stop().await;
        assert_eq!(runs.load(Ordering::SeqCst), 2);
    });
}

/// Starts a worker on its one job and kills it in the middle.
async fn kill_a_worker_at_its_job(url: &str) -> JobInfo {
    let queue = open(url, quick()).await;
    let seen = Seen::default();
    let by_handler = seen.clone();
    let working = Working::start(&queue, 1, move |job| {
        by_handler.add(job);
        pending()
    });
    until("the job is taken", || async { !seen.all().is_empty() }).await;
    working.kill().await;
    seen.all().swap_remove(0)
}

#[test]
fn a_killed_workers_job_is_taken_up_by_another() {
    on_both(async |url| {
        let queue = open(&url, quick()).await;
        queue.push(TOPIC).await.expect("a job can be added");
        let killed = kill_a_worker_at_its_job(&url).await;
        assert_eq!((killed.attempt, count(&queue).await), (1, 1));
        let seen = Seen::default();
        let by_handler = seen.clone();
        let working = Working::start(&queue, 1, move |job| {
            by_handler.add(job);
            async { Ok(Outcome::Done) }
        });
        until_none_is_pending(&queue).await;
        working.stop().await;
        assert_eq!(seen.attempts(), [(2, false)]);
        assert_eq!(seen.ids(), BTreeSet::from([killed.task_id]));
    });
}

#[test]
fn a_job_that_kills_its_workers_is_not_tried_for_ever() {
    on_both(async |url| {
        let queue = open(&url, quick()).await;
        queue.push(TOPIC).await.expect("a job can be added");
        for attempt in 1..=quick().max_attempts {
            assert_eq!(kill_a_worker_at_its_job(&url).await.attempt, attempt);
        }
        let seen = Seen::default();
        let by_handler = seen.clone();
        let working = Working::start(&queue, 1, move |job| {
            by_handler.add(job);
            async { Ok(Outcome::Done) }
        });
        until_none_is_pending(&queue).await;
        working.stop().await;
        assert_eq!(seen.attempts(), []);
    });
}

#[test]
fn a_stopping_worker_keeps_its_job_and_takes_no_other() {
    on_both(async |url| {
        let (old, new) = (open(&url, quick()).await, open(&url, quick()).await);
        old.push(TOPIC).await.expect("a job can be added");
        let (by_old, by_new) = (Seen::default(), Seen::default());
        let go_on = Arc::new(Notify::new());
        let (seen, told) = (by_old.clone(), Arc::clone(&go_on));
        let stopping = Working::start(&old, 1, move |job| {
            seen.add(job);
            let told = Arc::clone(&told);
            async move {
                told.notified().await;
                Ok(Outcome::Done)
            }
        });
        until("the job is taken", || async { !by_old.all().is_empty() }).await;
        let stopped = tokio::spawn(stopping.stop());
        // When this job has run, the first worker would be given up if it were silent.
        let later = quick().orphan_after + Duration::from_secs(2);
        let pushed = old.push_later(TOPIC, later).await;
        pushed.expect("a job can be added");
        let seen = by_new.clone();
        let working = Working::start(&new, 2, move |job| {
            seen.add(job);
            async { Ok(Outcome::Done) }
        });
        until("one job is left", || async { count(&new).await == 1 }).await;
        go_on.notify_one();
        stopped.await.expect("the old workers end");
        working.stop().await;
        assert_eq!(count(&new).await, 0);
        assert_eq!(by_old.attempts(), [(1, false)]);
        assert_eq!(by_new.attempts(), [(1, false)]);
        assert!(by_old.ids().is_disjoint(&by_new.ids()));
    });
}

#[test]
fn a_job_that_outlasts_the_grace_is_left_to_others() {
    on_both(async |url| {
        let timing = QueueTiming {
            grace: Duration::from_millis(100),
            ..quick()
        };
        let queue = open(&url, timing).await;
        queue.push(TOPIC).await.expect("a job can be added");
        let seen = Seen::default();
        let by_handler = seen.clone();
        let working = Working::start(&queue, 1, move |job| {
            by_handler.add(job);
            pending()
        });
        until("the job is taken", || async { !seen.all().is_empty() }).await;
        working.stop().await;
        assert_eq!(count(&queue).await, 1);
    });
}

#[tokio::test]
async fn workers_outlive_their_connections() {
    let url = Postgres::database();
    let timing = QueueTiming {
        max_attempts: 100,
        ..quick()
    };
    let queue = open(&url, timing).await;
    let pushed = queue.push_many(TOPIC, 300).await;
    pushed.expect("jobs can be added");
    let seen = Seen::default();
    let by_handler = seen.clone();
    let working = Working::start(&queue, 3, move |job| {
        by_handler.add(job);
        async { Ok(Outcome::Done) }
    });
    for share in 1..=10 {
        let some = || async { seen.ids().len() >= 20 * share };
        until("some jobs have run", some).await;
        Postgres::cut_connections(&url);
    }
    until_none_is_pending(&queue).await;
    working.stop().await;
    assert_eq!(seen.ids().len(), 300);
}

#[test]
fn sweeping_forgets_what_ended_and_nothing_else() {
    on_both(async |url| {
        let queue = open(&url, quick()).await;
        queue.push_many(TOPIC, 3).await.expect("jobs can be added");
        let working = Working::start(&queue, 1, |_| async { Ok(Outcome::Nothing) });
        until_none_is_pending(&queue).await;
        working.stop().await;
        queue.push(TOPIC).await.expect("a job can be added");
        let hour = queue.sweep(Duration::from_hours(1)).await;
        assert_eq!(hour.expect("the queue can be swept"), 0);
        let now = queue.sweep(Duration::ZERO).await;
        assert_eq!(now.expect("the queue can be swept"), 3);
        assert_eq!(count(&queue).await, 1);
    });
}

#[test]
fn many_processes_may_open_an_empty_database_at_once() {
    on_both(async |url| {
        let open_one = |_| {
            let url = url.clone();
            tokio::spawn(async move { drop(open(&url, quick()).await) })
        };
        let tasks: Vec<_> = (0..8).map(open_one).collect();
        for task in tasks {
            task.await.expect("the queue opens");
        }
    });
}

#[tokio::test]
async fn an_unknown_database_is_refused_without_its_password() {
    let error = Queue::open("mysql://me:secret@host/db", quick()).await;
    let error = error.expect_err("no such database is known");
    assert!(matches!(error, JobsError::UnknownScheme));
    assert!(!error.to_string().contains("secret"));
}
