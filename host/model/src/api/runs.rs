//! Runs, cases, receipts, the queue.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where a run is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum RunState {
    /// It is here, nobody has looked at it.
    Received,
    /// The component fits and is compiled.
    Checked,
    /// It waits for its turn.
    Queued,
    /// Cases run.
    Running,
    /// At least one case was scored.
    Scored,
    /// No case was scored, by the plugin's fault.
    PluginFailed,
    /// The challenge or the host is at fault; free of charge.
    ChallengeFailed,
    /// The component does not fit.
    Rejected,
    /// The startup took it back.
    Withdrawn,
}

impl RunState {
    /// Every state.
    pub const ALL: [Self; 9] = [
        Self::Received,
        Self::Checked,
        Self::Queued,
        Self::Running,
        Self::Scored,
        Self::PluginFailed,
        Self::ChallengeFailed,
        Self::Rejected,
        Self::Withdrawn,
    ];

    /// The name in the database and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Checked => "checked",
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Scored => "scored",
            Self::PluginFailed => "plugin-failed",
            Self::ChallengeFailed => "challenge-failed",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }

    /// Whether nothing follows.
    pub fn is_final(self) -> bool {
        self >= Self::Scored
    }
}

impl fmt::Display for RunState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A run, as far as the reader may see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RunView {
    /// Its id.
    pub id: String,
    /// Its submission.
    pub submission: String,
    /// The challenge.
    pub challenge: String,
    /// The challenge's version.
    pub version: String,
    /// The split.
    pub split: String,
    /// Where it is.
    pub state: RunState,
    /// Share of its cases that are done, from 0 to 1; in steps of 0.05 on hidden
    /// splits.
    pub progress: f64,
    /// How many cases there are; absent on hidden splits.
    pub cases: Option<u64>,
    /// Runs that are before it in the queue.
    pub place_in_queue: Option<u64>,
    /// When it should start, judged by the runs before it.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub expected_start: Option<Timestamp>,
    /// The plugin's fault, such as `out-of-fuel`.
    pub fault: Option<String>,
    /// Why it was rejected or what failed, with a hint.
    pub reason: Option<String>,
    /// The score, as far as the reader may see it.
    pub score: Option<ScoreView>,
    /// Whether there is a receipt for the reader.
    pub has_receipt: bool,
    /// When it came.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When its first case started; absent on hidden splits, where it would time
    /// their cases.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub started_at: Option<Timestamp>,
    /// When it ended; absent on hidden splits.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub finished_at: Option<Timestamp>,
}

/// A score, as far as the reader may see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ScoreView {
    /// From 0 to 100; to 0.1 on hidden splits, to the last digit on `sample`.
    pub total: f64,
    /// Lower end of the 95 % interval; absent on hidden splits.
    pub low: Option<f64>,
    /// Upper end; absent on hidden splits.
    pub high: Option<f64>,
    /// Quality of each stratum from 0 to 1; to 0.01 on hidden splits.
    pub strata: Vec<StratumView>,
    /// 95th percentile of fuel; to two digits on hidden splits.
    pub fuel_p95: u64,
    /// Gates that were broken; on hidden splits none is named before results are
    /// published, since a single case breaks one.
    pub broken_gates: Vec<String>,
    /// The whole score as receipts record it; on `sample`, and once results are
    /// published.
    #[schema(value_type = Option<Object>)]
    pub full: Option<crate::Score>,
}

/// A stratum's part of a score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StratumView {
    /// Its name.
    pub name: String,
    /// Normalised quality from 0 to 1.
    pub quality: f64,
}

/// A case of a run: only on `sample`, and once results are published.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CaseView {
    /// The case's id.
    pub id: String,
    /// Its stratum.
    pub stratum: String,
    /// How it ended: `scored` or a fault's code.
    pub verdict: String,
    /// What it measured, its log and series included.
    #[schema(value_type = Object)]
    pub result: crate::CaseResult,
}

/// A line of a plugin's log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LogView {
    /// The case.
    pub case: String,
    /// `debug`, `info`, `warn` or `error`.
    pub level: String,
    /// The text, control characters replaced.
    pub message: String,
}

/// A change of a run, as an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RunEvent {
    /// The run as it is now.
    pub run: RunView,
    /// Whether it is the last event.
    pub is_last: bool,
}

/// The queue.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QueueView {
    /// Runs that wait.
    pub waiting: u64,
    /// Runs under way.
    pub running: u64,
    /// Seconds that a run took of late, the median; absent when none ran yet.
    pub median_seconds: Option<u64>,
}

/// A receipt in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReceiptView {
    /// The run.
    pub run: String,
    /// The challenge.
    pub challenge: String,
    /// The split.
    pub split: String,
    /// Digest of the envelope.
    pub digest: String,
    /// Name of the key that signed it.
    pub key: String,
    /// The salt over its cases; absent until results are published.
    pub salt: Option<String>,
    /// When it was signed.
    #[schema(value_type = String, format = DateTime)]
    pub issued_at: Timestamp,
}

/// One link of the chain of receipts, decisions and audit events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChainLink {
    /// Its number, from 1 without gaps.
    pub seq: u64,
    /// When it was added.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// What happened, such as `receipt-issued`.
    pub kind: String,
    /// Who did it: a salted digest, or `system`.
    pub actor: String,
    /// What it is about: an id or a digest.
    pub subject: String,
    /// Particulars as JSON text, persons only as salted digests.
    pub body: String,
    /// Digest of the link before; `sha256:` and 64 zeros for the first.
    pub previous: String,
    /// SHA-256 over all of the above as text, each preceded by its length in bytes
    /// (64 bits, little-endian).
    pub digest: String,
}

/// Where the chain stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChainHeadView {
    /// The last link's number; 0 before the first.
    pub seq: u64,
    /// Its digest; 64 zeros before the first.
    pub digest: String,
}

/// A key that signs or has signed receipts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KeyView {
    /// Its name in receipts' lists.
    pub name: String,
    /// The public key in base64.
    pub public_key: String,
    /// From when on its signatures count.
    #[schema(value_type = String, format = DateTime)]
    pub not_before: Timestamp,
    /// Until when.
    #[schema(value_type = String, format = DateTime)]
    pub not_after: Timestamp,
}
