//! Which challenges use which releases: where the tables of a version's split came from.

use std::collections::BTreeSet;

use pilotbox_model::api::challenges::ChallengeState;
use serde_json::json;
use sqlx::FromRow;

use super::{Link, append, touch};
use crate::{Store, StoreError, Tx, challenges::record::record_name, connect::demand_one};

/// Most uses that are listed: a split has at most 64 tables, and few versions of few
/// challenges get their final data from one place.
const MOST_USES: i64 = 1_000;

/// A table of a challenge's split that came from a release.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct DataUse {
    /// The challenge.
    pub challenge_id: String,
    state: String,
    /// The version's name.
    pub version: String,
    approved_at: Option<i64>,
    /// From when on a run could read it: when the version was let pass, or the final data
    /// that was attached to it.
    pub used_at: Option<i64>,
    /// `sample`, `public` or `final`.
    pub split: String,
    /// The table's name in the challenge.
    pub table_name: String,
    /// The data set.
    pub data_set_id: String,
    /// The release's number.
    pub release: i64,
    /// The version of its policy.
    pub policy_version: String,
}

impl DataUse {
    /// Where the challenge is in its life, which decides who may know of it. A state that
    /// nobody knows is shown to nobody.
    pub fn state(&self) -> ChallengeState {
        ChallengeState::parse(&self.state).unwrap_or(ChallengeState::Draft)
    }

    /// Whether everybody may know of it: the challenge is open, and this version of it is
    /// approved.
    pub fn is_public(&self) -> bool {
        self.state().is_public() && self.approved_at.is_some()
    }
}

/// A table that a release becomes.
#[derive(Clone, Copy, Debug)]
pub struct NewUse<'a> {
    /// The table's name in the challenge.
    pub table: &'a str,
    /// The data set.
    pub data_set: &'a str,
    /// The release's number.
    pub release: i64,
}

/// The tables of a version's split that come from releases.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewUses<'a> {
    /// The version, by its id.
    pub(crate) version_id: &'a str,
    /// `sample`, `public` or `final`.
    pub(crate) split: &'a str,
    /// The tables.
    pub(crate) tables: &'a [NewUse<'a>],
    /// The account that chose them.
    pub(crate) by: &'a str,
    /// When.
    pub(crate) at: i64,
}

impl Store {
    /// Which challenges use a data set's releases.
    pub async fn uses_of_data(&self, id: &str) -> Result<Vec<DataUse>, StoreError> {
        self.uses("r.data_set_id = $1", id).await
    }

    /// Where a challenge's data came from.
    pub async fn uses_of_challenge(&self, challenge: &str) -> Result<Vec<DataUse>, StoreError> {
        self.uses("v.challenge_id = $1", challenge).await
    }

    async fn uses(&self, condition: &'static str, id: &str) -> Result<Vec<DataUse>, StoreError> {
        let query = format!(
            "select v.challenge_id, c.state, v.version, v.approved_at, \
             case when u.split = 'final' then coalesce(v.final_approved_at, v.approved_at) \
             else v.approved_at end as used_at, u.split, u.table_name, r.data_set_id, \
             r.number as release, p.version as policy_version from data_use u \
             join challenge_version v on v.id = u.version_id \
             join challenge c on c.id = v.challenge_id \
             join data_release r on r.id = u.release_id \
             join data_policy p on p.id = r.policy_id where {condition} \
             order by v.challenge_id, v.number desc, u.split, u.table_name limit $2"
        );
        let found = sqlx::query_as(sqlx::AssertSqlSafe(query))
            .bind(id)
            .bind(MOST_USES);
        Ok(found.fetch_all(self.pool()).await?)
    }
}

/// Keeps the rows. Part of a transaction that holds the topic of challenges, as the opening
/// of a release does. A release that is not there, or that was opened meanwhile, is
/// [`StoreError::NotFound`].
pub(crate) async fn insert_uses(tx: &mut Tx, new: &NewUses<'_>) -> Result<(), StoreError> {
    for table in new.tables {
        let inserted = sqlx::query(
            "insert into data_use (version_id, split, table_name, release_id) \
             select $1, $2, $3, r.id from data_release r \
             where r.data_set_id = $4 and r.number = $5 and r.is_sealed = 1",
        )
        .bind(new.version_id)
        .bind(new.split)
        .bind(table.table)
        .bind(table.data_set)
        .bind(table.release)
        .execute(&mut **tx)
        .await?;
        demand_one(inserted.rows_affected())?;
    }
    for data_set in new.data_sets() {
        touch(tx, data_set).await?;
    }
    Ok(())
}

/// Adds a link for each data set; comes last in a transaction.
pub(crate) async fn note_uses(tx: &mut Tx, new: &NewUses<'_>) -> Result<(), StoreError> {
    let (challenge, version): (String, String) =
        sqlx::query_as("select challenge_id, version from challenge_version where id = $1")
            .bind(new.version_id)
            .fetch_one(&mut **tx)
            .await?;
    let name = record_name(tx, &challenge).await?;
    for data_set in new.data_sets() {
        let of_it = new.tables.iter().filter(|table| table.data_set == data_set);
        let releases: BTreeSet<i64> = of_it.map(|table| table.release).collect();
        let body = json!({
            "challenge": name.subject(), "version": version, "split": new.split,
            "releases": releases,
        });
        let link = Link::new("final-from-catalogue", data_set, new.at, body);
        append(tx, Some(new.by), link).await?;
    }
    Ok(())
}

impl<'a> NewUses<'a> {
    /// Each once and in one order, so that two who touch the same do not wait for each
    /// other.
    fn data_sets(&self) -> BTreeSet<&'a str> {
        self.tables.iter().map(|table| table.data_set).collect()
    }
}
