//! Raw data: one file a data set, which lies encrypted in the blob store, and goes when
//! another comes, when somebody deletes it, or when its time is over.

use pilotbox_model::api::data::DataAccess;
use serde_json::json;
use sqlx::FromRow;

use super::{
    accesses::{NewAccess, keep},
    append, touch,
};
use crate::{Store, StoreError, Topic, Tx, blobs::note_arrival};

/// Milliseconds of a day of retention.
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Raw data that is there.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct RawData {
    /// Its id.
    pub id: String,
    /// The data set.
    pub data_set_id: String,
    /// Digest of the encrypted bytes.
    pub digest: String,
    /// The file's name, without what names somebody.
    pub file_name: String,
    /// The table of it that was taken.
    pub table_name: String,
    /// Its format.
    pub format: String,
    /// Bytes of the file as it came.
    pub bytes: i64,
    /// Rows that could be read.
    #[sqlx(rename = "row_count")]
    pub rows: i64,
    /// Rows that were set aside.
    pub rows_aside: i64,
    /// What was found in it, as JSON.
    pub about: String,
    /// The account that brought it.
    pub brought_by: String,
    /// The person's name; empty once the account is erased.
    pub brought_by_name: String,
    /// When.
    pub brought_at: i64,
    /// When it will be deleted.
    pub delete_at: i64,
}

/// Raw data that has come. When it goes follows from the data set and its approved
/// policies.
#[derive(Clone, Copy, Debug)]
pub struct NewRawData<'a> {
    /// Its id, which went into its encryption.
    pub id: &'a str,
    /// The data set.
    pub data_set: &'a str,
    /// Digest of the encrypted bytes.
    pub digest: &'a str,
    /// The file's name, without what names somebody.
    pub file_name: &'a str,
    /// The table of it that was taken.
    pub table_name: &'a str,
    /// Its format.
    pub format: &'a str,
    /// Bytes of the file as it came.
    pub bytes: i64,
    /// Rows that could be read.
    pub rows: i64,
    /// Rows that were set aside.
    pub rows_aside: i64,
    /// What was found in it, as JSON.
    pub about: &'a str,
    /// The account that brings it.
    pub by: &'a str,
    /// When.
    pub at: i64,
}

/// Raw data that goes.
#[derive(FromRow)]
struct Leaving {
    id: String,
    digest: String,
}

const COLUMNS: &str = "w.id, w.data_set_id, w.digest, w.file_name, w.table_name, w.format, \
     w.bytes, w.row_count, w.rows_aside, w.about, w.brought_by, a.name as brought_by_name, \
     w.brought_at, w.delete_at from raw_data w join account a on a.id = w.brought_by \
     where w.deleted_at is null";

impl Store {
    /// Keeps raw data in place of what was there, and notes both. Tells the digest of the
    /// replaced bytes, which the caller removes now.
    pub async fn bring_raw(&self, new: &NewRawData<'_>) -> Result<Option<String>, StoreError> {
        let mut tx = self.write(Topic::Data).await?;
        touch(&mut tx, new.data_set).await?;
        let (by, at) = (Some(new.by), new.at);
        let old = leaving(&mut tx, "data_set_id = $1", new.data_set).await?;
        let gone = access(new.data_set, DataAccess::Deleted, by, at);
        if let Some(old) = &old {
            forget(&mut tx, old, at).await?;
            keep(&mut tx, gone).await?;
        }
        insert(&mut tx, new).await?;
        let come = access(new.data_set, DataAccess::Brought, by, at);
        keep(&mut tx, come).await?;
        if let Some(old) = &old {
            append(&mut tx, by, gone.link(old.body())).await?;
        }
        let body = json!({ "raw": new.id, "digest": new.digest });
        append(&mut tx, by, come.link(body)).await?;
        tx.commit().await?;
        Ok(old.map(|old| old.digest))
    }

    /// The raw data of a data set, if it is there.
    pub async fn raw_data(&self, data_set: &str) -> Result<Option<RawData>, StoreError> {
        let query = format!("select {COLUMNS} and w.data_set_id = $1");
        let found = sqlx::query_as(sqlx::AssertSqlSafe(query)).bind(data_set);
        Ok(found.fetch_optional(self.pool()).await?)
    }

    /// Whether there is raw data of any data set, past its time or not.
    pub async fn has_raw_data(&self) -> Result<bool, StoreError> {
        let found: i64 =
            sqlx::query_scalar("select count(*) from raw_data where deleted_at is null")
                .fetch_one(self.pool())
                .await?;
        Ok(found > 0)
    }

    /// Deletes the raw data of a data set and notes it. Tells the digest of its bytes,
    /// which the caller removes now; `None` when there was none.
    pub async fn delete_raw(
        &self,
        data_set: &str,
        by: Option<&str>,
        at: i64,
    ) -> Result<Option<String>, StoreError> {
        let gone = access(data_set, DataAccess::Deleted, by, at);
        self.delete_where("data_set_id = $1", data_set, gone).await
    }

    /// Raw data whose time is over, the oldest first.
    pub async fn expired_raw(&self, at: i64, limit: i64) -> Result<Vec<RawData>, StoreError> {
        let query =
            format!("select {COLUMNS} and w.delete_at <= $1 order by w.delete_at, w.id limit $2");
        let found = sqlx::query_as(sqlx::AssertSqlSafe(query))
            .bind(at)
            .bind(limit);
        Ok(found.fetch_all(self.pool()).await?)
    }

    /// As [`Store::delete_raw`], by the server itself and of this very raw data: what has
    /// replaced it since stays.
    pub async fn delete_expired_raw(
        &self,
        raw: &RawData,
        at: i64,
    ) -> Result<Option<String>, StoreError> {
        let gone = access(&raw.data_set_id, DataAccess::Deleted, None, at);
        self.delete_where("id = $1", &raw.id, gone).await
    }

    async fn delete_where(
        &self,
        condition: &'static str,
        value: &str,
        gone: NewAccess<'_>,
    ) -> Result<Option<String>, StoreError> {
        let mut tx = self.write(Topic::Data).await?;
        let Some(old) = leaving(&mut tx, condition, value).await? else {
            return Ok(None);
        };
        touch(&mut tx, gone.data_set).await?;
        forget(&mut tx, &old, gone.at).await?;
        keep(&mut tx, gone).await?;
        append(&mut tx, gone.by, gone.link(old.body())).await?;
        tx.commit().await?;
        Ok(Some(old.digest))
    }
}

impl Leaving {
    fn body(&self) -> serde_json::Value {
        json!({ "raw": self.id, "digest": self.digest })
    }
}

/// Lets the raw data that is there go earlier: a policy that says so was approved.
pub(super) async fn shorten(tx: &mut Tx, data_set: &str, days: i64) -> Result<(), StoreError> {
    let kept_ms = days.saturating_mul(DAY_MS);
    sqlx::query(
        "update raw_data set delete_at = brought_at + $1 where data_set_id = $2 \
         and deleted_at is null and delete_at > brought_at + $3",
    )
    .bind(kept_ms)
    .bind(data_set)
    .bind(kept_ms)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

fn access<'a>(data_set: &'a str, kind: DataAccess, by: Option<&'a str>, at: i64) -> NewAccess<'a> {
    NewAccess {
        data_set,
        kind,
        by,
        at,
    }
}

async fn insert(tx: &mut Tx, new: &NewRawData<'_>) -> Result<(), StoreError> {
    let kept_ms = kept_days(tx, new.data_set).await?.saturating_mul(DAY_MS);
    sqlx::query(
        "insert into raw_data (id, data_set_id, digest, file_name, table_name, format, bytes, \
         row_count, rows_aside, about, brought_by, brought_at, delete_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(new.id)
    .bind(new.data_set)
    .bind(new.digest)
    .bind(new.file_name)
    .bind(new.table_name)
    .bind(new.format)
    .bind(new.bytes)
    .bind(new.rows)
    .bind(new.rows_aside)
    .bind(new.about)
    .bind(new.by)
    .bind(new.at)
    .bind(new.at.saturating_add(kept_ms))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// For how many days raw data is kept: the fewest that the data set or any approved policy
/// of it says.
async fn kept_days(tx: &mut Tx, data_set: &str) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar(
        "select cast(min(days) as bigint) from (select raw_days as days from data_set \
         where id = $1 union all select raw_days from data_policy where data_set_id = $2 \
         and approved_at is not null) as kept",
    )
    .bind(data_set)
    .bind(data_set)
    .fetch_one(&mut **tx)
    .await?)
}

async fn leaving(
    tx: &mut Tx,
    condition: &'static str,
    value: &str,
) -> Result<Option<Leaving>, StoreError> {
    let query = format!("select id, digest from raw_data where {condition} and deleted_at is null");
    let found = sqlx::query_as(sqlx::AssertSqlSafe(query)).bind(value);
    Ok(found.fetch_optional(&mut **tx).await?)
}

/// Keeps that it was there, and nothing that says what it held. Its bytes are noted as
/// old, so that a sweep finds them if whoever is about to remove them does not come to it.
async fn forget(tx: &mut Tx, old: &Leaving, at: i64) -> Result<(), StoreError> {
    sqlx::query(
        "update raw_data set deleted_at = $1, digest = null, file_name = '', table_name = '', \
         about = '{}' where id = $2",
    )
    .bind(at)
    .bind(&old.id)
    .execute(&mut **tx)
    .await?;
    note_arrival(tx, &old.digest, 0).await
}
