//! Who judges what: for staff all of a challenge, for evaluators their own.

use axum::http::Method;
use pilotbox_model::api::{
    Page,
    assignments::{
        AssignedView, AssignmentAsk, AssignmentCounts, AssignmentView, DoneAsk, JuryView,
        OwnAssignmentDetail, OwnAssignmentView,
    },
};

use super::{Api, challenges::limited, part};
use crate::failure::Failure;

/// The most that the API gives at once.
pub(crate) const MOST_WORK: u32 = 200;

impl Api {
    /// Who can judge a challenge, and what there is to judge.
    pub async fn jury(&self, challenge: &str) -> Result<JuryView, Failure> {
        self.get(&format!("/challenges/{}/jury", part(challenge)))
            .await
    }

    /// Who judges what in a challenge.
    pub async fn assignments(
        &self,
        challenge: &str,
        cursor: Option<&str>,
        rows: u32,
    ) -> Result<Page<AssignmentView>, Failure> {
        let path = format!("/challenges/{}/assignments", part(challenge));
        self.get(&limited(&path, cursor, rows)).await
    }

    /// Gives work to evaluators.
    pub async fn assign(
        &self,
        challenge: &str,
        ask: &AssignmentAsk,
    ) -> Result<AssignedView, Failure> {
        let path = format!("/challenges/{}/assignments", part(challenge));
        self.send(Method::POST, &path, ask).await
    }

    /// Withdraws work.
    pub async fn withdraw_assignment(&self, id: &str) -> Result<(), Failure> {
        let path = format!("/assignments/{}", part(id));
        self.act(Method::DELETE, &path).await
    }

    /// The visitor's own work that is done or that is not, what is due first first.
    pub async fn own_assignments(&self, is_done: bool) -> Result<Page<OwnAssignmentView>, Failure> {
        let path = format!("/assignments?limit={MOST_WORK}&is_done={is_done}");
        self.get(&path).await
    }

    /// The visitor's own work in a challenge.
    pub async fn own_assignments_in(
        &self,
        challenge: &str,
    ) -> Result<Page<OwnAssignmentView>, Failure> {
        let challenge = part(challenge);
        let path = format!("/assignments?limit={MOST_WORK}&challenge={challenge}");
        self.get(&path).await
    }

    /// How much work the visitor has.
    pub async fn assignment_counts(&self) -> Result<AssignmentCounts, Failure> {
        self.get("/assignments/counts").await
    }

    /// The visitor's own work on one dossier.
    pub async fn own_assignment(&self, id: &str) -> Result<OwnAssignmentDetail, Failure> {
        self.get(&format!("/assignments/{}", part(id))).await
    }

    /// Calls own work done, or takes it up again.
    pub async fn set_assignment_done(&self, id: &str, ask: &DoneAsk) -> Result<(), Failure> {
        let path = format!("/assignments/{}/done", part(id));
        self.tell(Method::PUT, &path, ask).await
    }
}
