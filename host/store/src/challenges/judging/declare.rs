//! Conflicts of interest: said once for each piece of work, before anything of the dossier
//! is shown. Whoever has one loses the work for good.

use serde_json::json;
use sqlx::FromRow;

use super::{note, work};
use crate::{Store, StoreError, Topic};

/// Most conflicts that staff are shown: far more than a jury has.
const MOST_CONFLICTS: i64 = 1_000;

/// What an evaluator says before a dossier is shown.
#[derive(Clone, Copy, Debug)]
pub struct Declaration<'a> {
    /// The work.
    pub id: &'a str,
    /// Whose it is.
    pub evaluator: &'a str,
    /// What the conflict is; `None` where there is none.
    pub conflict: Option<&'a str>,
    /// When.
    pub at: i64,
}

/// What came of a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declared {
    /// It is kept.
    Done,
    /// There was one already, which stays.
    Already,
}

/// A conflict that an evaluator has declared, as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Conflict {
    /// The evaluator.
    pub evaluator_id: String,
    /// The evaluator's name; empty once the account is erased.
    pub evaluator: String,
    /// The finalist.
    pub submission_id: String,
    /// Its dossier, as JSON.
    pub dossier: String,
    /// Whose it is.
    pub organisation: String,
    /// What was said of it; nothing once the account is erased.
    pub reason: Option<String>,
    /// When it was said.
    pub declared_at: i64,
}

impl Store {
    /// Keeps what an evaluator says of a conflict, while nothing is decided:
    /// [`StoreError::Changed`] after that. With a conflict the work is withdrawn.
    pub async fn declare(&self, new: Declaration<'_>) -> Result<Declared, StoreError> {
        let mut tx = self.write(Topic::Challenge).await?;
        let work = work(&mut tx, new.id, new.evaluator).await?;
        if work.declared_at.is_some() {
            return Ok(Declared::Already);
        }
        let has_conflict = new.conflict.is_some();
        let done = sqlx::query(
            "update assignment set declared_at = $1, has_conflict = $2, conflict_reason = $3, \
             withdrawn_at = case when $4 = 1 then cast($5 as bigint) end where id = $6 \
             and exists (select 1 from challenge c where c.id = assignment.challenge_id \
             and c.state in ('closed', 'jury'))",
        )
        .bind(new.at)
        .bind(i64::from(has_conflict))
        .bind(new.conflict)
        .bind(i64::from(has_conflict))
        .bind(new.at)
        .bind(new.id)
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() != 1 {
            return Err(StoreError::Changed);
        }
        let body = json!({
            "work": work.told(new.evaluator),
            "conflict": has_conflict,
            "reason": new.conflict.and_then(|reason| work.sealed(reason)),
        });
        note(
            &mut tx,
            "judging-declared",
            &work,
            new.evaluator,
            new.at,
            body,
        )
        .await?;
        tx.commit().await?;
        Ok(Declared::Done)
    }

    /// Conflicts that were declared in a challenge, by when.
    pub async fn conflicts(&self, challenge: &str) -> Result<Vec<Conflict>, StoreError> {
        Ok(sqlx::query_as(
            "select w.evaluator_id, a.name as evaluator, w.submission_id, s.dossier, \
             o.name as organisation, w.conflict_reason as reason, w.declared_at \
             from assignment w join account a on a.id = w.evaluator_id \
             join submission s on s.id = w.submission_id \
             join organisation o on o.id = s.organisation_id \
             where w.challenge_id = $1 and w.has_conflict = 1 \
             order by w.declared_at, w.id limit $2",
        )
        .bind(challenge)
        .bind(MOST_CONFLICTS)
        .fetch_all(self.pool())
        .await?)
    }
}
