//! The cases of a split, as the harness lists them: alone, before any plugin is
//! looked at, so that what is wrong with it never looks like a plugin's fault.

use pilotbox_model::{Case, Split};
use pilotbox_sandbox::{Compiled, EngineProfile, Holdings, SandboxError, inspect_harness};

use crate::{
    Artifacts, EvaluateError, Evaluator,
    protocol::{HarnessSetup, Reply, Request},
    runner::{Runner, readable},
    schedule::{MAX_DEATHS, unexpected},
};

/// The cases of a split, and what the harness holds before it runs.
pub(crate) struct Listing {
    pub(crate) cases: Vec<Case>,
    pub(crate) harness_initial: Holdings,
}

impl Evaluator {
    /// The cases of a split, as the harness lists them.
    pub fn cases(
        &self,
        artifacts: &Artifacts<'_>,
        split: Split,
    ) -> Result<Vec<Case>, EvaluateError> {
        Ok(self.list(artifacts, split)?.cases)
    }

    pub(crate) fn list(
        &self,
        artifacts: &Artifacts<'_>,
        split: Split,
    ) -> Result<Listing, EvaluateError> {
        let interface = &artifacts.package.manifest().interface;
        let limit_bytes = artifacts.limits.component_bytes;
        inspect_harness(artifacts.harness, limit_bytes, interface)
            .map_err(|reason| broken(&reason))?;
        let setup = |compiled: &Compiled| HarnessSetup {
            code: compiled.path.clone(),
            interface: interface.clone(),
            limits: artifacts.limits.clone(),
            data: artifacts.data.to_path_buf(),
            params: artifacts.package.manifest().harness_params(),
            split,
        };
        let compiled = self.compile_harness(artifacts)?;
        match self.ask_for_cases(&setup(&compiled)) {
            // Somebody has removed the code from the cache.
            Err(EvaluateError::Runner(_)) if compiled.is_gone() => {
                let compiled = self.compile_harness(artifacts)?;
                self.ask_for_cases(&setup(&compiled))
            }
            other => other,
        }
    }

    fn compile_harness(&self, artifacts: &Artifacts<'_>) -> Result<Compiled, EvaluateError> {
        match self.cache.compile(artifacts.harness, EngineProfile::Scored) {
            Err(SandboxError::DoesNotCompile(reason)) => {
                Err(broken(&format!("cannot be compiled: {reason}")))
            }
            other => Ok(other?),
        }
    }

    /// A runner that somebody kills is no reason to give up.
    fn ask_for_cases(&self, setup: &HarnessSetup) -> Result<Listing, EvaluateError> {
        let reads = readable(&setup.code, &setup.data, setup.split);
        let ask = || {
            let mut runner = Runner::start(&self.worker, &reads, &setup.limits)?;
            runner.ask(&Request::ListCases(setup.clone()))
        };
        let mut reply = ask();
        for _ in 1..MAX_DEATHS {
            if matches!(reply, Err(EvaluateError::Runner(_))) {
                reply = ask();
            }
        }
        match reply? {
            Reply::Cases(cases, harness_initial) => Ok(Listing {
                cases,
                harness_initial,
            }),
            other => Err(unexpected(&other)),
        }
    }
}

fn broken(reason: &dyn std::fmt::Display) -> EvaluateError {
    EvaluateError::Challenge(format!("the harness {reason}"))
}
