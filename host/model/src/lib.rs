//! The words of Pilotbox as types. No I/O, no other member of the workspace.

pub mod api;
mod bound;
mod case;
pub mod chain;
mod digest;
mod engine;
mod limits;
pub mod report;
mod run;
mod score;
mod split;
mod text;
mod verdict;

pub use bound::Bound;
pub use case::{Case, CaseResult, LogLevel, LogLine, Metric, Series};
pub use digest::{Digest, DigestError};
pub use engine::{EngineInfo, Profile};
pub use limits::{Limits, MEBIBYTE};
pub use run::{RunDigests, RunResult};
pub use score::{Interval, MetricScore, Score, ScoreParts, StratumScore};
pub use split::{Split, SplitError};
pub use text::{printable, printable_lines};
pub use verdict::{CaseVerdict, FaultCode, RunVerdict};
