//! One plugin on one split: runners, retries, blame, scores, receipts, verify.
//!
//! Guests run in child processes only ([`serve_runner`]); this crate's parent
//! side never instantiates one. Knows no HTTP and no database.

mod blame;
mod bounds;
mod compiler;
mod confine;
mod decision;
mod digits;
mod error;
mod listing;
mod opened;
mod pilots;
mod profile;
mod protocol;
mod receipt;
mod run;
mod runner;
mod schedule;
pub mod table;
pub mod template;
mod trial;
mod worker;

pub use blame::{NoteParts, note_parts};
pub use bounds::{pilot_bounds, template_bounds, worker_bounds};
pub use compiler::{CompileLimits, serve_compiler};
pub use confine::{Attempt, Confinement, Layer, Probe, Role, probe};
pub use decision::{
    Comment, DECISION_FORMAT, DecisionDocument, DecisionFault, DecisionFileError,
    MAX_DECISION_BYTES, Named, Omitted, SignedDecision, VerifiedDecision, Written, is_decision,
    verify_decision,
};
pub use digits::{grouped, percent};
pub use error::EvaluateError;
pub use opened::{OpenError, Opened};
pub use pilots::{
    Deployment, PilotBounds, PilotHealth, PilotPool, PilotRefusal, ask_once, describe_once,
};
pub use profile::FuelProfile;
pub use receipt::{
    Envelope, KeyError, Level, Receipt, ReceiptError, Replay, SigningKey, TrustedKey, TrustedKeys,
    Verified, VerifyError, verify,
};
pub use run::{
    Artifacts, Chunk, Evaluator, Identity, PluginRun, Prepared, Progress, RunOptions, Tries,
};
pub use runner::serve_runner;
pub use schedule::run_all as run_cases;
pub use trial::{Plugged, check_fuel_margin};
pub use worker::Worker;
