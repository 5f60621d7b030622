//! What is switched on and off for the whole site.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::challenges::Bilingual;

/// What is switched on, and what the site says above every page. Everybody may read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SiteView {
    /// Whether people may open accounts without an invitation.
    pub is_registration_open: bool,
    /// Whether open challenges take submissions.
    pub takes_submissions: bool,
    /// What stands above every page of the portal; absent if nothing does.
    pub message: Option<Bilingual>,
    /// When this was last changed; absent if it never was.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub changed_at: Option<Timestamp>,
    /// Counts the changes: a change names the one that it was made on top of.
    pub revision: u64,
}

impl Default for SiteView {
    /// As an installation begins: all is on.
    fn default() -> Self {
        Self {
            is_registration_open: true,
            takes_submissions: true,
            message: None,
            changed_at: None,
            revision: 0,
        }
    }
}

/// Sets every switch.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SwitchesAsk {
    /// Whether people may open accounts without an invitation. Where the configuration
    /// closes registration, it stays closed.
    pub is_registration_open: bool,
    /// Whether open challenges take submissions.
    pub takes_submissions: bool,
    /// What shall stand above every page, in both languages; absent for nothing.
    pub message: Option<Bilingual>,
    /// `revision` of what was read; a change in between is not overwritten. Absent to
    /// change whatever there is.
    #[schema(minimum = 0)]
    pub revision: Option<u64>,
}
