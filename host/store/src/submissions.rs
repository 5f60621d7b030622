//! Submissions: a plugin, its dossier, and where they stand. Coming in is in
//! `submissions/arrival`, since all of it happens in one transaction or not at all.

mod arrival;
mod blind;
mod change;
mod quota;

pub use arrival::{NewSubmission, SubmitError, Submitted};
pub use blind::{BlindKey, BlindRow};
pub use change::FINALISTS;
pub use quota::Refusal;

use crate::{Store, StoreError, connect::Connection, runs::NEWEST};

/// A submission, with what a reader's rights depend on.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SubmissionRow {
    /// Its id.
    pub id: String,
    /// The challenge.
    pub challenge_id: String,
    /// The state of the challenge.
    pub challenge_state: String,
    /// Until when the challenge takes plugins.
    pub closes_at: Option<i64>,
    /// The challenge's version, by its name in the manifest.
    pub version: String,
    /// The organisation that submitted.
    pub organisation_id: String,
    /// The dossier, as JSON.
    pub dossier: String,
    /// Digest of the PDF.
    pub document_digest: Option<String>,
    /// Its size.
    pub document_bytes: Option<i64>,
    /// Digest of the component.
    pub plugin_digest: String,
    /// Its size.
    pub plugin_bytes: i64,
    /// `pure` or `compat`, once inspected.
    pub profile: Option<String>,
    /// When it came.
    pub created_at: i64,
    /// When it was withdrawn.
    pub withdrawn_at: Option<i64>,
    /// When it was chosen for the final split.
    pub finalist_at: Option<i64>,
    /// Grows with every change of the submission itself.
    pub revision: i64,
}

/// Which submissions are listed. An empty text leaves a field open.
#[derive(Clone, Debug, Default)]
pub struct SubmissionFilter {
    /// The account whose organisations' submissions are listed.
    pub account: String,
    /// Whether everybody's are, whatever the account.
    pub is_everybody: bool,
    /// Only those to a challenge.
    pub challenge: String,
    /// Only those of an organisation.
    pub organisation: String,
}

/// What a [`SubmissionRow`] is read from; a condition follows.
macro_rules! select_submissions {
    ($rest:literal) => {
        concat!(
            "select s.id, s.challenge_id, c.state as challenge_state, c.closes_at, v.version, \
             s.organisation_id, s.dossier, s.document_digest, s.document_bytes, \
             p.digest as plugin_digest, p.bytes as plugin_bytes, p.profile, s.created_at, \
             s.withdrawn_at, s.finalist_at, s.revision \
             from submission s \
             join challenge c on c.id = s.challenge_id \
             join challenge_version v on v.id = s.version_id \
             join plugin p on p.id = s.plugin_id ",
            $rest
        )
    };
}

impl Store {
    /// One submission.
    pub async fn submission(&self, id: &str) -> Result<SubmissionRow, StoreError> {
        let mut connection = self.pool().acquire().await?;
        find(&mut connection, id).await
    }

    /// Submissions from new to old, beginning below the id `after`.
    pub async fn submissions(
        &self,
        filter: &SubmissionFilter,
        after: Option<&str>,
        limit: i64,
    ) -> Result<Vec<SubmissionRow>, StoreError> {
        let rows = sqlx::query_as(select_submissions!(
            "where s.id < $1 and ($2 = '' or s.challenge_id = $2) \
             and ($3 = '' or s.organisation_id = $3) \
             and (cast($4 as bigint) = 1 or s.organisation_id in \
                 (select m.organisation_id from membership m where m.account_id = $5)) \
             order by s.id desc limit $6"
        ))
        .bind(after.unwrap_or(NEWEST))
        .bind(&filter.challenge)
        .bind(&filter.organisation)
        .bind(i64::from(filter.is_everybody))
        .bind(&filter.account)
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        Ok(rows)
    }

    /// The organisations of an account that are enrolled in a challenge.
    pub async fn enrolled_organisations(
        &self,
        challenge_id: &str,
        account_id: &str,
    ) -> Result<Vec<String>, StoreError> {
        let ids = sqlx::query_scalar(
            "select e.organisation_id from enrolment e \
             join membership m on m.organisation_id = e.organisation_id \
             where e.challenge_id = $1 and m.account_id = $2 order by e.organisation_id",
        )
        .bind(challenge_id)
        .bind(account_id)
        .fetch_all(self.pool())
        .await?;
        Ok(ids)
    }

    /// The state of a challenge.
    pub async fn challenge_state(&self, challenge_id: &str) -> Result<String, StoreError> {
        let state = sqlx::query_scalar("select state from challenge where id = $1")
            .bind(challenge_id)
            .fetch_one(self.pool())
            .await?;
        Ok(state)
    }
}

async fn find(connection: &mut Connection, id: &str) -> Result<SubmissionRow, StoreError> {
    let row = sqlx::query_as(select_submissions!("where s.id = $1"))
        .bind(id)
        .fetch_one(connection)
        .await?;
    Ok(row)
}
