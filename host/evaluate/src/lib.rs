//! One plugin on one split: runners, retries, blame, scores, receipts, verify.
//!
//! Guests run in child processes only ([`serve_runner`]); this crate's parent
//! side never instantiates one. Knows no HTTP and no database.

mod blame;
mod error;
mod protocol;
mod receipt;
mod run;
mod runner;
mod schedule;
mod trial;

pub use error::EvaluateError;
pub use receipt::{
    Envelope, KeyError, Level, Receipt, ReceiptError, Replay, SigningKey, TrustedKey, TrustedKeys,
    Verified, VerifyError, verify,
};
pub use run::{Artifacts, Evaluator, PluginRun, Progress, RunOptions};
pub use runner::{RunnerCommand, serve_runner};
pub use schedule::run_all as run_cases;
pub use trial::{Plugged, check_fuel_margin};
