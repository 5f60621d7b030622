//! A plugin made ready: inspected, plugged, compiled. Data flows one way.

use pilotbox_challenge::Package;
use pilotbox_model::Split;
use pilotbox_sandbox::{
    CompileCache, Compiled, EngineProfile, Holdings, Inspection, Rejection, SandboxError,
    SandboxSetup, inspect, plug,
};

use crate::{Artifacts, EvaluateError, Identity, Prepared};

/// An inspected plugin, plugged into the challenge's harness and compiled.
#[derive(Clone, Debug)]
pub struct Plugged {
    /// What the plugin is.
    pub inspection: Inspection,
    /// Code of the pair.
    pub compiled: Compiled,
}

impl Plugged {
    /// Takes a plugin from bytes to code. Refuses it with a reason that its
    /// author can act on.
    pub fn prepare(
        plugin: &[u8],
        artifacts: &Artifacts<'_>,
        cache: &CompileCache,
    ) -> Result<Self, EvaluateError> {
        let manifest = artifacts.package.manifest();
        let challenge = Some((artifacts.harness, manifest.interface.as_str()));
        let inspection = inspect(plugin, artifacts.limits, challenge)?;
        let compiled = plug(artifacts.harness, plugin, &manifest.interface)
            .and_then(|pair| cache.compile(&pair, EngineProfile::Scored))
            .map_err(refused)?;
        Ok(Self {
            inspection,
            compiled,
        })
    }

    /// What a runner needs to run this pair on a split.
    pub(crate) fn setup(
        &self,
        artifacts: &Artifacts<'_>,
        split: Split,
        seed: u64,
        harness_initial: Holdings,
    ) -> SandboxSetup {
        SandboxSetup {
            code: self.compiled.path.clone(),
            profile: self.inspection.profile,
            limits: artifacts.limits.clone(),
            data: artifacts.data.to_path_buf(),
            split,
            grants: artifacts.package.manifest().grants.tables.clone(),
            params: artifacts.package.manifest().harness_params(),
            seed,
            harness_initial,
        }
    }

    /// What whoever asked for it needs to know.
    pub(crate) fn prepared(&self) -> Prepared {
        Prepared {
            plugin: Identity {
                profile: self.inspection.profile,
                digest: self.inspection.digest,
            },
            was_cached: self.compiled.was_cached,
            was_corrupt: self.compiled.was_corrupt,
        }
    }
}

/// What is the plugin's own fault is a rejection.
pub(crate) fn refused(error: SandboxError) -> EvaluateError {
    match error {
        SandboxError::DoesNotCompile(reason) => Rejection::DoesNotCompile(reason).into(),
        SandboxError::OtherImport(reason) => Rejection::OtherImport(reason).into(),
        other => other.into(),
    }
}

/// Whether burning a whole budget of fuel leaves the clock far enough away that
/// fuel decides, not the clock. `elapsed_ms` is what burning it took.
pub fn check_fuel_margin(package: &Package, elapsed_ms: u64) -> Result<(), String> {
    let deadline_ms = package.manifest().limits.wall_clock_ms;
    if elapsed_ms.saturating_mul(4) < deadline_ms {
        return Ok(());
    }
    Err(format!(
        "burning the whole fuel of a case took {elapsed_ms} ms, over a quarter of `wall_clock_ms` = {deadline_ms}; hint: lower `fuel` or raise `wall_clock_ms`"
    ))
}
