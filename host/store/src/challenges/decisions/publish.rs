//! Publishing: the file, the state of the challenge, letters and links of the chain, all in
//! one transaction or not at all.

use serde_json::json;
use sqlx::FromRow;

use super::{
    DecisionFacts, Link, append, facts, letters,
    proposals::{demand_next, proposal},
    record_name,
};
use crate::{Store, StoreError, Topic, Tx, connect::demand_one};

/// Most versions that are read: nobody corrects a decision as often.
const MOST_VERSIONS: i64 = 1_000;

/// A version of a decision.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct DecisionVersion {
    /// The challenge.
    pub challenge_id: String,
    /// From 1.
    pub version: i64,
    /// Digest of the signed file.
    pub digest: String,
    /// Its size.
    pub bytes: i64,
    /// Digest of all in it but the time.
    pub content_digest: String,
    /// The key that signed it.
    pub key_name: String,
    /// Why it corrects the one before, in Bulgarian.
    pub reason_bg: Option<String>,
    /// In English.
    pub reason_en: Option<String>,
    /// When it was published.
    pub published_at: i64,
    /// Until when those who took part may ask.
    pub inquiry_until: i64,
}

/// What a publication rests on: if it is not so any more, nothing is published.
#[derive(Clone, Copy, Debug)]
pub enum PublishedBefore<'a> {
    /// The first version, on these facts. The challenge moves on.
    Nothing(&'a DecisionFacts),
    /// A correction of the version before.
    Version(i64),
}

/// A decision that shall be out.
#[derive(Clone, Copy, Debug)]
pub struct NewDecision<'a> {
    /// The challenge.
    pub challenge: &'a str,
    /// What it rests on.
    pub before: PublishedBefore<'a>,
    /// Digest of the signed file, which is in the blob store.
    pub digest: &'a str,
    /// Its size.
    pub bytes: i64,
    /// Digest of all in it but the time: the proposal's.
    pub content_digest: &'a str,
    /// The key that signed it.
    pub key_name: &'a str,
    /// Who publishes: not who proposed.
    pub by: &'a str,
    /// When.
    pub at: i64,
    /// Until when those who took part may ask.
    pub inquiry_until: i64,
}

const COLUMNS: &str = "challenge_id, version, digest, bytes, content_digest, key_name, \
     reason_bg, reason_en, published_at, inquiry_until";

impl Store {
    /// Versions of a decision, newest first; none before it is out.
    pub async fn decision_versions(
        &self,
        challenge: &str,
    ) -> Result<Vec<DecisionVersion>, StoreError> {
        let query = format!(
            "select {COLUMNS} from decision_version where challenge_id = $1 \
             order by version desc limit $2"
        );
        let found = sqlx::query_as(sqlx::AssertSqlSafe(query))
            .bind(challenge)
            .bind(MOST_VERSIONS);
        Ok(found.fetch_all(self.pool()).await?)
    }

    /// Publishes what somebody else proposed. [`StoreError::Changed`] if anything that it
    /// rests on did, the current key included.
    pub async fn publish_decision(&self, new: NewDecision<'_>) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Challenge).await?;
        let version = match new.before {
            PublishedBefore::Nothing(_) => 1,
            PublishedBefore::Version(before) => before.saturating_add(1),
        };
        demand_next(&mut tx, new.challenge, version).await?;
        if let PublishedBefore::Nothing(known) = new.before {
            if facts::facts(&mut tx, new.challenge).await? != *known {
                return Err(StoreError::Changed);
            }
            move_on(&mut tx, new).await?;
        }
        insert(&mut tx, new, version).await?;
        letters::insert(&mut tx, new.challenge).await?;
        sqlx::query("delete from decision_proposal where challenge_id = $1")
            .bind(new.challenge)
            .execute(&mut *tx)
            .await?;
        note(&mut tx, new, version).await?;
        tx.commit().await?;
        Ok(())
    }
}

async fn move_on(tx: &mut Tx, new: NewDecision<'_>) -> Result<(), StoreError> {
    let moved = sqlx::query(
        "update challenge set state = 'published', updated_at = $1, revision = revision + 1 \
         where id = $2 and state = 'jury'",
    )
    .bind(new.at)
    .bind(new.challenge)
    .execute(&mut **tx)
    .await?;
    demand(moved.rows_affected())
}

/// The proposal has to be this one and somebody else's, and the key the current one.
async fn insert(tx: &mut Tx, new: NewDecision<'_>, version: i64) -> Result<(), StoreError> {
    let known = proposal(tx, new.challenge).await?;
    let is_it = known.version == version && known.digest == new.content_digest;
    if !is_it || known.proposed_by == new.by {
        return Err(StoreError::Changed);
    }
    let done = sqlx::query(
        "insert into decision_version (challenge_id, version, digest, bytes, content_digest, \
         key_name, reason_bg, reason_en, proposed_by, published_by, published_at, inquiry_until) \
         select p.challenge_id, p.version, $1, cast($2 as bigint), p.digest, k.name, p.reason_bg, \
         p.reason_en, p.proposed_by, $3, cast($4 as bigint), cast($5 as bigint) \
         from decision_proposal p join signing_key k on k.name = $6 \
         and k.not_before <= cast($7 as bigint) and k.not_after >= cast($8 as bigint) \
         where p.challenge_id = $9",
    )
    .bind(new.digest)
    .bind(new.bytes)
    .bind(new.by)
    .bind(new.at)
    .bind(new.inquiry_until)
    .bind(new.key_name)
    .bind(new.at)
    .bind(new.at)
    .bind(new.challenge)
    .execute(&mut **tx)
    .await?;
    demand(done.rows_affected())
}

async fn note(tx: &mut Tx, new: NewDecision<'_>, version: i64) -> Result<(), StoreError> {
    let subject = record_name(tx, new.challenge).await?.subject();
    if version == 1 {
        let body = json!({ "from": "jury", "to": "published", "reason": null });
        let link = Link::new("challenge-moved", &subject, new.at, body);
        append(tx, Some(new.by), link).await?;
    }
    let kind = if version == 1 {
        "decision-published"
    } else {
        "decision-corrected"
    };
    let body = json!({
        "version": version,
        "decision": new.digest,
        "content": new.content_digest,
        "key": new.key_name,
    });
    append(tx, Some(new.by), Link::new(kind, &subject, new.at, body)).await
}

fn demand(affected: u64) -> Result<(), StoreError> {
    demand_one(affected).map_err(|_| StoreError::Changed)
}
