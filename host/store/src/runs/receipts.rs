//! Lists of receipts: those that a reader may fetch.

use super::NEWEST;
use crate::{Store, StoreError};

/// Whose list it is.
#[derive(Clone, Debug, Default)]
pub struct ReceiptFilter {
    /// The account that reads; empty for nobody.
    pub account: String,
    /// Whether it is staff's.
    pub is_staff: bool,
    /// Only those of a challenge, unless empty.
    pub challenge: String,
}

/// A receipt.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ReceiptRow {
    /// The run.
    pub run_id: String,
    /// The challenge.
    pub challenge_id: String,
    /// The split.
    pub split: String,
    /// Digest of the envelope.
    pub digest: String,
    /// Name of the key that signed it.
    pub key_name: String,
    /// The salt over its cases.
    pub salt: String,
    /// 1 if results are published.
    pub is_published: i64,
    /// When it was signed.
    pub issued_at: i64,
}

impl Store {
    /// Receipts from new to old, beginning below the run's id `after`. Everybody
    /// reads those of hidden splits once results are published; members their own
    /// of `sample`, and of hidden splits once published; staff all but those of
    /// `final` before the close.
    pub async fn receipts(
        &self,
        filter: &ReceiptFilter,
        after: Option<&str>,
        limit: i64,
    ) -> Result<Vec<ReceiptRow>, StoreError> {
        let rows = sqlx::query_as(
            "select t.run_id, r.challenge_id, r.split, t.digest, t.key_name, t.salt, \
             cast(case when c.state in ('published', 'archived') then 1 else 0 end as bigint) \
                 as is_published, \
             t.issued_at \
             from receipt t join run r on r.id = t.run_id join challenge c on c.id = r.challenge_id \
             where t.run_id < $1 and ($2 = '' or r.challenge_id = $2) \
             and (r.rejudge_id is null or r.counts = 1) \
             and ((c.state in ('published', 'archived') and r.split <> 'sample') \
                 or (r.split = 'sample' and r.organisation_id in (select m.organisation_id \
                     from membership m where m.account_id = $3)) \
                 or (cast($4 as bigint) = 1 and r.organisation_id not in \
                     (select o.organisation_id from membership o where o.account_id = $5) \
                     and (r.split <> 'final' or c.state not in ('draft', 'review', 'open')))) \
             order by t.run_id desc limit $6",
        )
        .bind(after.unwrap_or(NEWEST))
        .bind(&filter.challenge)
        .bind(&filter.account)
        .bind(i64::from(filter.is_staff))
        .bind(&filter.account)
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        Ok(rows)
    }
}
