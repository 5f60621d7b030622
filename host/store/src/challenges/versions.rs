//! Versions of challenges and of their data. A version never changes but for three
//! things, each once: its approval, final data that was withheld, and that data's
//! approval.

use serde_json::json;
use sqlx::FromRow;

use super::{
    Link, append,
    record::{RecordName, record_name},
    touch,
};
use crate::{Store, StoreError, Topic, Tx, connect::demand_one, new_id};

/// Most versions that a list shows. Nobody makes as many.
const MAX_LISTED: i64 = 200;

/// A version of a challenge.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Version {
    /// Its id.
    pub id: String,
    /// The challenge.
    pub challenge_id: String,
    /// The manifest's version.
    pub version: String,
    /// Counts up within the challenge.
    pub number: i64,
    /// Digest of the city's pack.
    pub pack_digest: String,
    /// Digest of the startups' pack.
    pub startup_digest: String,
    /// Its size in bytes.
    pub startup_bytes: i64,
    /// The manifest as JSON.
    pub manifest: String,
    /// The problem in Bulgarian.
    pub statement_bg: String,
    /// The problem in English.
    pub statement_en: String,
    /// Digest of final data that staff attached.
    pub final_digest: Option<String>,
    /// Who attached it.
    pub final_by: Option<String>,
    /// When somebody else let it pass.
    pub final_approved_at: Option<i64>,
    /// Who uploaded it.
    pub created_by: String,
    /// When.
    pub created_at: i64,
    /// Who let it pass.
    pub approved_by: Option<String>,
    /// When.
    pub approved_at: Option<i64>,
    has_final: i64,
}

impl Version {
    /// Whether final data is in the pack or was attached.
    pub fn has_final(&self) -> bool {
        self.has_final == 1
    }

    /// Whether final data was attached that nobody else has let pass: no run may read
    /// it.
    pub fn is_final_waiting(&self) -> bool {
        self.final_digest.is_some() && self.final_approved_at.is_none()
    }
}

/// A version in a list.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct VersionHead {
    /// Its id.
    pub id: String,
    /// The manifest's version.
    pub version: String,
    /// When it came.
    pub created_at: i64,
    /// When it was let pass.
    pub approved_at: Option<i64>,
    /// Who uploaded it.
    pub created_by: String,
    /// Who attached its final data.
    pub final_by: Option<String>,
    final_digest: Option<String>,
    final_approved_at: Option<i64>,
    has_final: i64,
}

impl VersionHead {
    /// Whether final data is in the pack or was attached.
    pub fn has_final(&self) -> bool {
        self.has_final == 1
    }

    /// Whether final data was attached that nobody else has let pass.
    pub fn is_final_waiting(&self) -> bool {
        self.final_digest.is_some() && self.final_approved_at.is_none()
    }
}

impl From<&Version> for VersionHead {
    fn from(version: &Version) -> Self {
        Self {
            id: version.id.clone(),
            version: version.version.clone(),
            created_at: version.created_at,
            approved_at: version.approved_at,
            created_by: version.created_by.clone(),
            final_by: version.final_by.clone(),
            final_digest: version.final_digest.clone(),
            final_approved_at: version.final_approved_at,
            has_final: version.has_final,
        }
    }
}

/// A version that shall be.
#[derive(Clone, Debug)]
pub struct NewVersion {
    /// The challenge.
    pub challenge_id: String,
    /// The manifest's version.
    pub version: String,
    /// Digest of the city's pack.
    pub pack_digest: String,
    /// Digest of the startups' pack.
    pub startup_digest: String,
    /// Its size in bytes.
    pub startup_bytes: i64,
    /// The manifest as JSON.
    pub manifest: String,
    /// The problem in Bulgarian.
    pub statement_bg: String,
    /// The problem in English.
    pub statement_en: String,
    /// What a pilot may cost, in whole euro.
    pub budget_eur: Option<i64>,
    /// The splits that it holds.
    pub splits: Vec<NewSplit>,
    /// Who uploads it.
    pub created_by: String,
    /// When.
    pub created_at: i64,
}

impl NewVersion {
    pub(super) fn link(&self, kind: &'static str, name: &RecordName) -> Link {
        let body = json!({ "version": self.version, "pack": self.pack_digest });
        Link::new(kind, &name.subject(), self.created_at, body)
    }
}

/// The data of a split, and its cases.
#[derive(Clone, Debug)]
pub struct NewSplit {
    /// `sample`, `public` or `final`.
    pub split: &'static str,
    /// Digest of all that a run on it can read.
    pub digest: String,
    /// The harness's list of cases as JSON.
    pub cases: String,
    /// How many there are.
    pub case_count: i64,
}

/// A dataset version: which data a version's split is.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct SplitData {
    /// `sample`, `public` or `final`.
    pub split: String,
    /// Digest of all that a run on it can read.
    pub digest: String,
    /// The harness's list of cases as JSON.
    pub cases: String,
    /// How many there are; 0 until a worker has asked the harness.
    pub case_count: i64,
}

const HAS_FINAL: &str = "cast(case when v.final_digest is not null or exists \
     (select 1 from dataset_version d where d.version_id = v.id and d.split = 'final') \
     then 1 else 0 end as bigint) as has_final";

const COLUMNS: &str = "v.id, v.challenge_id, v.version, v.number, v.pack_digest, \
     v.startup_digest, v.startup_bytes, v.manifest, v.statement_bg, v.statement_en, \
     v.final_digest, v.final_by, v.final_approved_at, v.created_by, v.created_at, v.approved_by, v.approved_at";

impl Store {
    /// Adds a version to a challenge. A version of that name clashes with
    /// `challenge_version_unique`.
    pub async fn add_version(&self, new: &NewVersion) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Challenge).await?;
        let number: i64 = sqlx::query_scalar(
            "select cast(coalesce(max(number), 0) + 1 as bigint) from challenge_version \
             where challenge_id = $1",
        )
        .bind(&new.challenge_id)
        .fetch_one(&mut *tx)
        .await?;
        insert(&mut tx, new, number).await?;
        touch(&mut tx, &new.challenge_id, new.created_at).await?;
        let name = record_name(&mut tx, &new.challenge_id).await?;
        let link = new.link("version-created", &name);
        append(&mut tx, Some(&new.created_by), link).await?;
        tx.commit().await?;
        Ok(())
    }

    /// A version by its id.
    pub async fn version(&self, id: &str) -> Result<Version, StoreError> {
        self.version_where("v.id = $1", &[id]).await
    }

    /// A version of a challenge by its name, such as `1.0.0`.
    pub async fn version_named(&self, challenge: &str, name: &str) -> Result<Version, StoreError> {
        let condition = "v.challenge_id = $1 and v.version = $2";
        self.version_where(condition, &[challenge, name]).await
    }

    /// The version that new submissions get: the highest that is approved.
    pub async fn current_version(&self, challenge: &str) -> Result<Version, StoreError> {
        let condition = "v.challenge_id = $1 and v.number = (select max(a.number) from \
             challenge_version a where a.challenge_id = $2 and a.approved_at is not null)";
        self.version_where(condition, &[challenge, challenge]).await
    }

    /// The highest version, approved or not.
    pub async fn newest_version(&self, challenge: &str) -> Result<Version, StoreError> {
        let condition = "v.challenge_id = $1 and v.number = (select max(a.number) from \
             challenge_version a where a.challenge_id = $2)";
        self.version_where(condition, &[challenge, challenge]).await
    }

    async fn version_where(
        &self,
        condition: &'static str,
        values: &[&str],
    ) -> Result<Version, StoreError> {
        let query =
            format!("select {COLUMNS}, {HAS_FINAL} from challenge_version v where {condition}");
        let mut found = sqlx::query_as(sqlx::AssertSqlSafe(query));
        for value in values {
            found = found.bind(*value);
        }
        Ok(found.fetch_one(self.pool()).await?)
    }

    /// Versions of a challenge, newest first.
    pub async fn versions(
        &self,
        challenge: &str,
        with_unapproved: bool,
    ) -> Result<Vec<VersionHead>, StoreError> {
        let query = format!(
            "select v.id, v.version, v.created_at, v.approved_at, v.created_by, v.final_by, \
             v.final_digest, v.final_approved_at, {HAS_FINAL} \
             from challenge_version v where v.challenge_id = $1 \
             and ($2 = 1 or v.approved_at is not null) order by v.number desc limit $3"
        );
        let found = sqlx::query_as(sqlx::AssertSqlSafe(query))
            .bind(challenge)
            .bind(i64::from(with_unapproved))
            .bind(MAX_LISTED);
        Ok(found.fetch_all(self.pool()).await?)
    }

    /// The splits that a version has.
    pub async fn splits(&self, version: &str) -> Result<Vec<SplitData>, StoreError> {
        Ok(sqlx::query_as(
            "select split, digest, cases, case_count from dataset_version \
             where version_id = $1 order by split",
        )
        .bind(version)
        .fetch_all(self.pool())
        .await?)
    }

    /// One split of a version.
    pub async fn split(&self, version: &str, split: &str) -> Result<SplitData, StoreError> {
        Ok(sqlx::query_as(
            "select split, digest, cases, case_count from dataset_version \
             where version_id = $1 and split = $2",
        )
        .bind(version)
        .bind(split)
        .fetch_one(self.pool())
        .await?)
    }
}

pub(super) async fn insert(tx: &mut Tx, new: &NewVersion, number: i64) -> Result<(), StoreError> {
    let id = new_id();
    let inserted = sqlx::query(
        "insert into challenge_version (id, challenge_id, version, number, pack_digest, \
         startup_digest, startup_bytes, manifest, statement_bg, statement_en, budget_eur, \
         created_by, created_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(&id)
    .bind(&new.challenge_id)
    .bind(&new.version)
    .bind(number)
    .bind(&new.pack_digest)
    .bind(&new.startup_digest)
    .bind(new.startup_bytes)
    .bind(&new.manifest)
    .bind(&new.statement_bg)
    .bind(&new.statement_en)
    .bind(new.budget_eur)
    .bind(&new.created_by)
    .bind(new.created_at)
    .execute(&mut **tx)
    .await?;
    demand_one(inserted.rows_affected())?;
    for split in &new.splits {
        insert_split(tx, &id, split, new.created_at).await?;
    }
    Ok(())
}

pub(super) async fn insert_split(
    tx: &mut Tx,
    version: &str,
    new: &NewSplit,
    at: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into dataset_version (version_id, split, digest, cases, case_count, created_at) \
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(version)
    .bind(new.split)
    .bind(&new.digest)
    .bind(&new.cases)
    .bind(new.case_count)
    .bind(at)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
