//! Workers on PostgreSQL that share a long queue: none of it is done twice, and two
//! are faster than one.

use std::{sync::Arc, thread};

use pilotbox_evaluate::TrustedKeys;

use super::{
    Database,
    audit::{audit, until_empty},
    crew::Address,
    killing::{Startup, startups},
    reference::{Reference, SPLITS},
    steps::Steps,
    stream::{Accepted, Sent, Stream},
};
use crate::server::{Service, Site, World, city_pack};

const CHALLENGE: &str = "challenges/services/school-admission";
const PLUGINS: [&str; 2] = ["school-admission-reference", "school-fair"];

/// What one startup may have in the queue, as [`World::challenge`] sets it.
const MAX_QUEUED: usize = 100;

/// How fast so many workers were.
#[derive(Clone, Debug)]
pub struct Pace {
    /// Workers.
    pub workers: usize,
    /// Runs that they shared.
    pub runs: usize,
    /// Steps that each of them did.
    pub steps: Vec<usize>,
    /// From the first step to the last.
    pub seconds: f64,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Shared {
    /// One for each number of workers.
    pub paces: Vec<Pace>,
    /// Everything that is not as it must be.
    pub faults: Vec<String>,
}

impl Pace {
    /// Runs in a second.
    #[expect(clippy::cast_precision_loss, reason = "runs are few")]
    pub fn per_second(&self) -> f64 {
        self.runs as f64 / self.seconds
    }
}

/// Queues runs while nobody works, and lets so many workers share them; once for
/// each of the numbers, on an empty database each time.
pub fn share_runs(runs: usize, workers: &[usize], tell: &dyn Fn(&Pace)) -> Shared {
    let reference = Arc::new(Reference::new(CHALLENGE, &PLUGINS));
    let mut shared = Shared::default();
    for workers in workers {
        let pace = share(&reference, runs, *workers, &mut shared.faults);
        tell(&pace);
        shared.paces.push(pace);
    }
    shared
}

fn share(
    reference: &Arc<Reference>,
    runs: usize,
    workers: usize,
    faults: &mut Vec<String>,
) -> Pace {
    let settings = Database::Postgres.settings();
    let settings = settings
        .set("jobs.workers", 0)
        .set("jobs.runners", 1)
        // Nobody dies here, however busy the machine is.
        .set("jobs.orphan_seconds", 60)
        .set_text("log.format", "json");
    let site = Site::start(settings);
    let world = World::on(site);
    let challenge = world.challenge(&city_pack(CHALLENGE));
    let submissions = runs.div_ceil(SPLITS.len());
    let startups = startups(&world, &challenge, submissions.div_ceil(MAX_QUEUED));
    let stream = Stream::new(&Address::of(&world.site), challenge, reference);
    let accepted = queue(&stream, &startups, submissions, faults);
    let folder = world.site.folder();
    let logs: Vec<_> = (0..workers)
        .map(|n| folder.join(format!("worker-{n}.log")))
        .collect();
    let working: Vec<_> = logs
        .iter()
        .map(|log| Service::start(&world.site.command("worker"), log))
        .collect();
    let staff = world.staff.by_token(&["read"]);
    if let Err(queue) = until_empty(&staff) {
        faults.push(format!("the queue was not emptied in time: {queue}"));
    }
    let ended = working
        .into_iter()
        .map(Service::stop)
        .filter(|code| *code != 0)
        .count();
    if ended > 0 {
        faults.push(format!("{ended} workers did not end in good order"));
    }
    let mut all = Steps::default();
    let steps = logs.iter().map(|log| all.read(log)).collect();
    all.read(&folder.join("serve.log"));
    faults.extend(twice(&all, accepted.len() * SPLITS.len()));
    let keys = TrustedKeys::read(&folder.join("data/keys/trusted.toml"));
    let keys = keys.expect("keys are listed");
    faults.extend(audit(
        &staff,
        &stream.challenge,
        reference,
        &keys,
        &accepted,
    ));
    Pace {
        workers,
        runs: accepted.len() * SPLITS.len(),
        steps,
        seconds: all.seconds(),
    }
}

/// Submits everything, the startups at once.
fn queue(
    stream: &Stream,
    startups: &[Startup],
    submissions: usize,
    faults: &mut Vec<String>,
) -> Vec<Accepted> {
    let submit = |place: usize, startup: &Startup| {
        let mut sent = Sent::default();
        for number in (place..submissions).step_by(startups.len()) {
            stream.submit(&startup.client, number, &mut sent);
        }
        sent
    };
    let all: Vec<Sent> = thread::scope(|scope| {
        let submit = &submit;
        let flows: Vec<_> = startups
            .iter()
            .enumerate()
            .map(|(place, startup)| scope.spawn(move || submit(place, startup)))
            .collect();
        let sent = flows
            .into_iter()
            .map(|flow| flow.join().expect("startups do not panic"));
        sent.collect()
    });
    let mut accepted = Vec::new();
    for sent in all {
        accepted.extend(sent.accepted);
        faults.extend(sent.faults);
    }
    accepted
}

/// What the logs tell of work that was done twice, or not at all.
fn twice(steps: &Steps, runs: usize) -> Vec<String> {
    let mut faults = steps.faults.clone();
    for step in ["inspect", "finish"] {
        let again = steps.twice(step);
        if !again.is_empty() {
            faults.push(format!("`{step}` was done again for {again:?}"));
        }
        let done = steps.runs(step);
        if done != runs {
            faults.push(format!("`{step}` was done for {done} of {runs} runs"));
        }
    }
    faults
}
