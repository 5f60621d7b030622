//! A pool of runners: bounded in what waits and in what runs, and a pilot that loops
//! neither takes a neighbour's runners nor goes on for ever.

use std::{
    sync::mpsc::{self, Receiver},
    time::Duration,
};

use pilotbox_evaluate::{PilotBounds, PilotPool, PilotRefusal, Worker};
use pilotbox_sandbox::{PilotEnd, PilotReport};
use pilotbox_tests::{load::deployment, program};

type Answer = Result<PilotReport, PilotRefusal>;

const FORM: &str = r#"{"what": "honest"}"#;

/// The longest that a request of these pilots may take.
const REQUEST_MS: u64 = 200;

const BOUNDS: PilotBounds = PilotBounds {
    pilots: 2,
    runners: 1,
    queue: 2,
    wait: Duration::from_mins(1),
};

fn pool(bounds: PilotBounds, pilots: &[(&str, &str)]) -> PilotPool {
    let pool = PilotPool::new(Worker::new(program()), bounds);
    for (name, guest) in pilots {
        pool.open(name, deployment(guest, REQUEST_MS))
            .expect("it opens");
    }
    pool
}

/// Asks without waiting.
fn ask(pool: &PilotPool, name: &str) -> Receiver<Answer> {
    let (done, answer) = mpsc::channel();
    pool.answer(name, FORM.to_owned(), move |said| {
        // Whoever asked may have gone.
        let _ = done.send(said);
    });
    answer
}

fn said(answer: &Receiver<Answer>) -> Answer {
    let patience = Duration::from_mins(2);
    answer.recv_timeout(patience).expect("it is told")
}

fn is_answered(answer: &Answer) -> bool {
    matches!(answer, Ok(report) if matches!(report.end, PilotEnd::Answered(_)))
}

#[test]
fn a_pilot_that_loops_is_cut_off_rests_and_leaves_its_neighbour_alone() {
    let pilots = [("loops", "01-loops-forever"), ("plain", "00-plain")];
    let pool = pool(BOUNDS, &pilots);
    let mut rested = None;
    for _ in 0..20 {
        let stuck = ask(&pool, "loops");
        assert!(is_answered(&said(&ask(&pool, "plain"))));
        match said(&stuck) {
            Ok(report) => {
                assert!(
                    matches!(report.end, PilotEnd::PluginFault { .. }),
                    "{report:?}"
                );
            }
            Err(PilotRefusal::Resting(rest)) => {
                rested = Some(rest);
                break;
            }
            Err(other) => panic!("{other}"),
        }
    }
    assert!(rested.is_some_and(|rest| rest >= Duration::from_secs(1)));
    let health = pool.health("loops").expect("it is open");
    assert!(health.is_resting && health.faults >= 3, "{health:?}");
    let health = pool.health("plain").expect("it is open");
    assert!(!health.is_resting && health.faults == 0, "{health:?}");
}

#[test]
fn who_does_not_fit_into_the_queue_is_told_at_once() {
    let pool = pool(BOUNDS, &[("loops", "01-loops-forever")]);
    let asked: Vec<_> = (0..4).map(|_| ask(&pool, "loops")).collect();
    let said: Vec<_> = asked.iter().map(said).collect();
    assert!(said.contains(&Err(PilotRefusal::Busy)), "{said:?}");
    assert!(said.iter().any(Result::is_ok), "{said:?}");
}

#[test]
fn who_has_waited_too_long_is_told_so() {
    let bounds = PilotBounds {
        wait: Duration::from_millis(1),
        ..BOUNDS
    };
    let pool = pool(bounds, &[("loops", "01-loops-forever")]);
    // The first keeps the runner busy for as long as it may.
    let first = ask(&pool, "loops");
    let second = ask(&pool, "loops");
    let _ = said(&first);
    assert_eq!(said(&second), Err(PilotRefusal::Busy));
}

#[test]
fn a_pilot_that_is_closed_answers_nobody() {
    let pool = pool(BOUNDS, &[("plain", "00-plain")]);
    assert!(is_answered(&said(&ask(&pool, "plain"))));
    pool.close("plain");
    assert_eq!(said(&ask(&pool, "plain")), Err(PilotRefusal::Closed));
    assert_eq!(said(&ask(&pool, "never")), Err(PilotRefusal::Closed));
}

#[test]
fn one_pilot_more_than_there_is_room_for_closes_the_idlest() {
    let all = [("a", "00-plain"), ("b", "00-plain"), ("c", "00-plain")];
    let pool = pool(BOUNDS, &all[..2]);
    assert!(is_answered(&said(&ask(&pool, "a"))));
    pool.open("c", deployment("00-plain", REQUEST_MS))
        .expect("it opens");
    assert!(pool.is_open("a") && !pool.is_open("b") && pool.is_open("c"));
}

#[test]
fn a_plugin_that_leaks_starts_afresh_with_each_request() {
    let pool = pool(BOUNDS, &[("keeps", "44-keeps-state")]);
    let answers: Vec<_> = (0..3).map(|_| said(&ask(&pool, "keeps"))).collect();
    assert!(answers.iter().all(is_answered), "{answers:?}");
    let text = |answer: &Answer| answer.as_ref().ok().map(|report| report.end.clone());
    assert!(
        answers
            .iter()
            .all(|answer| text(answer) == text(&answers[0]))
    );
}
