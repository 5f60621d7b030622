//! A host in this very process, as a server would hold one: the same evaluator
//! for every run, whoever's plugin it is.

use std::{collections::BTreeMap, fs, path::Path};

use pilotbox_challenge::Package;
use pilotbox_evaluate::{
    Artifacts, CompileLimits, EvaluateError, Evaluator, PluginRun, RunOptions, Worker,
};
use pilotbox_model::{Limits, Split};

use crate::{component, folder, program, shared_cache};

/// An evaluator and the challenges that were asked for.
pub struct Host {
    evaluator: Evaluator,
    challenges: BTreeMap<String, Challenge>,
}

struct Challenge {
    package: Package,
    limits: Limits,
    harness: Vec<u8>,
    baseline: Vec<u8>,
    data: std::path::PathBuf,
}

impl Host {
    /// A host that knows these challenges, by folder.
    pub fn new<'a>(challenges: impl IntoIterator<Item = &'a str>) -> Self {
        Self::with_limits(challenges, CompileLimits::DEFAULT, &shared_cache())
    }

    /// A host that compiles under these limits into this cache.
    pub fn with_limits<'a>(
        challenges: impl IntoIterator<Item = &'a str>,
        limits: CompileLimits,
        cache: &Path,
    ) -> Self {
        let challenge = |path: &str| (path.to_owned(), Challenge::open(&folder(path)));
        Self {
            evaluator: Evaluator::new(Worker::new(program()), cache, limits),
            challenges: challenges.into_iter().map(challenge).collect(),
        }
    }

    /// Runs a plugin on the cases of a split, in one runner.
    pub fn run(
        &self,
        challenge: &str,
        split: &str,
        plugin: &[u8],
    ) -> Result<PluginRun, EvaluateError> {
        let known = self.challenges.get(challenge);
        let challenge = known.unwrap_or_else(|| panic!("`{challenge}` was not opened"));
        let split: Split = split.parse().expect("the split has a name");
        let options = RunOptions {
            split,
            seed: 1,
            jobs: 1,
        };
        self.evaluator
            .run(plugin, &challenge.artifacts(), options, &())
    }
}

impl Challenge {
    fn open(folder: &Path) -> Self {
        let package = Package::open(folder).expect("the challenge can be opened");
        let id = package.manifest().id.clone();
        let read = |name: &str| {
            fs::read(component(&format!("{id}-{name}"))).expect("the component can be read")
        };
        Self {
            limits: Limits::from(&package.manifest().limits),
            harness: read("harness"),
            baseline: read("baseline"),
            data: folder.join("data"),
            package,
        }
    }

    fn artifacts(&self) -> Artifacts<'_> {
        Artifacts {
            package: &self.package,
            limits: &self.limits,
            harness: &self.harness,
            baseline: &self.baseline,
            data: &self.data,
        }
    }
}
