//! Who judges what: for staff all of a challenge, for evaluators their own.

use axum::http::Method;
use pilotbox_model::api::{
    Page,
    assignments::{
        AssignedView, AssignmentAsk, AssignmentCounts, AssignmentView, JuryView, NoteAsk,
        OwnAssignmentDetail, OwnAssignmentView,
    },
    jury::{ConflictAsk, MarksAsk, ModerationAsk, ModerationsView, RubricView},
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

    /// Keeps the visitor's own note.
    pub async fn set_assignment_note(&self, id: &str, ask: &NoteAsk) -> Result<(), Failure> {
        let path = format!("/assignments/{}/note", part(id));
        self.tell(Method::PUT, &path, ask).await
    }

    /// Says whether the visitor has a conflict of interest.
    pub async fn declare_conflict(&self, id: &str, ask: &ConflictAsk) -> Result<(), Failure> {
        let path = format!("/assignments/{}/conflict", part(id));
        self.tell(Method::PUT, &path, ask).await
    }

    /// The rubric of own work.
    pub async fn rubric(&self, id: &str) -> Result<RubricView, Failure> {
        self.get(&format!("/assignments/{}/rubric", part(id))).await
    }

    /// Keeps marks as a draft.
    pub async fn save_marks(&self, id: &str, ask: &MarksAsk) -> Result<(), Failure> {
        let path = format!("/assignments/{}/marks", part(id));
        self.tell(Method::PUT, &path, ask).await
    }

    /// Hands the rubric in.
    pub async fn hand_in_rubric(&self, id: &str) -> Result<(), Failure> {
        let path = format!("/assignments/{}/judgement", part(id));
        self.act(Method::POST, &path).await
    }

    /// Criteria over which evaluators differ: for staff all, for evaluators their own.
    pub async fn moderations(&self, challenge: &str) -> Result<ModerationsView, Failure> {
        self.get(&format!("/challenges/{}/moderations", part(challenge)))
            .await
    }

    /// Says which mark stands.
    pub async fn moderate(
        &self,
        id: &str,
        criterion: &str,
        ask: &ModerationAsk,
    ) -> Result<(), Failure> {
        let path = format!("/assignments/{}/moderations/{}", part(id), part(criterion));
        self.tell(Method::PUT, &path, ask).await
    }
}
