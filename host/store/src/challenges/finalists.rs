//! Finalists: locked after the close, and run on the final split of the version that
//! is current.

use serde_json::json;

use super::record::{Link, append};
use crate::{Store, StoreError, Topic, Tx, insert_final_runs};

impl Store {
    /// Locks the finalists of a closed challenge: those that were chosen, else of
    /// each organisation the last two that scored on the public split. Adds their
    /// final runs, where the data is there, and tells how many; whoever calls pushes
    /// as many jobs. `None` while public runs are under way, or when it was done.
    pub async fn lock_finalists(&self, id: &str, at: i64) -> Result<Option<usize>, StoreError> {
        let mut tx = self.write(Topic::Challenge).await?;
        let locked = sqlx::query(
            "update challenge set finalists_at = $1, updated_at = $2, revision = revision + 1 \
             where id = $3 and state = 'closed' and finalists_at is null and not exists \
             (select 1 from run r join submission s on s.id = r.submission_id \
             where r.challenge_id = challenge.id and r.split = 'public' and r.counts = 1 \
             and r.step <> 'done' and s.withdrawn_at is null)",
        )
        .bind(at)
        .bind(at)
        .bind(id)
        .execute(&mut *tx)
        .await?;
        if locked.rows_affected() != 1 {
            return Ok(None);
        }
        choose_last(&mut tx, id, at).await?;
        let body = json!({ "finalists": finalists(&mut tx, id).await? });
        let added = insert_final_runs(&mut tx, id, at).await?;
        append(&mut tx, None, Link::new("finalists-locked", id, at, body)).await?;
        tx.commit().await?;
        Ok(Some(added))
    }

    /// How many final runs of a challenge's finalists are missing or under way. Those
    /// on a version that is not current any more are missing.
    pub async fn waiting_finalists(&self, id: &str) -> Result<i64, StoreError> {
        Ok(sqlx::query_scalar(
            "select cast(count(*) as bigint) from submission s where s.challenge_id = $1 \
             and s.finalist_at is not null and s.withdrawn_at is null and not exists \
             (select 1 from run r join challenge_version v on v.id = r.version_id \
             where r.submission_id = s.id and r.split = 'final' and r.counts = 1 \
             and r.step = 'done' and v.number = (select max(a.number) from challenge_version a \
             where a.challenge_id = s.challenge_id and a.approved_at is not null))",
        )
        .bind(id)
        .fetch_one(self.pool())
        .await?)
    }
}

/// Adds the final runs that a closed challenge's locked finalists lack, where the
/// data is there now, and tells how many.
pub(super) async fn add_final_runs(tx: &mut Tx, id: &str, at: i64) -> Result<usize, StoreError> {
    let locked: i64 = sqlx::query_scalar(
        "select cast(count(*) as bigint) from challenge where id = $1 and state = 'closed' \
         and finalists_at is not null",
    )
    .bind(id)
    .fetch_one(&mut **tx)
    .await?;
    if locked == 0 {
        return Ok(0);
    }
    insert_final_runs(tx, id, at).await
}

/// For organisations that chose none: the last two that scored.
async fn choose_last(tx: &mut Tx, id: &str, at: i64) -> Result<(), StoreError> {
    sqlx::query(
        "update submission set finalist_at = $1, revision = revision + 1 where id in \
         (select ranked.id from (select s.id as id, row_number() over \
         (partition by s.organisation_id order by s.created_at desc, s.id desc) as nth \
         from submission s where s.challenge_id = $2 and s.withdrawn_at is null \
         and exists (select 1 from run r where r.submission_id = s.id and r.split = 'public' \
         and r.counts = 1 and r.state = 'scored') \
         and not exists (select 1 from submission f where f.challenge_id = s.challenge_id \
         and f.organisation_id = s.organisation_id and f.finalist_at is not null \
         and f.withdrawn_at is null)) ranked where ranked.nth <= 2)",
    )
    .bind(at)
    .bind(id)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn finalists(tx: &mut Tx, id: &str) -> Result<Vec<String>, StoreError> {
    Ok(sqlx::query_scalar(
        "select id from submission where challenge_id = $1 and finalist_at is not null \
         and withdrawn_at is null order by id",
    )
    .bind(id)
    .fetch_all(&mut **tx)
    .await?)
}
