//! One case: a fresh sandbox, one outcome, and a culprit if it stops.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};

use pilotbox_model::{Digest, Limits, Profile, Split};
use serde::{Deserialize, Serialize};
use wasmtime::{CallHook, Engine, Store, StoreContextMut};

use crate::{
    Allocation, EngineProfile, SandboxError, TICK_MS, TableSet, build_engine, compile, fuel,
    limiter::Holdings,
    link::linker,
    meter::Phase,
    state::{CaseState, CaseStateSetup, MAX_HANDLES, TableDoors, bounded},
};

mod frames;
mod pilot;
mod report;
mod sample;
mod stop;

pub use pilot::{Pilot, PilotEnd, PilotReport, PilotSetup};
pub use report::{CaseEnd, CaseReport, CaseRun};
pub use sample::{SampleRun, Sampled};

pub(crate) mod bindings {
    wasmtime::component::bindgen!({
        inline: "package pilotbox:host; world evaluator { export pilotbox:challenge/evaluation@0.1.0; }",
        path: ["../../wit/plugin", "../../wit/challenge"],
        world: "pilotbox:host/evaluator",
    });
}

use bindings::exports::pilotbox::challenge::evaluation;

/// Fuel for each call of profile compat into the host: WASI's own functions cost
/// the guest none. Chosen above two for each of the 4 KiB that one call moves at
/// most; how long such a call takes was not measured.
pub(crate) const COMPAT_CALL_FUEL: u64 = 10_000;

/// What a [`Sandbox`] is made from. Sent to runners, so it holds paths, not
/// handles.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SandboxSetup {
    /// Compiled code of a plugged pair, as the cache wrote it.
    pub code: PathBuf,
    /// What the plugin may run with.
    pub profile: Profile,
    /// The bounds of each case.
    pub limits: Limits,
    /// The challenge's data folder.
    pub data: PathBuf,
    /// The split whose tables the harness sees.
    pub split: Split,
    /// Tables that the plugin may open.
    pub grants: Vec<String>,
    /// Settings that the harness alone sees, as the manifest gives them.
    pub params: Vec<(String, String)>,
    /// What compat's clock and randomness are derived from.
    pub seed: u64,
    /// What the harness holds before it runs.
    pub harness_initial: Holdings,
}

/// A plugged pair, ready to run cases, each in a fresh instance.
pub struct Sandbox {
    engine: Engine,
    pre: bindings::EvaluatorPre<CaseState>,
    setup: SandboxSetup,
    tables: Arc<TableDoors>,
}

impl Sandbox {
    /// Loads code and tables, and starts the clock that enforces deadlines.
    pub fn load(setup: SandboxSetup) -> Result<Self, SandboxError> {
        Self::load_with(setup, EngineProfile::Scored)
    }

    /// The same for either engine profile; code must come from that profile.
    pub fn load_with(setup: SandboxSetup, profile: EngineProfile) -> Result<Self, SandboxError> {
        let engine = build_engine(profile, Allocation::Pool)?;
        let component = compile::load(&engine, &setup.code)
            .map_err(|error| load_error(&error, &setup.code, profile))?;
        let linked = linker(&engine)?
            .instantiate_pre(&component)
            // The harness was linked alone before, so this is the plugin's.
            .map_err(|error| SandboxError::OtherImport(bounded(&format!("{error:#}"))))?;
        let pre = bindings::EvaluatorPre::new(linked)?;
        let tables = Arc::new(TableDoors {
            plugin: TableSet::load(&setup.data, &["granted"], Some(&setup.grants))?,
            harness: TableSet::load(&setup.data, &[setup.split.as_str(), "common"], None)?
                .with_params(&setup.params),
        });
        start_ticking(&engine)?;
        Ok(Self {
            engine,
            pre,
            setup,
            tables,
        })
    }

    /// Runs one case in a fresh instance. An error is a fault of the host.
    pub fn run(&self, case: &CaseRun) -> Result<CaseReport, SandboxError> {
        let started = Instant::now();
        let mut store = self.new_store(case, self.setup.limits.fuel)?;
        let result = self.drive(&mut store, case);
        let end = match result {
            Ok(Ok(outcome)) => report::outcome_end(outcome),
            Ok(Err(fault)) => report::fault_end(fault),
            Err(error) => stop::end(&error, store.data()),
        };
        Ok(self.report(store, end, started))
    }

    /// A store whose plugin may use that much fuel.
    fn new_store(&self, case: &CaseRun, fuel: u64) -> Result<Store<CaseState>, SandboxError> {
        let limits = &self.setup.limits;
        let state = CaseState::new(CaseStateSetup {
            limits,
            harness_initial: self.setup.harness_initial,
            tables: Arc::clone(&self.tables),
            case_seed: case_seed(self.setup.seed, &case.id),
        });
        let mut store = Store::new(&self.engine, state);
        store.limiter(|state| &mut state.limiter);
        store.set_hostcall_fuel(usize::try_from(limits.output_bytes).unwrap_or(usize::MAX));
        store.set_max_component_handles(MAX_HANDLES);
        store.set_epoch_deadline(case.wall_clock_ms / TICK_MS + 1);
        if self.is_fuelled() {
            store.set_fuel(fuel)?;
        }
        if self.setup.profile == Profile::Compat {
            store.call_hook(charge_compat_call);
        }
        Ok(store)
    }

    fn is_fuelled(&self) -> bool {
        // Asked of the engine, which is the one place that knows.
        self.engine.get_consume_fuel()
    }

    fn drive(
        &self,
        store: &mut Store<CaseState>,
        case: &CaseRun,
    ) -> wasmtime::Result<Result<evaluation::Outcome, evaluation::PluginFault>> {
        let instance = self.pre.instantiate(&mut *store)?;
        if let Ok(left) = store.get_fuel() {
            let harness_fuel = store.data_mut().meter.swap(left);
            store.set_fuel(harness_fuel)?;
        }
        store.data_mut().limiter.phase = Phase::Harness;
        instance.pilotbox_challenge_evaluation().call_run(
            store,
            host_split(self.setup.split),
            &case.id,
        )
    }

    fn report(&self, store: Store<CaseState>, end: CaseEnd, started: Instant) -> CaseReport {
        let left = store.get_fuel().unwrap_or(0);
        let phase = store.data().limiter.phase;
        let fuel = if self.is_fuelled() {
            store.data().meter.plugin_used(phase, left)
        } else {
            0
        };
        let stopped_in_plugin = phase != Phase::Harness;
        let peak_bytes = store.data().limiter.plugin_peak().bytes();
        let CaseState {
            mut log, compat, ..
        } = store.into_data();
        log.append(compat.into_output());
        CaseReport {
            end,
            fuel,
            fuel_is_lower_bound: stopped_in_plugin,
            memory_bytes: peak_bytes.saturating_sub(self.setup.harness_initial.bytes()),
            log: log.into_lines(),
            elapsed_ns: u64::try_from(started.elapsed().as_nanos()).unwrap_or(u64::MAX),
        }
    }
}

/// Whose fault it is that code cannot be loaded: what an engine without a pool
/// loads is too large for the pool, which is the pair's; else it is ours.
fn load_error(error: &wasmtime::Error, code: &Path, profile: EngineProfile) -> SandboxError {
    // Asked again it may be there again, which would say something else.
    if is_gone(error) {
        let source = std::io::ErrorKind::NotFound.into();
        return SandboxError::cache(code, source);
    }
    let without_pool = build_engine(profile, Allocation::OnDemand)
        .and_then(|engine| Ok(compile::load(&engine, code)?));
    match without_pool {
        Ok(_) => SandboxError::DoesNotFit(format!("{error:#}")),
        Err(own) => own,
    }
}

fn is_gone(error: &wasmtime::Error) -> bool {
    let cause = error.root_cause().downcast_ref::<std::io::Error>();
    cause.is_some_and(|cause| cause.kind() == std::io::ErrorKind::NotFound)
}

/// Takes fuel for a call into the host before it runs.
fn charge_compat_call(
    mut store: StoreContextMut<'_, CaseState>,
    hook: CallHook,
) -> wasmtime::Result<()> {
    match hook {
        CallHook::CallingHost => fuel::take(&mut store, COMPAT_CALL_FUEL),
        _ => Ok(()),
    }
}

pub(crate) fn host_split(split: Split) -> evaluation::Split {
    match split {
        Split::Sample => evaluation::Split::Sample,
        Split::Public => evaluation::Split::Public,
        Split::Final => evaluation::Split::Final,
    }
}

/// The seed of a case: the same for equal run seeds and ids, on any machine.
fn case_seed(seed: u64, id: &str) -> u64 {
    let digest = Digest::of_parts([seed.to_le_bytes().as_slice(), id.as_bytes()]);
    let mut first = [0; 8];
    first.copy_from_slice(&digest.as_bytes()[..8]);
    u64::from_le_bytes(first)
}

/// Moves the epoch for as long as the engine lives.
fn start_ticking(engine: &Engine) -> Result<(), SandboxError> {
    let engine = engine.weak();
    let tick = move || {
        while let Some(engine) = engine.upgrade() {
            engine.increment_epoch();
            drop(engine);
            std::thread::sleep(std::time::Duration::from_millis(TICK_MS));
        }
    };
    std::thread::Builder::new()
        .spawn(tick)
        .map(drop)
        .map_err(|error| SandboxError::Engine(wasmtime::Error::msg(format!("no thread: {error}"))))
}
