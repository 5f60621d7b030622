//! What the chain says of challenges. Until a challenge opens, only staff know of it:
//! so long the chain has a digest in place of its name, and the link that opens it
//! shows the salt with which anybody can tell which links were about it.

use pilotbox_model::{api::challenges::ChallengeState, chain::sealed};
use sqlx::FromRow;

use super::Move;
use crate::{
    Store, StoreError, Tx,
    accounts::{Actor, actor_of, new_salt},
    chain::{self, NewLink},
    new_id,
};

/// Most reasons that are shown.
const MAX_REASONS: i64 = 200;

/// Why a challenge was moved on.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct MoveReason {
    /// The state before.
    pub from_state: String,
    /// The state after.
    pub to_state: String,
    /// The reason.
    pub reason: String,
    /// Joins it to the digest in the chain.
    pub salt: String,
    /// When.
    pub moved_at: i64,
}

/// A link before its actor is known.
pub(crate) struct Link {
    kind: &'static str,
    subject: String,
    at: i64,
    body: serde_json::Value,
}

impl Link {
    pub(crate) fn new(kind: &'static str, subject: &str, at: i64, body: serde_json::Value) -> Self {
        Self {
            kind,
            subject: subject.to_owned(),
            at,
            body,
        }
    }
}

/// Adds what an account did, or the server itself, to the chain.
pub(crate) async fn append(tx: &mut Tx, by: Option<&str>, link: Link) -> Result<(), StoreError> {
    let whole = NewLink {
        at: link.at,
        kind: link.kind,
        actor: actor_of(tx, by.map_or(Actor::System, Actor::Account)).await?,
        subject: link.subject,
        body: link.body,
    };
    chain::append(tx, &whole).await?;
    Ok(())
}

/// A challenge as the chain names it.
#[derive(FromRow)]
pub(crate) struct RecordName {
    id: String,
    state: String,
    salt: String,
}

/// How the chain names a challenge in the state that it now has.
pub(crate) async fn record_name(tx: &mut Tx, id: &str) -> Result<RecordName, StoreError> {
    Ok(
        sqlx::query_as("select id, state, salt from challenge where id = $1")
            .bind(id)
            .fetch_one(&mut **tx)
            .await?,
    )
}

impl RecordName {
    /// Its id once it is public, else a digest.
    pub(crate) fn subject(&self) -> String {
        self.text(&self.id)
    }

    /// A text that says something of the challenge: as it is once that is public,
    /// else as a digest.
    pub(crate) fn text(&self, text: &str) -> String {
        let is_public = ChallengeState::parse(&self.state).is_some_and(ChallengeState::is_public);
        if is_public {
            text.to_owned()
        } else {
            sealed(&self.salt, text)
        }
    }

    /// What joins the digests to their texts.
    pub(crate) fn salt(&self) -> &str {
        &self.salt
    }
}

/// Keeps the reason of a step, and tells what stands for it in the chain.
pub(crate) async fn keep_reason(
    tx: &mut Tx,
    step: &Move<'_>,
) -> Result<Option<String>, StoreError> {
    let (Some(reason), Some(by)) = (step.reason, step.by) else {
        return Ok(None);
    };
    let salt = new_salt()?;
    sqlx::query(
        "insert into move_reason (id, challenge_id, from_state, to_state, account_id, reason, \
         salt, moved_at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(new_id())
    .bind(&step.challenge.id)
    .bind(step.challenge.state().as_str())
    .bind(step.to.as_str())
    .bind(by)
    .bind(reason)
    .bind(&salt)
    .bind(step.at)
    .execute(&mut **tx)
    .await?;
    Ok(Some(sealed(&salt, reason)))
}

impl Store {
    /// The reasons that were given, newest first; without those of the time before it
    /// opened unless they are asked for.
    pub async fn move_reasons(
        &self,
        challenge: &str,
        with_hidden: bool,
    ) -> Result<Vec<MoveReason>, StoreError> {
        Ok(sqlx::query_as(
            "select from_state, to_state, reason, salt, moved_at from move_reason \
             where challenge_id = $1 and reason is not null and salt is not null \
             and ($2 = 1 or to_state not in ('draft', 'review')) order by id desc limit $3",
        )
        .bind(challenge)
        .bind(i64::from(with_hidden))
        .bind(MAX_REASONS)
        .fetch_all(self.pool())
        .await?)
    }
}
