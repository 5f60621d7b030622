//! Wrong tries to sign in, counted before a password is looked at, so that many
//! tries at one moment are not taken for the first.

use crate::{Store, StoreError, Topic};

impl Store {
    /// Counts one more try under a key. `decide` gets how many there were and when
    /// the last one was, and tells what to keep instead, or refuses; then nothing
    /// changes.
    pub async fn count_try<E>(
        &self,
        key: &str,
        decide: impl FnOnce(i64, Option<i64>) -> Result<(i64, i64), E>,
    ) -> Result<Result<i64, E>, StoreError> {
        let mut tx = self.write(Topic::Account).await?;
        let there: Option<(i64, i64)> =
            sqlx::query_as("select failures, failed_at from sign_in_failure where key = $1")
                .bind(key)
                .fetch_optional(&mut *tx)
                .await?;
        let count = there.map_or(0, |(count, _)| count);
        let (count, at) = match decide(count, there.map(|(_, at)| at)) {
            Ok(next) => next,
            Err(refused) => return Ok(Err(refused)),
        };
        sqlx::query(
            "insert into sign_in_failure (key, failures, failed_at) values ($1, $2, $3) \
             on conflict (key) do update set failures = excluded.failures, \
             failed_at = excluded.failed_at",
        )
        .bind(key)
        .bind(count)
        .bind(at)
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(Ok(count))
    }

    /// Takes one try back that was neither right nor wrong.
    pub async fn uncount_try(&self, key: &str) -> Result<(), StoreError> {
        sqlx::query(
            "update sign_in_failure set failures = failures - 1 where key = $1 and failures > 0",
        )
        .bind(key)
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// Forgets the tries under a key, after a right one.
    pub async fn forget_tries(&self, key: &str) -> Result<(), StoreError> {
        sqlx::query("delete from sign_in_failure where key = $1")
            .bind(key)
            .execute(self.pool())
            .await?;
        Ok(())
    }
}
