//! What is kept: the only SQL, its migrations, and content-addressed blobs.
//!
//! One set of queries serves SQLite and PostgreSQL through sqlx's `Any` driver:
//! placeholders are `$1`, types are text, bigint and double precision, and sums
//! are cast back to bigint. Each file below owns a family of tables.
//!
//! Nothing here decides who may see what; that is the server's.

pub mod accounts;
mod blobs;
pub mod chain;
pub mod challenges;
mod connect;
pub mod data;
mod error;
mod figures;
mod id;
mod idempotency;
mod keys;
mod mails;
mod pilots;
mod probe;
mod problems;
mod queue;
mod reruns;
mod results;
mod runs;
mod site;
mod submissions;
mod telling;
mod time;
mod trail;
mod uploads;
mod years;

pub use blobs::{BlobError, Blobs, S3};
pub use connect::{Store, Topic, Tx};
pub use error::StoreError;
pub use figures::{OrganisationFigures, RunUnderWay, Stuck, UnderWay};
pub use id::new_id;
pub use idempotency::{Begun, KeptAnswer, NewKey, Remembered};
pub use keys::KeyRow;
pub use mails::{MailEnd, MailRow, MailTry};
pub use pilots::{
    FeedbackRow, IndicatorRow, MeasurementRow, MilestoneRow, NewExit, NewFeedback, NewIndicator,
    NewMeasurement, NewMilestone, NewPilot, NewPilotData, Opening, PilotDataRow, PilotLife,
    PilotRow, Said,
};
pub use probe::count_tables;
pub use problems::{
    Merged, NewProblem, ProblemAnswer, ProblemFilter, ProblemLink, ProblemMerge, ProblemOrder,
    ProblemRow, ProblemScope, ProblemStepRow, Proposed, UntoldProblem,
};
pub use queue::{Build, CheckedRun, Claim, DatabaseClock, Mended, Restart, Steps, Taken};
pub use reruns::{RejudgedRun, insert_final_runs, insert_rejudge_runs, settle_rejudge};
pub use results::{Ended, NewCaseResult, NewReceipt, Recipient};
pub use runs::{
    CaseRow, NewRun, QueueCounts, ReceiptFilter, ReceiptRow, RunFilter, RunRow, WaitingRun,
    insert_run,
};
pub use site::{NewSwitches, Switches};
pub use submissions::{
    BlindKey, BlindRow, FINALISTS, NewSubmission, Refusal, SubmissionFilter, SubmissionRow,
    SubmitError, Submitted,
};
pub use time::{from_millis, to_millis};
pub use trail::{
    ToldLink, ToldPilot, ToldRejudge, ToldResult, ToldVersion, TrailCounts, TrailDecision,
    TrailProblem, TrailedChallenge, TrailedPilot,
};
pub use uploads::UploadRow;
pub use years::{Stretch, YearIndicator, YearMove, YearOrganisations, YearPilot, YearTheme};
