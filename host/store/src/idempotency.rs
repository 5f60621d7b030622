//! What requests with an idempotency key were answered. A key belongs to an
//! account; it is good for one request and for a day.

use crate::{Store, StoreError, Tx, connect::Connection};

/// How long an answer is kept.
const KEPT_MS: i64 = 24 * 60 * 60 * 1000;

/// After how long without an answer a request was given up: the process that had
/// begun it is gone.
const ABANDONED_MS: i64 = 60 * 1000;

/// A key as it comes.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// Whose it is.
    pub account_id: String,
    /// The key.
    pub key: String,
    /// Digest of the request.
    pub request_digest: String,
    /// Now.
    pub at: i64,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptAnswer {
    /// The HTTP status.
    pub status: u16,
    /// Where the thing is that was made.
    pub location: Option<String>,
    /// The body, JSON. Absent where it holds a secret that is shown once.
    pub body: Option<String>,
}

/// What is known of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remembered {
    /// Nothing.
    Nothing,
    /// It was used for another request.
    OtherRequest,
    /// What was answered.
    Answer(KeptAnswer),
}

/// Whether a request may begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// It is the first; end it with [`Store::end_request`] or
    /// [`Store::drop_request`].
    First,
    /// The first is under way.
    UnderWay,
    /// The key was used for another request.
    OtherRequest,
    /// What was answered.
    Answer(KeptAnswer),
}

#[derive(sqlx::FromRow)]
struct Row {
    request_digest: String,
    status: Option<i64>,
    location: Option<String>,
    body: Option<String>,
    created_at: i64,
}

impl Store {
    /// Begins a request under a key.
    pub async fn begin_request(&self, key: &NewKey) -> Result<Begun, StoreError> {
        let mut connection = self.pool().acquire().await?;
        if insert(&mut connection, key).await? || take_over(&mut connection, key).await? {
            return Ok(Begun::First);
        }
        let Some(row) = find(&mut connection, key).await? else {
            // It went between two statements; the client comes again.
            return Ok(Begun::UnderWay);
        };
        Ok(match row.status {
            _ if row.request_digest != key.request_digest => Begun::OtherRequest,
            None => Begun::UnderWay,
            Some(_) => Begun::Answer(row.answer()),
        })
    }

    /// Keeps the answer of a request that this caller began.
    pub async fn end_request(&self, key: &NewKey, answer: &KeptAnswer) -> Result<(), StoreError> {
        sqlx::query(
            "update idempotency set status = $1, location = $2, body = $3 \
             where account_id = $4 and key = $5 and created_at = $6 and status is null",
        )
        .bind(i64::from(answer.status))
        .bind(&answer.location)
        .bind(&answer.body)
        .bind(&key.account_id)
        .bind(&key.key)
        .bind(key.at)
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// Forgets a request that this caller began: it may be tried again.
    pub async fn drop_request(&self, key: &NewKey) -> Result<(), StoreError> {
        sqlx::query(
            "delete from idempotency \
             where account_id = $1 and key = $2 and created_at = $3 and status is null",
        )
        .bind(&key.account_id)
        .bind(&key.key)
        .bind(key.at)
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// What is known of a key that is kept together with what it tells of.
    pub async fn remembered(&self, key: &NewKey) -> Result<Remembered, StoreError> {
        let mut connection = self.pool().acquire().await?;
        recall(&mut connection, key).await
    }

    /// Forgets answers that are older than a day.
    pub async fn sweep_requests(&self, at: i64) -> Result<u64, StoreError> {
        let done = sqlx::query("delete from idempotency where created_at < $1")
            .bind(at.saturating_sub(KEPT_MS))
            .execute(self.pool())
            .await?;
        Ok(done.rows_affected())
    }
}

/// What is known of a key, inside the transaction that will answer it.
pub(crate) async fn recall(
    connection: &mut Connection,
    key: &NewKey,
) -> Result<Remembered, StoreError> {
    Ok(match find(connection, key).await? {
        Some(row) if row.created_at < key.at.saturating_sub(KEPT_MS) => Remembered::Nothing,
        None => Remembered::Nothing,
        Some(row) if row.request_digest != key.request_digest => Remembered::OtherRequest,
        Some(row) => match row.status {
            Some(_) => Remembered::Answer(row.answer()),
            None => Remembered::OtherRequest,
        },
    })
}

/// Keeps an answer in the transaction of what it tells.
pub(crate) async fn keep(tx: &mut Tx, key: &NewKey, answer: &KeptAnswer) -> Result<(), StoreError> {
    sqlx::query(
        "insert into idempotency \
         (account_id, key, request_digest, status, location, body, created_at) \
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (account_id, key) do update set \
         request_digest = excluded.request_digest, status = excluded.status, \
         location = excluded.location, body = excluded.body, created_at = excluded.created_at",
    )
    .bind(&key.account_id)
    .bind(&key.key)
    .bind(&key.request_digest)
    .bind(i64::from(answer.status))
    .bind(&answer.location)
    .bind(&answer.body)
    .bind(key.at)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn insert(connection: &mut Connection, key: &NewKey) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "insert into idempotency (account_id, key, request_digest, created_at) \
         values ($1, $2, $3, $4) on conflict (account_id, key) do nothing",
    )
    .bind(&key.account_id)
    .bind(&key.key)
    .bind(&key.request_digest)
    .bind(key.at)
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes over a key whose day is over or whose request was given up.
async fn take_over(connection: &mut Connection, key: &NewKey) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "update idempotency set request_digest = $1, created_at = $2, status = null, \
         location = null, body = null where account_id = $3 and key = $4 \
         and (created_at < $5 or (status is null and created_at < $6))",
    )
    .bind(&key.request_digest)
    .bind(key.at)
    .bind(&key.account_id)
    .bind(&key.key)
    .bind(key.at.saturating_sub(KEPT_MS))
    .bind(key.at.saturating_sub(ABANDONED_MS))
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

async fn find(connection: &mut Connection, key: &NewKey) -> Result<Option<Row>, StoreError> {
    let row = sqlx::query_as(
        "select request_digest, status, location, body, created_at from idempotency \
         where account_id = $1 and key = $2",
    )
    .bind(&key.account_id)
    .bind(&key.key)
    .fetch_optional(connection)
    .await?;
    Ok(row)
}

impl Row {
    fn answer(self) -> KeptAnswer {
        let status = self.status.and_then(|status| u16::try_from(status).ok());
        KeptAnswer {
            status: status.unwrap_or(500),
            location: self.location,
            body: self.body,
        }
    }
}
