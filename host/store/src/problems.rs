//! Problems that citizens and staff propose, before there is a challenge: proposed, let
//! pass, supported, merged, answered, taken up by a challenge. Who proposes one is kept for
//! limits and the own list alone.

mod decide;
mod erasure;
mod merge;
mod propose;
mod search;
mod support;
mod telling;

use sqlx::FromRow;

use crate::{Store, StoreError, Tx};

pub use decide::{ProblemAnswer, ProblemLink};
pub(crate) use erasure::forget_proposer;
pub use merge::{Merged, ProblemMerge};
pub use propose::{NewProblem, Proposed};
pub use search::{ProblemFilter, ProblemOrder, ProblemScope};
pub use telling::UntoldProblem;

/// Merged problems and steps that a page shows, at most: far more than a problem has.
const MOST_PARTS: i64 = 200;

/// A problem, as far as it is known to whoever reads it.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ProblemRow {
    /// Its id.
    pub id: String,
    /// 1 if staff proposed it.
    pub is_of_city: i64,
    /// The language that it is written in.
    pub language: String,
    /// What it is, in a line.
    pub title: String,
    /// Who is affected.
    pub affected: String,
    /// Why it matters.
    pub importance: String,
    /// How one would know that it is solved.
    pub solved_when: String,
    /// The field of the city's work.
    pub field: String,
    /// Numbers of districts between commas; empty for the whole city.
    pub districts: String,
    /// Where it is in its life.
    pub state: String,
    /// When it was proposed.
    pub proposed_at: i64,
    /// When staff first let it pass.
    pub shown_at: Option<i64>,
    /// Why staff do not.
    pub refused_because: Option<String>,
    /// How many accounts support it.
    pub supporters: i64,
    /// The problem that it was merged into.
    pub merged_into: Option<String>,
    /// When.
    pub merged_at: Option<i64>,
    /// The kind of the answer.
    pub answer: Option<String>,
    /// The answer, in Bulgarian.
    pub answer_bg: Option<String>,
    /// In English.
    pub answer_en: Option<String>,
    /// When it was given.
    pub answered_at: Option<i64>,
    /// The challenge that it became.
    pub challenge_id: Option<String>,
    /// That challenge's state.
    pub challenge_state: Option<String>,
    /// 1 if the reader proposed it.
    pub is_own: i64,
    /// 1 if the reader supports it.
    pub is_supported: i64,
}

/// A step in the life of a problem.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ProblemStepRow {
    /// What was done.
    pub kind: String,
    /// The problem that it was merged into, the challenge, the kind of the answer, or why it
    /// was refused.
    pub other: Option<String>,
    /// The answer in Bulgarian.
    pub text_bg: Option<String>,
    /// In English.
    pub text_en: Option<String>,
    /// When.
    pub at: i64,
}

/// What a [`ProblemRow`] is read from; the reader's account is `$1`, a condition follows.
macro_rules! select_problems {
    ($($rest:tt)*) => {
        concat!(
            "select p.id, p.is_of_city, p.language, p.title, p.affected, p.importance, \
             p.solved_when, p.field, p.districts, p.state, p.proposed_at, p.shown_at, \
             p.refused_because, p.supporters, p.merged_into, p.merged_at, p.answer, p.answer_bg, \
             p.answer_en, p.answered_at, p.challenge_id, c.state as challenge_state, \
             cast(case when p.account_id = $1 then 1 else 0 end as bigint) as is_own, \
             cast((select count(*) from problem_support s where s.problem_id = p.id \
             and s.account_id = $1) as bigint) as is_supported \
             from problem p left join challenge c on c.id = p.challenge_id ",
            $($rest)*
        )
    };
}
use select_problems;

impl Store {
    /// One problem, as an account reads it; an empty one for nobody.
    pub async fn problem(&self, id: &str, reader: &str) -> Result<ProblemRow, StoreError> {
        Ok(sqlx::query_as(select_problems!("where p.id = $2"))
            .bind(reader)
            .bind(id)
            .fetch_one(self.pool())
            .await?)
    }

    /// Problems that were merged into one and that everybody could read before, as they were.
    pub async fn merged_problems(&self, into: &str) -> Result<Vec<ProblemRow>, StoreError> {
        Ok(sqlx::query_as(select_problems!(
            "where p.merged_into = $2 and p.shown_at is not null \
             order by p.merged_at, p.id limit $3"
        ))
        .bind("")
        .bind(into)
        .bind(MOST_PARTS)
        .fetch_all(self.pool())
        .await?)
    }

    /// What was decided of a problem, in order.
    pub async fn problem_steps(&self, problem: &str) -> Result<Vec<ProblemStepRow>, StoreError> {
        Ok(sqlx::query_as(
            "select kind, other, text_bg, text_en, at from problem_step where problem_id = $1 \
             order by number limit $2",
        )
        .bind(problem)
        .bind(MOST_PARTS)
        .fetch_all(self.pool())
        .await?)
    }
}

/// A step that is to be kept.
#[derive(Clone, Copy, Debug, Default)]
struct Step<'a> {
    problem: &'a str,
    kind: &'a str,
    other: Option<&'a str>,
    text_bg: Option<&'a str>,
    text_en: Option<&'a str>,
    by: &'a str,
    at: i64,
}

/// Keeps what was decided, and has whoever proposed the problem told of it.
async fn keep_step(tx: &mut Tx, step: Step<'_>) -> Result<(), StoreError> {
    let number: i64 = sqlx::query_scalar(
        "select cast(coalesce(max(number), 0) + 1 as bigint) from problem_step \
         where problem_id = $1",
    )
    .bind(step.problem)
    .fetch_one(&mut **tx)
    .await?;
    sqlx::query(
        "insert into problem_step (problem_id, number, kind, other, text_bg, text_en, \
         account_id, at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(step.problem)
    .bind(number)
    .bind(step.kind)
    .bind(step.other)
    .bind(step.text_bg)
    .bind(step.text_en)
    .bind(step.by)
    .bind(step.at)
    .execute(&mut **tx)
    .await?;
    telling::tell_of(tx, step.problem, number).await
}

#[cfg(test)]
mod tests;
