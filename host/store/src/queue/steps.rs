//! What a step of a run writes when it got on. Each is one transaction, and gives
//! the run back for another job to take.

use super::{Claim, demand_claim};
use crate::{NewCaseResult, Store, StoreError, Topic, Tx};

/// A run whose plugin fits.
#[derive(Clone, Debug)]
pub struct CheckedRun {
    /// The plugin's row.
    pub plugin_id: String,
    /// `pure` or `compat`.
    pub profile: String,
    /// The challenge's version, by id.
    pub version_id: String,
    /// The split.
    pub split: String,
    /// Digest of the split's data.
    pub data_digest: String,
    /// The harness's list of cases, as JSON.
    pub cases: String,
    /// How long that is.
    pub case_count: i64,
    /// The engine, as receipts name it: every case of the run is of this one.
    pub engine: String,
    /// When.
    pub at: i64,
}

/// Why a run is begun anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Restart {
    /// The challenge was at fault. Counted: it is borne once.
    Fault,
    /// Another engine goes on with it. Nobody's fault, and not counted.
    Engine,
}

impl Store {
    /// Ends the step `inspect`: the plugin fits, its cases come next.
    pub async fn record_checked(
        &self,
        claim: &Claim,
        checked: &CheckedRun,
    ) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Queue).await?;
        let done = sqlx::query(
            "update run set state = 'queued', step = 'run', total_cases = $1, engine = $2, \
             claimed_by = null, takes = 0, attempts = 0, revision = revision + 1 \
             where id = $3 and claim = $4 and step = 'inspect'",
        )
        .bind(checked.case_count)
        .bind(&checked.engine)
        .bind(&claim.run_id)
        .bind(claim.claim)
        .execute(&mut *tx)
        .await?;
        demand_claim(done.rows_affected())?;
        sqlx::query("update plugin set profile = $1 where id = $2")
            .bind(&checked.profile)
            .bind(&checked.plugin_id)
            .execute(&mut *tx)
            .await?;
        keep_dataset(&mut tx, checked).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Marks a run as running, its first time only.
    pub async fn record_start(&self, claim: &Claim, at: i64) -> Result<(), StoreError> {
        let done = sqlx::query(
            "update run set state = 'running', started_at = coalesce(started_at, $1), \
             revision = revision + 1 where id = $2 and claim = $3 and step = 'run'",
        )
        .bind(at)
        .bind(&claim.run_id)
        .bind(claim.claim)
        .execute(self.pool())
        .await?;
        demand_claim(done.rows_affected())
    }

    /// Keeps a chunk's results, of the cases that follow those that are done. Tells
    /// whether these were the last ones.
    pub async fn record_chunk(
        &self,
        claim: &Claim,
        results: &[NewCaseResult],
        tries: &str,
        elapsed_ms: i64,
    ) -> Result<bool, StoreError> {
        let mut tx = self.write(Topic::Queue).await?;
        let done = sqlx::query(
            "update run set tries = $1, elapsed_ms = elapsed_ms + $2, claimed_by = null, \
             takes = 0, attempts = 0, revision = revision + 1 \
             where id = $3 and claim = $4 and step = 'run'",
        )
        .bind(tries)
        .bind(elapsed_ms)
        .bind(&claim.run_id)
        .bind(claim.claim)
        .execute(&mut *tx)
        .await?;
        demand_claim(done.rows_affected())?;
        for result in results {
            insert_result(&mut tx, &claim.run_id, result).await?;
        }
        let is_last = count_done(&mut tx, &claim.run_id).await?;
        tx.commit().await?;
        Ok(is_last)
    }

    /// Begins a run anew: nothing of it counts so far.
    pub async fn restart(&self, claim: &Claim, why: Restart) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Queue).await?;
        let done = sqlx::query(
            "update run set state = 'received', step = 'inspect', claimed_by = null, takes = 0, \
             attempts = 0, restarts = restarts + $1, tries = '{}', total_cases = null, \
             done_cases = 0, elapsed_ms = 0, started_at = null, engine = null, \
             revision = revision + 1 where id = $2 and claim = $3 and step <> 'done'",
        )
        .bind(i64::from(why == Restart::Fault))
        .bind(&claim.run_id)
        .bind(claim.claim)
        .execute(&mut *tx)
        .await?;
        demand_claim(done.rows_affected())?;
        sqlx::query("delete from case_result where run_id = $1")
            .bind(&claim.run_id)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }
}

/// The version's list of cases is written once: whoever made the version did it, or
/// the first run on a split whose data was attached later. 0 cases mean that nobody
/// has asked the harness.
async fn keep_dataset(tx: &mut Tx, checked: &CheckedRun) -> Result<(), StoreError> {
    sqlx::query(
        "insert into dataset_version (version_id, split, digest, cases, case_count, created_at) \
         values ($1, $2, $3, $4, $5, $6) on conflict (version_id, split) do update \
         set cases = excluded.cases, case_count = excluded.case_count \
         where dataset_version.case_count = 0",
    )
    .bind(&checked.version_id)
    .bind(&checked.split)
    .bind(&checked.data_digest)
    .bind(&checked.cases)
    .bind(checked.case_count)
    .bind(checked.at)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn insert_result(
    tx: &mut Tx,
    run_id: &str,
    result: &NewCaseResult,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into case_result (run_id, case_id, position, verdict, result, elapsed_ns) \
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
    )
    .bind(run_id)
    .bind(&result.case_id)
    .bind(result.position)
    .bind(&result.verdict)
    .bind(&result.result)
    .bind(result.elapsed_ns)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Counts what is there, so that a result that came twice counts once.
async fn count_done(tx: &mut Tx, run_id: &str) -> Result<bool, StoreError> {
    let done: i64 = sqlx::query_scalar("select count(*) from case_result where run_id = $1")
        .bind(run_id)
        .fetch_one(&mut **tx)
        .await?;
    let step: String = sqlx::query_scalar(
        "update run set done_cases = $1, \
         step = case when cast($2 as bigint) >= total_cases then 'finish' else step end \
         where id = $3 returning step",
    )
    .bind(done)
    .bind(done)
    .bind(run_id)
    .fetch_one(&mut **tx)
    .await?;
    Ok(step == "finish")
}
