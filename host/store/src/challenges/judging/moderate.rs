//! Moderations: where marks of one finalist lie far apart, each evaluator says what stands
//! now. What was given first stays beside it.

use serde_json::json;
use sqlx::FromRow;

use super::{note, work};
use crate::{Store, StoreError, Topic, connect::demand_one};

/// Most marks of moderations that are read at once.
const MOST_DISPUTED: i64 = 10_000;

/// A mark for a criterion over which the marks of a finalist lie far apart.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct DisputedMark {
    /// The work that it is a part of.
    pub assignment_id: String,
    /// Who gave it.
    pub evaluator_id: String,
    /// The evaluator's name; empty once the account is erased.
    pub evaluator: String,
    /// The finalist.
    pub submission_id: String,
    /// Its dossier, as JSON.
    pub dossier: String,
    /// Whose it is.
    pub organisation: String,
    /// The criterion's id.
    pub criterion: String,
    /// From 0 to 5, as first given.
    pub given: i64,
    /// What stands after the moderation.
    pub moderated: Option<i64>,
    /// What was said of the first.
    pub comment: String,
    /// What was said of the second.
    pub moderated_comment: String,
}

/// What stands after a moderation.
#[derive(Clone, Copy, Debug)]
pub struct ModeratedMark<'a> {
    /// The work.
    pub id: &'a str,
    /// Whose it is.
    pub evaluator: &'a str,
    /// The criterion's id.
    pub criterion: &'a str,
    /// From 0 to 5; the one that was given, if that stands.
    pub mark: i64,
    /// What the startup shall read of it.
    pub comment: &'a str,
    /// When.
    pub at: i64,
}

impl Store {
    /// Marks of rubrics that are in, of each finalist and criterion whose marks differ by
    /// `spread` or more, in the order of finalists, criteria and work.
    pub async fn disputed_marks(
        &self,
        challenge: &str,
        spread: i64,
    ) -> Result<Vec<DisputedMark>, StoreError> {
        Ok(sqlx::query_as(
            "select w.id as assignment_id, w.evaluator_id, a.name as evaluator, \
             w.submission_id, s.dossier, o.name as organisation, m.criterion, m.given, \
             m.moderated, m.comment, m.moderated_comment \
             from mark m join assignment w on w.id = m.assignment_id \
             join account a on a.id = w.evaluator_id join submission s on s.id = w.submission_id \
             join organisation o on o.id = s.organisation_id \
             join (select v.submission_id, k.criterion from mark k \
             join assignment v on v.id = k.assignment_id where v.challenge_id = $1 \
             and v.judged_at is not null and v.withdrawn_at is null and k.given is not null \
             group by v.submission_id, k.criterion having max(k.given) - min(k.given) >= $2) d \
             on d.submission_id = w.submission_id and d.criterion = m.criterion \
             where w.judged_at is not null and w.withdrawn_at is null \
             and s.withdrawn_at is null and m.given is not null \
             order by w.submission_id, m.criterion, w.id limit $3",
        )
        .bind(challenge)
        .bind(spread)
        .bind(MOST_DISPUTED)
        .fetch_all(self.pool())
        .await?)
    }

    /// Keeps what stands of a mark of a rubric that is in, while the jury sits:
    /// [`StoreError::Changed`] otherwise. It may be said again.
    pub async fn moderate(&self, new: ModeratedMark<'_>) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Challenge).await?;
        let work = work(&mut tx, new.id, new.evaluator).await?;
        if !work.is_open() || work.judged_at.is_none() {
            return Err(StoreError::Changed);
        }
        let done = sqlx::query(
            "update mark set moderated = $1, moderated_comment = $2, updated_at = $3 \
             where assignment_id = $4 and criterion = $5 and given is not null",
        )
        .bind(new.mark)
        .bind(new.comment)
        .bind(new.at)
        .bind(new.id)
        .bind(new.criterion)
        .execute(&mut *tx)
        .await?;
        demand_one(done.rows_affected())?;
        let said = format!("{} {}", new.criterion, new.mark);
        let body = json!({
            "work": work.told(new.evaluator),
            "mark": work.sealed(&said),
        });
        note(
            &mut tx,
            "judging-moderated",
            &work,
            new.evaluator,
            new.at,
            body,
        )
        .await?;
        tx.commit().await?;
        Ok(())
    }
}
