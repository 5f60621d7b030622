//! An evaluator's own work: under codes, with dossiers, never with whose it is. The codes
//! are those under which [`Store::blind_submissions`] lists the same finalists.

use sqlx::FromRow;

use crate::{Store, StoreError, connect::demand_one};

/// Work that its evaluator may see. `$1` is the evaluator. Challenges that are archived
/// show their dossiers to nobody.
const OWN: &str = "select w.id, w.challenge_id, c.state, v.manifest, b.blind_code, b.number, \
     b.dossier, w.due_on, w.declared_at, w.done_at, w.judged_at, w.note from assignment w \
     join (select s.id, s.version_id, s.dossier, e.blind_code, cast(row_number() over \
     (partition by s.challenge_id, e.blind_code order by s.id) as bigint) as number \
     from submission s join enrolment e on e.challenge_id = s.challenge_id \
     and e.organisation_id = s.organisation_id where s.finalist_at is not null \
     and s.withdrawn_at is null and s.challenge_id in \
     (select own.challenge_id from assignment own where own.evaluator_id = $1)) b \
     on b.id = w.submission_id join challenge c on c.id = w.challenge_id \
     join challenge_version v on v.id = b.version_id \
     where w.evaluator_id = $1 and w.withdrawn_at is null \
     and c.state in ('closed', 'jury', 'published')";

/// Work of an evaluator.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct OwnAssignment {
    /// Its id.
    pub id: String,
    /// The challenge.
    pub challenge_id: String,
    /// Where that is in its life.
    pub state: String,
    /// The manifest of the version that was submitted to, as JSON.
    pub manifest: String,
    /// The organisation's code.
    pub blind_code: String,
    /// Which of its finalists it is, from 1.
    pub number: i64,
    /// The dossier, as JSON.
    pub dossier: String,
    /// The last day for it.
    pub due_on: String,
    /// When the evaluator said that there is no conflict of interest. Nothing of the
    /// dossier is shown before.
    pub declared_at: Option<i64>,
    /// When it was done: in challenges of today, when the rubric was handed in.
    pub done_at: Option<i64>,
    /// When the rubric was handed in.
    pub judged_at: Option<i64>,
    /// The evaluator's own note.
    pub note: String,
}

/// Which of an evaluator's work.
#[derive(Clone, Copy, Debug)]
pub struct OwnFilter<'a> {
    /// The evaluator.
    pub evaluator: &'a str,
    /// Only of a challenge; empty for all.
    pub challenge: &'a str,
    /// Only what is done, or only what is not.
    pub is_done: Option<bool>,
    /// The day and the id after which the list goes on.
    pub after: (&'a str, &'a str),
}

/// How much work an evaluator has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct AssignmentFigures {
    /// Not done.
    pub pending: i64,
    /// Not done, and its day is over.
    pub late: i64,
    /// Done.
    pub done: i64,
}

/// An evaluator's own note in place of the one before.
#[derive(Clone, Copy, Debug)]
pub struct NoteChange<'a> {
    /// The work.
    pub id: &'a str,
    /// Whose it is.
    pub evaluator: &'a str,
    /// The note.
    pub note: &'a str,
}

impl Store {
    /// An evaluator's work, by day.
    pub async fn own_assignments(
        &self,
        filter: OwnFilter<'_>,
        fetch: i64,
    ) -> Result<Vec<OwnAssignment>, StoreError> {
        let query = format!(
            "{OWN} and ($2 = '' or w.challenge_id = $2) \
             and ($3 = -1 or case when w.done_at is null then 0 else 1 end = $3) \
             and (w.due_on > $4 or (w.due_on = $4 and w.id > $5)) \
             order by w.due_on, w.id limit $6"
        );
        let found = sqlx::query_as(sqlx::AssertSqlSafe(query))
            .bind(filter.evaluator)
            .bind(filter.challenge)
            .bind(filter.is_done.map_or(-1, i64::from))
            .bind(filter.after.0)
            .bind(filter.after.1)
            .bind(fetch);
        Ok(found.fetch_all(self.pool()).await?)
    }

    /// One piece of an evaluator's work.
    pub async fn own_assignment(
        &self,
        evaluator: &str,
        id: &str,
    ) -> Result<OwnAssignment, StoreError> {
        let query = format!("{OWN} and w.id = $2");
        let found = sqlx::query_as(sqlx::AssertSqlSafe(query))
            .bind(evaluator)
            .bind(id);
        Ok(found.fetch_one(self.pool()).await?)
    }

    /// How much work an evaluator has; `today` is a day such as `2027-01-15`.
    pub async fn own_assignment_figures(
        &self,
        evaluator: &str,
        today: &str,
    ) -> Result<AssignmentFigures, StoreError> {
        let query = format!(
            "select cast(count(*) - count(own.done_at) as bigint) as pending, \
             cast(coalesce(sum(case when own.done_at is null and own.due_on < $2 \
             then 1 else 0 end), 0) as bigint) as late, \
             cast(count(own.done_at) as bigint) as done from ({OWN}) as own"
        );
        let found = sqlx::query_as(sqlx::AssertSqlSafe(query))
            .bind(evaluator)
            .bind(today);
        Ok(found.fetch_one(self.pool()).await?)
    }

    /// Keeps a note while its challenge is not decided: [`StoreError::NotFound`] after
    /// that.
    pub async fn set_assignment_note(&self, change: NoteChange<'_>) -> Result<(), StoreError> {
        let done = sqlx::query(
            "update assignment set note = $1 where id = $2 and evaluator_id = $3 \
             and withdrawn_at is null and exists (select 1 from challenge c \
             where c.id = assignment.challenge_id and c.state in ('closed', 'jury'))",
        )
        .bind(change.note)
        .bind(change.id)
        .bind(change.evaluator)
        .execute(self.pool())
        .await?;
        demand_one(done.rows_affected())
    }
}
