//! The chain of receipts, decisions and audit events. A link is written in the
//! transaction of what it is about, so neither is there without the other. Never
//! changes and never removes a link.

use pilotbox_model::{
    api::runs::ChainLink,
    chain::{Head, link_digest},
};
use serde_json::Value;
use sqlx::FromRow;

pub use pilotbox_model::chain::{SYSTEM, person};

use crate::{
    Store, StoreError, Tx,
    connect::{Topic, lock},
    from_millis, to_millis,
};

/// What is to be added.
#[derive(Clone, Debug)]
pub struct NewLink {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// What happened, such as `receipt-issued`.
    pub kind: &'static str,
    /// Who did it: [`person`] or [`SYSTEM`].
    pub actor: String,
    /// What it is about: an id or a digest.
    pub subject: String,
    /// Particulars; persons only as [`person`].
    pub body: Value,
}

#[derive(FromRow)]
struct Row {
    seq: i64,
    at: i64,
    kind: String,
    actor: String,
    subject: String,
    body: String,
    previous: String,
    digest: String,
}

/// Adds a link as a part of the caller's transaction, and tells its number. Comes
/// last in a transaction that other changes are part of: from here to the end
/// nobody else can add one, and whoever waits must hold nothing that we need.
pub(crate) async fn append(tx: &mut Tx, link: &NewLink) -> Result<i64, StoreError> {
    lock(tx, Topic::Chain).await?;
    let head = head(tx).await?;
    let mut whole = ChainLink {
        seq: head.seq.saturating_add(1),
        at: from_millis(link.at),
        kind: link.kind.to_owned(),
        actor: link.actor.clone(),
        subject: link.subject.clone(),
        body: link.body.to_string(),
        previous: head.digest,
        digest: String::new(),
    };
    whole.digest = link_digest(&whole).to_string();
    let seq = i64::try_from(whole.seq).unwrap_or(i64::MAX);
    sqlx::query(
        "insert into chain_link (seq, at, kind, actor, subject, body, previous, digest) \
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(seq)
    .bind(to_millis(whole.at))
    .bind(whole.kind)
    .bind(whole.actor)
    .bind(whole.subject)
    .bind(whole.body)
    .bind(whole.previous)
    .bind(whole.digest)
    .execute(&mut **tx)
    .await?;
    Ok(seq)
}

impl Store {
    /// Adds a link about nothing that the database keeps.
    pub async fn append_link(&self, link: &NewLink) -> Result<i64, StoreError> {
        let mut tx = self.write(Topic::Chain).await?;
        let seq = append(&mut tx, link).await?;
        tx.commit().await?;
        Ok(seq)
    }

    /// Links after a number, in order, at most `limit`.
    pub async fn links_after(&self, seq: i64, limit: i64) -> Result<Vec<ChainLink>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as(
            "select seq, at, kind, actor, subject, body, previous, digest from chain_link \
             where seq > $1 order by seq limit $2",
        )
        .bind(seq)
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        Ok(rows.into_iter().map(ChainLink::from).collect())
    }

    /// Where the chain stands.
    pub async fn chain_head(&self) -> Result<Head, StoreError> {
        let mut tx = self.read().await?;
        head(&mut tx).await
    }
}

impl From<Row> for ChainLink {
    fn from(row: Row) -> Self {
        Self {
            seq: u64::try_from(row.seq).unwrap_or(0),
            at: from_millis(row.at),
            kind: row.kind,
            actor: row.actor,
            subject: row.subject,
            body: row.body,
            previous: row.previous,
            digest: row.digest,
        }
    }
}

async fn head(tx: &mut Tx) -> Result<Head, StoreError> {
    let last: Option<(i64, String)> =
        sqlx::query_as("select seq, digest from chain_link order by seq desc limit 1")
            .fetch_optional(&mut **tx)
            .await?;
    Ok(last.map_or_else(Head::start, |(seq, digest)| Head {
        seq: u64::try_from(seq).unwrap_or(0),
        digest,
    }))
}
