//! Plugins that answer citizens: made ready from the bytes that were scored, and kept
//! warm in runners of their own.

use std::{path::PathBuf, sync::Arc, time::Duration};

use pilotbox_model::{Digest, Limits, Split};
use pilotbox_sandbox::{
    Compiled, EngineProfile, PilotReport, PilotSetup, inspect, plug_pilot, serves_pilots,
};

use crate::{
    Artifacts, EvaluateError, Evaluator,
    protocol::{Reply, Request},
    runner::Runner,
    schedule::unexpected,
    trial::refused,
    worker::Worker,
};

mod line;
mod pool;
mod waste;

pub use pool::{PilotBounds, PilotHealth, PilotPool, PilotRefusal};
pub(crate) use waste::WASTE_PERCENT;

/// How long a runner may be silent beyond what a request may take.
const SLACK: Duration = Duration::from_secs(5);

/// A plugin that was joined to its challenge's harness for citizens.
#[derive(Clone, Debug)]
pub struct Deployment {
    /// Digest of the plugin: that of the run that was scored.
    pub plugin: Digest,
    setup: PilotSetup,
    /// Keeps the code where it is for as long as it is deployed.
    _compiled: Arc<Compiled>,
}

impl Deployment {
    /// The same with another bound on a request's time.
    #[must_use]
    pub fn with_wall_clock(mut self, wall_clock_ms: u64) -> Self {
        self.setup.limits.wall_clock_ms = wall_clock_ms;
        self
    }

    /// The same with the tables of another data folder, whose folder `pilot` alone is read.
    #[must_use]
    pub fn with_data(mut self, data: PathBuf) -> Self {
        self.setup.data = data;
        self
    }

    /// The bounds of a request.
    pub fn limits(&self) -> &Limits {
        &self.setup.limits
    }

    /// Starts a runner that has loaded this pilot. It ends with the thread that calls.
    fn start(&self, worker: &Worker) -> Result<Runner, EvaluateError> {
        let mut runner = Runner::start(worker, &self.readable(), &self.setup.limits)?;
        match runner.ask(&Request::LoadPilot(self.setup.clone()))? {
            Reply::Loaded => {}
            other => return Err(unexpected(&other)),
        }
        let request = Duration::from_millis(self.setup.limits.wall_clock_ms);
        runner.be_patient_for(SLACK.saturating_add(request));
        Ok(runner)
    }

    /// Its code and the pilot's tables; no split, and nothing that is granted in one.
    fn readable(&self) -> Vec<PathBuf> {
        vec![self.setup.code.clone(), self.setup.data.join("pilot")]
    }
}

impl Evaluator {
    /// Makes a plugin ready to answer citizens. A challenge whose harness serves no
    /// pilots is at fault.
    pub fn deploy(
        &self,
        plugin: &[u8],
        artifacts: &Artifacts<'_>,
    ) -> Result<Deployment, EvaluateError> {
        if !serves_pilots(artifacts.harness) {
            let reason =
                "the harness serves no pilots; hint: it exports `pilot` of `pilotbox:challenge`";
            return Err(EvaluateError::Challenge(reason.to_owned()));
        }
        let manifest = artifacts.package.manifest();
        let interface = manifest.interface.as_str();
        let challenge = Some((artifacts.harness, interface));
        let inspection = inspect(plugin, artifacts.limits, challenge)?;
        let compiled = plug_pilot(artifacts.harness, plugin, interface)
            .and_then(|pair| self.cache.compile(&pair, EngineProfile::Live))
            .map_err(refused)?;
        let setup = PilotSetup {
            code: compiled.path.clone(),
            profile: inspection.profile,
            limits: artifacts.limits.clone(),
            data: artifacts.data.to_path_buf(),
            grants: manifest.grants.tables.clone(),
            params: manifest.harness_params(),
            // The harness is the one that listed its cases; it holds as much here.
            harness_initial: self.list(artifacts, Split::Sample)?.harness_initial,
        };
        Ok(Deployment {
            plugin: inspection.digest,
            setup,
            _compiled: Arc::new(compiled),
        })
    }
}

/// Asks a pilot for its form, in a runner that ends with the answer.
pub fn describe_once(
    worker: &Worker,
    deployment: &Deployment,
) -> Result<PilotReport, EvaluateError> {
    ask(&mut deployment.start(worker)?, &Request::Describe)
}

/// Lets a pilot answer one form, in a runner that ends with the answer.
pub fn ask_once(
    worker: &Worker,
    deployment: &Deployment,
    input: String,
) -> Result<PilotReport, EvaluateError> {
    ask(&mut deployment.start(worker)?, &Request::Answer(input))
}

fn ask(runner: &mut Runner, request: &Request) -> Result<PilotReport, EvaluateError> {
    match runner.ask(request)? {
        Reply::Piloted(report) => Ok(report),
        other => Err(unexpected(&other)),
    }
}
