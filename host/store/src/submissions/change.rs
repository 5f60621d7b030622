//! What changes of a submission after it came.

use serde_json::json;

use crate::{
    Store, StoreError, Tx,
    accounts::person_in,
    blobs::note_arrival,
    chain::{NewLink, append},
    connect::Topic,
    runs::withdraw_runs,
};

/// How many submissions of an organisation go to the final split of a challenge.
pub const FINALISTS: i64 = 2;

/// A change is refused as [`StoreError::Changed`] once the challenge has closed.
const WHILE_OPEN: &str = "and withdrawn_at is null and exists (select 1 from challenge c \
     where c.id = submission.challenge_id and c.state = 'open' \
     and (c.closes_at is null or c.closes_at > ";

impl Store {
    /// Replaces the dossier of a submission that is at this revision.
    pub async fn change_dossier(
        &self,
        id: &str,
        revision: i64,
        dossier: &str,
        at: i64,
    ) -> Result<(), StoreError> {
        let sql = format!(
            "update submission set dossier = $1, revision = revision + 1 \
             where id = $2 and revision = $3 {WHILE_OPEN} $4))"
        );
        let done = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(dossier)
            .bind(id)
            .bind(revision)
            .bind(at)
            .execute(self.pool())
            .await?;
        demand_changed(done.rows_affected())
    }

    /// Replaces the PDF. The bytes of the one before go in time, unless something else
    /// names them.
    pub async fn change_document(
        &self,
        id: &str,
        digest: &str,
        bytes: i64,
        at: i64,
    ) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Quota).await?;
        let before: Option<String> =
            sqlx::query_scalar("select document_digest from submission where id = $1")
                .bind(id)
                .fetch_one(&mut *tx)
                .await?;
        let sql = format!(
            "update submission set document_digest = $1, document_bytes = $2, \
             revision = revision + 1 where id = $3 {WHILE_OPEN} $4))"
        );
        let done = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(digest)
            .bind(bytes)
            .bind(id)
            .bind(at)
            .execute(&mut *tx)
            .await?;
        demand_changed(done.rows_affected())?;
        if let Some(before) = before {
            note_arrival(&mut tx, &before, at).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Chooses a finalist, or gives its place up. [`StoreError::Conflict`] of
    /// `finalists` when both places are taken.
    pub async fn choose_finalist(
        &self,
        id: &str,
        is_finalist: bool,
        at: i64,
    ) -> Result<(), StoreError> {
        // The closing of a challenge, which locks its finalists, takes this too.
        let mut tx = self.write(Topic::Challenge).await?;
        if is_finalist && other_finalists(&mut tx, id).await? >= FINALISTS {
            return Err(StoreError::Conflict("finalists".to_owned()));
        }
        let sql = format!(
            "update submission set finalist_at = $1, revision = revision + 1 \
             where id = $2 {WHILE_OPEN} $3))"
        );
        let done = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(is_finalist.then_some(at))
            .bind(id)
            .bind(at)
            .execute(&mut *tx)
            .await?;
        demand_changed(done.rows_affected())?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes a submission back, and its runs that have not ended. Twice is as good
    /// as once.
    pub async fn withdraw(&self, id: &str, account_id: &str, at: i64) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Quota).await?;
        let done = sqlx::query(
            "update submission set withdrawn_at = $1, finalist_at = null, \
             revision = revision + 1 where id = $2 and withdrawn_at is null",
        )
        .bind(at)
        .bind(id)
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(());
        }
        let challenge: String =
            sqlx::query_scalar("select challenge_id from submission where id = $1")
                .bind(id)
                .fetch_one(&mut *tx)
                .await?;
        let runs = withdraw_runs(&mut tx, id, at).await?;
        let link = NewLink {
            at,
            kind: "submission-withdrawn",
            actor: person_in(&mut tx, account_id, &challenge).await?,
            subject: id.to_owned(),
            body: json!({"runs": runs}),
        };
        append(&mut tx, &link).await?;
        tx.commit().await?;
        Ok(())
    }
}

fn demand_changed(affected: u64) -> Result<(), StoreError> {
    (affected == 1).then_some(()).ok_or(StoreError::Changed)
}

async fn other_finalists(tx: &mut Tx, id: &str) -> Result<i64, StoreError> {
    let count = sqlx::query_scalar(
        "select count(*) from submission s join submission own on own.id = $1 \
         and own.challenge_id = s.challenge_id and own.organisation_id = s.organisation_id \
         where s.id <> own.id and s.finalist_at is not null and s.withdrawn_at is null",
    )
    .bind(id)
    .fetch_one(&mut **tx)
    .await?;
    Ok(count)
}
