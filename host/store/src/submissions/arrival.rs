//! A submission comes in: quota, plugin, submission, runs, its link in the chain
//! and the answer under its idempotency key, all in one transaction. So a client
//! that lost the answer asks again and makes nothing twice.

use serde_json::json;

use super::{
    SubmissionRow, find,
    quota::{Refusal, Visitor, find_door},
};
use crate::{
    NewRun, RunRow, Store, StoreError, Tx,
    accounts::person_in,
    chain::{NewLink, append},
    connect::Topic,
    idempotency::{KeptAnswer, NewKey, Remembered, keep, recall},
    insert_run, new_id,
    runs::runs_of_submission,
};

/// A submission that is not there yet. Its blobs are.
#[derive(Clone, Debug)]
pub struct NewSubmission {
    /// Its id.
    pub id: String,
    /// The challenge.
    pub challenge_id: String,
    /// Whose it is.
    pub organisation_id: String,
    /// Who submits.
    pub account_id: String,
    /// Digest of the component.
    pub plugin_digest: String,
    /// Its size.
    pub plugin_bytes: i64,
    /// The dossier, as JSON.
    pub dossier: String,
    /// Digest and size of the PDF.
    pub document: Option<(String, i64)>,
    /// Now.
    pub at: i64,
    /// When the day began that quotas count by.
    pub day_starts_at: i64,
    /// Seed of its runs.
    pub seed: i64,
}

/// How it went.
#[derive(Clone, Debug)]
pub struct Submitted {
    /// What to answer.
    pub answer: KeptAnswer,
    /// How many runs wait now that did not before: none for an answer that was
    /// given before.
    pub new_runs: usize,
}

/// Why nothing came in.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// It may not come.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// The key was used for another request.
    #[error("the idempotency key belongs to another request")]
    KeyReused,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for SubmitError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl Store {
    /// Whether one more submission might come: asked before its bytes are taken.
    /// [`Store::submit`] asks again.
    pub async fn check_submission(
        &self,
        challenge: &str,
        organisation: &str,
        at: i64,
        day_starts_at: i64,
    ) -> Result<(), SubmitError> {
        let visitor = Visitor {
            challenge,
            organisation,
            at,
            day_starts_at,
        };
        let mut connection = self.pool().acquire().await?;
        find_door(&mut connection, visitor).await??;
        Ok(())
    }

    /// Adds a submission and its runs. `answer` writes what the client is told;
    /// under a key that was used for the same request, it is what was told then.
    pub async fn submit(
        &self,
        new: &NewSubmission,
        key: Option<&NewKey>,
        answer: impl FnOnce(&SubmissionRow, &[RunRow]) -> Result<KeptAnswer, StoreError> + Send,
    ) -> Result<Submitted, SubmitError> {
        let mut tx = self.write(Topic::Quota).await?;
        if let Some(key) = key {
            match recall(&mut tx, key).await? {
                Remembered::Nothing => {}
                Remembered::OtherRequest => return Err(SubmitError::KeyReused),
                Remembered::Answer(answer) => {
                    return Ok(Submitted {
                        answer,
                        new_runs: 0,
                    });
                }
            }
        }
        let runs = insert(&mut tx, new).await?;
        let row = find(&mut tx, &new.id).await?;
        let answer = answer(&row, &runs)?;
        if let Some(key) = key {
            keep(&mut tx, key, &answer).await?;
        }
        let link = link(&mut tx, new).await?;
        append(&mut tx, &link).await?;
        tx.commit().await?;
        Ok(Submitted {
            answer,
            new_runs: runs.len(),
        })
    }
}

async fn insert(tx: &mut Tx, new: &NewSubmission) -> Result<Vec<RunRow>, SubmitError> {
    let visitor = Visitor {
        challenge: &new.challenge_id,
        organisation: &new.organisation_id,
        at: new.at,
        day_starts_at: new.day_starts_at,
    };
    let door = find_door(tx, visitor).await??;
    let plugin_id = plugin(tx, new).await?;
    let (digest, bytes) = new.document.clone().unzip();
    sqlx::query(
        "insert into submission (id, challenge_id, version_id, phase_id, organisation_id, \
         account_id, plugin_id, dossier, document_digest, document_bytes, created_at, revision) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)",
    )
    .bind(&new.id)
    .bind(&new.challenge_id)
    .bind(&door.version_id)
    .bind(&door.phase_id)
    .bind(&new.organisation_id)
    .bind(&new.account_id)
    .bind(plugin_id)
    .bind(&new.dossier)
    .bind(digest)
    .bind(bytes)
    .bind(new.at)
    .execute(&mut **tx)
    .await?;
    insert_runs(tx, new, &door.version_id).await?;
    Ok(runs_of_submission(tx, &new.id).await?)
}

/// The organisation's own row for these bytes: what it uploads twice is kept once.
async fn plugin(tx: &mut Tx, new: &NewSubmission) -> Result<String, StoreError> {
    sqlx::query(
        "insert into plugin (id, organisation_id, digest, bytes, created_at) \
         values ($1, $2, $3, $4, $5) on conflict (organisation_id, digest) do nothing",
    )
    .bind(new_id())
    .bind(&new.organisation_id)
    .bind(&new.plugin_digest)
    .bind(new.plugin_bytes)
    .bind(new.at)
    .execute(&mut **tx)
    .await?;
    let id = sqlx::query_scalar("select id from plugin where organisation_id = $1 and digest = $2")
        .bind(&new.organisation_id)
        .bind(&new.plugin_digest)
        .fetch_one(&mut **tx)
        .await?;
    Ok(id)
}

/// One run for each split that is run at once; sample first.
async fn insert_runs(tx: &mut Tx, new: &NewSubmission, version_id: &str) -> Result<(), StoreError> {
    let splits: Vec<String> = sqlx::query_scalar(
        "select split from dataset_version where version_id = $1 \
         and split in ('sample', 'public') order by split desc",
    )
    .bind(version_id)
    .fetch_all(&mut **tx)
    .await?;
    for split in splits {
        let run = NewRun {
            id: new_id(),
            submission_id: new.id.clone(),
            organisation_id: new.organisation_id.clone(),
            challenge_id: new.challenge_id.clone(),
            version_id: version_id.to_owned(),
            split,
            rejudge_id: None,
            counts: true,
            seed: new.seed,
            created_at: new.at,
        };
        insert_run(tx, &run).await?;
    }
    Ok(())
}

async fn link(tx: &mut Tx, new: &NewSubmission) -> Result<NewLink, StoreError> {
    Ok(NewLink {
        at: new.at,
        kind: "submission-received",
        actor: person_in(tx, &new.account_id, &new.challenge_id).await?,
        subject: new.id.clone(),
        body: json!({"challenge": new.challenge_id, "plugin": new.plugin_digest}),
    })
}
