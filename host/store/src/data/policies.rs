//! Policies: proposed by one member of staff, approved by another. What was approved
//! never changes.

use serde_json::json;
use sqlx::FromRow;

use super::{Link, append, raw::shorten, touch};
use crate::{Store, StoreError, Topic, new_id};

/// Most policies that a list shows. Nobody proposes as many.
const MOST_POLICIES: i64 = 200;

/// What a list says of a policy.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct DataPolicyHead {
    /// Its id.
    pub id: String,
    /// The data set.
    pub data_set_id: String,
    /// Its version, as its file says.
    pub version: String,
    /// Digest of its file.
    pub digest: String,
    /// The light of its report.
    pub light: String,
    /// The raw data that it was tried on.
    pub raw_id: String,
    /// The account that proposed it.
    pub proposed_by: String,
    /// The person's name; empty once the account is erased.
    pub proposed_by_name: String,
    /// When.
    pub proposed_at: i64,
    /// The account that approved it.
    pub approved_by: Option<String>,
    /// The person's name; empty once the account is erased.
    pub approved_by_name: Option<String>,
    /// When.
    pub approved_at: Option<i64>,
}

/// A policy with its file and its report.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct DataPolicy {
    /// What a list says of it.
    #[sqlx(flatten)]
    pub head: DataPolicyHead,
    /// Its file.
    pub toml: String,
    /// The risk that it would leave, as JSON.
    pub report: String,
}

/// A policy that is proposed.
#[derive(Clone, Copy, Debug)]
pub struct NewDataPolicy<'a> {
    /// The data set.
    pub data_set: &'a str,
    /// Its version, as its file says.
    pub version: &'a str,
    /// Its file.
    pub toml: &'a str,
    /// Digest of its file.
    pub digest: &'a str,
    /// The risk that it would leave, as JSON.
    pub report: &'a str,
    /// The light of that report.
    pub light: &'a str,
    /// Days after which it wants raw data deleted.
    pub raw_days: i64,
    /// The raw data that it was tried on.
    pub raw_id: &'a str,
    /// The account that proposes it.
    pub by: &'a str,
    /// When.
    pub at: i64,
}

/// A policy that somebody else lets pass.
#[derive(Clone, Copy, Debug)]
pub struct PolicyApproval<'a> {
    /// The data set.
    pub data_set: &'a str,
    /// The policy's version.
    pub version: &'a str,
    /// Its file with the approval in it.
    pub toml: &'a str,
    /// Digest of that file.
    pub digest: &'a str,
    /// The account that approves it.
    pub by: &'a str,
    /// When.
    pub at: i64,
}

const HEAD: &str = "p.id, p.data_set_id, p.version, p.digest, p.light, p.raw_id, p.proposed_by, \
     a.name as proposed_by_name, p.proposed_at, p.approved_by, b.name as approved_by_name, \
     p.approved_at";

const FROM: &str = "from data_policy p join account a on a.id = p.proposed_by \
     left join account b on b.id = p.approved_by where p.data_set_id = $1";

impl Store {
    /// Keeps a policy. One of that version clashes with `data_policy_unique`. That it was
    /// tried on raw data, the caller has noted before.
    pub async fn propose_policy(&self, new: &NewDataPolicy<'_>) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Data).await?;
        touch(&mut tx, new.data_set).await?;
        sqlx::query(
            "insert into data_policy (id, data_set_id, version, toml, digest, report, light, \
             raw_days, raw_id, proposed_by, proposed_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(new_id())
        .bind(new.data_set)
        .bind(new.version)
        .bind(new.toml)
        .bind(new.digest)
        .bind(new.report)
        .bind(new.light)
        .bind(new.raw_days)
        .bind(new.raw_id)
        .bind(new.by)
        .bind(new.at)
        .execute(&mut *tx)
        .await?;
        let body = json!({ "version": new.version, "policy": new.digest });
        let link = Link::new("data-policy-proposed", new.data_set, new.at, body);
        append(&mut tx, Some(new.by), link).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Policies of a data set, the newest first.
    pub async fn data_policies(&self, id: &str) -> Result<Vec<DataPolicyHead>, StoreError> {
        let query = format!("select {HEAD} {FROM} order by p.proposed_at desc, p.id desc limit $2");
        let found = sqlx::query_as(sqlx::AssertSqlSafe(query))
            .bind(id)
            .bind(MOST_POLICIES);
        Ok(found.fetch_all(self.pool()).await?)
    }

    /// One policy.
    pub async fn data_policy(&self, id: &str, version: &str) -> Result<DataPolicy, StoreError> {
        let query = format!("select {HEAD}, p.toml, p.report {FROM} and p.version = $2");
        let found = sqlx::query_as(sqlx::AssertSqlSafe(query))
            .bind(id)
            .bind(version);
        Ok(found.fetch_one(self.pool()).await?)
    }

    /// Approves a policy, whose days of retention count from then on for the raw data that
    /// is there too. [`StoreError::Changed`] when it is approved already;
    /// [`StoreError::Constraint`] with `data_policy_second` for whoever proposed it.
    pub async fn approve_policy(&self, approval: &PolicyApproval<'_>) -> Result<(), StoreError> {
        let (data_set, at) = (approval.data_set, approval.at);
        let mut tx = self.write(Topic::Data).await?;
        touch(&mut tx, data_set).await?;
        let days: Option<i64> = sqlx::query_scalar(
            "update data_policy set toml = $1, digest = $2, approved_by = $3, approved_at = $4 \
             where data_set_id = $5 and version = $6 and approved_at is null returning raw_days",
        )
        .bind(approval.toml)
        .bind(approval.digest)
        .bind(approval.by)
        .bind(at)
        .bind(data_set)
        .bind(approval.version)
        .fetch_optional(&mut *tx)
        .await?;
        shorten(&mut tx, data_set, days.ok_or(StoreError::Changed)?).await?;
        let body = json!({ "version": approval.version, "policy": approval.digest });
        let link = Link::new("data-policy-approved", data_set, at, body);
        append(&mut tx, Some(approval.by), link).await?;
        tx.commit().await?;
        Ok(())
    }
}
