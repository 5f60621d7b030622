//! Work is given to evaluators and withdrawn, by staff. The chain tells how much and when,
//! never whose.

use std::collections::HashSet;

use pilotbox_model::Digest;
use serde_json::json;
use sqlx::FromRow;

use super::{Link, MAY_JUDGE, MOST_EVALUATORS, MOST_FINALISTS, append, record_name, told_as};
use crate::{Store, StoreError, Topic, Tx, accounts::new_salt, new_id};

/// Most pairs that one action gives: more would hold up every other writer.
const MOST_AT_ONCE: usize = 5_000;

/// Work that shall be given.
#[derive(Clone, Copy, Debug)]
pub struct NewAssignments<'a> {
    /// The challenge.
    pub challenge: &'a str,
    /// Only this evaluator; `None` for all who can judge it.
    pub evaluator: Option<&'a str>,
    /// Only this finalist; `None` for all.
    pub submission: Option<&'a str>,
    /// The last day for it: `2027-01-15`.
    pub due_on: &'a str,
    /// Who gives it.
    pub by: &'a str,
    /// When.
    pub at: i64,
}

/// What came of giving work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assigned {
    /// So much is new, and so much has another day.
    Done {
        /// New.
        made: usize,
        /// With another day.
        moved: usize,
    },
    /// The finalists are not locked.
    NotLocked,
    /// The evaluator cannot judge this challenge, or there is none who can.
    NoEvaluator,
    /// The submission is no finalist, or there is none.
    NoFinalist,
    /// Every evaluator that is asked for has declared a conflict of interest with every
    /// finalist that is.
    Conflict,
    /// More pairs than one action gives.
    TooMany,
}

/// A pair that is to be judged.
struct Pair<'a> {
    evaluator: &'a str,
    submission: &'a str,
}

/// Work as the chain tells of it when it goes.
#[derive(FromRow)]
struct Given {
    challenge_id: String,
    evaluator_id: String,
    submission_id: String,
    salt: Option<String>,
}

impl Store {
    /// Gives work. Pairs that have it keep it, with the new day unless it is done; pairs
    /// with a conflict of interest are left out.
    pub async fn assign(&self, new: NewAssignments<'_>) -> Result<Assigned, StoreError> {
        let mut tx = self.write(Topic::Challenge).await?;
        if !is_locked(&mut tx, new.challenge).await? {
            return Ok(Assigned::NotLocked);
        }
        let evaluators = evaluators(&mut tx, new).await?;
        let submissions = submissions(&mut tx, new).await?;
        if evaluators.is_empty() {
            return Ok(Assigned::NoEvaluator);
        }
        if submissions.is_empty() {
            return Ok(Assigned::NoFinalist);
        }
        if evaluators.len().saturating_mul(submissions.len()) > MOST_AT_ONCE {
            return Ok(Assigned::TooMany);
        }
        let pairs = fit_pairs(&mut tx, new.challenge, &evaluators, &submissions).await?;
        if pairs.is_empty() {
            return Ok(Assigned::Conflict);
        }
        let (mut made, mut moved) = (Vec::new(), 0);
        for pair in &pairs {
            match insert(&mut tx, new, pair).await? {
                Some(digest) => made.push(digest),
                None => moved += move_day(&mut tx, new, pair).await?,
            }
        }
        if !made.is_empty() || moved > 0 {
            let link = link(&mut tx, new, &made, moved).await?;
            append(&mut tx, Some(new.by), link).await?;
        }
        tx.commit().await?;
        let made = made.len();
        Ok(Assigned::Done { made, moved })
    }

    /// Withdraws work while its challenge is not decided, done or not. Twice is as good
    /// as once.
    pub async fn withdraw_assignment(&self, id: &str, by: &str, at: i64) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Challenge).await?;
        let done = sqlx::query(
            "update assignment set withdrawn_at = $1 where id = $2 and withdrawn_at is null",
        )
        .bind(at)
        .bind(id)
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(());
        }
        let given: Given = sqlx::query_as(
            "select challenge_id, evaluator_id, submission_id, salt from assignment where id = $1",
        )
        .bind(id)
        .fetch_one(&mut *tx)
        .await?;
        let work = given
            .salt
            .map(|salt| told_as(&salt, &given.evaluator_id, &given.submission_id));
        let subject = record_name(&mut tx, &given.challenge_id).await?.subject();
        let link = Link::new("judging-withdrawn", &subject, at, json!({ "work": work }));
        append(&mut tx, Some(by), link).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Whether finalists are known and nothing is decided.
async fn is_locked(tx: &mut Tx, challenge: &str) -> Result<bool, StoreError> {
    let found: i64 = sqlx::query_scalar(
        "select cast(count(*) as bigint) from challenge where id = $1 \
         and finalists_at is not null and state in ('closed', 'jury')",
    )
    .bind(challenge)
    .fetch_one(&mut **tx)
    .await?;
    Ok(found == 1)
}

async fn evaluators(tx: &mut Tx, new: NewAssignments<'_>) -> Result<Vec<String>, StoreError> {
    let query = format!(
        "select a.id from account a where {MAY_JUDGE} and ($2 = '' or a.id = $2) \
         order by a.id limit $3"
    );
    let found = sqlx::query_scalar(sqlx::AssertSqlSafe(query))
        .bind(new.challenge)
        .bind(new.evaluator.unwrap_or_default())
        .bind(MOST_EVALUATORS);
    Ok(found.fetch_all(&mut **tx).await?)
}

async fn submissions(tx: &mut Tx, new: NewAssignments<'_>) -> Result<Vec<String>, StoreError> {
    Ok(sqlx::query_scalar(
        "select s.id from submission s where s.challenge_id = $1 and s.finalist_at is not null \
         and s.withdrawn_at is null and ($2 = '' or s.id = $2) order by s.id limit $3",
    )
    .bind(new.challenge)
    .bind(new.submission.unwrap_or_default())
    .bind(MOST_FINALISTS)
    .fetch_all(&mut **tx)
    .await?)
}

/// All pairs but those with a conflict of interest: what an evaluator has declared holds
/// for good.
async fn fit_pairs<'a>(
    tx: &mut Tx,
    challenge: &str,
    evaluators: &'a [String],
    submissions: &'a [String],
) -> Result<Vec<Pair<'a>>, StoreError> {
    let found: Vec<(String, String)> = sqlx::query_as(
        "select evaluator_id, submission_id from assignment \
         where challenge_id = $1 and has_conflict = 1",
    )
    .bind(challenge)
    .fetch_all(&mut **tx)
    .await?;
    let conflicts: HashSet<(&str, &str)> = found
        .iter()
        .map(|(evaluator, submission)| (evaluator.as_str(), submission.as_str()))
        .collect();
    let mut pairs = Vec::new();
    for submission in submissions {
        for evaluator in evaluators {
            if !conflicts.contains(&(evaluator.as_str(), submission.as_str())) {
                pairs.push(Pair {
                    evaluator,
                    submission,
                });
            }
        }
    }
    Ok(pairs)
}

/// Adds a pair and tells its digest, unless it has its work.
async fn insert(
    tx: &mut Tx,
    new: NewAssignments<'_>,
    pair: &Pair<'_>,
) -> Result<Option<String>, StoreError> {
    let salt = new_salt()?;
    let added = sqlx::query(
        "insert into assignment (id, challenge_id, submission_id, evaluator_id, due_on, salt, \
         note, assigned_by, assigned_at) values ($1, $2, $3, $4, $5, $6, '', $7, $8) \
         on conflict do nothing",
    )
    .bind(new_id())
    .bind(new.challenge)
    .bind(pair.submission)
    .bind(pair.evaluator)
    .bind(new.due_on)
    .bind(&salt)
    .bind(new.by)
    .bind(new.at)
    .execute(&mut **tx)
    .await?;
    let is_new = added.rows_affected() == 1;
    Ok(is_new.then(|| told_as(&salt, pair.evaluator, pair.submission)))
}

/// Gives work that is not done its new day, with reminders of its own, and tells how many
/// it was: none or one.
async fn move_day(
    tx: &mut Tx,
    new: NewAssignments<'_>,
    pair: &Pair<'_>,
) -> Result<usize, StoreError> {
    let moved = sqlx::query(
        "update assignment set due_on = $1, reminders = 0, remind_tries = 0 \
         where submission_id = $2 and evaluator_id = $3 \
         and withdrawn_at is null and done_at is null and due_on <> $4",
    )
    .bind(new.due_on)
    .bind(pair.submission)
    .bind(pair.evaluator)
    .bind(new.due_on)
    .execute(&mut **tx)
    .await?;
    Ok(usize::from(moved.rows_affected() > 0))
}

/// The digest is over those of all pairs, so that a link stays small.
async fn link(
    tx: &mut Tx,
    new: NewAssignments<'_>,
    made: &[String],
    moved: usize,
) -> Result<Link, StoreError> {
    let work = Digest::of_parts(made.iter().map(String::as_bytes)).to_string();
    let body = json!({
        "made": made.len(), "moved": moved, "due": new.due_on, "work": work,
    });
    let subject = record_name(tx, new.challenge).await?.subject();
    Ok(Link::new("judging-assigned", &subject, new.at, body))
}
