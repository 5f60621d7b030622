//! Which run is taken next, and who holds it. A job only says that there is work;
//! here it is decided which, so that a job that is lost, late or done twice does
//! no harm.
//!
//! Whoever takes a run gets a [`Claim`], and everything that is later written in
//! its name is written only while nobody has taken the run since. So a worker that
//! was believed dead and comes back changes nothing.

mod build;
mod clock;
mod steps;
mod upkeep;

pub use build::Build;
pub use clock::DatabaseClock;
pub use steps::{CheckedRun, Restart};
pub use upkeep::Mended;

use crate::{Store, StoreError, Topic, Tx};

/// What a worker can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Steps {
    /// To inspect and to run: needs no key.
    Evaluate,
    /// To finish: needs the key that signs.
    Finish,
}

/// The right to write what comes of a run, for as long as nobody else takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The run.
    pub run_id: String,
    /// How often it has been taken.
    pub claim: i64,
}

/// A run that was taken, and all that a step of it needs.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Taken {
    /// Its id.
    pub id: String,
    /// How often it has been taken.
    pub claim: i64,
    /// Takes since it last got on, this one included.
    pub takes: i64,
    /// Failures since it last got on.
    pub attempts: i64,
    /// How often it was begun anew since the challenge was at fault.
    pub restarts: i64,
    /// `inspect`, `run` or `finish`.
    pub step: String,
    /// The engine that its cases run on, once it was inspected.
    pub engine: Option<String>,
    /// `sample`, `public` or `final`.
    pub split: String,
    /// Seed of bootstrap draws and of compat's clock and randomness.
    pub seed: i64,
    /// Its submission.
    pub submission_id: String,
    /// Its challenge.
    pub challenge_id: String,
    /// The challenge's version, by id.
    pub version_id: String,
    /// The city's pack.
    pub pack_digest: String,
    /// Withheld final data, if any was attached.
    pub final_digest: Option<String>,
    /// The plugin's row.
    pub plugin_id: String,
    /// The component.
    pub plugin_digest: String,
    /// Second tries so far, as JSON.
    pub tries: String,
    /// Cases that are done.
    pub done_cases: i64,
    /// Wall time of the chunks so far.
    pub elapsed_ms: i64,
}

impl Taken {
    /// The right to write what comes of it.
    pub fn claim(&self) -> Claim {
        Claim {
            run_id: self.id.clone(),
            claim: self.claim,
        }
    }
}

impl Steps {
    /// Both names of steps, one twice where there is only one.
    const fn names(self) -> [&'static str; 2] {
        match self {
            Self::Evaluate => ["inspect", "run"],
            Self::Finish => ["finish", "finish"],
        }
    }
}

impl Store {
    /// Takes the next run for a job: the one that this very job already holds, since
    /// it was interrupted; else the oldest of the organisation that was served least
    /// recently, `sample` before the hidden splits of the same submission.
    pub async fn take_next(
        &self,
        steps: Steps,
        task_id: &str,
        now: i64,
    ) -> Result<Option<Taken>, StoreError> {
        let mut tx = self.write(Topic::Queue).await?;
        // Whoever withdraws a run does not wait for this topic, so one that was
        // found may be gone a moment later; then the next is looked for.
        while let Some((id, is_held)) = find(&mut tx, steps, task_id).await? {
            let Some(taken) = claim(&mut tx, steps, &id, task_id, now).await? else {
                continue;
            };
            if steps == Steps::Evaluate && !is_held {
                serve(&mut tx, &id, now).await?;
            }
            tx.commit().await?;
            return Ok(Some(taken));
        }
        Ok(None)
    }

    /// Says that whoever holds a run is at it. [`StoreError::Changed`] when somebody
    /// else has taken it.
    pub async fn beat(&self, claim: &Claim, now: i64) -> Result<(), StoreError> {
        let done = sqlx::query("update run set beat_at = $1 where id = $2 and claim = $3")
            .bind(now)
            .bind(&claim.run_id)
            .bind(claim.claim)
            .execute(self.pool())
            .await?;
        demand_claim(done.rows_affected())
    }

    /// Gives a run back as it is, for another job to take.
    pub async fn release(&self, claim: &Claim) -> Result<(), StoreError> {
        let done = sqlx::query("update run set claimed_by = null where id = $1 and claim = $2")
            .bind(&claim.run_id)
            .bind(claim.claim)
            .execute(self.pool())
            .await?;
        demand_claim(done.rows_affected())
    }

    /// Notes that a step failed; `counts` says whether that is borne only so often.
    /// The job keeps the run until it is tried again; `until` is when it should be,
    /// so that nobody takes the run for abandoned.
    pub async fn put_off(&self, claim: &Claim, until: i64, counts: bool) -> Result<(), StoreError> {
        let done = sqlx::query(
            "update run set attempts = attempts + $1, beat_at = $2 where id = $3 and claim = $4",
        )
        .bind(i64::from(counts))
        .bind(until)
        .bind(&claim.run_id)
        .bind(claim.claim)
        .execute(self.pool())
        .await?;
        demand_claim(done.rows_affected())
    }
}

/// The run's id, and whether the job holds it already.
async fn find(
    tx: &mut Tx,
    steps: Steps,
    task_id: &str,
) -> Result<Option<(String, bool)>, StoreError> {
    let [one, other] = steps.names();
    let held: Option<String> = sqlx::query_scalar(
        "select id from run where claimed_by = $1 and step in ($2, $3) order by id limit 1",
    )
    .bind(task_id)
    .bind(one)
    .bind(other)
    .fetch_optional(&mut **tx)
    .await?;
    if let Some(id) = held {
        return Ok(Some((id, true)));
    }
    let next: Option<String> = sqlx::query_scalar(
        "select r.id from run r join organisation o on o.id = r.organisation_id \
         where r.claimed_by is null and r.step in ($1, $2) \
         order by o.served_at, r.created_at, \
         case r.split when 'sample' then 0 when 'public' then 1 else 2 end, r.id limit 1",
    )
    .bind(one)
    .bind(other)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(next.map(|id| (id, false)))
}

/// `None` when the run was withdrawn meanwhile.
async fn claim(
    tx: &mut Tx,
    steps: Steps,
    id: &str,
    task_id: &str,
    now: i64,
) -> Result<Option<Taken>, StoreError> {
    let [one, other] = steps.names();
    let done = sqlx::query(
        "update run set claimed_by = $1, claim = claim + 1, takes = takes + 1, beat_at = $2 \
         where id = $3 and step in ($4, $5)",
    )
    .bind(task_id)
    .bind(now)
    .bind(id)
    .bind(one)
    .bind(other)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(None);
    }
    let taken = sqlx::query_as(
        "select r.id, r.claim, r.takes, r.attempts, r.restarts, r.step, r.engine, r.split, r.seed, \
         r.submission_id, r.challenge_id, r.version_id, v.pack_digest, v.final_digest, \
         p.id as plugin_id, p.digest as plugin_digest, r.tries, r.done_cases, r.elapsed_ms \
         from run r join challenge_version v on v.id = r.version_id \
         join submission s on s.id = r.submission_id join plugin p on p.id = s.plugin_id \
         where r.id = $1",
    )
    .bind(id)
    .fetch_one(&mut **tx)
    .await?;
    Ok(Some(taken))
}

/// Puts the run's organisation behind all others, also when the clock stands still
/// or was set back.
async fn serve(tx: &mut Tx, run_id: &str, now: i64) -> Result<(), StoreError> {
    let last: i64 =
        sqlx::query_scalar("select cast(coalesce(max(served_at), 0) as bigint) from organisation")
            .fetch_one(&mut **tx)
            .await?;
    sqlx::query(
        "update organisation set served_at = $1 \
         where id = (select organisation_id from run where id = $2)",
    )
    .bind(now.max(last.saturating_add(1)))
    .bind(run_id)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Whether the claim was still good.
pub(crate) fn demand_claim(affected: u64) -> Result<(), StoreError> {
    (affected == 1).then_some(()).ok_or(StoreError::Changed)
}
