//! Rejudges: the runs of a split anew on the current version, as one set that is
//! looked at and then applied or cancelled. How runs are added and take each
//! other's place is in `reruns`.

use serde_json::json;
use sqlx::FromRow;

use super::{Link, append};
use crate::{Store, StoreError, Topic, insert_rejudge_runs, new_id, runs::NEWEST, settle_rejudge};

/// Where a rejudge is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RejudgeState {
    /// Runs are under way, or their scores are looked at.
    Running,
    /// Its runs count.
    Applied,
    /// Its runs never will.
    Cancelled,
}

impl RejudgeState {
    fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Applied => "applied",
            Self::Cancelled => "cancelled",
        }
    }
}

/// A rejudge.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Rejudge {
    /// Its id.
    pub id: String,
    /// The challenge.
    pub challenge_id: String,
    /// The version that is run, by its name.
    pub version: String,
    /// The split.
    pub split: String,
    state: String,
    /// When it was started.
    pub created_at: i64,
    /// When it was applied or cancelled.
    pub decided_at: Option<i64>,
    /// How many of its runs are under way.
    pub waiting: i64,
    is_current: i64,
}

impl Rejudge {
    /// Where it is.
    pub fn state(&self) -> RejudgeState {
        match self.state.as_str() {
            "running" => RejudgeState::Running,
            "applied" => RejudgeState::Applied,
            _ => RejudgeState::Cancelled,
        }
    }

    /// Whether its version is the challenge's current one still. Else it can only be
    /// cancelled: what counts would go back to an older version.
    pub fn is_current(&self) -> bool {
        self.is_current == 1
    }
}

/// A rejudge that shall be.
#[derive(Clone, Copy, Debug)]
pub struct NewRejudge<'a> {
    /// The challenge.
    pub challenge: &'a str,
    /// The id of the version that is run.
    pub version: &'a str,
    /// The split.
    pub split: &'a str,
    /// Who starts it.
    pub by: &'a str,
    /// When.
    pub at: i64,
}

/// What shall become of a rejudge.
#[derive(Clone, Copy, Debug)]
pub struct RejudgeChange<'a> {
    /// The rejudge.
    pub rejudge: &'a Rejudge,
    /// Whether its runs shall count.
    pub is_applied: bool,
    /// Who decides.
    pub by: &'a str,
    /// When.
    pub at: i64,
}

impl Store {
    /// Starts a rejudge with its runs; tells its id and how many runs there are.
    /// Whoever calls pushes as many jobs. `None` while another one of the same
    /// split is undecided.
    pub async fn start_rejudge(
        &self,
        new: NewRejudge<'_>,
    ) -> Result<Option<(String, usize)>, StoreError> {
        let mut tx = self.write(Topic::Challenge).await?;
        let undecided: i64 = sqlx::query_scalar(
            "select cast(count(*) as bigint) from rejudge where challenge_id = $1 \
             and split = $2 and state = 'running'",
        )
        .bind(new.challenge)
        .bind(new.split)
        .fetch_one(&mut *tx)
        .await?;
        if undecided > 0 {
            return Ok(None);
        }
        let id = new_id();
        sqlx::query(
            "insert into rejudge (id, challenge_id, version_id, split, state, created_by, \
             created_at) values ($1, $2, $3, $4, 'running', $5, $6)",
        )
        .bind(&id)
        .bind(new.challenge)
        .bind(new.version)
        .bind(new.split)
        .bind(new.by)
        .bind(new.at)
        .execute(&mut *tx)
        .await?;
        let runs = insert_rejudge_runs(&mut tx, &id, new.at).await?;
        let body = json!({
            "challenge": new.challenge, "version": new.version, "split": new.split, "runs": runs,
        });
        append(
            &mut tx,
            Some(new.by),
            Link::new("rejudge-started", &id, new.at, body),
        )
        .await?;
        tx.commit().await?;
        Ok(Some((id, runs)))
    }

    /// A rejudge.
    pub async fn rejudge(&self, id: &str) -> Result<Rejudge, StoreError> {
        Ok(sqlx::query_as(
            "select j.id, j.challenge_id, v.version, j.split, j.state, j.created_at, \
             j.decided_at, cast((select count(*) from run r where r.rejudge_id = j.id \
             and r.step <> 'done') as bigint) as waiting, \
             cast(case when v.number = (select max(a.number) from challenge_version a \
             where a.challenge_id = j.challenge_id and a.approved_at is not null) \
             then 1 else 0 end as bigint) as is_current \
             from rejudge j join challenge_version v on v.id = j.version_id where j.id = $1",
        )
        .bind(id)
        .fetch_one(self.pool())
        .await?)
    }

    /// Rejudges of a challenge from new to old, beginning below the id `after`.
    pub async fn rejudges(
        &self,
        challenge: &str,
        after: Option<&str>,
        fetch: i64,
    ) -> Result<Vec<Rejudge>, StoreError> {
        Ok(sqlx::query_as(
            "select j.id, j.challenge_id, v.version, j.split, j.state, j.created_at, \
             j.decided_at, cast((select count(*) from run r where r.rejudge_id = j.id \
             and r.step <> 'done') as bigint) as waiting, \
             cast(case when v.number = (select max(a.number) from challenge_version a \
             where a.challenge_id = j.challenge_id and a.approved_at is not null) \
             then 1 else 0 end as bigint) as is_current \
             from rejudge j join challenge_version v on v.id = j.version_id \
             where j.challenge_id = $1 and j.id < $2 order by j.id desc limit $3",
        )
        .bind(challenge)
        .bind(after.unwrap_or(NEWEST))
        .bind(fetch)
        .fetch_all(self.pool())
        .await?)
    }

    /// Applies or cancels a rejudge that nobody has decided yet. One whose version is
    /// not current any more is not applied: [`StoreError::Changed`].
    pub async fn decide_rejudge(&self, change: RejudgeChange<'_>) -> Result<(), StoreError> {
        let id = &change.rejudge.id;
        let state = if change.is_applied {
            RejudgeState::Applied
        } else {
            RejudgeState::Cancelled
        };
        let mut tx = self.write(Topic::Challenge).await?;
        let decided = sqlx::query(
            "update rejudge set state = $1, decided_by = $2, decided_at = $3 \
             where id = $4 and state = 'running' and (cast($5 as bigint) = 0 \
             or version_id = (select v.id from challenge_version v \
             where v.challenge_id = rejudge.challenge_id and v.approved_at is not null \
             order by v.number desc limit 1))",
        )
        .bind(state.as_str())
        .bind(change.by)
        .bind(change.at)
        .bind(id)
        .bind(i64::from(change.is_applied))
        .execute(&mut *tx)
        .await?;
        if decided.rows_affected() != 1 {
            return Err(StoreError::Changed);
        }
        settle_rejudge(&mut tx, id, change.is_applied, change.at).await?;
        let body = json!({
            "challenge": change.rejudge.challenge_id, "split": change.rejudge.split,
            "decision": state.as_str(),
        });
        append(
            &mut tx,
            Some(change.by),
            Link::new("rejudge-decided", id, change.at, body),
        )
        .await?;
        tx.commit().await?;
        Ok(())
    }
}
