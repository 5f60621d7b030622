//! The city's data sets: raw data that named staff alone can read, policies that make it
//! safe, releases, and the challenges that use them. Owns that a change and its link in
//! the chain are written together, and that no link names a file, a column or a value;
//! links name the data set by its id, which is thereby public once it is made, release or
//! not. Who may do what is the server's to say.

mod accesses;
mod policies;
mod raw;
mod readers;
mod releases;
mod uses;

use serde_json::json;
use sqlx::FromRow;

pub use accesses::{Accessed, DataAccessRow};
pub use policies::{DataPolicy, DataPolicyHead, NewDataPolicy, PolicyApproval};
pub use raw::{NewRawData, RawData};
pub use readers::{DataReader, ReaderChange};
pub use releases::{CatalogueEntry, NewRelease, Release, ReleaseHead, ReleaseOpening};
pub use uses::{DataUse, NewUse};

pub(crate) use readers::forget_reader;
pub(crate) use uses::{NewUses, insert_uses, note_uses};

use crate::{
    Store, StoreError, Topic, Tx,
    challenges::record::{Link, append},
    connect::demand_one,
};

/// What [`StoreError::Conflict`] names when nobody would be left who reads raw data.
pub const LAST_READER: &str = "readers";

/// What [`StoreError::Conflict`] names when a challenge that uses a sealed release has no
/// results yet.
pub const IN_USE: &str = "data_use";

/// What [`StoreError::Conflict`](crate::StoreError) names when an open release would give away a
/// sealed one of the same raw data.
pub const RAW_IS_SEALED: &str = "raw_sealed";

/// The same when a release would be sealed whose raw data everybody has a release of.
pub const RAW_IS_OPEN: &str = "raw_open";

/// A data set.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct DataSet {
    /// Its slug.
    pub id: String,
    /// Its name in Bulgarian.
    pub title_bg: String,
    /// Its name in English.
    pub title_en: String,
    /// What it holds, in Bulgarian.
    pub description_bg: String,
    /// What it holds, in English.
    pub description_en: String,
    /// Who answers for it.
    pub owner: String,
    /// What it is about, such as `TRAN`.
    pub theme: String,
    /// Days after which raw data is deleted.
    pub raw_days: i64,
    /// The account that made it.
    pub created_by: String,
    /// When.
    pub created_at: i64,
    /// Grows with every change.
    pub revision: i64,
}

/// A data set with what a list shows of its newest release, sealed or not.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ListedDataSet {
    /// The data set.
    #[sqlx(flatten)]
    pub data_set: DataSet,
    /// The release's number.
    pub release: Option<i64>,
    /// When it was published.
    pub released_at: Option<i64>,
    /// The light of its report.
    pub light: Option<String>,
}

/// A data set that shall be.
#[derive(Clone, Copy, Debug)]
pub struct NewDataSet<'a> {
    /// Its slug.
    pub id: &'a str,
    /// Its name in Bulgarian.
    pub title_bg: &'a str,
    /// Its name in English.
    pub title_en: &'a str,
    /// What it holds, in Bulgarian.
    pub description_bg: &'a str,
    /// What it holds, in English.
    pub description_en: &'a str,
    /// Who answers for it.
    pub owner: &'a str,
    /// What it is about.
    pub theme: &'a str,
    /// Days after which raw data is deleted.
    pub raw_days: i64,
    /// The account that makes it, its first reader.
    pub by: &'a str,
    /// When.
    pub at: i64,
}

/// Which data sets a list holds.
#[derive(Clone, Copy, Debug)]
pub struct DataSetFilter<'a> {
    /// The slug after which it goes on.
    pub after: &'a str,
    /// What id, name, description or owner have to hold, whatever the case; empty for all.
    pub q: &'a str,
    /// Whether it holds those without a release.
    pub with_hidden: bool,
}

const DATA_SET: &str = "s.id, s.title_bg, s.title_en, s.description_bg, s.description_en, \
     s.owner, s.theme, s.raw_days, s.created_by, s.created_at, s.revision";

impl Store {
    /// Makes a data set, of which whoever makes it is the first reader. One of that id
    /// clashes with `data_set_pkey`.
    pub async fn create_data_set(&self, new: &NewDataSet<'_>) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Data).await?;
        insert(&mut tx, new).await?;
        let reader = ReaderChange {
            data_set: new.id,
            account: new.by,
            by: new.by,
            at: new.at,
        };
        readers::insert(&mut tx, &reader).await?;
        let body = json!({ "raw_days": new.raw_days });
        let link = Link::new("data-set-created", new.id, new.at, body);
        append(&mut tx, Some(new.by), link).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Data sets after a slug, in order.
    pub async fn data_sets(
        &self,
        filter: &DataSetFilter<'_>,
        fetch: i64,
    ) -> Result<Vec<ListedDataSet>, StoreError> {
        let query = format!(
            "select {DATA_SET}, r.number as release, r.published_at as released_at, r.light \
             from data_set s left join data_release r on r.data_set_id = s.id and r.number = \
             (select max(n.number) from data_release n where n.data_set_id = s.id) \
             where s.id > $1 and ($2 = 1 or r.number is not null) \
             and s.search like $3 escape '\\' order by s.id limit $4"
        );
        let found = sqlx::query_as(sqlx::AssertSqlSafe(query))
            .bind(filter.after)
            .bind(i64::from(filter.with_hidden))
            .bind(pattern(filter.q))
            .bind(fetch);
        Ok(found.fetch_all(self.pool()).await?)
    }

    /// A data set by its slug.
    pub async fn data_set(&self, id: &str) -> Result<DataSet, StoreError> {
        let query = format!("select {DATA_SET} from data_set s where s.id = $1");
        let found = sqlx::query_as(sqlx::AssertSqlSafe(query)).bind(id);
        Ok(found.fetch_one(self.pool()).await?)
    }
}

/// Counts one more change of a data set, or tells that there is none of that id.
async fn touch(tx: &mut Tx, id: &str) -> Result<(), StoreError> {
    let touched = sqlx::query("update data_set set revision = revision + 1 where id = $1")
        .bind(id)
        .execute(&mut **tx)
        .await?;
    demand_one(touched.rows_affected())
}

async fn insert(tx: &mut Tx, new: &NewDataSet<'_>) -> Result<(), StoreError> {
    sqlx::query(
        "insert into data_set (id, title_bg, title_en, description_bg, description_en, owner, \
         theme, raw_days, search, created_by, created_at, revision) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)",
    )
    .bind(new.id)
    .bind(new.title_bg)
    .bind(new.title_en)
    .bind(new.description_bg)
    .bind(new.description_en)
    .bind(new.owner)
    .bind(new.theme)
    .bind(new.raw_days)
    .bind(searched(new))
    .bind(new.by)
    .bind(new.at)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What a search looks at.
fn searched(new: &NewDataSet<'_>) -> String {
    let texts = [
        new.id,
        new.title_bg,
        new.title_en,
        new.description_bg,
        new.description_en,
        new.owner,
    ];
    texts.join("\n").to_lowercase()
}

/// A pattern of `like` that holds where the text is found. What a reader types has no
/// wildcards.
fn pattern(text: &str) -> String {
    let mut pattern = String::from("%");
    for letter in text.to_lowercase().chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}
