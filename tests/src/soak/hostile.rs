//! Hostile guests and innocent ones, hosted by one process at the same time.

use std::{collections::BTreeSet, fs, sync::Mutex, thread};

use pilotbox_evaluate::{EvaluateError, PluginRun};
use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

use crate::{
    Host, component,
    guests::{Expectation, Guest},
    process::{Holdings, children},
};

/// The innocent plugins, and the challenges that they answer.
const INNOCENTS: [(&str, &str); 2] = [
    ("fragile-reference", "tests/challenges/fragile"),
    ("parking-seasonal", "challenges/mobility/parking-forecast"),
];

/// Rounds after which memory is measured for the first time: everything that is
/// kept for good has been made by then.
const WARM_RUNS: usize = 50;

/// From so many runs on, what is resident must stay where it was.
const LONG_RUNS: usize = 500;

/// What a process must hold no more of at the end, in percent.
const MEMORY_PERCENT: u64 = 110;

/// What was hosted, and what is wrong; nothing else may be wrong than nothing.
#[derive(Debug, Default)]
pub struct Hosted {
    /// Runs of hostile guests.
    pub hostile: usize,
    /// Runs of innocent plugins beside them.
    pub innocent: usize,
    /// What this process held when it was warm, and at the end.
    pub holdings: Option<(Holdings, Holdings)>,
    /// Everything that is not as it must be.
    pub faults: Vec<String>,
}

/// A guest that is ready to be run.
struct Hostile {
    name: String,
    bytes: Vec<u8>,
    challenge: String,
    expected: Expectation,
}

struct Innocent {
    challenge: &'static str,
    bytes: Vec<u8>,
    /// The result of a run that nobody disturbed.
    alone: String,
}

/// Hosts hostile guests in a random order, none again before all were, two at a
/// time, with an innocent plugin beside each pair, whose result must stay equal to
/// the bit.
pub fn host_hostile(runs: usize, seed: u64, tell: &(dyn Fn(usize) + Sync)) -> Hosted {
    let guests = hostile();
    let challenges: BTreeSet<_> = guests
        .iter()
        .map(|guest| guest.challenge.as_str())
        .chain(INNOCENTS.map(|(_, challenge)| challenge))
        .collect();
    let host = Host::new(challenges);
    let innocents = INNOCENTS.map(|(name, challenge)| innocent(&host, name, challenge));
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut hosted = Hosted::default();
    let mut deck = Deck::default();
    let mut warm = None;
    while hosted.hostile < runs {
        let pair = [0; 2].map(|_| deck.draw(&guests, &mut random));
        let innocent = pick(&innocents, &mut random);
        hosted.faults.extend(round(&host, &pair, innocent));
        hosted.hostile += pair.len();
        hosted.innocent += 1;
        if warm.is_none() && hosted.hostile >= WARM_RUNS.min(runs / 2) {
            warm = Some(Holdings::settled());
        }
        tell(hosted.hostile);
    }
    hosted.holdings = warm.map(|warm| (warm, Holdings::settled()));
    hosted.faults.extend(left_over(runs, hosted.holdings));
    hosted
}

fn hostile() -> Vec<Hostile> {
    let ready = |guest: Guest| {
        let expected = guest.expectation();
        Hostile {
            bytes: guest.bytes(),
            challenge: expected.challenge_path().to_owned(),
            name: guest.name,
            expected,
        }
    };
    Guest::all().into_iter().map(ready).collect()
}

fn innocent(host: &Host, name: &str, challenge: &'static str) -> Innocent {
    let bytes = fs::read(component(name)).expect("the innocent is built");
    let run = host.run(challenge, "sample", &bytes);
    Innocent {
        challenge,
        alone: text(&run.expect("the innocent runs")),
        bytes,
    }
}

/// The guests that are still to come, before it is shuffled again.
#[derive(Default)]
struct Deck(Vec<usize>);

impl Deck {
    fn draw<'a, T>(&mut self, items: &'a [T], random: &mut ChaCha8Rng) -> &'a T {
        if self.0.is_empty() {
            self.0 = (0..items.len()).collect();
        }
        let index = self.0.swap_remove(below(self.0.len(), random));
        items.get(index).expect("it was dealt from these")
    }
}

fn pick<'a, T>(items: &'a [T], random: &mut ChaCha8Rng) -> &'a T {
    let index = below(items.len(), random);
    items.get(index).expect("there is something to pick from")
}

/// A number below this one, which is above 0.
fn below(count: usize, random: &mut ChaCha8Rng) -> usize {
    let number = random.next_u64() % (count as u64).max(1);
    usize::try_from(number).unwrap_or_default()
}

/// Runs all at once and says what is wrong.
fn round(host: &Host, pair: &[&Hostile; 2], innocent: &Innocent) -> Vec<String> {
    let faults = Mutex::new(Vec::new());
    let note = |fault: Option<String>| {
        if let Some(fault) = fault {
            faults.lock().expect("nobody panics here").push(fault);
        }
    };
    thread::scope(|scope| {
        for guest in pair {
            scope.spawn(|| note(guest.fault(host)));
        }
        scope.spawn(|| note(innocent.fault(host, pair)));
    });
    faults.into_inner().expect("nobody panics here")
}

impl Hostile {
    fn fault(&self, host: &Host) -> Option<String> {
        let end = host.run(&self.challenge, self.expected.split(), &self.bytes);
        let found = verdict(&end);
        let expected = match (&self.expected.verdict, &self.expected.code) {
            (_, Some(code)) => format!("rejected({code})"),
            (Some(verdict), None) => verdict.clone(),
            (None, None) => return Some(format!("{}: nothing is expected", self.name)),
        };
        (found != expected).then(|| format!("{}: {found}, expected {expected}", self.name))
    }
}

impl Innocent {
    fn fault(&self, host: &Host, beside: &[&Hostile; 2]) -> Option<String> {
        let beside = || beside.map(|guest| guest.name.as_str()).join(" and ");
        match host.run(self.challenge, "sample", &self.bytes) {
            Err(error) => Some(format!("an innocent beside {}: {error}", beside())),
            Ok(run) if text(&run) != self.alone => {
                Some(format!("an innocent scored otherwise beside {}", beside()))
            }
            Ok(_) => None,
        }
    }
}

fn verdict(end: &Result<PluginRun, EvaluateError>) -> String {
    match end {
        Ok(run) => run.result.verdict.to_string(),
        Err(EvaluateError::Rejected(rejection)) => format!("rejected({})", rejection.code()),
        Err(error) => format!("error: {error}"),
    }
}

/// A result with every bit of it: outcomes, fuel, memory, score.
fn text(run: &PluginRun) -> String {
    serde_json::to_string(&run.result).expect("a result is JSON")
}

fn left_over(runs: usize, holdings: Option<(Holdings, Holdings)>) -> Vec<String> {
    let mut faults = Vec::new();
    let alive = children(std::process::id());
    if !alive.is_empty() {
        faults.push(format!("processes are left over: {alive:?}"));
    }
    let Some((warm, end)) = holdings else {
        return faults;
    };
    if end.files > warm.files || end.threads > warm.threads {
        faults.push(format!(
            "files or threads are left over: {warm:?}, then {end:?}"
        ));
    }
    // Fewer runs meet most guests for the first time.
    if runs >= LONG_RUNS && end.resident_kib * 100 > warm.resident_kib * MEMORY_PERCENT {
        faults.push(format!("memory grew: {warm:?}, then {end:?}"));
    }
    faults
}
