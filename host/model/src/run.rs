//! A run: one plugin evaluated on one split of one challenge version.

use serde::{Deserialize, Serialize};

use crate::{Case, CaseResult, Digest, EngineInfo, Limits, Profile, RunVerdict, Score, Split};

/// What decides a run's result, with the seed and the engine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunDigests {
    /// The plugin's component.
    pub plugin: Digest,
    /// The harness's component.
    pub harness: Digest,
    /// Every table that the split, the plugin and the harness can read.
    pub data: Digest,
    /// The manifest.
    pub manifest: Digest,
}

/// All that came of a run. Two runs with equal digests, seed and engine are
/// equal to the bit, on any machine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunResult {
    /// The challenge's id.
    pub challenge: String,
    /// The challenge's version.
    pub challenge_version: String,
    /// The split.
    pub split: Split,
    /// The seed of bootstrap draws and of compat's clock and randomness.
    pub seed: u64,
    /// How it ended.
    pub verdict: RunVerdict,
    /// The score; absent unless the verdict is `scored`.
    pub score: Option<Score>,
    /// The plugin's profile.
    pub profile: Profile,
    /// What was run.
    pub digests: RunDigests,
    /// What it was run with.
    pub engine: EngineInfo,
    /// The bounds of each case.
    pub limits: Limits,
    /// The cases, in the harness's order.
    pub cases: Vec<Case>,
    /// Their results, in the same order.
    pub results: Vec<CaseResult>,
}
