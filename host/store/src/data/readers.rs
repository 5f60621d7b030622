//! Who may bring and fetch raw data: members of staff, by name.

use serde_json::json;
use sqlx::FromRow;

use super::{LAST_READER, Link, append, touch};
use crate::{
    Store, StoreError, Topic, Tx,
    accounts::{Actor, actor_of, person_of},
    chain::NewLink,
    connect::demand_one,
};

/// The link that says that somebody is no reader any more.
const REMOVED: &str = "data-reader-removed";

/// Most readers that are listed: far more than share one data set.
const MOST_READERS: i64 = 200;

/// A reader `r` whose account is open and on the staff.
const CAN_READ: &str = "exists (select 1 from account a join role_grant g on g.account_id = a.id \
     where a.id = r.account_id and g.role = 'staff' and a.locked_at is null \
     and a.erased_at is null)";

/// Somebody who is named as a reader.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct DataReader {
    /// The account.
    pub account_id: String,
    /// The person's name.
    pub name: String,
    /// The address; empty for an account of an identity provider.
    pub email: String,
    /// When the reader was named.
    pub named_at: i64,
}

/// A reader to be named or removed.
#[derive(Clone, Copy, Debug)]
pub struct ReaderChange<'a> {
    /// The data set.
    pub data_set: &'a str,
    /// The reader's account.
    pub account: &'a str,
    /// The account that names or removes.
    pub by: &'a str,
    /// When.
    pub at: i64,
}

impl Store {
    /// The readers of a data set, in the order in which they were named.
    pub async fn data_readers(&self, id: &str) -> Result<Vec<DataReader>, StoreError> {
        Ok(sqlx::query_as(
            "select r.account_id, a.name, coalesce(a.email, '') as email, r.named_at \
             from data_reader r join account a on a.id = r.account_id \
             where r.data_set_id = $1 order by r.named_at, r.account_id limit $2",
        )
        .bind(id)
        .bind(MOST_READERS)
        .fetch_all(self.pool())
        .await?)
    }

    /// Whether an account is named as a reader. Whether it is on the staff still, the
    /// rights say.
    pub async fn is_data_reader(&self, id: &str, account: &str) -> Result<bool, StoreError> {
        let found: i64 = sqlx::query_scalar(
            "select count(*) from data_reader where data_set_id = $1 and account_id = $2",
        )
        .bind(id)
        .bind(account)
        .fetch_one(self.pool())
        .await?;
        Ok(found > 0)
    }

    /// Whether a data set has no raw data, no sealed release, and no reader with an open
    /// account on the staff: nobody is left who could name one, and there is nothing to be
    /// read.
    pub async fn is_data_abandoned(&self, id: &str) -> Result<bool, StoreError> {
        let query = format!(
            "select (select count(*) from data_reader r where r.data_set_id = $1 and {CAN_READ}) \
             + (select count(*) from raw_data where data_set_id = $1 and deleted_at is null) \
             + (select count(*) from data_release where data_set_id = $1 and is_sealed = 1)"
        );
        let found: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(query))
            .bind(id)
            .fetch_one(self.pool())
            .await?;
        Ok(found == 0)
    }

    /// Names a reader. One who is named already clashes with `data_reader_pkey`.
    pub async fn name_reader(&self, new: &ReaderChange<'_>) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Data).await?;
        touch(&mut tx, new.data_set).await?;
        insert(&mut tx, new).await?;
        note(&mut tx, "data-reader-named", new).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Whether a data set has a reader with an open account on the staff.
    pub async fn has_data_reader(&self, id: &str) -> Result<bool, StoreError> {
        let query =
            format!("select count(*) from data_reader r where r.data_set_id = $1 and {CAN_READ}");
        let found: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(query))
            .bind(id)
            .fetch_one(self.pool())
            .await?;
        Ok(found > 0)
    }

    /// Removes a reader. [`StoreError::Conflict`] with [`LAST_READER`] when no other is
    /// left whose account is open and on the staff.
    pub async fn remove_reader(&self, old: &ReaderChange<'_>) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Data).await?;
        touch(&mut tx, old.data_set).await?;
        let removed =
            sqlx::query("delete from data_reader where data_set_id = $1 and account_id = $2")
                .bind(old.data_set)
                .bind(old.account)
                .execute(&mut *tx)
                .await?;
        demand_one(removed.rows_affected())?;
        demand_reader(&mut tx, old.data_set).await?;
        note(&mut tx, REMOVED, old).await?;
        tx.commit().await?;
        Ok(())
    }
}

pub(super) async fn insert(tx: &mut Tx, new: &ReaderChange<'_>) -> Result<(), StoreError> {
    sqlx::query(
        "insert into data_reader (data_set_id, account_id, named_by, named_at) \
         values ($1, $2, $3, $4)",
    )
    .bind(new.data_set)
    .bind(new.account)
    .bind(new.by)
    .bind(new.at)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Whoever has left the staff or is erased reads nothing any more. Gives the links that
/// say so, which come last in a transaction.
pub(crate) async fn forget_reader(
    tx: &mut Tx,
    account: &str,
    actor: Actor<'_>,
    at: i64,
) -> Result<Vec<NewLink>, StoreError> {
    let read: Vec<String> = sqlx::query_scalar(
        "select data_set_id from data_reader where account_id = $1 order by data_set_id",
    )
    .bind(account)
    .fetch_all(&mut **tx)
    .await?;
    if read.is_empty() {
        return Ok(Vec::new());
    }
    sqlx::query(
        "update data_set set revision = revision + 1 where id in \
         (select data_set_id from data_reader where account_id = $1)",
    )
    .bind(account)
    .execute(&mut **tx)
    .await?;
    sqlx::query("delete from data_reader where account_id = $1")
        .bind(account)
        .execute(&mut **tx)
        .await?;
    let (actor, reader) = (actor_of(tx, actor).await?, person_of(tx, account).await?);
    let link = |data_set| NewLink {
        at,
        kind: REMOVED,
        actor: actor.clone(),
        subject: data_set,
        body: json!({ "reader": reader }),
    };
    Ok(read.into_iter().map(link).collect())
}

async fn demand_reader(tx: &mut Tx, data_set: &str) -> Result<(), StoreError> {
    let query =
        format!("select count(*) from data_reader r where r.data_set_id = $1 and {CAN_READ}");
    let left: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(query))
        .bind(data_set)
        .fetch_one(&mut **tx)
        .await?;
    if left == 0 {
        return Err(StoreError::Conflict(LAST_READER.to_owned()));
    }
    Ok(())
}

async fn note(
    tx: &mut Tx,
    kind: &'static str,
    change: &ReaderChange<'_>,
) -> Result<(), StoreError> {
    let reader = person_of(tx, change.account).await?;
    let body = json!({ "reader": reader });
    let link = Link::new(kind, change.data_set, change.at, body);
    append(tx, Some(change.by), link).await
}
