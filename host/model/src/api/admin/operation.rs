//! How the installation works: its workers, its queue, its disk, its mails.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The queue and who works on it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WorkView {
    /// How many runs are in each state.
    pub runs: Vec<StateCount>,
    /// Workers of all machines, those that were seen last first; at most 200.
    pub workers: Vec<WorkerView>,
    /// Runs that a worker holds.
    pub taken: u64,
    /// Runs whose worker has been silent for too long, or that were taken again and
    /// again without getting on.
    pub stuck: u64,
}

/// How many runs are in a state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StateCount {
    /// The state.
    pub state: String,
    /// Runs in it.
    pub runs: u64,
}

/// A worker that takes jobs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WorkerView {
    /// Its name; it begins with its machine's.
    pub name: String,
    /// `pilotbox-evaluate` or `pilotbox-finish`.
    pub queue: String,
    /// When it last said that it lives.
    #[schema(value_type = String, format = DateTime)]
    pub seen_at: Timestamp,
    /// Whether that is recent enough for it to be taken for alive.
    pub is_alive: bool,
}

/// A run that has not ended. How far it has come is not told: of a hidden split that
/// would time its cases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StuckView {
    /// The run.
    pub id: String,
    /// Its submission.
    pub submission: String,
    /// Its challenge.
    pub challenge: String,
    /// Its split.
    pub split: String,
    /// Its state.
    pub state: String,
    /// How often it was taken since it last got on.
    pub takes: u64,
    /// How often that was said to have failed.
    pub attempts: u64,
    /// Whether a worker holds it.
    pub is_taken: bool,
    /// Whether its worker has been silent for too long, or it was taken again and again
    /// without getting on.
    pub is_stuck: bool,
    /// When it came.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When whoever holds it, or held it last, said that it lives; absent before anybody
    /// took it.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub seen_at: Option<Timestamp>,
}

/// What is kept, and how much room is left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StorageView {
    /// Blobs by what names them. A blob that two kinds name counts for the first. Where
    /// there are too many to tell apart they are counted together, as `all`.
    pub blobs: Vec<StoredView>,
    /// Bytes of the database.
    pub database_bytes: u64,
    /// The disk under the data folder; absent where the system does not tell.
    pub disk: Option<DiskView>,
    /// When this was counted: at most a minute ago.
    #[schema(value_type = String, format = DateTime)]
    pub counted_at: Timestamp,
}

/// Blobs of a kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StoredView {
    /// `pack`, `final-data`, `plugin`, `document`, `receipt`, `unnamed` for what nothing
    /// names yet or any more, or `all` where these are not told apart.
    pub kind: String,
    /// How many.
    pub count: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// Room on a disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DiskView {
    /// Bytes that are free.
    pub free_bytes: u64,
    /// Bytes that have to stay free: below that nothing more is taken.
    pub least_bytes: u64,
}

/// Where a mail is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum MailState {
    /// It is being sent, or is tried again later.
    Waiting,
    /// The server has taken it, or it lies in the folder.
    Sent,
    /// It was given up.
    Failed,
}

/// A mail without its content, its address and its links, which are secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MailView {
    /// Its id.
    pub id: String,
    /// What it was for: `confirm`, `registered`, `reset`, `invitation`, `lockout`,
    /// `verdict`, `assignment`, `reminder`, `decision` or `problem`.
    pub purpose: String,
    /// What follows the `@` of its address.
    pub domain: String,
    /// Where it is.
    pub state: MailState,
    /// How often it was tried.
    pub attempts: u64,
    /// What was wrong with the last try: `unreachable`, `refused`, `unfit`, `folder`,
    /// `settings`, or `interrupted` where the server stopped meanwhile.
    pub fault: Option<String>,
    /// When it was first tried.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it went or was given up.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended_at: Option<Timestamp>,
}
