//! What a second member of staff lets pass: a version, and final data that was
//! withheld and attached to it later. Each happens once.

use serde_json::json;

use super::{
    NewSplit, Version, add_final_runs,
    record::{Link, append, record_name},
    touch,
    versions::insert_split,
};
use crate::{
    Store, StoreError, Topic, Tx,
    data::{NewUse, NewUses, insert_uses, note_uses},
};

/// Final data that was withheld, to be attached to a version.
#[derive(Clone, Copy, Debug)]
pub struct Attachment<'a> {
    /// The version.
    pub version: &'a Version,
    /// Digest of the archive.
    pub archive: &'a str,
    /// Digest of all that a run on the split can then read.
    pub data: &'a str,
    /// Who attaches it.
    pub by: &'a str,
    /// When.
    pub at: i64,
}

/// What of a version somebody lets pass who did not bring it.
#[derive(Clone, Copy, Debug)]
pub struct Approval<'a> {
    /// The version.
    pub version: &'a Version,
    /// Whether the version itself.
    pub passes_version: bool,
    /// Whether the final data that was attached to it.
    pub passes_final: bool,
    /// Who.
    pub by: &'a str,
    /// When.
    pub at: i64,
}

impl Store {
    /// Lets a version pass, or the final data that was attached to it; what has passed
    /// stays as it is. Tells how many final runs were added: those of locked finalists.
    pub async fn approve_version(&self, approval: Approval<'_>) -> Result<usize, StoreError> {
        let mut tx = self.write(Topic::Challenge).await?;
        let mut links = Vec::new();
        if approval.passes_version && pass_version(&mut tx, approval).await? {
            links.push((
                "version-approved",
                "pack",
                approval.version.pack_digest.clone(),
            ));
        }
        if approval.passes_final && pass_final(&mut tx, approval).await? {
            links.push((
                "final-approved",
                "data",
                final_data(&mut tx, approval.version).await?,
            ));
        }
        if links.is_empty() {
            return Ok(0);
        }
        let challenge = &approval.version.challenge_id;
        let added = add_final_runs(&mut tx, challenge, approval.at).await?;
        touch(&mut tx, challenge, approval.at).await?;
        let name = record_name(&mut tx, challenge).await?;
        for (kind, what, digest) in links {
            let body = json!({ "version": approval.version.version, what: digest });
            let link = Link::new(kind, &name.subject(), approval.at, body);
            append(&mut tx, Some(approval.by), link).await?;
        }
        tx.commit().await?;
        Ok(added)
    }

    /// Attaches final data to a version that has none. No run reads it before it was
    /// let pass, by [`Store::approve_version`].
    pub async fn attach_final(&self, new: Attachment<'_>) -> Result<(), StoreError> {
        self.attach(new, None).await
    }

    /// As [`Store::attach_final`], with the releases that the tables were taken from.
    pub async fn attach_final_from(
        &self,
        new: Attachment<'_>,
        tables: &[NewUse<'_>],
    ) -> Result<(), StoreError> {
        let uses = NewUses {
            version_id: &new.version.id,
            split: "final",
            tables,
            by: new.by,
            at: new.at,
        };
        self.attach(new, Some(uses)).await
    }

    async fn attach(
        &self,
        new: Attachment<'_>,
        uses: Option<NewUses<'_>>,
    ) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Challenge).await?;
        let attached = sqlx::query(
            "update challenge_version set final_digest = $1, final_by = $2 where id = $3 \
             and final_digest is null",
        )
        .bind(new.archive)
        .bind(new.by)
        .bind(&new.version.id)
        .execute(&mut *tx)
        .await?;
        if attached.rows_affected() == 0 {
            return Err(StoreError::Changed);
        }
        let split = NewSplit {
            split: "final",
            digest: new.data.to_owned(),
            cases: "[]".to_owned(),
            case_count: 0,
        };
        insert_split(&mut tx, &new.version.id, &split, new.at).await?;
        if let Some(uses) = &uses {
            insert_uses(&mut tx, uses).await?;
        }
        let challenge = &new.version.challenge_id;
        touch(&mut tx, challenge, new.at).await?;
        let name = record_name(&mut tx, challenge).await?;
        let body = json!({ "version": new.version.version, "data": new.data });
        let link = Link::new("final-attached", &name.subject(), new.at, body);
        append(&mut tx, Some(new.by), link).await?;
        if let Some(uses) = &uses {
            note_uses(&mut tx, uses).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

async fn pass_version(tx: &mut Tx, approval: Approval<'_>) -> Result<bool, StoreError> {
    let passed = sqlx::query(
        "update challenge_version set approved_by = $1, approved_at = $2 \
         where id = $3 and approved_at is null",
    )
    .bind(approval.by)
    .bind(approval.at)
    .bind(&approval.version.id)
    .execute(&mut **tx)
    .await?;
    Ok(passed.rows_affected() == 1)
}

async fn pass_final(tx: &mut Tx, approval: Approval<'_>) -> Result<bool, StoreError> {
    let passed = sqlx::query(
        "update challenge_version set final_approved_by = $1, final_approved_at = $2 \
         where id = $3 and final_digest = $4 and final_approved_at is null",
    )
    .bind(approval.by)
    .bind(approval.at)
    .bind(&approval.version.id)
    .bind(&approval.version.final_digest)
    .execute(&mut **tx)
    .await?;
    Ok(passed.rows_affected() == 1)
}

/// Digest of all that a run on the final split can read.
async fn final_data(tx: &mut Tx, version: &Version) -> Result<String, StoreError> {
    Ok(sqlx::query_scalar(
        "select digest from dataset_version where version_id = $1 and split = 'final'",
    )
    .bind(&version.id)
    .fetch_one(&mut **tx)
    .await?)
}
