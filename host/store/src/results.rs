//! What came of a run: results of cases, the end, the receipt.
//! An end, its receipt and its link in the chain are there together or not at all.

mod telling;

use crate::{
    Claim, Store, StoreError, Topic, Tx,
    chain::{NewLink, append},
    queue::demand_claim,
};

pub use telling::Recipient;

/// A result of a case that is not there yet.
#[derive(Clone, Debug)]
pub struct NewCaseResult {
    /// The case's id.
    pub case_id: String,
    /// Its place in the split, from 0.
    pub position: i64,
    /// `scored` or a fault's code.
    pub verdict: String,
    /// The whole result, as JSON.
    pub result: String,
    /// Wall time in nanoseconds.
    pub elapsed_ns: i64,
}

/// How a run ended.
#[derive(Clone, Debug, Default)]
pub struct Ended {
    /// The state: `scored`, `plugin-failed`, `challenge-failed` or `rejected`.
    pub state: String,
    /// The plugin's fault.
    pub fault: Option<String>,
    /// Why, for people.
    pub reason: Option<String>,
    /// The result but for its cases, as JSON.
    pub result: Option<String>,
    /// The score.
    pub total: Option<f64>,
    /// Whether it costs no quota.
    pub is_free: bool,
    /// When.
    pub at: i64,
}

/// A receipt that is not there yet; its envelope is in the blob store.
#[derive(Clone, Debug)]
pub struct NewReceipt {
    /// Digest of the envelope.
    pub digest: String,
    /// The key that signed it.
    pub key_name: String,
    /// What hides hidden cases until it is published.
    pub salt: String,
}

impl Store {
    /// Results of all cases of a run as JSON, in the order of the split.
    pub async fn all_results(&self, run_id: &str) -> Result<Vec<String>, StoreError> {
        let results = sqlx::query_scalar(
            "select result from case_result where run_id = $1 order by position",
        )
        .bind(run_id)
        .fetch_all(self.pool())
        .await?;
        Ok(results)
    }

    /// The profile of a plugin, once it was inspected.
    pub async fn plugin_profile(&self, plugin_id: &str) -> Result<Option<String>, StoreError> {
        let profile = sqlx::query_scalar("select profile from plugin where id = $1")
            .bind(plugin_id)
            .fetch_one(self.pool())
            .await?;
        Ok(profile)
    }

    /// Ends a run, with what the chain says of it.
    pub async fn end_run(
        &self,
        claim: &Claim,
        ended: &Ended,
        link: Option<&NewLink>,
    ) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Queue).await?;
        end(&mut tx, claim, ended).await?;
        if let Some(link) = link {
            append(&mut tx, link).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Ends a run that has a receipt. [`StoreError::Changed`] also when the key is not
    /// the current one at that moment: then nothing is written.
    pub async fn end_run_with_receipt(
        &self,
        claim: &Claim,
        ended: &Ended,
        receipt: &NewReceipt,
        link: &NewLink,
    ) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Queue).await?;
        end(&mut tx, claim, ended).await?;
        let done = sqlx::query(
            "insert into receipt (run_id, digest, key_name, salt, issued_at) \
             select $1, $2, name, $3, cast($4 as bigint) from signing_key \
             where name = $5 and not_before <= cast($6 as bigint) \
             and not_after >= cast($7 as bigint)",
        )
        .bind(&claim.run_id)
        .bind(&receipt.digest)
        .bind(&receipt.salt)
        .bind(ended.at)
        .bind(&receipt.key_name)
        .bind(ended.at)
        .bind(ended.at)
        .execute(&mut *tx)
        .await?;
        demand_claim(done.rows_affected())?;
        append(&mut tx, link).await?;
        tx.commit().await?;
        Ok(())
    }
}

async fn end(tx: &mut Tx, claim: &Claim, ended: &Ended) -> Result<(), StoreError> {
    let done = sqlx::query(
        "update run set state = $1, step = 'done', claimed_by = null, fault = $2, reason = $3, \
         result = $4, total = $5, is_free = $6, finished_at = $7, revision = revision + 1 \
         where id = $8 and claim = $9 and step <> 'done'",
    )
    .bind(&ended.state)
    .bind(&ended.fault)
    .bind(&ended.reason)
    .bind(&ended.result)
    .bind(ended.total)
    .bind(i64::from(ended.is_free))
    .bind(ended.at)
    .bind(&claim.run_id)
    .bind(claim.claim)
    .execute(&mut **tx)
    .await?;
    demand_claim(done.rows_affected())
}
