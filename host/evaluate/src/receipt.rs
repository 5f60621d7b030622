//! The signed record of a run, which anybody can replay bit for bit: an in-toto
//! statement (in-toto Attestation Framework, Statement v1) in a DSSE envelope.

use jiff::Timestamp;
use pilotbox_model::{
    CaseResult, CaseVerdict, Digest, EngineInfo, FaultCode, Limits, Profile, RunDigests, RunResult,
    RunVerdict, Score, Split,
};
use serde::{Deserialize, Serialize};

mod dsse;
mod keys;
mod merkle;
mod verify;

pub use dsse::{Envelope, ReceiptError};
pub(crate) use dsse::{MAX_ENVELOPE_BYTES, pre_authentication};
pub use keys::{KeyError, SigningKey, TrustedKey, TrustedKeys};
pub use verify::{Level, Replay, Verified, VerifyError, verify};

const STATEMENT_TYPE: &str = "https://in-toto.io/Statement/v1";
const PREDICATE_TYPE: &str = "urn:pilotbox:run-receipt:0.1";

/// An in-toto statement about a plugin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Statement {
    #[serde(rename = "_type")]
    kind: String,
    subject: [Subject; 1],
    predicate_type: String,
    predicate: Receipt,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Subject {
    name: String,
    digest: Sha256Field,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sha256Field {
    sha256: String,
}

/// What a receipt says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// `local` for a laptop's own, else the installation's name.
    pub issuer: String,
    /// When it was signed.
    pub issued: Timestamp,
    /// The challenge's id.
    pub challenge: String,
    /// The challenge's version.
    pub challenge_version: String,
    /// The split.
    pub split: Split,
    /// The run's seed.
    pub seed: u64,
    /// What was run.
    pub digests: RunDigests,
    /// What it was run with.
    pub engine: EngineInfo,
    /// The plugin's profile.
    pub profile: Profile,
    /// The bounds of each case.
    pub limits: Limits,
    /// How it ended.
    pub verdict: RunVerdict,
    /// The score, if any.
    pub score: Option<Score>,
    /// How many cases there were.
    pub case_count: u64,
    /// Cases that met the wall clock twice: they do not replay.
    pub unreplayable_cases: u64,
    /// Root of a Merkle tree over the salted case results.
    pub cases_root: Digest,
    /// The salt; for hidden splits it is published with the results.
    pub salt: Option<Digest>,
    /// The case results; for hidden splits they are published later.
    pub cases: Option<Vec<CaseResult>>,
}

impl Receipt {
    /// Records a run. `salt` hides the results of hidden cases until it is
    /// published; keep it.
    pub fn new(result: &RunResult, issuer: &str, signed_at: Timestamp, salt: Digest) -> Self {
        let is_open = !result.split.is_hidden();
        Self {
            issuer: issuer.to_owned(),
            issued: signed_at,
            challenge: result.challenge.clone(),
            challenge_version: result.challenge_version.clone(),
            split: result.split,
            seed: result.seed,
            digests: result.digests.clone(),
            engine: result.engine.clone(),
            profile: result.profile,
            limits: result.limits.clone(),
            verdict: result.verdict,
            score: result.score.clone(),
            case_count: result.results.len() as u64,
            unreplayable_cases: unreplayable(&result.results),
            cases_root: merkle::root(&result.results, &salt),
            salt: is_open.then_some(salt),
            cases: is_open.then(|| result.results.clone()),
        }
    }

    /// A salt that nobody can guess.
    pub fn new_salt() -> Result<Digest, KeyError> {
        Ok(Digest::of(&keys::random_bytes()?))
    }
}

fn unreplayable(results: &[CaseResult]) -> u64 {
    let deadline = CaseVerdict::PluginFailed(FaultCode::Deadline);
    results
        .iter()
        .filter(|result| result.verdict == deadline)
        .count() as u64
}
