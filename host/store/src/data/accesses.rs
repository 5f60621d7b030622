//! Who did what with raw data: a row with the account, and a link without a name.

use pilotbox_model::api::data::DataAccess;
use serde_json::json;
use sqlx::FromRow;

use super::{Link, append, touch};
use crate::{Store, StoreError, Topic, Tx};

/// An access to raw data.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct DataAccessRow {
    /// The account; absent for the server itself.
    pub by: Option<String>,
    /// The person's name; empty once the account is erased.
    pub by_name: Option<String>,
    kind: String,
    /// When.
    pub at: i64,
}

impl DataAccessRow {
    /// What was done. A kind that nobody knows counts as the gravest.
    pub fn kind(&self) -> DataAccess {
        let known = ALL.into_iter().find(|kind| name(*kind) == self.kind);
        known.unwrap_or(DataAccess::Fetched)
    }
}

/// What is read.
#[derive(Clone, Copy, Debug)]
pub enum Accessed<'a> {
    /// Raw data, by its id.
    Raw(&'a str),
    /// Files of a sealed release, by its number.
    Release(i64),
}

/// An access that is to be noted.
#[derive(Clone, Copy)]
pub(super) struct NewAccess<'a> {
    pub(super) data_set: &'a str,
    pub(super) kind: DataAccess,
    pub(super) by: Option<&'a str>,
    pub(super) at: i64,
}

const ALL: [DataAccess; 5] = [
    DataAccess::Brought,
    DataAccess::Fetched,
    DataAccess::Tried,
    DataAccess::Released,
    DataAccess::Deleted,
];

impl Store {
    /// Notes an access before it happens: fetching raw data, trying a policy on it, making
    /// a release of it, fetching what is sealed. [`Store::bring_raw`] and the deletions
    /// note themselves; proposing a policy and adding a release do not.
    /// [`StoreError::Changed`] when the raw data is not there any more.
    pub async fn note_access(
        &self,
        data_set: &str,
        kind: DataAccess,
        to: Accessed<'_>,
        by: Option<&str>,
        at: i64,
    ) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Data).await?;
        touch(&mut tx, data_set).await?;
        if let Accessed::Raw(raw) = to {
            demand_current(&mut tx, data_set, raw).await?;
        }
        let access = NewAccess {
            data_set,
            kind,
            by,
            at,
        };
        keep(&mut tx, access).await?;
        append(&mut tx, by, access.link(to.body())).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Accesses to a data set's raw data, the newest first.
    pub async fn data_accesses(
        &self,
        data_set: &str,
        limit: i64,
    ) -> Result<Vec<DataAccessRow>, StoreError> {
        Ok(sqlx::query_as(
            "select x.account_id as by, a.name as by_name, x.kind, x.at from data_access x \
             left join account a on a.id = x.account_id where x.data_set_id = $1 \
             order by x.number desc limit $2",
        )
        .bind(data_set)
        .bind(limit)
        .fetch_all(self.pool())
        .await?)
    }
}

impl Accessed<'_> {
    fn body(self) -> serde_json::Value {
        match self {
            Self::Raw(raw) => json!({ "raw": raw }),
            Self::Release(number) => json!({ "release": number }),
        }
    }
}

impl NewAccess<'_> {
    /// What the chain says of it.
    pub(super) fn link(&self, body: serde_json::Value) -> Link {
        let kind = match self.kind {
            DataAccess::Brought => "raw-data-brought",
            DataAccess::Fetched => "raw-data-fetched",
            DataAccess::Tried => "raw-data-tried",
            DataAccess::Released => "raw-data-released",
            DataAccess::Deleted => "raw-data-deleted",
        };
        Link::new(kind, self.data_set, self.at, body)
    }
}

/// What the chain says was read is what is read, and not what has replaced it since.
async fn demand_current(tx: &mut Tx, data_set: &str, raw: &str) -> Result<(), StoreError> {
    let there: i64 = sqlx::query_scalar(
        "select count(*) from raw_data where id = $1 and data_set_id = $2 \
         and deleted_at is null",
    )
    .bind(raw)
    .bind(data_set)
    .fetch_one(&mut **tx)
    .await?;
    if there == 0 {
        return Err(StoreError::Changed);
    }
    Ok(())
}

/// Keeps the row; the link comes last in a transaction.
pub(super) async fn keep(tx: &mut Tx, access: NewAccess<'_>) -> Result<(), StoreError> {
    sqlx::query(
        "insert into data_access (data_set_id, number, kind, account_id, at) \
         select $1, coalesce(max(number), 0) + 1, $2, $3, $4 from data_access \
         where data_set_id = $5",
    )
    .bind(access.data_set)
    .bind(name(access.kind))
    .bind(access.by)
    .bind(access.at)
    .bind(access.data_set)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

fn name(kind: DataAccess) -> &'static str {
    match kind {
        DataAccess::Brought => "brought",
        DataAccess::Fetched => "fetched",
        DataAccess::Tried => "tried",
        DataAccess::Released => "released",
        DataAccess::Deleted => "deleted",
    }
}
