//! What the jury says: conflicts of interest first, then marks by the rubric, then what
//! stands after a moderation. The chain holds digests of it: neither those who submit nor
//! the public are told who judges whom.

mod declare;
mod marks;
mod moderate;
mod remind;

use sqlx::FromRow;

use crate::{Store, StoreError, Tx};

pub use declare::{Conflict, Declaration, Declared};
pub use marks::{HandIn, HandedIn, JudgedMark, Mark, MarksChange, NewMark};
pub use moderate::{DisputedMark, ModeratedMark};
pub use remind::ReminderDays;

use super::{Link, append, assignments::told_as, record_name};

/// How much an evaluator has to judge in a challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct RubricFigures {
    /// Finalists that are the evaluator's.
    pub assigned: i64,
    /// Of these, those whose rubric is in.
    pub judged: i64,
}

impl RubricFigures {
    /// Whether every own rubric is in: what opens the comparison. Whoever has nothing to
    /// judge may be given something tomorrow, and so has not judged all.
    pub fn are_all_in(self) -> bool {
        self.assigned > 0 && self.judged == self.assigned
    }
}

impl Store {
    /// How many rubrics an evaluator has to hand in for a challenge, and how many are in.
    pub async fn rubric_figures(
        &self,
        challenge: &str,
        evaluator: &str,
    ) -> Result<RubricFigures, StoreError> {
        Ok(sqlx::query_as(
            "select cast(count(*) as bigint) as assigned, \
             cast(count(w.judged_at) as bigint) as judged \
             from assignment w join submission s on s.id = w.submission_id \
             where w.challenge_id = $1 and w.evaluator_id = $2 and w.withdrawn_at is null \
             and s.withdrawn_at is null",
        )
        .bind(challenge)
        .bind(evaluator)
        .fetch_one(self.pool())
        .await?)
    }
}

/// Work of an evaluator that is about to change.
#[derive(FromRow)]
struct Work {
    challenge_id: String,
    state: String,
    submission_id: String,
    salt: Option<String>,
    declared_at: Option<i64>,
    judged_at: Option<i64>,
}

/// Work that is the evaluator's own and not withdrawn.
async fn work(tx: &mut Tx, id: &str, evaluator: &str) -> Result<Work, StoreError> {
    Ok(sqlx::query_as(
        "select w.challenge_id, c.state, w.submission_id, w.salt, w.declared_at, w.judged_at \
         from assignment w join challenge c on c.id = w.challenge_id \
         where w.id = $1 and w.evaluator_id = $2 and w.withdrawn_at is null",
    )
    .bind(id)
    .bind(evaluator)
    .fetch_one(&mut **tx)
    .await?)
}

impl Work {
    /// As the chain names it; nothing once the evaluator is forgotten.
    fn told(&self, evaluator: &str) -> Option<String> {
        let salt = self.salt.as_deref()?;
        Some(told_as(salt, evaluator, &self.submission_id))
    }

    /// A text about it as the chain has it.
    fn sealed(&self, text: &str) -> Option<String> {
        let salt = self.salt.as_deref()?;
        Some(pilotbox_model::chain::sealed(salt, text))
    }

    /// Whether marks may be given: the jury sits, and there is no conflict. With one the
    /// work would be withdrawn.
    fn is_open(&self) -> bool {
        self.state == "jury" && self.declared_at.is_some()
    }
}

/// Adds to the chain what an evaluator did with own work.
async fn note(
    tx: &mut Tx,
    kind: &'static str,
    work: &Work,
    by: &str,
    at: i64,
    body: serde_json::Value,
) -> Result<(), StoreError> {
    let subject = record_name(tx, &work.challenge_id).await?.subject();
    append(tx, Some(by), Link::new(kind, &subject, at, body)).await
}

#[cfg(test)]
mod tests;
