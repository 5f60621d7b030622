//! A run: one plugin on one split, at once or in steps that may be taken by
//! different processes on different machines.

use std::path::{Path, PathBuf};

use pilotbox_challenge::Package;
use pilotbox_model::{Case, CaseResult, Digest, Limits, Profile, RunResult, Split};
use pilotbox_sandbox::CompileCache;
use serde::{Deserialize, Serialize};

use crate::{
    CompileLimits, EvaluateError, Plugged, compiler::CompileChild, listing::Listing, worker::Worker,
};

mod finish;
mod trial;

pub(crate) use trial::MAX_SECOND_TRIES;
use trial::{Pair, Trial};

/// Told how many cases are done.
pub trait Progress: Sync {
    /// `done` of `total` cases are reported.
    fn advance(&self, done: usize, total: usize);
}

/// Nobody watches.
impl Progress for () {
    fn advance(&self, _done: usize, _total: usize) {}
}

/// A challenge with its components built.
#[derive(Clone, Copy)]
pub struct Artifacts<'a> {
    /// The package.
    pub package: &'a Package,
    /// The bounds of a case, the manifest's within the operator's ceiling.
    pub limits: &'a Limits,
    /// The harness's component.
    pub harness: &'a [u8],
    /// The baseline's component, which tells whose fault a stopped harness is.
    pub baseline: &'a [u8],
    /// The data folder.
    pub data: &'a Path,
}

/// How to run.
#[derive(Clone, Copy, Debug)]
pub struct RunOptions {
    /// Which cases.
    pub split: Split,
    /// Seed of bootstrap draws and of compat's clock and randomness.
    pub seed: u64,
    /// How many runners.
    pub jobs: usize,
}

/// Evaluates plugins.
pub struct Evaluator {
    pub(crate) worker: Worker,
    pub(crate) cache: CompileCache,
}

/// A run's result, and what only this machine knows of it.
#[derive(Clone, Debug)]
pub struct PluginRun {
    /// The result; equal to the bit wherever it is computed.
    pub result: RunResult,
    /// Wall time of each case in nanoseconds, in order.
    pub elapsed_ns: Vec<u64>,
    /// Whether the code was in the cache.
    pub was_cached: bool,
    /// Whether a damaged entry of the cache had to be built anew.
    pub was_corrupt: bool,
}

/// What a run's result says of the plugin itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// What it may import.
    pub profile: Profile,
    /// Of its bytes.
    pub digest: Digest,
}

/// A plugin that may be run on a challenge, its code in the cache.
#[derive(Clone, Copy, Debug)]
pub struct Prepared {
    /// Which plugin it is.
    pub plugin: Identity,
    /// Whether the code was in the cache.
    pub was_cached: bool,
    /// Whether a damaged entry of the cache had to be built anew.
    pub was_corrupt: bool,
}

/// How often a run has tried cases again that met the clock. Carried from chunk
/// to chunk, since what a run may spend on it is bounded as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tries {
    /// Cases that were tried again.
    pub tried: u32,
    /// Cases that met the clock for good, whether they were tried again or not.
    pub confirmed: u32,
}

/// What came of some cases of a run.
#[derive(Clone, Debug)]
pub struct Chunk {
    /// Their results, in the order in which they were asked for.
    pub results: Vec<CaseResult>,
    /// Wall time of each in nanoseconds, in the same order.
    pub elapsed_ns: Vec<u64>,
    /// To be handed to the next chunk.
    pub tries: Tries,
}

impl Evaluator {
    /// An evaluator whose runners and compile children are `worker`, and that
    /// keeps compiled code in the folder `cache`.
    pub fn new(worker: Worker, cache: impl Into<PathBuf>, limits: CompileLimits) -> Self {
        let compiler = CompileChild {
            worker: worker.clone(),
            limits,
        };
        Self {
            worker,
            cache: CompileCache::new(cache, compiler),
        }
    }

    /// The same with a cache that keeps at most so many bytes of machine code,
    /// what is in use apart.
    #[must_use]
    pub fn with_cache_budget(self, budget_bytes: u64) -> Self {
        Self {
            cache: self.cache.with_budget(budget_bytes),
            ..self
        }
    }

    /// The program that runs guests and compiles.
    pub fn worker(&self) -> &Worker {
        &self.worker
    }

    /// Where compiled code is kept.
    pub fn cache(&self) -> &CompileCache {
        &self.cache
    }

    /// Runs a plugin on a split.
    pub fn run(
        &self,
        plugin: &[u8],
        artifacts: &Artifacts<'_>,
        options: RunOptions,
        progress: &dyn Progress,
    ) -> Result<PluginRun, EvaluateError> {
        // The harness comes first: what is wrong with it must not look like the
        // plugin's fault.
        let listing = self.list(artifacts, options.split)?;
        let plugged = Plugged::prepare(plugin, artifacts, &self.cache)?;
        let prepared = plugged.prepared();
        let trial = self.trial(artifacts, options, &listing);
        let mut pair = Pair::new(plugin, plugged);
        let chunk = trial.run(&mut pair, &listing.cases, Tries::default(), progress)?;
        let result = self.finish(
            prepared.plugin,
            artifacts,
            options,
            listing.cases,
            chunk.results,
        )?;
        Ok(PluginRun {
            result,
            elapsed_ns: chunk.elapsed_ns,
            was_cached: prepared.was_cached,
            was_corrupt: prepared.was_corrupt,
        })
    }

    /// The first step of a run: inspects a plugin, plugs it into the harness and
    /// compiles the pair into the cache. Refuses it with a reason that its author
    /// can act on; call [`Evaluator::cases`] before, so that what is wrong with
    /// the harness does not look like the plugin's fault.
    pub fn prepare(
        &self,
        plugin: &[u8],
        artifacts: &Artifacts<'_>,
    ) -> Result<Prepared, EvaluateError> {
        Ok(Plugged::prepare(plugin, artifacts, &self.cache)?.prepared())
    }

    /// A middle step of a run: these cases of the split. Chunks that cover the
    /// split in the harness's order, each begun with the tries that the one before
    /// ended with, give what [`Evaluator::run`] gives, to the bit. Refuses cases
    /// that the harness does not list, and another order than its own.
    pub fn run_cases(
        &self,
        plugin: &[u8],
        artifacts: &Artifacts<'_>,
        options: RunOptions,
        ids: &[String],
        tries: Tries,
        progress: &dyn Progress,
    ) -> Result<Chunk, EvaluateError> {
        let listing = self.list(artifacts, options.split)?;
        let cases = chosen(&listing.cases, ids)?;
        let plugged = Plugged::prepare(plugin, artifacts, &self.cache)?;
        let trial = self.trial(artifacts, options, &listing);
        trial.run(&mut Pair::new(plugin, plugged), &cases, tries, progress)
    }

    /// The last step of a run: the result, from those of all cases of the split.
    /// Runs nothing. Takes results in any order, and refuses one that is missing,
    /// there twice, or of no case.
    pub fn finish(
        &self,
        plugin: Identity,
        artifacts: &Artifacts<'_>,
        options: RunOptions,
        cases: Vec<Case>,
        results: Vec<CaseResult>,
    ) -> Result<RunResult, EvaluateError> {
        let results = finish::in_order(&cases, results)?;
        Ok(finish::result(plugin, artifacts, options, cases, results))
    }

    fn trial<'a>(
        &'a self,
        artifacts: &'a Artifacts<'a>,
        options: RunOptions,
        listing: &Listing,
    ) -> Trial<'a> {
        Trial {
            evaluator: self,
            artifacts,
            options,
            harness_initial: listing.harness_initial,
        }
    }
}

/// The cases with these ids, which must come in the order of the list.
fn chosen(listed: &[Case], ids: &[String]) -> Result<Vec<Case>, EvaluateError> {
    let mut rest = listed.iter();
    let find = |id: &String| {
        let next = rest.find(|case| case.id == *id).cloned();
        next.ok_or_else(|| {
            let why = if listed.iter().any(|case| case.id == *id) {
                format!("`{id}` comes twice or out of the harness's order")
            } else {
                format!("the harness lists no case `{id}`")
            };
            EvaluateError::Cases(why)
        })
    };
    ids.iter().map(find).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(id: &str) -> Case {
        Case {
            id: id.to_owned(),
            stratum: "day".to_owned(),
            block: "b".to_owned(),
            weight: 1.0,
            twin_of: None,
        }
    }

    fn choose(ids: &[&str]) -> Result<usize, String> {
        let listed = ["a", "b", "c"].map(case);
        let ids: Vec<_> = ids.iter().map(|id| (*id).to_owned()).collect();
        let chosen = chosen(&listed, &ids).map_err(|error| error.to_string());
        chosen.map(|cases| cases.len())
    }

    #[test]
    fn cases_come_in_the_order_of_the_list_and_once() {
        assert_eq!(choose(&["a", "c"]), Ok(2));
        assert_eq!(choose(&[]), Ok(0));
        let order = "the cases do not fit the split: `a` comes twice or out of the harness's order";
        assert_eq!(choose(&["b", "a"]), Err(order.to_owned()));
        assert_eq!(choose(&["a", "a"]), Err(order.to_owned()));
        let unknown = "the cases do not fit the split: the harness lists no case `d`";
        assert_eq!(choose(&["d"]), Err(unknown.to_owned()));
    }

    #[test]
    fn one_evaluator_serves_many_threads() {
        fn shared<T: Send + Sync + 'static>() {}
        shared::<Evaluator>();
        shared::<Prepared>();
        shared::<Chunk>();
        shared::<EvaluateError>();
    }
}
