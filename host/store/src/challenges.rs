//! Challenges and where each is in its life. Owns that a change, its revision and
//! its link in the chain are written together; who may change what is the
//! server's to say.

mod announcements;
mod approvals;
mod assignments;
mod board;
mod clarifications;
mod decisions;
mod enrolments;
mod finalists;
mod judging;
mod phases;
mod published;
mod quotas;
pub(crate) mod record;
mod rejudges;
mod versions;

use pilotbox_model::api::challenges::{BudgetBand, ChallengeState};
use serde_json::json;
use sqlx::FromRow;

pub use announcements::{Announcement, NewAnnouncement};
pub use approvals::{Approval, Attachment};
pub(crate) use assignments::forget_evaluator;
pub use assignments::{
    Assigned, Assignment, AssignmentFigures, Evaluator, Finalist, NewAssignments, NoteChange,
    OwnAssignment, OwnFilter, UntoldEvaluator,
};
pub use board::{BoardResult, BoardRun};
pub use clarifications::{Clarification, NewClarification};
pub use decisions::{
    DecidedMarkRow, DecisionFacts, DecisionProposal, DecisionSettings, DecisionVersion,
    FinalistFact, Inquiry, InquiryReply, JudgeFact, LetterRow, NewDecision, NewDecisionSettings,
    NewInquiry, NewInquiryReply, NewOmission, NewProposal, Omission, PublishedBefore, Secrets,
    UntoldLetter, WaitingRubric,
};
pub use enrolments::{Enrolment, NewEnrolment, SHARED_MEMBER};
pub use judging::{
    Conflict, Declaration, Declared, DisputedMark, HandIn, HandedIn, JudgedMark, Mark, MarksChange,
    ModeratedMark, NewMark, ReminderDays, RubricFigures,
};
pub use phases::{Phase, PhaseChange};
pub use published::PublishedName;
pub use quotas::{QuotaChange, QuotaFilter, QuotaNumbers, QuotaRow};
pub use record::MoveReason;
pub(crate) use record::{Link, append, record_name};
pub use rejudges::{NewRejudge, Rejudge, RejudgeChange, RejudgeState};
pub use versions::{NewSplit, NewVersion, SplitData, Version, VersionHead};

use self::{finalists::add_final_runs, record::keep_reason};
use crate::{
    Store, StoreError, Tx,
    accounts::new_salt,
    connect::{Topic, demand_one},
};

/// A challenge.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Challenge {
    /// Its slug.
    pub id: String,
    state: String,
    /// Who uploaded its first pack.
    pub created_by: String,
    /// Who handed it to review.
    pub submitted_by: Option<String>,
    /// When its first phase opens.
    pub opens_at: i64,
    /// When its last phase closes; absent for a standing challenge.
    pub closes_at: Option<i64>,
    /// When its finalists were locked.
    pub finalists_at: Option<i64>,
    /// When it came.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
    /// Grows with every change.
    pub revision: i64,
}

impl Challenge {
    /// Where it is in its life. A state that nobody knows is shown to nobody.
    pub fn state(&self) -> ChallengeState {
        ChallengeState::parse(&self.state).unwrap_or(ChallengeState::Draft)
    }
}

/// A challenge with what a list shows of its current version: the highest that is
/// approved, or the highest where none is.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ListedChallenge {
    /// The challenge.
    #[sqlx(flatten)]
    pub challenge: Challenge,
    /// The version's name.
    pub version: String,
    /// Its manifest as JSON.
    pub manifest: String,
    is_approved: i64,
    open_phases: i64,
}

impl ListedChallenge {
    /// Whether plugins are accepted now, as far as state, dates and approval tell.
    pub fn accepts_submissions(&self) -> bool {
        self.challenge.state() == ChallengeState::Open
            && self.is_approved == 1
            && self.open_phases > 0
    }
}

/// Which challenges a list holds.
#[derive(Clone, Copy, Debug)]
pub struct ChallengeFilter<'a> {
    /// The slug after which it goes on.
    pub after: &'a str,
    /// Whether it holds drafts and reviews.
    pub with_hidden: bool,
    /// Only those whose pilot may cost so much.
    pub budget: Option<BudgetBand>,
    /// Now.
    pub at: i64,
}

/// A challenge that shall be.
#[derive(Clone, Debug)]
pub struct NewChallenge {
    /// Its first phase; the challenge's dates are this phase's.
    pub phase: PhaseChange,
    /// Its first version.
    pub version: NewVersion,
}

/// A step in a challenge's life.
#[derive(Clone, Copy, Debug)]
pub struct Move<'a> {
    /// The challenge as it was when the step was allowed.
    pub challenge: &'a Challenge,
    /// The state that it shall have.
    pub to: ChallengeState,
    /// Who moves it; `None` for a date that has come.
    pub by: Option<&'a str>,
    /// Why. Kept apart; the record holds its digest.
    pub reason: Option<&'a str>,
    /// When.
    pub at: i64,
}

const COLUMNS: &str = "c.id, c.state, c.created_by, c.submitted_by, c.opens_at, c.closes_at, \
     c.finalists_at, c.created_at, c.updated_at, c.revision";

/// Of each challenge its current version, with how many phases are open: two
/// placeholders for now.
const LISTED: &str = "v.version, v.manifest, \
     cast(case when v.approved_at is null then 0 else 1 end as bigint) as is_approved, \
     cast((select count(*) from phase p where p.challenge_id = c.id and p.opens_at <= $1 \
     and (p.closes_at is null or p.closes_at > $2)) as bigint) as open_phases \
     from challenge c join challenge_version v on v.challenge_id = c.id and v.number = coalesce(\
     (select max(a.number) from challenge_version a where a.challenge_id = c.id \
     and a.approved_at is not null), \
     (select max(n.number) from challenge_version n where n.challenge_id = c.id))";

impl Store {
    /// Makes a challenge with its first version, splits and phase, as a draft.
    pub async fn create_challenge(&self, new: &NewChallenge) -> Result<(), StoreError> {
        let NewChallenge { phase, version } = new;
        let mut tx = self.write(Topic::Challenge).await?;
        sqlx::query(
            "insert into challenge (id, state, created_by, opens_at, closes_at, salt, created_at, \
             updated_at, revision) values ($1, $2, $3, $4, $5, $6, $7, $8, 1)",
        )
        .bind(&version.challenge_id)
        .bind(ChallengeState::Draft.as_str())
        .bind(&version.created_by)
        .bind(phase.opens_at)
        .bind(phase.closes_at)
        .bind(new_salt()?)
        .bind(version.created_at)
        .bind(version.created_at)
        .execute(&mut *tx)
        .await?;
        phases::put(&mut tx, phase).await?;
        versions::insert(&mut tx, version, 1).await?;
        let name = record_name(&mut tx, &version.challenge_id).await?;
        let link = version.link("challenge-created", &name);
        append(&mut tx, Some(&version.created_by), link).await?;
        tx.commit().await?;
        Ok(())
    }

    /// A challenge by its slug.
    pub async fn challenge(&self, id: &str) -> Result<Challenge, StoreError> {
        let query = format!("select {COLUMNS} from challenge c where c.id = $1");
        let found = sqlx::query_as(sqlx::AssertSqlSafe(query)).bind(id);
        Ok(found.fetch_one(self.pool()).await?)
    }

    /// A challenge as lists show it.
    pub async fn listed_challenge(
        &self,
        id: &str,
        now: i64,
    ) -> Result<ListedChallenge, StoreError> {
        let query = format!("select {COLUMNS}, {LISTED} where c.id = $3");
        let found = sqlx::query_as(sqlx::AssertSqlSafe(query))
            .bind(now)
            .bind(now)
            .bind(id);
        Ok(found.fetch_one(self.pool()).await?)
    }

    /// Challenges after a slug, in order; without drafts and reviews unless they
    /// are asked for.
    pub async fn challenges(
        &self,
        filter: ChallengeFilter<'_>,
        fetch: i64,
    ) -> Result<Vec<ListedChallenge>, StoreError> {
        let query = format!(
            "select {COLUMNS}, {LISTED} where c.id > $3 \
             and ($4 = 1 or c.state not in ('draft', 'review')) \
             and ($5 = 0 or ($5 = 1 and v.budget_eur between $6 and $7) \
             or ($5 = 2 and v.budget_eur is null)) order by c.id limit $8"
        );
        let (kind, least, most) = band(filter.budget);
        let found = sqlx::query_as(sqlx::AssertSqlSafe(query))
            .bind(filter.at)
            .bind(filter.at)
            .bind(filter.after)
            .bind(i64::from(filter.with_hidden))
            .bind(kind)
            .bind(least)
            .bind(most)
            .bind(fetch);
        Ok(found.fetch_all(self.pool()).await?)
    }

    /// Open challenges whose last phase is over.
    pub async fn due_challenges(&self, now: i64) -> Result<Vec<Challenge>, StoreError> {
        let query = format!(
            "select {COLUMNS} from challenge c where c.state = 'open' and c.closes_at <= $1"
        );
        let found = sqlx::query_as(sqlx::AssertSqlSafe(query)).bind(now);
        Ok(found.fetch_all(self.pool()).await?)
    }

    /// Closed challenges whose finalists are not locked yet.
    pub async fn unlocked_challenges(&self) -> Result<Vec<String>, StoreError> {
        let query = "select id from challenge where state = 'closed' and finalists_at is null";
        Ok(sqlx::query_scalar(query).fetch_all(self.pool()).await?)
    }

    /// Moves a challenge on, unless it changed since it was read.
    pub async fn move_challenge(&self, step: Move<'_>) -> Result<(), StoreError> {
        let before = step.challenge;
        // Handing it to review names who did; sending it back forgets it.
        let submitted_by = match step.to {
            ChallengeState::Draft => None,
            ChallengeState::Review => step.by,
            _ => before.submitted_by.as_deref(),
        };
        let mut tx = self.write(Topic::Challenge).await?;
        let moved = sqlx::query(
            "update challenge set state = $1, submitted_by = $2, updated_at = $3, \
             revision = revision + 1 where id = $4 and revision = $5",
        )
        .bind(step.to.as_str())
        .bind(submitted_by)
        .bind(step.at)
        .bind(&before.id)
        .bind(before.revision)
        .execute(&mut *tx)
        .await?;
        if moved.rows_affected() != 1 {
            return Err(StoreError::Changed);
        }
        let reason = keep_reason(&mut tx, &step).await?;
        let name = record_name(&mut tx, &before.id).await?;
        let mut body = json!({
            "from": before.state().as_str(), "to": step.to.as_str(), "reason": reason,
        });
        if step.to == ChallengeState::Open {
            // From here on anybody can tell which links before were about it.
            body["salt"] = name.salt().into();
        }
        let link = Link::new("challenge-moved", &name.subject(), step.at, body);
        append(&mut tx, step.by, link).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// A band as the list asks for it: 0 for any budget, 1 for one from and to so much, 2 for
/// none.
fn band(budget: Option<BudgetBand>) -> (i64, i64, i64) {
    let whole = |euro: u64| i64::try_from(euro).unwrap_or(i64::MAX);
    match budget.map(BudgetBand::bounds) {
        None => (0, 0, 0),
        Some(Some((least, most))) => (1, whole(least), whole(most)),
        Some(None) => (2, 0, 0),
    }
}

/// Counts one more change of a challenge.
async fn touch(tx: &mut Tx, id: &str, at: i64) -> Result<(), StoreError> {
    let touched =
        sqlx::query("update challenge set updated_at = $1, revision = revision + 1 where id = $2")
            .bind(at)
            .bind(id)
            .execute(&mut **tx)
            .await?;
    demand_one(touched.rows_affected())
}
