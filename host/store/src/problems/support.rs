//! Support: each account once, taken back at any time. A problem's count is always that of
//! its rows, since both change in one transaction.

use crate::{Store, StoreError, Topic, Tx, connect::demand_one};

impl Store {
    /// Notes that an account supports a problem that everybody sees; twice is as good as
    /// once. [`StoreError::Changed`] for a problem in another state.
    pub async fn support_problem(
        &self,
        problem: &str,
        account: &str,
        at: i64,
    ) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Problem).await?;
        let open: i64 = sqlx::query_scalar(
            "select cast(count(*) as bigint) from problem \
             where id = $1 and state in ('shown', 'answered', 'challenge')",
        )
        .bind(problem)
        .fetch_one(&mut *tx)
        .await?;
        if open != 1 {
            return Err(StoreError::Changed);
        }
        sqlx::query(
            "insert into problem_support (problem_id, account_id, supported_at) \
             values ($1, $2, $3) on conflict (problem_id, account_id) do nothing",
        )
        .bind(problem)
        .bind(account)
        .bind(at)
        .execute(&mut *tx)
        .await?;
        count_again(&mut tx, problem).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes the support of an account back, where there is any.
    pub async fn unsupport_problem(&self, problem: &str, account: &str) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Problem).await?;
        sqlx::query("delete from problem_support where problem_id = $1 and account_id = $2")
            .bind(problem)
            .bind(account)
            .execute(&mut *tx)
            .await?;
        count_again(&mut tx, problem).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Brings the count up to the rows.
pub(super) async fn count_again(tx: &mut Tx, problem: &str) -> Result<(), StoreError> {
    let counted = sqlx::query(
        "update problem set supporters = (select cast(count(*) as bigint) from problem_support s \
         where s.problem_id = problem.id) where id = $1",
    )
    .bind(problem)
    .execute(&mut **tx)
    .await?;
    demand_one(counted.rows_affected())
}
