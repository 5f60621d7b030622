//! What the chair of a jury leaves out of a decision, with reasons that are published with
//! it: a finalist, or a rubric that is not waited for.

use pilotbox_model::chain::sealed;
use serde_json::json;
use sqlx::FromRow;

use super::{Link, append, record_name};
use crate::{Store, StoreError, Topic, Tx, accounts::new_salt, connect::demand_one, new_id};

/// Most omissions that are read: as many as there can be finalists and rubrics.
const MOST: i64 = 20_000;

/// What was left out.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Omission {
    /// Its id.
    pub id: String,
    /// The finalist.
    pub submission_id: String,
    /// The work, if a rubric alone is not waited for.
    pub assignment_id: Option<String>,
    /// Why, in Bulgarian.
    pub reason_bg: String,
    /// In English.
    pub reason_en: String,
}

/// What shall be left out.
#[derive(Clone, Copy, Debug)]
pub struct NewOmission<'a> {
    /// The challenge.
    pub challenge: &'a str,
    /// The finalist.
    pub submission: &'a str,
    /// Work on it that is not done; `None` for the finalist itself.
    pub assignment: Option<&'a str>,
    /// Why, in Bulgarian.
    pub reason_bg: &'a str,
    /// In English.
    pub reason_en: &'a str,
    /// Who.
    pub by: &'a str,
    /// When.
    pub at: i64,
}

impl Store {
    /// Leaves something out while the jury sits: [`StoreError::Changed`] otherwise, and
    /// [`StoreError::Conflict`] if it is left out already. [`StoreError::NotFound`] for what
    /// is no finalist, or no work on it that is waited for.
    pub async fn leave_out(&self, new: NewOmission<'_>) -> Result<String, StoreError> {
        let mut tx = self.write(Topic::Challenge).await?;
        demand_jury(&mut tx, new.challenge).await?;
        demand_there(&mut tx, new).await?;
        let (id, salt) = (new_id(), new_salt()?);
        sqlx::query(
            "insert into decision_omission (id, challenge_id, submission_id, assignment_id, \
             reason_bg, reason_en, salt, omitted_by, omitted_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(&id)
        .bind(new.challenge)
        .bind(new.submission)
        .bind(new.assignment)
        .bind(new.reason_bg)
        .bind(new.reason_en)
        .bind(&salt)
        .bind(new.by)
        .bind(new.at)
        .execute(&mut *tx)
        .await?;
        let body = json!({
            "omission": id,
            "submission": new.submission,
            "is_rubric": new.assignment.is_some(),
            "reason": sealed(&salt, new.reason_bg),
        });
        let name = record_name(&mut tx, new.challenge).await?;
        let link = Link::new("decision-left-out", &name.subject(), new.at, body);
        append(&mut tx, Some(new.by), link).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Takes it back while the jury sits: [`StoreError::Changed`] otherwise.
    pub async fn take_in(
        &self,
        challenge: &str,
        id: &str,
        by: &str,
        at: i64,
    ) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Challenge).await?;
        demand_jury(&mut tx, challenge).await?;
        let gone = sqlx::query("delete from decision_omission where id = $1 and challenge_id = $2")
            .bind(id)
            .bind(challenge)
            .execute(&mut *tx)
            .await?;
        if gone.rows_affected() == 0 {
            return Err(StoreError::NotFound);
        }
        let name = record_name(&mut tx, challenge).await?;
        let body = json!({ "omission": id });
        let link = Link::new("decision-taken-in", &name.subject(), at, body);
        append(&mut tx, Some(by), link).await?;
        tx.commit().await?;
        Ok(())
    }
}

pub(super) async fn omissions(tx: &mut Tx, challenge: &str) -> Result<Vec<Omission>, StoreError> {
    Ok(sqlx::query_as(
        "select id, submission_id, assignment_id, reason_bg, reason_en from decision_omission \
         where challenge_id = $1 order by id limit $2",
    )
    .bind(challenge)
    .bind(MOST)
    .fetch_all(&mut **tx)
    .await?)
}

async fn demand_jury(tx: &mut Tx, challenge: &str) -> Result<(), StoreError> {
    let state: String = sqlx::query_scalar("select state from challenge where id = $1")
        .bind(challenge)
        .fetch_one(&mut **tx)
        .await?;
    if state == "jury" {
        return Ok(());
    }
    Err(StoreError::Changed)
}

async fn demand_there(tx: &mut Tx, new: NewOmission<'_>) -> Result<(), StoreError> {
    let found: i64 = sqlx::query_scalar(
        "select cast(count(*) as bigint) from submission s where s.id = $1 \
         and s.challenge_id = $2 and s.finalist_at is not null and s.withdrawn_at is null \
         and ($3 = 0 or exists (select 1 from assignment w where w.id = $4 \
         and w.submission_id = s.id and w.judged_at is null and w.withdrawn_at is null))",
    )
    .bind(new.submission)
    .bind(new.challenge)
    .bind(i64::from(new.assignment.is_some()))
    .bind(new.assignment.unwrap_or_default())
    .fetch_one(&mut **tx)
    .await?;
    demand_one(u64::try_from(found).unwrap_or(0)).map_err(|_| StoreError::NotFound)
}
