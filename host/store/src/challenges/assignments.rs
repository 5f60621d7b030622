//! Which evaluator judges which finalist: what staff see of it. Work on a submission that
//! was taken back, and work that was withdrawn, is nobody's.

mod give;
mod own;
pub(in crate::challenges) mod telling;

use sqlx::FromRow;

use crate::{Store, StoreError, Tx};

pub use give::{Assigned, NewAssignments};
pub use own::{AssignmentFigures, NoteChange, OwnAssignment, OwnFilter};
pub use telling::UntoldEvaluator;

use super::{Link, append, record_name};

/// Most evaluators of a challenge: far more than a jury has.
const MOST_EVALUATORS: i64 = 200;

/// Most finalists that are listed with an evaluator's choice: with 200 evaluators still
/// one answer.
const MOST_FINALISTS: i64 = 1_000;

/// Whether an account can judge challenge `$1`: the role, an open account, no part in it.
/// Whoever is on the staff too is shown names and scores, and judges nothing.
const MAY_JUDGE: &str = "(exists (select 1 from role_grant g where g.account_id = a.id \
     and g.role = 'evaluator') and a.locked_at is null and a.erased_at is null \
     and not exists (select 1 from role_grant g where g.account_id = a.id \
     and g.role = 'staff') and not exists (select 1 from membership m join enrolment e \
     on e.organisation_id = m.organisation_id \
     where m.account_id = a.id and e.challenge_id = $1))";

/// An evaluator's work on a finalist, as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Assignment {
    /// Its id.
    pub id: String,
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
    /// The last day for it.
    pub due_on: String,
    /// When it was given.
    pub assigned_at: i64,
    /// When the evaluator said that there is no conflict of interest.
    pub declared_at: Option<i64>,
    /// When the evaluator handed the rubric in.
    pub done_at: Option<i64>,
    /// When the evaluator was last reminded of it by mail.
    pub reminded_at: Option<i64>,
}

/// Somebody who judges, or could.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Evaluator {
    /// The account.
    pub id: String,
    /// The person's name; empty once the account is erased.
    pub name: String,
    may_judge: i64,
    /// How much work there is.
    pub assigned: i64,
    /// For how much of it there is no conflict of interest, as the evaluator said.
    pub declared: i64,
    /// How many conflicts the evaluator declared; that work is withdrawn.
    pub conflicts: i64,
    /// How much of it is done.
    pub done: i64,
}

impl Evaluator {
    /// Whether work can be given.
    pub fn may_judge(&self) -> bool {
        self.may_judge == 1
    }
}

/// A finalist that was not taken back.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Finalist {
    /// The submission.
    pub id: String,
    /// Its dossier, as JSON.
    pub dossier: String,
    /// Whose it is.
    pub organisation: String,
}

impl Store {
    /// Work of a challenge after an id, in the order in which it was given.
    pub async fn assignments(
        &self,
        challenge: &str,
        after: &str,
        fetch: i64,
    ) -> Result<Vec<Assignment>, StoreError> {
        Ok(sqlx::query_as(
            "select w.id, w.evaluator_id, a.name as evaluator, w.submission_id, s.dossier, \
             o.name as organisation, w.due_on, w.assigned_at, w.declared_at, w.done_at, \
             w.reminded_at \
             from assignment w join account a on a.id = w.evaluator_id \
             join submission s on s.id = w.submission_id \
             join organisation o on o.id = s.organisation_id \
             where w.challenge_id = $1 and w.id > $2 and w.withdrawn_at is null \
             and s.withdrawn_at is null order by w.id limit $3",
        )
        .bind(challenge)
        .bind(after)
        .bind(fetch)
        .fetch_all(self.pool())
        .await?)
    }

    /// Which challenge work belongs to, and whose it is; withdrawn work too.
    pub async fn assignment_of(&self, id: &str) -> Result<(String, String), StoreError> {
        Ok(
            sqlx::query_as("select challenge_id, evaluator_id from assignment where id = $1")
                .bind(id)
                .fetch_one(self.pool())
                .await?,
        )
    }

    /// Whoever can judge a challenge or has work in it, by name.
    pub async fn evaluators(&self, challenge: &str) -> Result<Vec<Evaluator>, StoreError> {
        let mut tx = self.read().await?;
        let query = format!(
            "select a.id, a.name, cast(case when {MAY_JUDGE} then 1 else 0 end as bigint) \
             as may_judge, cast(count(w.id) as bigint) as assigned, \
             cast(count(w.declared_at) as bigint) as declared, \
             (select cast(count(*) as bigint) from assignment k where k.evaluator_id = a.id \
             and k.challenge_id = $1 and k.has_conflict = 1) as conflicts, \
             cast(count(w.done_at) as bigint) as done from account a left join \
             (select l.id, l.declared_at, l.done_at, l.evaluator_id from assignment l \
             join submission s on s.id = l.submission_id where l.challenge_id = $1 \
             and l.withdrawn_at is null and s.withdrawn_at is null) w on w.evaluator_id = a.id \
             where w.id is not null or exists (select 1 from role_grant g \
             where g.account_id = a.id and g.role = 'evaluator') \
             group by a.id, a.name, a.locked_at, a.erased_at order by a.name, a.id limit $2"
        );
        let found = sqlx::query_as(sqlx::AssertSqlSafe(query))
            .bind(challenge)
            .bind(MOST_EVALUATORS);
        Ok(found.fetch_all(&mut *tx).await?)
    }

    /// The finalists of a challenge that were not taken back, by id.
    pub async fn finalists(&self, challenge: &str) -> Result<Vec<Finalist>, StoreError> {
        Ok(sqlx::query_as(
            "select s.id, s.dossier, o.name as organisation from submission s \
             join organisation o on o.id = s.organisation_id where s.challenge_id = $1 \
             and s.finalist_at is not null and s.withdrawn_at is null order by s.id limit $2",
        )
        .bind(challenge)
        .bind(MOST_FINALISTS)
        .fetch_all(self.pool())
        .await?)
    }
}

/// What an erasure does to an evaluator's work: what is not done is nobody's, and of the
/// rest only what was handed in stays.
pub(crate) async fn forget_evaluator(
    tx: &mut Tx,
    account: &str,
    at: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "update assignment set withdrawn_at = $1 where evaluator_id = $2 \
         and done_at is null and withdrawn_at is null",
    )
    .bind(at)
    .bind(account)
    .execute(&mut **tx)
    .await?;
    // Marks that are in stay with their comments: a decision rests on them, and nothing
    // says any more whose they are.
    sqlx::query(
        "delete from mark where assignment_id in \
         (select id from assignment where evaluator_id = $1 and judged_at is null)",
    )
    .bind(account)
    .execute(&mut **tx)
    .await?;
    sqlx::query(
        "update assignment set note = '', salt = null, conflict_reason = null \
         where evaluator_id = $1",
    )
    .bind(account)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What the chain says of one evaluator's work on one finalist: a digest, since neither
/// those who submit nor the public are told who judges whom.
pub(super) fn told_as(salt: &str, evaluator: &str, submission: &str) -> String {
    pilotbox_model::chain::sealed(salt, &format!("{evaluator} {submission}"))
}

#[cfg(test)]
mod tests;
