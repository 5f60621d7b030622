//! A harness without a plugin: lists the cases and shows what it costs by
//! itself. Its interface is linked to functions that trap, since listing cases
//! never calls the plugin.

use std::{path::Path, sync::Arc};

use pilotbox_model::{Case, Limits, Split};
use wasmtime::{
    Engine, Store,
    component::{Component, Linker, types::ComponentItem},
};

use crate::{
    Allocation, EngineProfile, SandboxError, TableSet, build_engine,
    case::{bindings, host_split},
    compile,
    limiter::Holdings,
    link::linker,
    meter::Phase,
    state::{CaseState, CaseStateSetup, TableDoors},
};

/// A compiled harness, ready to list cases.
pub struct HarnessAlone {
    engine: Engine,
    pre: bindings::EvaluatorPre<CaseState>,
    limits: Limits,
    tables: Arc<TableDoors>,
}

impl HarnessAlone {
    /// Loads compiled code of a harness for `interface`, with the tables that it
    /// may open.
    pub fn load(
        code: &Path,
        interface: &str,
        limits: &Limits,
        tables: TableSet,
    ) -> Result<Self, SandboxError> {
        let engine = build_engine(EngineProfile::Scored, Allocation::OnDemand)?;
        let component = compile::load(&engine, code)?;
        let mut linker = linker(&engine)?;
        link_trapping(&mut linker, &engine, &component, interface)?;
        let ready = linker
            .instantiate_pre(&component)
            .map_err(|error| fault("linked", &error))?;
        let pre = bindings::EvaluatorPre::new(ready).map_err(|error| fault("linked", &error))?;
        let tables = Arc::new(TableDoors {
            plugin: TableSet::default(),
            harness: tables,
        });
        Ok(Self {
            engine,
            pre,
            limits: limits.clone(),
            tables,
        })
    }

    /// Lists the cases of a split, and says what the harness holds before it
    /// does anything.
    pub fn cases(&self, split: Split) -> Result<(Vec<Case>, Holdings), SandboxError> {
        let state = CaseState::new(CaseStateSetup {
            // The plugin's side of the books is empty: the harness pays.
            limits: &Limits {
                memory_bytes: self.limits.harness_memory_bytes,
                ..self.limits.clone()
            },
            harness_initial: Holdings::default(),
            tables: Arc::clone(&self.tables),
            case_seed: 0,
        });
        let mut store = Store::new(&self.engine, state);
        store.limiter(|state| &mut state.limiter);
        store.set_fuel(self.limits.harness_fuel)?;
        // Nothing moves this engine's epoch; fuel alone stops the harness.
        store.set_epoch_deadline(1);
        let instance = self
            .pre
            .instantiate(&mut store)
            .map_err(|e| fault("instantiated", &e))?;
        let initial = store.data().limiter.plugin_peak();
        store.data_mut().limiter.phase = Phase::Harness;
        let cases = instance
            .pilotbox_challenge_evaluation()
            .call_cases(&mut store, host_split(split))
            .map_err(|e| fault("asked for its cases", &e))?;
        Ok((cases.into_iter().map(model_case).collect(), initial))
    }
}

fn fault(when: &str, error: &wasmtime::Error) -> SandboxError {
    SandboxError::Harness(format!(
        "failed when it was {when}: {:#}",
        error.root_cause()
    ))
}

fn link_trapping(
    linker: &mut Linker<CaseState>,
    engine: &Engine,
    component: &Component,
    interface: &str,
) -> Result<(), SandboxError> {
    let ty = component.component_type();
    let Some(ComponentItem::ComponentInstance(instance)) =
        ty.get_import(engine, interface).map(|i| i.ty)
    else {
        return Err(SandboxError::Harness(format!(
            "does not import `{interface}`"
        )));
    };
    let mut trapping = linker.instance(interface)?;
    for (name, export) in instance.exports(engine) {
        if let ComponentItem::ComponentFunc(_) = export.ty {
            trapping.func_new(name, |_, _, _, _| {
                Err(wasmtime::Error::msg(
                    "the harness calls the plugin while it lists its cases",
                ))
            })?;
        }
    }
    Ok(())
}

fn model_case(case: bindings::exports::pilotbox::challenge::evaluation::Case) -> Case {
    Case {
        id: case.id,
        stratum: case.stratum,
        block: case.block,
        weight: case.weight,
        twin_of: case.twin_of,
    }
}
