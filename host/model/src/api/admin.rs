//! What admins see of an installation and change in it.

mod operation;
mod site;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::challenges::Quota;

pub use operation::{
    DiskView, MailState, MailView, StateCount, StorageView, StoredView, StuckView, WorkView,
    WorkerView,
};
pub use site::{SiteView, SwitchesAsk};

/// An organisation, in numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OrganisationSummary {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Accounts that belong to it.
    pub members: u64,
    /// Submissions that it made, those that were taken back included.
    pub submissions: u64,
    /// Bytes of its programs and documents.
    pub bytes: u64,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

/// Another name for an organisation.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NameAsk {
    /// One line.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
}

/// What an organisation has used of a challenge's quota, and what it may use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QuotaView {
    /// The challenge.
    pub challenge: String,
    /// The organisation.
    pub organisation: String,
    /// Its name.
    pub name: String,
    /// The phase that is on; absent between phases.
    pub phase: Option<String>,
    /// What the phase allows everybody; absent between phases.
    pub of_phase: Option<Quota>,
    /// What this organisation is allowed instead, if somebody has said so.
    pub own: Option<Quota>,
    /// Submissions since midnight in Sofia.
    pub used_today: u64,
    /// Submissions in the phase that is on.
    pub used_in_phase: u64,
    /// Submissions that wait or run.
    pub under_way: u64,
    /// Why it is allowed something else.
    pub reason: Option<String>,
    /// When that was said.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub changed_at: Option<Timestamp>,
}

/// Allows one organisation more or less than the phases of a challenge do.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuotaAsk {
    /// The challenge.
    #[schema(max_length = 128)]
    pub challenge: String,
    /// An organisation that is enrolled in it.
    #[schema(max_length = 128)]
    pub organisation: String,
    /// What it is allowed from now on, in every phase; absent for what the phases say.
    pub quota: Option<Quota>,
    /// Why. Admins read it; the record keeps its digest.
    #[schema(min_length = 1, max_length = 2_000)]
    pub reason: String,
}
