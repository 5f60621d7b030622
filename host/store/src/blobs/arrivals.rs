//! Blobs that came and that nothing named in the end: of an upload that was refused
//! after its bytes were kept, or of a document that was replaced. Their arrival is
//! noted before their bytes are kept; what nothing names long after goes.
//!
//! Whoever brings a blob writes its row first, and whoever removes one holds that row
//! until the bytes are gone. So bytes that somebody is about to name stay: either the
//! row is new, or they are written after the old ones went.

use jiff::Timestamp;
use pilotbox_model::Digest;

use super::{BlobError, Blobs};
use crate::{Store, StoreError, Topic, Tx, connect::Connection, to_millis};

/// Every column that names a blob.
const NAMES: [(&str, &str); 10] = [
    ("challenge_version", "pack_digest"),
    ("challenge_version", "startup_digest"),
    ("challenge_version", "final_digest"),
    ("plugin", "digest"),
    ("submission", "document_digest"),
    ("receipt", "digest"),
    ("raw_data", "digest"),
    ("release_blob", "digest"),
    ("pilot_data", "digest"),
    ("decision_version", "digest"),
];

impl Blobs {
    /// As before, with each arrival noted in the database. Where blobs come that the
    /// database will name, so that those that it does not name are found.
    #[must_use]
    pub fn noting_arrivals(self, store: &Store) -> Self {
        Self {
            arrivals: Some(store.clone()),
            ..self
        }
    }

    /// Removes blobs that came before `before`, in milliseconds since 1970, and that
    /// nothing names. Looks at no more than `limit`, and tells how many went.
    pub async fn sweep(&self, store: &Store, before: i64, limit: i64) -> Result<u64, BlobError> {
        let mut removed = 0;
        for name in store.old_arrivals(before, limit).await? {
            let mut tx = store.write(Topic::Blob).await?;
            if !forget_arrival(&mut tx, &name, before).await? {
                continue;
            }
            // While the row is held: see above.
            if !is_named(&mut tx, &name).await?
                && let Ok(digest) = name.parse()
            {
                self.remove(digest).await?;
                removed += 1;
            }
            tx.commit().await.map_err(StoreError::from)?;
        }
        Ok(removed)
    }

    pub(super) async fn note_arrival(&self, digest: Digest) -> Result<(), BlobError> {
        if let Some(store) = &self.arrivals {
            let mut connection = store.pool().acquire().await.map_err(StoreError::from)?;
            let at = to_millis(Timestamp::now());
            note(&mut connection, &digest.to_string(), at).await?;
        }
        Ok(())
    }
}

impl Store {
    async fn old_arrivals(&self, before: i64, limit: i64) -> Result<Vec<String>, StoreError> {
        let digests = sqlx::query_scalar(
            "select digest from blob_arrival where arrived_at < $1 order by arrived_at limit $2",
        )
        .bind(before)
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        Ok(digests)
    }
}

/// Notes that a blob has come, or that what named it does no more.
pub(crate) async fn note(
    connection: &mut Connection,
    digest: &str,
    at: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into blob_arrival (digest, arrived_at) values ($1, $2) \
         on conflict (digest) do update set arrived_at = excluded.arrived_at",
    )
    .bind(digest)
    .bind(at)
    .execute(connection)
    .await?;
    Ok(())
}

/// Tells whether it was there and old.
async fn forget_arrival(tx: &mut Tx, digest: &str, before: i64) -> Result<bool, StoreError> {
    let done = sqlx::query("delete from blob_arrival where digest = $1 and arrived_at < $2")
        .bind(digest)
        .bind(before)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

async fn is_named(tx: &mut Tx, digest: &str) -> Result<bool, StoreError> {
    for (table, column) in NAMES {
        // Holds nothing but our own words.
        let query = format!(
            "select count(*) from (select 1 from {table} where {column} = $1 limit 1) as found"
        );
        let found: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(query))
            .bind(digest)
            .fetch_one(&mut **tx)
            .await?;
        if found > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// Columns of that name that are no blob's.
    const OTHERS: [(&str, &str); 12] = [
        ("recovery_code", "digest"),
        ("mail_link", "digest"),
        ("invitation", "digest"),
        ("api_token", "digest"),
        ("dataset_version", "digest"),
        ("chain_link", "digest"),
        ("upload", "digest"),
        ("idempotency", "request_digest"),
        ("blob_arrival", "digest"),
        ("data_policy", "digest"),
        ("decision_proposal", "digest"),
        ("decision_version", "content_digest"),
    ];

    /// Every migration, in their order.
    fn migrations() -> String {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
        let entries = fs::read_dir(folder).expect("it is a folder");
        let mut paths: Vec<_> = entries
            .map(|entry| entry.expect("an entry").path())
            .collect();
        paths.sort();
        let texts = paths.iter().map(fs::read_to_string);
        texts.map(|text| text.expect("it is text")).collect()
    }

    #[test]
    fn every_column_that_holds_a_digest_is_known() {
        let (migrations, mut table) = (migrations(), "");
        let mut found = Vec::new();
        for line in migrations.lines() {
            if let Some(name) = line.strip_prefix("create table ") {
                table = name.trim_end_matches(" (");
            }
            let column = line
                .strip_prefix("    ")
                .and_then(|line| line.split_once(" text"));
            if let Some((column, _)) = column.filter(|(name, _)| name.ends_with("digest")) {
                found.push((table, column));
            }
        }
        let known: Vec<_> = NAMES.into_iter().chain(OTHERS).collect();
        let unknown: Vec<_> = found.iter().filter(|one| !known.contains(one)).collect();
        assert!(unknown.is_empty(), "a blob's, or not? {unknown:?}");
        assert_eq!(found.len(), known.len());
    }
}
