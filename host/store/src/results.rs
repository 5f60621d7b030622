//! What came of a run: results of cases, the end, the receipt, and whom to tell.
//! An end, its receipt and its link in the chain are there together or not at all.

use crate::{
    Claim, Store, StoreError, Topic, Tx,
    chain::{NewLink, append},
    connect::Connection,
    queue::demand_claim,
};

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

/// How often one tries to tell somebody: with pauses that double up to an hour, for
/// about a day.
pub(crate) const MOST_TELL_TRIES: i64 = 28;

/// Somebody who is told that a submission's runs have ended.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Recipient {
    /// The submission.
    pub submission_id: String,
    /// The challenge.
    pub challenge_id: String,
    /// The challenge's manifest, as JSON.
    pub manifest: String,
    /// Where to.
    pub email: String,
    /// `bg` or `en`.
    pub language: String,
    /// How often it was tried, this time included.
    pub tries: i64,
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

    /// Whom to tell that all runs of a submission have ended. Each is asked for once
    /// until `lease_ends`: by then [`Store::mark_told`] or [`Store::tell_later`] has
    /// said what came of it, or whoever took it is gone and another one tells.
    /// Submissions of which nobody can be told any more are marked as told.
    pub async fn take_untold(
        &self,
        limit: i64,
        now: i64,
        lease_ends: i64,
    ) -> Result<Vec<Recipient>, StoreError> {
        let mut tx = self.write(Topic::Queue).await?;
        let ids: Vec<String> = sqlx::query_scalar(
            "select distinct r.submission_id from run r where r.step = 'done' \
             and r.told_at is null and r.tell_tries < $1 and r.tell_after <= $2 \
             and r.counts = 1 and r.split <> 'final' \
             and r.state <> 'withdrawn' and not exists (select 1 from run other \
             where other.submission_id = r.submission_id and other.counts = 1 \
             and other.split <> 'final' and other.step <> 'done') limit $3",
        )
        .bind(MOST_TELL_TRIES)
        .bind(now)
        .bind(limit)
        .fetch_all(&mut *tx)
        .await?;
        let mut recipients = Vec::new();
        for id in ids {
            // From here on nobody else tries, and the try counts.
            set_tell_after(&mut tx, &id, lease_ends, 1).await?;
            match recipient(&mut tx, &id).await? {
                Some(recipient) => recipients.push(recipient),
                None => mark_told(&mut tx, &id, now).await?,
            }
        }
        tx.commit().await?;
        Ok(recipients)
    }

    /// The mail went, or never will: its people count as told.
    pub async fn mark_told(&self, submission_id: &str, at: i64) -> Result<(), StoreError> {
        let mut connection = self.pool().acquire().await?;
        mark_told(&mut connection, submission_id, at).await
    }

    /// The mail did not go; it may be tried again from `at` on.
    pub async fn tell_later(&self, submission_id: &str, at: i64) -> Result<(), StoreError> {
        let mut connection = self.pool().acquire().await?;
        set_tell_after(&mut connection, submission_id, at, 0).await
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

async fn mark_told(
    connection: &mut Connection,
    submission_id: &str,
    at: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "update run set told_at = $1 where submission_id = $2 and told_at is null \
         and step = 'done'",
    )
    .bind(at)
    .bind(submission_id)
    .execute(connection)
    .await?;
    Ok(())
}

/// When it may be tried next, and how often it was.
async fn set_tell_after(
    connection: &mut Connection,
    submission_id: &str,
    at: i64,
    more_tries: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "update run set tell_after = $1, tell_tries = tell_tries + $2 \
         where submission_id = $3 and told_at is null and step = 'done'",
    )
    .bind(at)
    .bind(more_tries)
    .bind(submission_id)
    .execute(connection)
    .await?;
    Ok(())
}

/// Nobody, when the account is erased or has no address.
async fn recipient(tx: &mut Tx, submission_id: &str) -> Result<Option<Recipient>, StoreError> {
    let found = sqlx::query_as(
        "select s.id as submission_id, s.challenge_id, v.manifest, a.email, a.language, \
         (select cast(coalesce(max(r.tell_tries), 0) as bigint) from run r \
         where r.submission_id = s.id and r.told_at is null) as tries \
         from submission s join account a on a.id = s.account_id \
         join challenge_version v on v.id = s.version_id \
         where s.id = $1 and a.email is not null and a.email_confirmed_at is not null \
         and a.erased_at is null and a.locked_at is null",
    )
    .bind(submission_id)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(found)
}
