//! The work of staff and of evaluators: packs, steps in a challenge's life, phases,
//! answers, announcements, rejudges, dossiers without names.

use axum::http::Method;
use pilotbox_model::{
    Split,
    api::{
        Page,
        challenges::{
            AnnouncementAsk, Answer, ChallengeDetail, ClarificationView, EnrolmentView, PhaseAsk,
            RejudgeAsk, RejudgeDecision, RejudgeHead, RejudgeVerdict, RejudgeView, Transition,
        },
        submissions::BlindView,
    },
};

use super::{Api, challenges::limited, part};
use crate::{
    failure::Failure,
    form::{Outgoing, SentFile},
};

/// Rows of one look at questions, the most that the API gives.
const LOOK_ROWS: u32 = 200;

/// Looks that questions take at most. Keeps a flood of them from filling one page.
const MOST_LOOKS: usize = 10;

impl Api {
    /// Makes a challenge from a pack.
    pub async fn create_challenge(&self, pack: &SentFile) -> Result<ChallengeDetail, Failure> {
        self.send_file(Method::POST, "/challenges", "pack", pack)
            .await
    }

    /// Adds a version to a challenge from a pack.
    pub async fn create_version(
        &self,
        challenge: &str,
        pack: &SentFile,
    ) -> Result<ChallengeDetail, Failure> {
        let path = format!("/challenges/{}/versions", part(challenge));
        self.send_file(Method::POST, &path, "pack", pack).await
    }

    /// Attaches withheld final data to a version.
    pub async fn attach_final(
        &self,
        challenge: &str,
        version: &str,
        data: &SentFile,
    ) -> Result<ChallengeDetail, Failure> {
        let (challenge, version) = (part(challenge), part(version));
        let path = format!("/challenges/{challenge}/versions/{version}/final");
        self.send_file(Method::PUT, &path, "data", data).await
    }

    /// Lets a version pass that somebody else uploaded.
    pub async fn approve_version(&self, challenge: &str, version: &str) -> Result<(), Failure> {
        let (challenge, version) = (part(challenge), part(version));
        let path = format!("/challenges/{challenge}/versions/{version}/approval");
        self.act(Method::PUT, &path).await
    }

    /// Moves a challenge on in its life.
    pub async fn move_challenge(&self, challenge: &str, ask: &Transition) -> Result<(), Failure> {
        let path = format!("/challenges/{}/transitions", part(challenge));
        self.tell(Method::POST, &path, ask).await
    }

    /// Sets a phase, or makes it.
    pub async fn set_phase(
        &self,
        challenge: &str,
        name: &str,
        ask: &PhaseAsk,
    ) -> Result<(), Failure> {
        let path = format!("/challenges/{}/phases/{}", part(challenge), part(name));
        self.tell(Method::PUT, &path, ask).await
    }

    /// Who takes part in a challenge.
    pub async fn enrolments(
        &self,
        challenge: &str,
        cursor: Option<&str>,
        rows: u32,
    ) -> Result<Page<EnrolmentView>, Failure> {
        let path = format!("/challenges/{}/enrolments", part(challenge));
        self.get(&limited(&path, cursor, rows)).await
    }

    /// A challenge's questions that wait for an answer, and whether there are more
    /// questions than were looked at.
    pub async fn waiting_questions(
        &self,
        challenge: &str,
    ) -> Result<(Vec<ClarificationView>, bool), Failure> {
        let mut waiting = Vec::new();
        let mut cursor = None;
        for _ in 0..MOST_LOOKS {
            let page = self
                .clarifications(challenge, cursor.as_deref(), LOOK_ROWS)
                .await?;
            let open = page.items.into_iter().filter(|one| one.answer.is_none());
            waiting.extend(open);
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        Ok((waiting, cursor.is_some()))
    }

    /// One question. The API gives questions as a list only.
    pub async fn question(&self, challenge: &str, id: &str) -> Result<ClarificationView, Failure> {
        let mut cursor = None;
        for _ in 0..MOST_LOOKS {
            let page = self
                .clarifications(challenge, cursor.as_deref(), LOOK_ROWS)
                .await?;
            if let Some(found) = page.items.into_iter().find(|one| one.id == id) {
                return Ok(found);
            }
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        Err(Failure::missing())
    }

    /// Answers a question for everybody to read, or answers it anew.
    pub async fn answer_question(&self, question: &str, ask: &Answer) -> Result<(), Failure> {
        let path = format!("/clarifications/{}/answer", part(question));
        self.tell(Method::PUT, &path, ask).await
    }

    /// Announces something about a challenge, or on the site.
    pub async fn announce(
        &self,
        challenge: Option<&str>,
        ask: &AnnouncementAsk,
    ) -> Result<(), Failure> {
        let path = match challenge {
            Some(id) => format!("/challenges/{}/announcements", part(id)),
            None => "/announcements".to_owned(),
        };
        self.tell(Method::POST, &path, ask).await
    }

    /// Rejudges of a challenge from new to old.
    pub async fn rejudges(
        &self,
        challenge: &str,
        cursor: Option<&str>,
        rows: u32,
    ) -> Result<Page<RejudgeHead>, Failure> {
        let path = format!("/challenges/{}/rejudges", part(challenge));
        self.get(&limited(&path, cursor, rows)).await
    }

    /// Starts a rejudge of a split.
    pub async fn start_rejudge(
        &self,
        challenge: &str,
        split: Split,
    ) -> Result<RejudgeView, Failure> {
        let path = format!("/challenges/{}/rejudges", part(challenge));
        self.send(Method::POST, &path, &RejudgeAsk { split }).await
    }

    /// A rejudge, with what it would change.
    pub async fn rejudge(&self, id: &str) -> Result<RejudgeView, Failure> {
        self.get(&format!("/rejudges/{}", part(id))).await
    }

    /// Applies a rejudge or cancels it.
    pub async fn decide_rejudge(&self, id: &str, decision: RejudgeVerdict) -> Result<(), Failure> {
        let path = format!("/rejudges/{}/decision", part(id));
        self.tell(Method::PUT, &path, &RejudgeDecision { decision })
            .await
    }

    /// The finalists' dossiers, without whose they are.
    pub async fn blind(
        &self,
        challenge: &str,
        cursor: Option<&str>,
        rows: u32,
    ) -> Result<Page<BlindView>, Failure> {
        let path = format!("/challenges/{}/blind", part(challenge));
        self.get(&limited(&path, cursor, rows)).await
    }

    async fn send_file(
        &self,
        method: Method,
        path: &str,
        field: &str,
        file: &SentFile,
    ) -> Result<ChallengeDetail, Failure> {
        let (kind, body) = Outgoing::of(&[], &[(field, file)])?;
        self.send_body(method, path, &kind, body).await
    }
}
