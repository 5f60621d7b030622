//! One form of a citizen: a fresh sandbox, one answer, and a culprit if it stops.
//! The engine's profile is `live`: the clock alone decides, so nothing here is ever
//! scored, and two machines may differ.

use std::{path::PathBuf, sync::Arc, time::Instant};

use pilotbox_model::{FaultCode, Limits, Profile};
use serde::{Deserialize, Serialize};
use wasmtime::{Engine, Store};

use super::{load_error, start_ticking, stop};
use crate::{
    Allocation, CaseEnd, EngineProfile, SandboxError, TICK_MS, TableSet, build_engine, compile,
    limiter::Holdings,
    link::linker,
    meter::Phase,
    state::{CaseState, CaseStateSetup, MAX_HANDLES, TableDoors, bounded},
};

mod bindings {
    wasmtime::component::bindgen!({
        inline: "package pilotbox:host; world answerer { export pilotbox:challenge/pilot@0.1.0; }",
        path: ["../../wit/plugin", "../../wit/challenge"],
        world: "pilotbox:host/answerer",
    });
}

use bindings::exports::pilotbox::challenge::pilot::PilotError;

/// The folder of tables that a pilot may see.
const FOLDER: &str = "pilot";

/// What a [`Pilot`] is made from. Sent to runners, so it holds paths, not handles.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PilotSetup {
    /// Compiled code of a pair that was plugged for citizens, as the cache wrote it.
    pub code: PathBuf,
    /// What the plugin may run with.
    pub profile: Profile,
    /// The bounds of each request; fuel is not among those that count.
    pub limits: Limits,
    /// The challenge's data folder.
    pub data: PathBuf,
    /// Tables that the plugin may open.
    pub grants: Vec<String>,
    /// Settings that the harness alone sees, as the manifest gives them.
    pub params: Vec<(String, String)>,
    /// What the harness holds before it runs.
    pub harness_initial: Holdings,
}

/// How a request ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PilotEnd {
    /// The form and its answer, each a JSON Schema.
    Described {
        /// Of the form.
        input: String,
        /// Of the answer.
        answer: String,
    },
    /// The answer, as JSON.
    Answered(String),
    /// The harness cannot answer this form; says why.
    BadInput(String),
    /// The plugin answered nothing that can be shown, or was stopped.
    PluginFault {
        /// What it did.
        code: FaultCode,
        /// What stopped it, and where.
        message: String,
    },
    /// The harness was stopped. A plugin's answer may have upset it.
    HarnessFault {
        /// What stopped it, and where.
        message: String,
    },
}

/// A request's end, and what it took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PilotReport {
    /// How it ended.
    pub end: PilotEnd,
    /// The most that the plugin held, in bytes.
    pub memory_bytes: u64,
    /// Wall time.
    pub elapsed_ns: u64,
}

/// A plugged pair, ready to answer citizens, each in a fresh instance.
pub struct Pilot {
    engine: Engine,
    pre: bindings::AnswererPre<CaseState>,
    setup: PilotSetup,
    tables: Arc<TableDoors>,
}

impl Pilot {
    /// Loads code and tables, and starts the clock that enforces deadlines. Nothing
    /// but `data/pilot` is linked: a table that the plugin was granted is that
    /// folder's table of the same name.
    pub fn load(setup: PilotSetup) -> Result<Self, SandboxError> {
        let engine = build_engine(EngineProfile::Live, Allocation::Pool)?;
        let component = compile::load(&engine, &setup.code)
            .map_err(|error| load_error(&error, &setup.code, EngineProfile::Live))?;
        let linked = linker(&engine)?
            .instantiate_pre(&component)
            .map_err(|error| SandboxError::OtherImport(bounded(&format!("{error:#}"))))?;
        let pre = bindings::AnswererPre::new(linked)?;
        let tables = Arc::new(TableDoors {
            plugin: TableSet::load(&setup.data, &[FOLDER], Some(&setup.grants))?,
            harness: TableSet::load(&setup.data, &[FOLDER], None)?.with_params(&setup.params),
        });
        start_ticking(&engine)?;
        Ok(Self {
            engine,
            pre,
            setup,
            tables,
        })
    }

    /// Asks the harness for the form, in a fresh instance.
    pub fn describe(&self) -> PilotReport {
        self.request(|pilot, store| {
            let described = pilot.pilotbox_challenge_pilot().call_describe(store)?;
            Ok(PilotEnd::Described {
                input: described.input,
                answer: described.answer,
            })
        })
    }

    /// Answers one form in a fresh instance.
    pub fn answer(&self, input: &str) -> PilotReport {
        self.request(|pilot, store| {
            let answer = pilot.pilotbox_challenge_pilot().call_answer(store, input)?;
            Ok(answer.map_or_else(refused, PilotEnd::Answered))
        })
    }

    fn request(
        &self,
        call: impl FnOnce(&bindings::Answerer, &mut Store<CaseState>) -> wasmtime::Result<PilotEnd>,
    ) -> PilotReport {
        let started = Instant::now();
        let mut store = self.new_store();
        let end = self
            .pre
            .instantiate(&mut store)
            .and_then(|instance| {
                store.data_mut().limiter.phase = Phase::Harness;
                call(&instance, &mut store)
            })
            .unwrap_or_else(|error| stopped(stop::end(&error, store.data())));
        let peak_bytes = store.data().limiter.plugin_peak().bytes();
        PilotReport {
            end,
            memory_bytes: peak_bytes.saturating_sub(self.setup.harness_initial.bytes()),
            elapsed_ns: u64::try_from(started.elapsed().as_nanos()).unwrap_or(u64::MAX),
        }
    }

    fn new_store(&self) -> Store<CaseState> {
        let limits = &self.setup.limits;
        let state = CaseState::new(CaseStateSetup {
            limits,
            harness_initial: self.setup.harness_initial,
            tables: Arc::clone(&self.tables),
            // Equal forms get equal clocks and randomness, as equal cases do.
            case_seed: 0,
        });
        let mut store = Store::new(&self.engine, state);
        store.limiter(|state| &mut state.limiter);
        store.set_hostcall_fuel(usize::try_from(limits.output_bytes).unwrap_or(usize::MAX));
        store.set_max_component_handles(MAX_HANDLES);
        store.set_epoch_deadline(limits.wall_clock_ms / TICK_MS + 1);
        store
    }
}

fn refused(error: PilotError) -> PilotEnd {
    let fault = |code, message: &str| PilotEnd::PluginFault {
        code,
        message: bounded(message),
    };
    match error {
        PilotError::BadInput(message) => PilotEnd::BadInput(bounded(&message)),
        PilotError::BadAnswer(message) => fault(FaultCode::BadAnswer, &message),
        PilotError::Declined(message) => fault(FaultCode::Declined, &message),
    }
}

/// The end of a request whose guest was stopped. There is no second try: a citizen
/// waits.
fn stopped(end: CaseEnd) -> PilotEnd {
    match end {
        CaseEnd::PluginFault { code, message, .. } => PilotEnd::PluginFault { code, message },
        CaseEnd::DeadlineMet { in_harness: false } => PilotEnd::PluginFault {
            code: FaultCode::Deadline,
            message: "it was not done when its time was up".to_owned(),
        },
        CaseEnd::DeadlineMet { in_harness: true } => PilotEnd::HarnessFault {
            message: "the harness was not done when its time was up".to_owned(),
        },
        CaseEnd::HarnessStopped { message } => PilotEnd::HarnessFault { message },
        // Nothing was measured, so nothing can have been.
        CaseEnd::Outcome { .. } => PilotEnd::HarnessFault {
            message: "the harness measured instead of answering".to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_met_the_clock_is_to_blame() {
        let plugin = stopped(CaseEnd::DeadlineMet { in_harness: false });
        let code = FaultCode::Deadline;
        assert!(matches!(plugin, PilotEnd::PluginFault { code: found, .. } if found == code));
        let harness = stopped(CaseEnd::DeadlineMet { in_harness: true });
        assert!(matches!(harness, PilotEnd::HarnessFault { .. }));
    }

    #[test]
    fn a_form_that_cannot_be_answered_is_nobodys_fault() {
        let refusal = refused(PilotError::BadInput("`area`: unknown".to_owned()));
        assert_eq!(refusal, PilotEnd::BadInput("`area`: unknown".to_owned()));
    }
}
