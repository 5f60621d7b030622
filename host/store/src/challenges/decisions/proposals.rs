//! What one member of staff proposes to publish, for another one to publish. The last one
//! counts, and goes once it is out.

use serde_json::json;
use sqlx::FromRow;

use super::{Link, append, record_name};
use crate::{Store, StoreError, Topic, Tx};

/// What is proposed.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct DecisionProposal {
    /// The version that it would be.
    pub version: i64,
    /// Digest of all that would be published but the time.
    pub digest: String,
    /// Why a correction is needed, in Bulgarian.
    pub reason_bg: Option<String>,
    /// In English.
    pub reason_en: Option<String>,
    /// What a correction changes, as JSON.
    pub changes: String,
    /// Who proposed it.
    pub proposed_by: String,
    /// The name; empty once the account is erased.
    pub proposer: String,
    /// When.
    pub proposed_at: i64,
}

/// What shall be proposed.
#[derive(Clone, Copy, Debug)]
pub struct NewProposal<'a> {
    /// The challenge.
    pub challenge: &'a str,
    /// The version that it would be.
    pub version: i64,
    /// Digest of all that would be published but the time.
    pub digest: &'a str,
    /// Why a correction is needed, in Bulgarian and in English.
    pub reason: Option<(&'a str, &'a str)>,
    /// What a correction changes, as JSON.
    pub changes: &'a str,
    /// Who.
    pub by: &'a str,
    /// When.
    pub at: i64,
}

impl Store {
    /// What is proposed; [`StoreError::NotFound`] if nothing is.
    pub async fn decision_proposal(&self, challenge: &str) -> Result<DecisionProposal, StoreError> {
        let mut tx = self.read().await?;
        proposal(&mut tx, challenge).await
    }

    /// Proposes, in place of what was proposed before. [`StoreError::Changed`] if that is not
    /// the next version any more.
    pub async fn propose_decision(&self, new: NewProposal<'_>) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Challenge).await?;
        demand_next(&mut tx, new.challenge, new.version).await?;
        let (reason_bg, reason_en) = new.reason.unzip();
        sqlx::query(
            "insert into decision_proposal (challenge_id, version, digest, reason_bg, reason_en, \
             changes, proposed_by, proposed_at) values ($1, $2, $3, $4, $5, $6, $7, $8) \
             on conflict (challenge_id) do update set version = excluded.version, \
             digest = excluded.digest, reason_bg = excluded.reason_bg, \
             reason_en = excluded.reason_en, changes = excluded.changes, \
             proposed_by = excluded.proposed_by, proposed_at = excluded.proposed_at",
        )
        .bind(new.challenge)
        .bind(new.version)
        .bind(new.digest)
        .bind(reason_bg)
        .bind(reason_en)
        .bind(new.changes)
        .bind(new.by)
        .bind(new.at)
        .execute(&mut *tx)
        .await?;
        let name = record_name(&mut tx, new.challenge).await?;
        let body = json!({ "version": new.version, "content": new.digest });
        let link = Link::new("decision-proposed", &name.subject(), new.at, body);
        append(&mut tx, Some(new.by), link).await?;
        tx.commit().await?;
        Ok(())
    }
}

pub(super) async fn proposal(tx: &mut Tx, challenge: &str) -> Result<DecisionProposal, StoreError> {
    Ok(sqlx::query_as(
        "select p.version, p.digest, p.reason_bg, p.reason_en, p.changes, p.proposed_by, \
         a.name as proposer, p.proposed_at from decision_proposal p \
         join account a on a.id = p.proposed_by where p.challenge_id = $1",
    )
    .bind(challenge)
    .fetch_one(&mut **tx)
    .await?)
}

/// Demands that a challenge's decision has as many versions as there are before this one.
pub(super) async fn demand_next(
    tx: &mut Tx,
    challenge: &str,
    version: i64,
) -> Result<(), StoreError> {
    let known: i64 = sqlx::query_scalar(
        "select cast(count(*) as bigint) from decision_version where challenge_id = $1",
    )
    .bind(challenge)
    .fetch_one(&mut **tx)
    .await?;
    if known.saturating_add(1) == version {
        return Ok(());
    }
    Err(StoreError::Changed)
}
