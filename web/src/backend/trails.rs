//! The public account: trails and years.

use pilotbox_model::api::{
    Page,
    trails::{ChallengeTrail, PilotTrail},
    years::{YearListed, YearView},
};

use super::{Api, part};
use crate::failure::Failure;

/// Where the account of a challenge is fetched.
pub(crate) fn challenge_trail_path(id: &str) -> String {
    format!("/challenges/{}/trail", part(id))
}

/// Where the account of a pilot is fetched.
pub(crate) fn pilot_trail_path(id: &str) -> String {
    format!("/pilots/{}/trail", part(id))
}

/// Where the account of a year is fetched.
pub(crate) fn year_path(year: &str) -> String {
    format!("/years/{}", part(year))
}

impl Api {
    /// What came of a challenge.
    pub async fn challenge_trail(&self, id: &str) -> Result<ChallengeTrail, Failure> {
        self.get(&challenge_trail_path(id)).await
    }

    /// What came of a pilot.
    pub async fn pilot_trail(&self, id: &str) -> Result<PilotTrail, Failure> {
        self.get(&pilot_trail_path(id)).await
    }

    /// Years, the newest first. There are never more than one page of them.
    pub async fn years(&self) -> Result<Page<YearListed>, Failure> {
        self.get("/years").await
    }

    /// What a year counts.
    pub async fn year(&self, year: &str) -> Result<YearView, Failure> {
        self.get(&year_path(year)).await
    }
}
