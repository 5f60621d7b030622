//! Results of single cases, in the order of the split.

use crate::{Store, StoreError};

/// What came of one case.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct CaseRow {
    /// The case's id.
    pub case_id: String,
    /// Its place in the split, from 0.
    pub position: i64,
    /// `scored` or a fault's code.
    pub verdict: String,
    /// The whole result, as JSON.
    pub result: String,
}

impl Store {
    /// At most `limit` results of a run from the position `from` on.
    pub async fn case_results(
        &self,
        run_id: &str,
        from: i64,
        limit: i64,
    ) -> Result<Vec<CaseRow>, StoreError> {
        let rows = sqlx::query_as(
            "select case_id, position, verdict, result from case_result \
             where run_id = $1 and position >= $2 order by position limit $3",
        )
        .bind(run_id)
        .bind(from)
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        Ok(rows)
    }

    /// The list of cases of a version's split, as JSON.
    pub async fn split_cases(&self, version_id: &str, split: &str) -> Result<String, StoreError> {
        let cases = sqlx::query_scalar(
            "select cases from dataset_version where version_id = $1 and split = $2",
        )
        .bind(version_id)
        .bind(split)
        .fetch_one(self.pool())
        .await?;
        Ok(cases)
    }
}
