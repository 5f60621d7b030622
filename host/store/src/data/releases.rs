//! Releases: numbered versions of a data set as everybody may see them, unless they are
//! sealed. A release never changes but for its opening.

use pilotbox_model::Digest;
use serde_json::json;
use sqlx::FromRow;

use super::{DATA_SET, DataSet, IN_USE, Link, RAW_IS_OPEN, RAW_IS_SEALED, append, touch};
use crate::{Store, StoreError, Topic, Tx, new_id};

/// What a list says of a release.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ReleaseHead {
    /// Its id.
    pub id: String,
    /// The data set.
    pub data_set_id: String,
    /// Its number, from 1.
    pub number: i64,
    /// The policy.
    pub policy_id: String,
    /// The policy's version.
    pub policy_version: String,
    /// Digest of the policy's file.
    pub policy_digest: String,
    /// Its licence.
    pub licence: String,
    /// The light of its report.
    pub light: String,
    /// Rows.
    #[sqlx(rename = "row_count")]
    pub rows: i64,
    /// Columns.
    #[sqlx(rename = "column_count")]
    pub columns: i64,
    /// Whether its files are withheld, 0 or 1.
    pub is_sealed: i64,
    /// The account that published it.
    pub published_by: String,
    /// When.
    pub published_at: i64,
    /// Its files, as JSON.
    pub files: String,
}

/// A release with what describes it.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Release {
    /// What a list says of it.
    #[sqlx(flatten)]
    pub head: ReleaseHead,
    /// The policy's file.
    pub policy_toml: String,
    /// The risk that is left, as JSON.
    pub report: String,
    /// The columns that were published, as JSON.
    pub dictionary: String,
}

/// A data set and its newest open release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogueEntry {
    /// The data set.
    pub data_set: DataSet,
    /// The release.
    pub release: Release,
}

/// A release that shall be.
#[derive(Clone, Copy, Debug)]
pub struct NewRelease<'a> {
    /// The data set.
    pub data_set: &'a str,
    /// The policy, by its id.
    pub policy_id: &'a str,
    /// Its licence.
    pub licence: &'a str,
    /// The risk that is left, as JSON.
    pub report: &'a str,
    /// The columns that were published, as JSON.
    pub dictionary: &'a str,
    /// The light of the report.
    pub light: &'a str,
    /// Rows.
    pub rows: i64,
    /// Columns.
    pub columns: i64,
    /// Whether its files are withheld.
    pub is_sealed: bool,
    /// Its files, as JSON.
    pub files: &'a str,
    /// Digests of its files, which are kept as blobs already.
    pub blobs: &'a [Digest],
    /// Digest of the one that holds its table.
    pub table: Digest,
    /// Which of them the chain tells.
    pub told: &'a [Digest],
    /// The account that publishes it.
    pub by: &'a str,
    /// When.
    pub at: i64,
}

/// A sealed release that is to be opened.
#[derive(Clone, Copy, Debug)]
pub struct ReleaseOpening<'a> {
    /// The data set.
    pub data_set: &'a str,
    /// The release's number.
    pub number: i64,
    /// The account that opens it.
    pub by: &'a str,
    /// When.
    pub at: i64,
}

const HEAD: &str = "r.id, r.data_set_id, r.number, r.policy_id, p.version as policy_version, \
     p.digest as policy_digest, r.licence, r.light, r.row_count, r.column_count, r.is_sealed, \
     r.published_by, r.published_at, r.files";

const WHOLE: &str = "p.toml as policy_toml, r.report, r.dictionary";

const FROM: &str = "from data_release r join data_policy p on p.id = r.policy_id";

impl Store {
    /// Adds a release and tells its number. [`StoreError::Changed`] when the policy is not
    /// the one of the data set that was approved last; [`StoreError::Conflict`] with
    /// [`RAW_IS_SEALED`] or [`RAW_IS_OPEN`] when one release would be sealed and another
    /// open of the same raw data, or with the same table. That raw data was read for it,
    /// the caller has noted before.
    pub async fn add_release(&self, new: &NewRelease<'_>) -> Result<i64, StoreError> {
        let mut tx = self.write(Topic::Data).await?;
        touch(&mut tx, new.data_set).await?;
        let policy = approved_policy(&mut tx, new).await?;
        demand_one_seal(&mut tx, new).await?;
        let number: i64 = sqlx::query_scalar(
            "select cast(coalesce(max(number), 0) + 1 as bigint) from data_release \
             where data_set_id = $1",
        )
        .bind(new.data_set)
        .fetch_one(&mut *tx)
        .await?;
        insert(&mut tx, new, number).await?;
        let body = json!({
            "release": number, "policy": policy, "files": new.told, "is_sealed": new.is_sealed,
        });
        let link = Link::new("data-released", new.data_set, new.at, body);
        append(&mut tx, Some(new.by), link).await?;
        tx.commit().await?;
        Ok(number)
    }

    /// Releases of a data set, the newest first.
    pub async fn releases(&self, id: &str, limit: i64) -> Result<Vec<ReleaseHead>, StoreError> {
        let query = format!(
            "select {HEAD} {FROM} where r.data_set_id = $1 order by r.number desc limit $2"
        );
        let found = sqlx::query_as(sqlx::AssertSqlSafe(query))
            .bind(id)
            .bind(limit);
        Ok(found.fetch_all(self.pool()).await?)
    }

    /// One release.
    pub async fn data_release(&self, id: &str, number: i64) -> Result<Release, StoreError> {
        let mut tx = self.read().await?;
        one(&mut tx, id, number).await
    }

    /// Opens a sealed release. [`StoreError::Changed`] when it is open already, and
    /// [`StoreError::Conflict`] with [`IN_USE`] while a challenge that uses it has no
    /// published results.
    pub async fn open_release(&self, opening: &ReleaseOpening<'_>) -> Result<(), StoreError> {
        // So that no challenge begins to use it meanwhile.
        let mut tx = self.write(Topic::Challenge).await?;
        touch(&mut tx, opening.data_set).await?;
        let release = one(&mut tx, opening.data_set, opening.number).await?.head;
        demand_published(&mut tx, &release.id).await?;
        let opened = sqlx::query(
            "update data_release set is_sealed = 0, opened_by = $1, opened_at = $2 \
             where id = $3 and is_sealed = 1",
        )
        .bind(opening.by)
        .bind(opening.at)
        .bind(&release.id)
        .execute(&mut *tx)
        .await?;
        if opened.rows_affected() == 0 {
            return Err(StoreError::Changed);
        }
        let body = json!({ "release": opening.number });
        let link = Link::new("data-release-opened", opening.data_set, opening.at, body);
        append(&mut tx, Some(opening.by), link).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Data sets with an open release, by id, each with the newest such: what a catalogue
    /// lists. At most `limit` after an id.
    pub async fn catalogue(
        &self,
        after: &str,
        limit: i64,
    ) -> Result<Vec<CatalogueEntry>, StoreError> {
        let mut tx = self.read().await?;
        let query = format!(
            "select {DATA_SET} from data_set s where s.id > $1 and exists (select 1 \
             from data_release r where r.data_set_id = s.id and r.is_sealed = 0) \
             order by s.id limit $2"
        );
        let found = sqlx::query_as(sqlx::AssertSqlSafe(query))
            .bind(after)
            .bind(limit);
        let data_sets: Vec<DataSet> = found.fetch_all(&mut *tx).await?;
        let mut entries = Vec::with_capacity(data_sets.len());
        for data_set in data_sets {
            let release = newest_open(&mut tx, &data_set.id).await?;
            entries.push(CatalogueEntry { data_set, release });
        }
        Ok(entries)
    }
}

async fn one(tx: &mut Tx, data_set: &str, number: i64) -> Result<Release, StoreError> {
    let query = format!("select {HEAD}, {WHOLE} {FROM} where r.data_set_id = $1 and r.number = $2");
    let found = sqlx::query_as(sqlx::AssertSqlSafe(query))
        .bind(data_set)
        .bind(number);
    Ok(found.fetch_one(&mut **tx).await?)
}

async fn newest_open(tx: &mut Tx, data_set: &str) -> Result<Release, StoreError> {
    let query = format!(
        "select {HEAD}, {WHOLE} {FROM} where r.data_set_id = $1 and r.is_sealed = 0 \
         order by r.number desc limit 1"
    );
    let found = sqlx::query_as(sqlx::AssertSqlSafe(query)).bind(data_set);
    Ok(found.fetch_one(&mut **tx).await?)
}

/// Digest of the policy's file, if it is the one that was approved last: a policy that
/// another has followed was found wanting.
async fn approved_policy(tx: &mut Tx, new: &NewRelease<'_>) -> Result<String, StoreError> {
    let found: Option<String> = sqlx::query_scalar(
        "select p.digest from data_policy p where p.id = $1 and p.data_set_id = $2 \
         and p.approved_at is not null and not exists (select 1 from data_policy o \
         where o.data_set_id = $2 and o.approved_at > p.approved_at)",
    )
    .bind(new.policy_id)
    .bind(new.data_set)
    .fetch_optional(&mut **tx)
    .await?;
    found.ok_or(StoreError::Changed)
}

/// Demands that nothing of what is sealed is open, nor the other way round. Two releases
/// of the same raw data tell of each other, whatever their policies.
async fn demand_one_seal(tx: &mut Tx, new: &NewRelease<'_>) -> Result<(), StoreError> {
    let others: i64 = sqlx::query_scalar(
        "select count(*) from data_release r join data_policy p on p.id = r.policy_id \
         where r.is_sealed <> $1 and (p.raw_id = (select raw_id from data_policy where id = $2) \
         or exists (select 1 from release_blob b where b.release_id = r.id and b.digest = $3))",
    )
    .bind(i64::from(new.is_sealed))
    .bind(new.policy_id)
    .bind(new.table.to_string())
    .fetch_one(&mut **tx)
    .await?;
    let other = if new.is_sealed {
        RAW_IS_OPEN
    } else {
        RAW_IS_SEALED
    };
    if others > 0 {
        return Err(StoreError::Conflict(other.to_owned()));
    }
    Ok(())
}

async fn demand_published(tx: &mut Tx, release: &str) -> Result<(), StoreError> {
    let running: i64 = sqlx::query_scalar(
        "select count(*) from data_use u join challenge_version v on v.id = u.version_id \
         join challenge c on c.id = v.challenge_id where u.release_id = $1 \
         and c.state not in ('published', 'archived')",
    )
    .bind(release)
    .fetch_one(&mut **tx)
    .await?;
    if running > 0 {
        return Err(StoreError::Conflict(IN_USE.to_owned()));
    }
    Ok(())
}

async fn insert(tx: &mut Tx, new: &NewRelease<'_>, number: i64) -> Result<(), StoreError> {
    let id = new_id();
    sqlx::query(
        "insert into data_release (id, data_set_id, number, policy_id, licence, report, \
         dictionary, light, row_count, column_count, is_sealed, files, published_by, \
         published_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .bind(&id)
    .bind(new.data_set)
    .bind(number)
    .bind(new.policy_id)
    .bind(new.licence)
    .bind(new.report)
    .bind(new.dictionary)
    .bind(new.light)
    .bind(new.rows)
    .bind(new.columns)
    .bind(i64::from(new.is_sealed))
    .bind(new.files)
    .bind(new.by)
    .bind(new.at)
    .execute(&mut **tx)
    .await?;
    for digest in new.blobs {
        sqlx::query(
            "insert into release_blob (release_id, digest) values ($1, $2) on conflict do nothing",
        )
        .bind(&id)
        .bind(digest.to_string())
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}
