//! What admins see of the installation, and its switches.

use axum::http::Method;
use pilotbox_model::api::{
    Page,
    admin::{
        MailView, NameAsk, OrganisationSummary, QuotaAsk, QuotaView, SiteView, StorageView,
        StuckView, SwitchesAsk, WorkView,
    },
};

use super::{Api, challenges::limited, part};
use crate::failure::Failure;

/// Rows of one look, the most that the API gives.
const LOOK_ROWS: u32 = 200;

impl Api {
    /// A page of organisations with what they use.
    pub async fn organisation_summaries(
        &self,
        cursor: Option<&str>,
        rows: u32,
    ) -> Result<Page<OrganisationSummary>, Failure> {
        self.get(&limited("/admin/organisations", cursor, rows))
            .await
    }

    /// Gives an organisation another name.
    pub async fn rename_organisation(&self, id: &str, name: String) -> Result<(), Failure> {
        let path = format!("/organisations/{}/name", part(id));
        self.tell(Method::PUT, &path, &NameAsk { name }).await
    }

    /// A page of what organisations use of their quotas; of one challenge, if it is named.
    pub async fn quotas(
        &self,
        challenge: Option<&str>,
        cursor: Option<&str>,
        rows: u32,
    ) -> Result<Page<QuotaView>, Failure> {
        let of = challenge.map(|id| format!("&challenge={}", part(id)));
        let path = limited("/admin/quotas", cursor, rows);
        self.get(&format!("{path}{}", of.unwrap_or_default())).await
    }

    /// What one organisation uses in a challenge. The API gives quotas as a list only:
    /// it is among the few that follow on its id without the last character.
    pub async fn quota(&self, challenge: &str, organisation: &str) -> Result<QuotaView, Failure> {
        let end = organisation.char_indices().next_back();
        let before = end.and_then(|(at, _)| organisation.get(..at));
        let cursor = format!("{challenge}.{}", before.unwrap_or_default());
        let found = self
            .quotas(Some(challenge), Some(&cursor), LOOK_ROWS)
            .await?;
        let mut items = found.items.into_iter();
        let found = items.find(|quota| quota.organisation == organisation);
        found.ok_or_else(Failure::missing)
    }

    /// Allows an organisation more or less than the phases do.
    pub async fn change_quota(&self, ask: &QuotaAsk) -> Result<(), Failure> {
        self.tell(Method::PUT, "/admin/quotas", ask).await
    }

    /// The workers, and how the queue stands.
    pub async fn work(&self) -> Result<WorkView, Failure> {
        self.get("/admin/work").await
    }

    /// A page of the runs that have not ended; of those that are stuck, if so asked.
    pub async fn unended_runs(
        &self,
        is_stuck_only: bool,
        cursor: Option<&str>,
        rows: u32,
    ) -> Result<Page<StuckView>, Failure> {
        let path = limited("/admin/work/runs", cursor, rows);
        let stuck = if is_stuck_only { "&stuck=true" } else { "" };
        self.get(&format!("{path}{stuck}")).await
    }

    /// What is kept, and how much room is left.
    pub async fn storage(&self) -> Result<StorageView, Failure> {
        self.get("/admin/storage").await
    }

    /// A page of mails, without what they say.
    pub async fn mails(&self, cursor: Option<&str>, rows: u32) -> Result<Page<MailView>, Failure> {
        self.get(&limited("/admin/mails", cursor, rows)).await
    }

    /// The switches of the whole site.
    pub async fn switches(&self) -> Result<SiteView, Failure> {
        self.get("/site").await
    }

    /// Sets every switch.
    pub async fn set_switches(&self, ask: &SwitchesAsk) -> Result<SiteView, Failure> {
        self.send(Method::PUT, "/admin/switches", ask).await
    }
}
