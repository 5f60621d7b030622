//! Two problems that are one. The supporters of both are counted once, the address of the
//! one leads to the other for good, and what it said stays.

use serde_json::json;

use super::{
    Step,
    decide::{demand_changed, note},
    keep_step,
    support::count_again,
};
use crate::{Store, StoreError, Topic, Tx};

/// A problem that is another one.
#[derive(Clone, Copy, Debug)]
pub struct ProblemMerge<'a> {
    /// The problem.
    pub problem: &'a str,
    /// The one that stays.
    pub into: &'a str,
    /// Who merges them.
    pub by: &'a str,
    /// When.
    pub at: i64,
}

/// What came of merging.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merged {
    /// They are one.
    Done,
    /// The other one is the same, is not there, or is not seen by everybody.
    NoTarget,
}

impl Store {
    /// Merges a problem into another one that everybody sees. What was merged into it before
    /// leads on to the other, so that no address takes two steps. [`StoreError::Changed`]
    /// for a problem that was merged, refused or became a challenge.
    pub async fn merge_problem(&self, new: ProblemMerge<'_>) -> Result<Merged, StoreError> {
        let mut tx = self.write(Topic::Problem).await?;
        if !is_target(&mut tx, new).await? {
            return Ok(Merged::NoTarget);
        }
        let merged = sqlx::query(
            "update problem set state = 'merged', merged_into = $1, merged_at = $2 \
             where id = $3 and state in ('proposed', 'shown', 'answered')",
        )
        .bind(new.into)
        .bind(new.at)
        .bind(new.problem)
        .execute(&mut *tx)
        .await?;
        demand_changed(merged.rows_affected())?;
        sqlx::query("update problem set merged_into = $1 where merged_into = $2")
            .bind(new.into)
            .bind(new.problem)
            .execute(&mut *tx)
            .await?;
        move_supporters(&mut tx, new).await?;
        let step = Step {
            problem: new.problem,
            kind: "merged",
            other: Some(new.into),
            by: new.by,
            at: new.at,
            ..Step::default()
        };
        keep_step(&mut tx, step).await?;
        note(&mut tx, "problem-merged", step, json!({ "into": new.into })).await?;
        tx.commit().await?;
        Ok(Merged::Done)
    }
}

async fn is_target(tx: &mut Tx, new: ProblemMerge<'_>) -> Result<bool, StoreError> {
    let found: i64 = sqlx::query_scalar(
        "select cast(count(*) as bigint) from problem where id = $1 and id <> $2 \
         and state in ('shown', 'answered', 'challenge')",
    )
    .bind(new.into)
    .bind(new.problem)
    .fetch_one(&mut **tx)
    .await?;
    Ok(found == 1)
}

/// Whoever supports both counts once, since the first support.
async fn move_supporters(tx: &mut Tx, new: ProblemMerge<'_>) -> Result<(), StoreError> {
    sqlx::query(
        "insert into problem_support (problem_id, account_id, supported_at) \
         select cast($1 as text), s.account_id, s.supported_at from problem_support s \
         where s.problem_id = $2 on conflict (problem_id, account_id) do nothing",
    )
    .bind(new.into)
    .bind(new.problem)
    .execute(&mut **tx)
    .await?;
    sqlx::query("delete from problem_support where problem_id = $1")
        .bind(new.problem)
        .execute(&mut **tx)
        .await?;
    count_again(tx, new.problem).await?;
    count_again(tx, new.into).await
}
