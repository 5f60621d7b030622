//! How much of its time a pilot loses to neighbours that loop and leak: it is asked as
//! fast as it answers, alone and beside them in turn, and its answers are counted.

use std::{
    collections::BTreeMap,
    fmt, fs,
    sync::{
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

use pilotbox_challenge::Package;
use pilotbox_evaluate::{
    CompileLimits, Deployment, Evaluator, Opened, PilotBounds, PilotPool, PilotRefusal, Worker,
};
use pilotbox_sandbox::{PilotEnd, PilotReport};

use crate::{component, folder, guests::Guest, program, shared_cache};

/// What a form of these pilots holds.
const FORM: &str = r#"{"what": "honest"}"#;

/// The longest that a request may take here.
const REQUEST_MS: u64 = 200;

/// Pairs of rounds.
const PAIRS: usize = 5;

/// The pilot that is measured, and those beside it.
const OWN: &str = "00-plain";
const NEIGHBOURS: [&str; 2] = ["01-loops-forever", "09-memory-bomb"];

/// What came of it.
#[derive(Debug)]
pub struct Beside {
    /// Answers a second, alone and beside the neighbours, by pairs of rounds.
    pub pairs: Vec<(f64, f64)>,
    /// Requests of the neighbours that were cut off.
    pub cut_off: u64,
}

impl Beside {
    /// The middle of what was answered beside neighbours, as a share of what was
    /// answered alone.
    pub fn share(&self) -> f64 {
        let mut shares: Vec<f64> = self.pairs.iter().map(|(own, both)| both / own).collect();
        shares.sort_by(f64::total_cmp);
        shares.get(shares.len() / 2).copied().unwrap_or_default()
    }
}

impl fmt::Display for Beside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (own, both) in &self.pairs {
            writeln!(f, "{own:.0} answers/s alone, {both:.0} beside neighbours")?;
        }
        let share = self.share() * 100.0;
        write!(
            f,
            "{share:.1} % of the answers are left at the median; {} requests of neighbours cut off",
            self.cut_off
        )
    }
}

/// A pilot made ready from the test challenge and a guest, with so long for a request.
pub fn deployment(guest: &str, request_ms: u64) -> Deployment {
    let folder = folder("tests/challenges/fragile");
    let package = Package::open(&folder).expect("the challenge can be opened");
    let read = |name: &str| fs::read(component(name)).expect("it was built");
    let components = BTreeMap::from(
        ["harness", "baseline"].map(|name| (name.to_owned(), read(&format!("fragile-{name}")))),
    );
    let opened = Opened::of_parts(package, components, &folder).expect("the folder is there");
    let artifacts = opened.artifacts().expect("it is built");
    let evaluator = Evaluator::new(
        Worker::new(program()),
        shared_cache(),
        CompileLimits::DEFAULT,
    );
    let deployed = evaluator.deploy(&Guest::named(guest).bytes(), &artifacts);
    deployed.expect("it fits").with_wall_clock(request_ms)
}

/// Rounds of so long each, alone and beside neighbours in turn.
pub fn beside_neighbours(round: Duration) -> Beside {
    let pool = PilotPool::new(Worker::new(program()), PilotBounds::DEFAULT);
    for guest in NEIGHBOURS.into_iter().chain([OWN]) {
        pool.open(guest, deployment(guest, REQUEST_MS))
            .expect("it opens");
    }
    assert!(is_answered(&asked(&pool, OWN)), "the pilot answers");
    let pairs = (0..PAIRS).map(|_| {
        (
            answers(&pool, round, &[]),
            answers(&pool, round, &NEIGHBOURS),
        )
    });
    let pairs = pairs.collect();
    let health = NEIGHBOURS.into_iter().filter_map(|name| pool.health(name));
    Beside {
        pairs,
        cut_off: health.map(|health| health.faults).sum(),
    }
}

/// Answers a second of the pilot, asked by two at a time, while others ask neighbours.
fn answers(pool: &PilotPool, round: Duration, neighbours: &[&str]) -> f64 {
    let is_over = AtomicBool::new(false);
    let started = Instant::now();
    let own = || {
        let mut good = 0_u32;
        while started.elapsed() < round {
            good += u32::from(is_answered(&asked(pool, OWN)));
        }
        good
    };
    thread::scope(|scope| {
        for name in neighbours {
            scope.spawn(|| annoy(pool, name, &is_over));
        }
        let two = [scope.spawn(own), scope.spawn(own)];
        let good = two.map(|asking| asking.join().expect("nobody panics"));
        is_over.store(true, Ordering::Relaxed);
        f64::from(good.iter().sum::<u32>()) / started.elapsed().as_secs_f64()
    })
}

/// Asks a neighbour again as soon as it may be asked.
fn annoy(pool: &PilotPool, name: &str, is_over: &AtomicBool) {
    while !is_over.load(Ordering::Relaxed) {
        if asked(pool, name).is_err() {
            thread::sleep(Duration::from_millis(10));
        }
    }
}

fn asked(pool: &PilotPool, name: &str) -> Result<PilotReport, PilotRefusal> {
    let (done, answer) = mpsc::channel();
    pool.answer(name, FORM.to_owned(), move |said| {
        // The other end waits.
        let _ = done.send(said);
    });
    answer.recv().unwrap_or(Err(PilotRefusal::Closed))
}

fn is_answered(answer: &Result<PilotReport, PilotRefusal>) -> bool {
    matches!(answer, Ok(report) if matches!(report.end, PilotEnd::Answered(_)))
}
