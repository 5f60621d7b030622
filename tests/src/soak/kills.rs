//! `kill -9` of the compile child, of runners and of the parent, at random
//! moments. What is computed all the same must be right, and whatever the dead
//! left in the cache must never be used.

use std::{
    fs,
    path::Path,
    process::{Child, Command, Stdio},
};

use pilotbox_sandbox::{CompileCache, InProcess};
use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};
use serde_json::Value;

use crate::{
    End, component, folder, pilotbox,
    process::{children, kill},
    scratch,
};

const CHALLENGE: &str = "challenges/mobility/parking-forecast";
const PLUGIN: &str = "parking-seasonal";

/// Rounds for each kill at most: a victim may end by itself before.
const MAX_ROUNDS_PER_KILL: usize = 3;

/// Looks at the list of processes between a victim's appearance and its death.
const MAX_LOOKS: u64 = 200;

/// Whom to kill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Victim {
    Compiler,
    Runner,
    Parent,
}

const VICTIMS: [Victim; 3] = [Victim::Compiler, Victim::Runner, Victim::Parent];

/// What was killed, and what is wrong.
#[derive(Debug, Default)]
pub struct Killed {
    /// Compile children that were killed in time.
    pub compilers: usize,
    /// Runners.
    pub runners: usize,
    /// Parents.
    pub parents: usize,
    /// Victims that had ended by themselves before.
    pub too_late: usize,
    /// Everything that is not as it must be.
    pub faults: Vec<String>,
}

impl Killed {
    /// How many were killed in time.
    pub fn dead(&self) -> usize {
        self.compilers + self.runners + self.parents
    }
}

/// Kills one process of a run in each round and runs the same again, until so
/// many were killed in time.
pub fn kill_at_random(kills: usize, seed: u64, tell: &dyn Fn(usize)) -> Killed {
    let scratch = scratch();
    let cache = scratch.path().join("cache");
    let plugin = fs::read(component(PLUGIN)).expect("the plugin is built");
    let reference = outcome(&command(&component(PLUGIN), &cache).end_with(0).json());
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut killed = Killed::default();
    for number in 0..MAX_ROUNDS_PER_KILL * kills {
        if killed.dead() == kills {
            break;
        }
        let path = scratch.path().join("plugin.wasm");
        // Another digest each time, so that there is something to compile.
        fs::write(&path, with_note(&plugin, number)).expect("the plugin can be written");
        let victim = VICTIMS[number % VICTIMS.len()];
        let interrupted = interrupt(&path, &cache, victim, &mut random, &mut killed);
        if let Some(run) = interrupted
            && outcome(&run) != reference
        {
            killed.faults.push(format!(
                "round {number}: a wrong result after the death of a {victim:?}"
            ));
        }
        let again = command(&path, &cache).end();
        if again.code != 0 || outcome(&again.json()) != reference {
            killed.faults.push(format!(
                "round {number}, after the death of a {victim:?}: {again}"
            ));
        }
        tell(killed.dead());
    }
    let survey = CompileCache::new(&cache, InProcess).survey();
    if survey.as_ref().is_ok_and(|survey| survey.damaged > 0) || survey.is_err() {
        killed
            .faults
            .push(format!("the cache is damaged: {survey:?}"));
    }
    killed
}

fn command(plugin: &Path, cache: &Path) -> Command {
    let mut command = pilotbox("run");
    command
        .arg("--challenge")
        .arg(folder(CHALLENGE))
        .arg("--plugin")
        .arg(plugin)
        .arg("--cache")
        .arg(cache)
        .args(["--jobs", "2", "--json"]);
    command
}

/// Starts a run, kills the victim, and hands back the result if there is one.
fn interrupt(
    plugin: &Path,
    cache: &Path,
    victim: Victim,
    random: &mut ChaCha8Rng,
    killed: &mut Killed,
) -> Option<Value> {
    let mut parent = command(plugin, cache)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program can be started");
    let looks = random.next_u64() % MAX_LOOKS;
    let was_killed = kill_one(&mut parent, victim, looks);
    let output = parent.wait_with_output().expect("the program ends");
    match (was_killed, victim) {
        (false, _) => killed.too_late += 1,
        (true, Victim::Compiler) => killed.compilers += 1,
        (true, Victim::Runner) => killed.runners += 1,
        (true, Victim::Parent) => killed.parents += 1,
    }
    if output.status.success() {
        return serde_json::from_slice(&output.stdout).ok();
    }
    // One death is no reason to give up, but for the dead.
    if victim != Victim::Parent {
        let said = String::from_utf8_lossy(&output.stderr);
        killed
            .faults
            .push(format!("the death of one {victim:?} ended a run: {said}"));
    }
    None
}

/// Waits until the victim is there, looks a few times more, and kills it.
fn kill_one(parent: &mut Child, victim: Victim, mut looks: u64) -> bool {
    let mut target = None;
    while parent.try_wait().is_ok_and(|status| status.is_none()) {
        let alive = children(parent.id());
        let task = |name: &str| {
            let child = alive.iter().find(|child| child.does(name));
            child.map(|child| child.pid)
        };
        target = target.or(match victim {
            Victim::Compiler => task("compile"),
            Victim::Runner => task("runner"),
            // As soon as it has begun with something.
            Victim::Parent => alive.first().map(|_| parent.id()),
        });
        if let Some(pid) = target {
            if looks == 0 {
                return kill(pid);
            }
            looks -= 1;
        }
    }
    false
}

/// A run without what tells the plugins of two rounds apart.
fn outcome(run: &Value) -> Value {
    let mut run = run.clone();
    run["digests"]["plugin"] = Value::Null;
    run
}

/// The component with a custom section that holds a number.
pub(crate) fn with_note(component: &[u8], number: usize) -> Vec<u8> {
    let note = format!("round {number}");
    let mut bytes = component.to_vec();
    let section = wasm_encoder::CustomSection {
        name: "note".into(),
        data: note.as_bytes().into(),
    };
    bytes.push(wasm_encoder::ComponentSectionId::CoreCustom as u8);
    wasm_encoder::Encode::encode(&section, &mut bytes);
    bytes
}
