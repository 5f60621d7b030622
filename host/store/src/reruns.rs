//! Runs that the city asks for: the finalists' on the withheld data, and a rejudge
//! of a whole split. The functions are parts of a caller's transaction, so that a
//! challenge is closed, or a rejudge is there, with all of its runs or not at all.

use crate::{NewRun, Store, StoreError, Tx, insert_run, new_id};

/// A score that a rejudge changes, or not.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct RejudgedRun {
    /// The submission.
    pub submission_id: String,
    /// Whose it is.
    pub organisation_id: String,
    /// The run that counts.
    pub old_run_id: String,
    /// Its state.
    pub old_state: String,
    /// Its score.
    pub old_total: Option<f64>,
    /// The run of the rejudge.
    pub new_run_id: String,
    /// Its state.
    pub new_state: String,
    /// Its score.
    pub new_total: Option<f64>,
}

/// What a new run takes over.
#[derive(sqlx::FromRow)]
struct Origin {
    submission_id: String,
    organisation_id: String,
    version_id: String,
    seed: i64,
}

/// Adds runs on `final` for the locked finalists that have none on the challenge's
/// current version, if that has its final data and that was let pass. They take the
/// place of runs on older versions: of each finalist one final run counts. Tells how
/// many; whoever calls pushes as many jobs after the commit.
pub async fn insert_final_runs(
    tx: &mut Tx,
    challenge_id: &str,
    at: i64,
) -> Result<usize, StoreError> {
    let origins: Vec<Origin> = sqlx::query_as(
        "select s.id as submission_id, s.organisation_id, v.id as version_id, \
         cast((select coalesce(min(r.seed), 0) from run r where r.submission_id = s.id) \
         as bigint) as seed \
         from submission s join challenge_version v on v.challenge_id = s.challenge_id \
         where s.challenge_id = $1 and s.finalist_at is not null and s.withdrawn_at is null \
         and v.number = (select max(w.number) from challenge_version w \
         where w.challenge_id = v.challenge_id and w.approved_at is not null) \
         and (v.final_digest is null or v.final_approved_at is not null) \
         and exists (select 1 from dataset_version d \
         where d.version_id = v.id and d.split = 'final') \
         and not exists (select 1 from run f where f.submission_id = s.id \
         and f.split = 'final' and f.version_id = v.id and f.rejudge_id is null) \
         order by s.id",
    )
    .bind(challenge_id)
    .fetch_all(&mut **tx)
    .await?;
    for origin in &origins {
        supersede_final(tx, &origin.submission_id, at).await?;
        insert(tx, origin, challenge_id, "final", None, at).await?;
    }
    Ok(origins.len())
}

/// Final runs on older versions count no more; those under way are taken back.
async fn supersede_final(tx: &mut Tx, submission_id: &str, at: i64) -> Result<(), StoreError> {
    sqlx::query(
        "update run set counts = 0, revision = revision + 1 \
         where submission_id = $1 and split = 'final' and counts = 1",
    )
    .bind(submission_id)
    .execute(&mut **tx)
    .await?;
    sqlx::query(
        "update run set state = 'withdrawn', step = 'done', claim = claim + 1, \
         claimed_by = null, finished_at = $1, revision = revision + 1 \
         where submission_id = $2 and split = 'final' and rejudge_id is null \
         and step <> 'done'",
    )
    .bind(at)
    .bind(submission_id)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Adds the runs of a rejudge: one for each run that counts on the rejudge's split
/// and has ended, on the rejudge's version. They count once it is applied. Tells how
/// many; whoever calls pushes as many jobs after the commit.
pub async fn insert_rejudge_runs(
    tx: &mut Tx,
    rejudge_id: &str,
    at: i64,
) -> Result<usize, StoreError> {
    let (challenge_id, split): (String, String) =
        sqlx::query_as("select challenge_id, split from rejudge where id = $1")
            .bind(rejudge_id)
            .fetch_one(&mut **tx)
            .await?;
    let origins: Vec<Origin> = sqlx::query_as(
        "select r.submission_id, r.organisation_id, j.version_id, r.seed from rejudge j \
         join run r on r.challenge_id = j.challenge_id and r.split = j.split \
         join submission s on s.id = r.submission_id \
         where j.id = $1 and r.counts = 1 and s.withdrawn_at is null \
         and r.state in ('scored', 'plugin-failed', 'challenge-failed', 'rejected') \
         order by r.created_at, r.id",
    )
    .bind(rejudge_id)
    .fetch_all(&mut **tx)
    .await?;
    for origin in &origins {
        insert(tx, origin, &challenge_id, &split, Some(rejudge_id), at).await?;
    }
    Ok(origins.len())
}

/// Ends a rejudge's runs. Applied, those that were evaluated take the place of the
/// ones that counted; cancelled, those under way are taken back. Nothing is removed.
pub async fn settle_rejudge(
    tx: &mut Tx,
    rejudge_id: &str,
    is_applied: bool,
    at: i64,
) -> Result<(), StoreError> {
    if is_applied {
        return apply(tx, rejudge_id).await;
    }
    sqlx::query(
        "update run set state = 'withdrawn', step = 'done', claim = claim + 1, \
         claimed_by = null, finished_at = $1, revision = revision + 1 \
         where rejudge_id = $2 and step <> 'done'",
    )
    .bind(at)
    .bind(rejudge_id)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

impl Store {
    /// Which scores a rejudge changes: one row for each of its runs, in the order of
    /// submissions. Once it is applied, the runs that counted before are no more told
    /// from others, and there are no rows.
    pub async fn rejudge_changes(&self, rejudge_id: &str) -> Result<Vec<RejudgedRun>, StoreError> {
        let rows = sqlx::query_as(
            "select n.submission_id, n.organisation_id, o.id as old_run_id, o.state as old_state, \
             o.total as old_total, n.id as new_run_id, n.state as new_state, \
             n.total as new_total from run n \
             join run o on o.submission_id = n.submission_id and o.split = n.split \
             where n.rejudge_id = $1 and o.counts = 1 and o.id <> n.id \
             order by n.submission_id, n.id",
        )
        .bind(rejudge_id)
        .fetch_all(self.pool())
        .await?;
        Ok(rows)
    }
}

async fn apply(tx: &mut Tx, rejudge_id: &str) -> Result<(), StoreError> {
    sqlx::query(
        "update run set counts = 0, revision = revision + 1 where counts = 1 and exists \
         (select 1 from run n where n.rejudge_id = $1 \
         and n.submission_id = run.submission_id and n.split = run.split \
         and n.state in ('scored', 'plugin-failed', 'rejected'))",
    )
    .bind(rejudge_id)
    .execute(&mut **tx)
    .await?;
    sqlx::query(
        "update run set counts = 1, revision = revision + 1 \
         where rejudge_id = $1 and state in ('scored', 'plugin-failed', 'rejected')",
    )
    .bind(rejudge_id)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn insert(
    tx: &mut Tx,
    origin: &Origin,
    challenge_id: &str,
    split: &str,
    rejudge_id: Option<&str>,
    at: i64,
) -> Result<(), StoreError> {
    let run = NewRun {
        id: new_id(),
        submission_id: origin.submission_id.clone(),
        organisation_id: origin.organisation_id.clone(),
        challenge_id: challenge_id.to_owned(),
        version_id: origin.version_id.clone(),
        split: split.to_owned(),
        rejudge_id: rejudge_id.map(str::to_owned),
        counts: rejudge_id.is_none(),
        seed: origin.seed,
        created_at: at,
    };
    insert_run(tx, &run).await
}
