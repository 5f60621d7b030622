//! What keeps the queue whole when workers die: runs that nobody holds any more
//! are free again, and whatever waits is counted, so that the missing jobs can be
//! pushed.

use super::Steps;
use crate::{Store, StoreError, Topic};

/// What a look at the queue found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mended {
    /// Runs whose holder was silent for too long.
    pub freed: u64,
    /// Runs that are to be inspected or run, taken ones included.
    pub to_evaluate: u64,
    /// Runs that are to be finished, taken ones included.
    pub to_finish: u64,
}

impl Store {
    /// Frees runs whose holder has not said since `silent_since` that it lives.
    pub async fn mend(&self, silent_since: i64) -> Result<Mended, StoreError> {
        let mut tx = self.write(Topic::Queue).await?;
        let freed = sqlx::query(
            "update run set claimed_by = null \
             where claimed_by is not null and step <> 'done' and beat_at < $1",
        )
        .bind(silent_since)
        .execute(&mut *tx)
        .await?
        .rows_affected();
        let mut waiting = [0; 2];
        for (count, steps) in waiting.iter_mut().zip([Steps::Evaluate, Steps::Finish]) {
            let [one, other] = steps.names();
            let counted: i64 =
                sqlx::query_scalar("select count(*) from run where step in ($1, $2)")
                    .bind(one)
                    .bind(other)
                    .fetch_one(&mut *tx)
                    .await?;
            *count = u64::try_from(counted).unwrap_or(0);
        }
        tx.commit().await?;
        let [to_evaluate, to_finish] = waiting;
        Ok(Mended {
            freed,
            to_evaluate,
            to_finish,
        })
    }
}
