//! Marks: kept as a draft until the rubric is handed in, and never changed from then on.

use std::collections::BTreeMap;

use serde_json::json;
use sqlx::FromRow;

use super::{note, work};
use crate::{Store, StoreError, Topic, Tx};

/// Most marks of a challenge that are read at once: ten thousand rubrics of six criteria.
const MOST_MARKS: i64 = 60_000;

/// What an evaluator gives for a criterion.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Mark {
    /// The criterion's id.
    pub criterion: String,
    /// From 0 to 5; absent in a draft.
    pub given: Option<i64>,
    /// What stands after a moderation.
    pub moderated: Option<i64>,
    /// What the startup reads of it.
    pub comment: String,
    /// What it reads of the moderation.
    pub moderated_comment: String,
}

/// A mark of a rubric that is in.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct JudgedMark {
    /// Who gave it.
    pub evaluator_id: String,
    /// For which finalist.
    pub submission_id: String,
    /// The criterion's id.
    pub criterion: String,
    /// From 0 to 5, as first given.
    pub given: i64,
    /// What stands after a moderation.
    pub moderated: Option<i64>,
}

/// A mark that shall be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewMark<'a> {
    /// The criterion's id.
    pub criterion: &'a str,
    /// From 0 to 5; `None` while the evaluator does not know yet.
    pub given: Option<i64>,
    /// What the startup shall read of it.
    pub comment: &'a str,
}

/// A draft that shall be kept.
#[derive(Clone, Copy, Debug)]
pub struct MarksChange<'a> {
    /// The work.
    pub id: &'a str,
    /// Whose it is.
    pub evaluator: &'a str,
    /// Each in place of the one before; others stay as they are.
    pub marks: &'a [NewMark<'a>],
    /// When.
    pub at: i64,
}

/// A rubric that is handed in.
#[derive(Clone, Copy, Debug)]
pub struct HandIn<'a> {
    /// The work.
    pub id: &'a str,
    /// Whose it is.
    pub evaluator: &'a str,
    /// Every criterion of the rubric, by its id.
    pub criteria: &'a [&'a str],
    /// When.
    pub at: i64,
}

/// What came of handing in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HandedIn {
    /// It is in.
    Done,
    /// These have no mark.
    Missing(Vec<String>),
    /// It was in already.
    Already,
}

impl Store {
    /// The marks of a piece of work, by criterion.
    pub async fn marks(&self, assignment: &str) -> Result<Vec<Mark>, StoreError> {
        Ok(sqlx::query_as(
            "select criterion, given, moderated, comment, moderated_comment from mark \
             where assignment_id = $1 order by criterion",
        )
        .bind(assignment)
        .fetch_all(self.pool())
        .await?)
    }

    /// The marks of every rubric of a challenge that is in.
    pub async fn judged_marks(&self, challenge: &str) -> Result<Vec<JudgedMark>, StoreError> {
        Ok(sqlx::query_as(
            "select w.evaluator_id, w.submission_id, m.criterion, m.given, m.moderated \
             from mark m join assignment w on w.id = m.assignment_id \
             join submission s on s.id = w.submission_id where w.challenge_id = $1 \
             and w.judged_at is not null and w.withdrawn_at is null and s.withdrawn_at is null \
             and m.given is not null order by w.id, m.criterion limit $2",
        )
        .bind(challenge)
        .bind(MOST_MARKS)
        .fetch_all(self.pool())
        .await?)
    }

    /// Keeps a draft while the jury sits and the rubric is not in: [`StoreError::Changed`]
    /// otherwise.
    pub async fn save_marks(&self, change: MarksChange<'_>) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Challenge).await?;
        let work = work(&mut tx, change.id, change.evaluator).await?;
        if !work.is_open() || work.judged_at.is_some() {
            return Err(StoreError::Changed);
        }
        for mark in change.marks {
            save(&mut tx, change.id, mark, change.at).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Hands a rubric in while the jury sits: [`StoreError::Changed`] otherwise. The chain
    /// holds a digest of the marks, so that nobody can change them unseen.
    pub async fn hand_in(&self, new: HandIn<'_>) -> Result<HandedIn, StoreError> {
        let mut tx = self.write(Topic::Challenge).await?;
        let work = work(&mut tx, new.id, new.evaluator).await?;
        if work.judged_at.is_some() {
            return Ok(HandedIn::Already);
        }
        if !work.is_open() {
            return Err(StoreError::Changed);
        }
        let given = given(&mut tx, new.id).await?;
        let without = new.criteria.iter().filter(|id| !given.contains_key(**id));
        let missing: Vec<String> = without.map(|id| (*id).to_owned()).collect();
        if !missing.is_empty() {
            return Ok(HandedIn::Missing(missing));
        }
        sqlx::query("update assignment set judged_at = $1, done_at = $2 where id = $3")
            .bind(new.at)
            .bind(new.at)
            .bind(new.id)
            .execute(&mut *tx)
            .await?;
        let body = json!({
            "work": work.told(new.evaluator),
            "marks": work.sealed(&json!(given).to_string()),
        });
        note(
            &mut tx,
            "judging-handed-in",
            &work,
            new.evaluator,
            new.at,
            body,
        )
        .await?;
        tx.commit().await?;
        Ok(HandedIn::Done)
    }
}

async fn save(
    tx: &mut Tx,
    assignment: &str,
    mark: &NewMark<'_>,
    at: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into mark (assignment_id, criterion, given, comment, updated_at) \
         values ($1, $2, $3, $4, $5) on conflict (assignment_id, criterion) do update set \
         given = excluded.given, comment = excluded.comment, updated_at = excluded.updated_at",
    )
    .bind(assignment)
    .bind(mark.criterion)
    .bind(mark.given)
    .bind(mark.comment)
    .bind(at)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The criteria that have a mark, and the marks.
async fn given(tx: &mut Tx, assignment: &str) -> Result<BTreeMap<String, i64>, StoreError> {
    let found: Vec<(String, i64)> = sqlx::query_as(
        "select criterion, given from mark where assignment_id = $1 and given is not null",
    )
    .bind(assignment)
    .fetch_all(&mut **tx)
    .await?;
    Ok(found.into_iter().collect())
}
