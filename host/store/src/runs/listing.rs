//! Lists of runs and of their receipts.

use sqlx::AssertSqlSafe;

use super::{RunRow, select_runs};
use crate::{Store, StoreError, connect::Connection};

/// Above every id: where a list that goes from new to old begins.
pub(crate) const NEWEST: &str = "ZZZZZZZZZZZZZZZZZZZZZZZZZZ";

/// Most ids in one query; more are asked for in several.
const IDS_AT_ONCE: usize = 200;

/// Which runs are listed. An empty text leaves a field open.
#[derive(Clone, Debug, Default)]
pub struct RunFilter {
    /// The account whose organisations' runs are listed.
    pub account: String,
    /// Whether everybody's are, whatever the account.
    pub is_everybody: bool,
    /// Only those of a challenge.
    pub challenge: String,
    /// Only those of a submission.
    pub submission: String,
    /// Only those of a split.
    pub split: String,
    /// Only those in a state.
    pub state: String,
}

impl Store {
    /// Runs from new to old, beginning below the id `after`. Those of a rejudge
    /// that is not applied are listed for everybody's reader alone.
    pub async fn runs(
        &self,
        filter: &RunFilter,
        after: Option<&str>,
        limit: i64,
    ) -> Result<Vec<RunRow>, StoreError> {
        let rows = sqlx::query_as(select_runs!(
            "where r.id < $1 \
             and ($2 = '' or r.challenge_id = $2) and ($3 = '' or r.submission_id = $3) \
             and ($4 = '' or r.split = $4) and ($5 = '' or r.state = $5) \
             and (cast($6 as bigint) = 1 or ((r.rejudge_id is null or r.counts = 1) \
                 and r.organisation_id in \
                 (select m.organisation_id from membership m where m.account_id = $7))) \
             order by r.id desc limit $8"
        ))
        .bind(after.unwrap_or(NEWEST))
        .bind(&filter.challenge)
        .bind(&filter.submission)
        .bind(&filter.split)
        .bind(&filter.state)
        .bind(i64::from(filter.is_everybody))
        .bind(&filter.account)
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        Ok(rows)
    }

    /// All runs of some submissions, from old to new; of those that came together,
    /// sample first, then public, then final.
    pub async fn runs_of(&self, submissions: &[String]) -> Result<Vec<RunRow>, StoreError> {
        let mut rows = Vec::new();
        for some in submissions.chunks(IDS_AT_ONCE) {
            let places: Vec<_> = (1..=some.len()).map(|place| format!("${place}")).collect();
            let sql = format!(
                "{} where r.submission_id in ({}) order by r.created_at, r.split desc, r.id",
                select_runs!(""),
                places.join(", ")
            );
            // Holds nothing but our own words and placeholders.
            let mut query = sqlx::query_as::<_, RunRow>(AssertSqlSafe(sql));
            for id in some {
                query = query.bind(id);
            }
            rows.extend(query.fetch_all(self.pool()).await?);
        }
        Ok(rows)
    }
}

/// The runs of a submission, inside the transaction that makes them.
pub(crate) async fn runs_of_submission(
    connection: &mut Connection,
    submission_id: &str,
) -> Result<Vec<RunRow>, StoreError> {
    let rows = sqlx::query_as(select_runs!(
        "where r.submission_id = $1 order by r.created_at, r.split desc, r.id"
    ))
    .bind(submission_id)
    .fetch_all(connection)
    .await?;
    Ok(rows)
}
