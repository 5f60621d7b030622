//! A fuzzer of the whole API: requests as the description wants them, then broken
//! in every way that we know, from everybody at once. A seed repeats them. Nothing
//! may fail, stop, or answer otherwise than described.

mod mutate;
mod raw;
mod targets;

use std::{collections::BTreeSet, sync::Mutex, thread};

use pilotbox_tests::{
    dice::Dice,
    server::{Ask, Examples, World, city_pack},
};
use serde_json::{Value, json};

use self::targets::Targets;

/// Callers at one time.
const THREADS: u64 = 8;

/// Faults after which nobody learns anything new.
const MAX_FAULTS: usize = 20;

#[test]
fn nothing_breaks_the_api_on_sqlite() {
    fuzz(&World::sqlite(), 10_000, 1);
}

#[test]
fn nothing_breaks_the_api_on_postgres() {
    fuzz(&World::postgres(), 10_000, 2);
}

#[expect(
    clippy::print_stdout,
    reason = "whoever reads a failure wants the seed"
)]
fn fuzz(world: &World, requests: u64, seed: u64) {
    println!("{requests} requests of seed {seed}");
    let open = world.challenge(&city_pack("challenges/mobility/parking-forecast"));
    let other = world.challenge(&city_pack("tests/challenges/fragile"));
    world.enrol(&open);
    world.enrol(&other);
    let targets = Targets::make(world, &open, &other);
    let faults = Mutex::new(Vec::new());
    let reached = Mutex::new(BTreeSet::new());
    thread::scope(|scope| {
        for number in 0..THREADS {
            let (world, targets, faults, reached) = (world, &targets, &faults, &reached);
            scope.spawn(move || {
                let mut dice = Dice::new(seed * 1_000 + number);
                for _ in 0..requests / THREADS {
                    match one(world, targets, &mut dice) {
                        Ok(done) => reached.lock().expect("nobody panicked").extend(done),
                        Err(fault) => faults.lock().expect("nobody panicked").push(fault),
                    }
                    if faults.lock().expect("nobody panicked").len() > MAX_FAULTS {
                        break;
                    }
                }
            });
        }
    });
    let faults = faults.into_inner().expect("nobody panicked");
    let told = faults.join("\n\n");
    assert!(
        faults.is_empty(),
        "seed {seed}, {} faults:\n{told}",
        faults.len()
    );
    let reached = reached.into_inner().expect("nobody panicked");
    let all = world.site.contract().operations().len();
    println!(
        "{} of {all} operations were done at least once",
        reached.len()
    );
    assert!(
        reached.len() * 2 > all,
        "most requests are turned away: {reached:?}"
    );
    assert!(world.site.service().is_alive(), "the server has ended");
    world.site.client().get("/readyz").expect(200);
}

/// One request: the operation that it did, if it did one, or what is wrong with
/// the answer.
fn one(world: &World, targets: &Targets<'_>, dice: &mut Dice) -> Result<Option<String>, String> {
    if dice.once_in(20) {
        return raw::send(world.site.url(), dice).map(|()| None);
    }
    let contract = world.site.contract();
    let operation = dice.pick(contract.operations());
    let path = targets.path(operation, dice);
    let is_least = dice.once_in(2);
    let known = |name: &str, dice: &mut Dice| known(targets, name, dice);
    let mut examples = Examples {
        contract,
        dice,
        is_least,
        known: &known,
    };
    let mut ask = examples.ask(operation, &path);
    for _ in 0..dice.below(3) {
        mutate::mutate(&mut ask, targets, dice);
    }
    let client = targets.client(&ask, dice);
    match client.try_send(&ask) {
        Err(fault) if is_unsendable(&ask, &fault) => Ok(None),
        Err(fault) => Err(fault),
        Ok(answer) => {
            let name = operation.about["operationId"].as_str();
            let is_done = answer.status < 400 && ask.method == operation.method;
            Ok(name.filter(|_| is_done).map(str::to_owned))
        }
    }
}

/// Whether our own client would not send it, or the server hung up on a head or a
/// body that is too large, which is as good as an answer.
fn is_unsendable(ask: &Ask, fault: &str) -> bool {
    let is_huge = ask
        .headers
        .iter()
        .any(|(_, value)| value.len() > mutate::LARGE_HEADER)
        || ask.path.len() > mutate::LARGE_HEADER
        || ask.body.len() > mutate::LARGE_BODY;
    let is_ours = ["failed to parse header", "builder error", "invalid HTTP"]
        .iter()
        .any(|words| fault.contains(words));
    is_ours || (is_huge && fault.contains("reqwest::Error"))
}

/// Values that get further than drawn words do.
fn known(targets: &Targets<'_>, name: &str, dice: &mut Dice) -> Option<Value> {
    if dice.once_in(8) {
        return None;
    }
    match name {
        "email" => Some(json!(format!("{}@nobody.example", dice.word(10)))),
        "organisation" => Some(json!(dice.pick(&targets.organisations))),
        "challenge" => Some(json!(targets.challenges[0])),
        "dossier" => Some(json!(json!({ "title": dice.word(12) }).to_string())),
        "file" => Some(json!(format!("at,count\n2026-01-01,{}\n", dice.below(9)))),
        "id" => Some(json!(format!("drawn-{}", dice.below(50)))),
        "theme" => Some(json!("TRAN")),
        "policy" => Some(json!("0.1.0")),
        "plugin" => Some(json!(format!("\0asm{}", dice.word(40)))),
        "document" | "application/pdf" => Some(json!(format!("%PDF-{}", dice.word(40)))),
        "digest" => Some(json!(format!("sha256:{}", "0".repeat(64)))),
        "bytes" => Some(json!(10 + dice.below(1_000))),
        "upload-offset" => Some(json!(0)),
        "cursor" => Some(json!(dice.pick(&targets.ids))),
        _ => None,
    }
}
