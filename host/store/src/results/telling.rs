//! Whom to tell by mail that what they submitted was evaluated.

use crate::{
    Store, StoreError, Topic, Tx,
    connect::Connection,
    telling::{MOST_TRIES, REACHABLE, Untold},
};

const VERDICTS: Untold = Untold {
    table: "run",
    about: "submission_id",
    waits: "told_at is null and step = 'done'",
};

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
    /// Until when nobody else tries.
    pub lease_ends: i64,
}

impl Store {
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
        .bind(MOST_TRIES)
        .bind(now)
        .bind(limit)
        .fetch_all(&mut *tx)
        .await?;
        let mut recipients = Vec::new();
        for id in ids {
            VERDICTS.lease(&mut tx, &id, lease_ends).await?;
            match recipient(&mut tx, &id, lease_ends).await? {
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
    pub async fn tell_later(&self, untold: &Recipient, at: i64) -> Result<(), StoreError> {
        let of = (untold.submission_id.as_str(), untold.lease_ends);
        VERDICTS.put_off(self, of, at).await
    }
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

/// Nobody, when the account is erased or has no address.
async fn recipient(
    tx: &mut Tx,
    submission_id: &str,
    lease_ends: i64,
) -> Result<Option<Recipient>, StoreError> {
    let query = format!(
        "select s.id as submission_id, s.challenge_id, v.manifest, a.email, a.language, \
         (select cast(coalesce(max(r.tell_tries), 0) as bigint) from run r \
         where r.submission_id = s.id and r.told_at is null) as tries, \
         cast($1 as bigint) as lease_ends \
         from submission s join account a on a.id = s.account_id \
         join challenge_version v on v.id = s.version_id where s.id = $2 and {REACHABLE}"
    );
    let found = sqlx::query_as(sqlx::AssertSqlSafe(query))
        .bind(lease_ends)
        .bind(submission_id);
    Ok(found.fetch_optional(&mut **tx).await?)
}
