//! Clarifications: what startups ask, and what staff answer for everybody.

use pilotbox_model::Digest;
use serde_json::json;
use sqlx::FromRow;

use super::{Link, append};
use crate::{Store, StoreError, Topic, new_id};

/// A question and its answer.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Clarification {
    /// Its id.
    pub id: String,
    /// The challenge.
    pub challenge_id: String,
    /// The organisation that asked.
    pub organisation_id: String,
    /// The question.
    pub question: String,
    /// When it was asked.
    pub asked_at: i64,
    /// The answer.
    pub answer: Option<String>,
    /// When it was given.
    pub answered_at: Option<i64>,
}

/// A question.
#[derive(Clone, Copy, Debug)]
pub struct NewClarification<'a> {
    /// The challenge.
    pub challenge: &'a str,
    /// The organisation that asks.
    pub organisation: &'a str,
    /// Who asks for it.
    pub account: &'a str,
    /// The question.
    pub question: &'a str,
    /// When.
    pub at: i64,
    /// How many questions of the organisation may wait for an answer.
    pub most_waiting: i64,
}

const COLUMNS: &str = "q.id, q.challenge_id, q.organisation_id, q.question, q.asked_at, \
     q.answer, q.answered_at";

impl Store {
    /// Keeps a question and tells its id, or `None` when too many of the
    /// organisation's wait.
    pub async fn ask(&self, new: NewClarification<'_>) -> Result<Option<String>, StoreError> {
        let id = new_id();
        let mut tx = self.write(Topic::Quota).await?;
        let waiting: i64 = sqlx::query_scalar(
            "select cast(count(*) as bigint) from clarification where challenge_id = $1 \
             and organisation_id = $2 and answer is null",
        )
        .bind(new.challenge)
        .bind(new.organisation)
        .fetch_one(&mut *tx)
        .await?;
        if waiting >= new.most_waiting {
            return Ok(None);
        }
        sqlx::query(
            "insert into clarification (id, challenge_id, organisation_id, account_id, question, \
             asked_at) values ($1, $2, $3, $4, $5, $6)",
        )
        .bind(&id)
        .bind(new.challenge)
        .bind(new.organisation)
        .bind(new.account)
        .bind(new.question)
        .bind(new.at)
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(Some(id))
    }

    /// A question.
    pub async fn clarification(&self, id: &str) -> Result<Clarification, StoreError> {
        let query = format!("select {COLUMNS} from clarification q where q.id = $1");
        let found = sqlx::query_as(sqlx::AssertSqlSafe(query)).bind(id);
        Ok(found.fetch_one(self.pool()).await?)
    }

    /// Questions of a challenge after an id, oldest first: those with an answer,
    /// those of an account's own organisations, or all.
    pub async fn clarifications(
        &self,
        challenge: &str,
        after: &str,
        account: Option<&str>,
        with_all: bool,
        fetch: i64,
    ) -> Result<Vec<Clarification>, StoreError> {
        let query = format!(
            "select {COLUMNS} from clarification q where q.challenge_id = $1 and q.id > $2 \
             and ($3 = 1 or q.answer is not null or exists (select 1 from membership m \
             where m.organisation_id = q.organisation_id and m.account_id = $4)) \
             order by q.id limit $5"
        );
        let found = sqlx::query_as(sqlx::AssertSqlSafe(query))
            .bind(challenge)
            .bind(after)
            .bind(i64::from(with_all))
            .bind(account.unwrap_or_default())
            .bind(fetch);
        Ok(found.fetch_all(self.pool()).await?)
    }

    /// Answers a question, or answers it anew.
    pub async fn answer(
        &self,
        question: &Clarification,
        answer: &str,
        by: &str,
        at: i64,
    ) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Challenge).await?;
        sqlx::query(
            "update clarification set answer = $1, answered_by = $2, answered_at = $3 \
             where id = $4",
        )
        .bind(answer)
        .bind(by)
        .bind(at)
        .bind(&question.id)
        .execute(&mut *tx)
        .await?;
        let body = json!({
            "challenge": question.challenge_id,
            "answer": Digest::of(answer.as_bytes()).to_string(),
        });
        let link = Link::new("clarification-answered", &question.id, at, body);
        append(&mut tx, Some(by), link).await?;
        tx.commit().await?;
        Ok(())
    }
}
