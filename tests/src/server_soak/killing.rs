//! `kill -9` of the server and of its workers at random moments while startups
//! submit. Whatever was accepted must end as if nobody had been killed.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use pilotbox_evaluate::TrustedKeys;
use serde_json::json;

use super::{
    Database,
    audit::audit,
    crew::{Crew, Victim},
    reference::Reference,
    stream::{Accepted, Sent, Stream},
};
use crate::{
    dice::Dice,
    process::children,
    server::{Challenge, Client, Person, Site, World, city_pack},
};

const CHALLENGE: &str = "challenges/mobility/parking-forecast";

/// Two that are scored, and one none of whose cases is.
const PLUGINS: [&str; 3] = [
    "parking-forecast-reference",
    "parking-seasonal",
    "parking-forecast-trap",
];

/// Startups that submit at once.
const STARTUPS: usize = 3;

/// What a process says that takes up the work of a dead one.
const TAKEN_UP: &str = "runs were freed";

/// Answers between two kills at most: enough for steps to end and for work of the
/// dead to be taken up again.
const MAX_ANSWERS: usize = 120;

/// Looks at the victim between the last of these answers and its death.
const MAX_LOOKS: usize = 200;

/// Looks at the stream until it must have moved on.
const MAX_WAITS: usize = 60_000;
const PAUSE: Duration = Duration::from_millis(10);

/// What was killed and what became of the submissions.
#[derive(Debug, Default)]
pub struct Survived {
    /// Deaths of the server.
    pub servers: usize,
    /// Deaths of workers.
    pub workers: usize,
    /// Submissions that were accepted.
    pub accepted: usize,
    /// Answers that asked to come back later.
    pub told_later: usize,
    /// How often work of the dead was taken up again.
    pub taken_up: usize,
    /// Everything that is not as it must be.
    pub faults: Vec<String>,
}

/// A startup that reads and submits.
pub(crate) struct Startup {
    /// By its token.
    pub(crate) client: Client,
    /// The token.
    pub(crate) token: String,
}

/// Kills a process each time that some more requests were answered, so many times.
pub fn kill_servers(database: Database, kills: usize, seed: u64, tell: &dyn Fn(usize)) -> Survived {
    let reference = Arc::new(Reference::new(CHALLENGE, &PLUGINS));
    // Two chunks and more for each run.
    let settings = database.settings().set("jobs.chunk_seconds", 1);
    let world = World::on(Site::start(settings));
    let challenge = world.challenge(&city_pack(CHALLENGE));
    let startups = startups(&world, &challenge, STARTUPS);
    let staff = world.staff.by_token(&["read"]);
    let mut crew = Crew::new(world);
    let stream = Stream::new(&crew.address, challenge, &reference);
    let mut survived = Survived::default();
    let sent = thread::scope(|scope| {
        let flows: Vec<_> = startups
            .iter()
            .map(|startup| scope.spawn(|| stream.flow(&startup.client)))
            .collect();
        kill_on(&mut crew, &stream, kills, seed, &mut survived, tell);
        stream.is_over.store(true, Ordering::Relaxed);
        let sent = flows
            .into_iter()
            .map(|flow| flow.join().expect("startups do not panic"));
        sent.collect()
    });
    let accepted = survived.note(sent);
    survived.faults.extend(crew.faults());
    let site = &crew.world.site;
    survived.taken_up = site.log().matches(TAKEN_UP).count();
    let keys = TrustedKeys::read(&site.folder().join("data/keys/trusted.toml"));
    let staff = staff.at(site.url());
    let faults = audit(
        &staff,
        &stream.challenge,
        &reference,
        &keys.expect("keys are listed"),
        &accepted,
    );
    survived.faults.extend(faults);
    survived
}

/// Startups that are enrolled in a challenge.
pub(crate) fn startups(world: &World, challenge: &Challenge, count: usize) -> Vec<Startup> {
    let startup = |number: usize| {
        let (email, name) = (
            format!("startup-{number}@example.org"),
            format!("Startup {number}"),
        );
        let person: Person = world.site.register(&email, Some(&name));
        let path = format!("{}/enrolments", challenge.path());
        person.client.post(&path, &json!({})).expect(201);
        let (token, _) = person.token(&["read", "submit"]);
        Startup {
            client: person.client.with_token(&token),
            token,
        }
    };
    (0..count).map(startup).collect()
}

fn kill_on(
    crew: &mut Crew,
    stream: &Stream,
    kills: usize,
    seed: u64,
    survived: &mut Survived,
    tell: &dyn Fn(usize),
) {
    let mut dice = Dice::new(seed);
    for number in 1..=kills {
        let answers = stream.answers.load(Ordering::Relaxed) + 1 + dice.below(MAX_ANSWERS);
        if !reaches(&stream.answers, answers) {
            survived
                .faults
                .push(format!("before kill {number} the server fell silent"));
            return;
        }
        let victim = *dice.pick(&Victim::ALL);
        for _ in 0..dice.below(MAX_LOOKS) {
            children(crew.world.site.service().pid());
        }
        crew.kill(victim);
        match victim {
            Victim::Server => survived.servers += 1,
            Victim::Worker(_) => survived.workers += 1,
        }
        tell(number);
    }
    // However slow the machine is, there is as much to lose as there were deaths.
    if !reaches(&stream.accepted, kills) {
        let fault = format!("{kills} submissions were never accepted");
        survived.faults.push(fault);
    }
}

/// Waits until a number of the stream has grown so far.
fn reaches(number: &AtomicUsize, wanted: usize) -> bool {
    for _ in 0..MAX_WAITS {
        if number.load(Ordering::Relaxed) >= wanted {
            return true;
        }
        thread::sleep(PAUSE);
    }
    false
}

impl Survived {
    fn note(&mut self, all: Vec<Sent>) -> Vec<Accepted> {
        let mut accepted = Vec::new();
        for sent in all {
            accepted.extend(sent.accepted);
            self.told_later += sent.told_later;
            self.faults.extend(sent.faults);
        }
        self.accepted = accepted.len();
        accepted
    }
}
