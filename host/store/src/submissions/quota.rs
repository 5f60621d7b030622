//! Whether one more submission may come: dates, enrolment, quotas. Read in the
//! transaction that adds it, so that two at once do not both take the last place.

use crate::{StoreError, connect::Connection};

/// Why a submission may not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The challenge does not take plugins now.
    #[error("the challenge takes no plugins now")]
    NotOpen,
    /// No phase is open now.
    #[error("no phase of the challenge is open now")]
    NoPhase,
    /// The organisation is not enrolled.
    #[error("the organisation is not enrolled")]
    NotEnrolled,
    /// No version of the challenge was approved.
    #[error("the challenge has no approved version")]
    NoVersion,
    /// The day's quota is used up.
    #[error("{0} submissions came today, which is the quota of a day")]
    Day(i64),
    /// The phase's quota is used up.
    #[error("{0} submissions came in this phase, which is its quota")]
    Phase(i64),
    /// Too many wait or run.
    #[error("{0} submissions wait or run, which is the quota")]
    Concurrent(i64),
}

/// What a submission belongs to.
pub(super) struct Door {
    pub(super) version_id: String,
    pub(super) phase_id: String,
}

/// Who comes when.
#[derive(Clone, Copy)]
pub(super) struct Visitor<'a> {
    pub(super) challenge: &'a str,
    pub(super) organisation: &'a str,
    pub(super) at: i64,
    pub(super) day_starts_at: i64,
}

#[derive(sqlx::FromRow)]
struct Allowance {
    id: String,
    per_day: i64,
    per_phase: i64,
    concurrent: i64,
}

/// What one more submission would belong to, or why it may not come.
pub(super) async fn find_door(
    connection: &mut Connection,
    visitor: Visitor<'_>,
) -> Result<Result<Door, Refusal>, StoreError> {
    if !is_open(connection, visitor).await? {
        return Ok(Err(Refusal::NotOpen));
    }
    if !is_enrolled(connection, visitor).await? {
        return Ok(Err(Refusal::NotEnrolled));
    }
    let Some(mut phase) = open_phase(connection, visitor).await? else {
        return Ok(Err(Refusal::NoPhase));
    };
    if let Some(own) = own_quota(connection, visitor).await? {
        (phase.per_day, phase.per_phase, phase.concurrent) = own;
    }
    let Some(version_id) = current_version(connection, visitor.challenge).await? else {
        return Ok(Err(Refusal::NoVersion));
    };
    if let Some(refusal) = exceeded(connection, visitor, &phase).await? {
        return Ok(Err(refusal));
    }
    Ok(Ok(Door {
        version_id,
        phase_id: phase.id,
    }))
}

/// Dates count at once; the state follows when somebody moves it.
async fn is_open(connection: &mut Connection, visitor: Visitor<'_>) -> Result<bool, StoreError> {
    let count: i64 = sqlx::query_scalar(
        "select count(*) from challenge where id = $1 and state = 'open' \
         and opens_at <= $2 and (closes_at is null or closes_at > $3)",
    )
    .bind(visitor.challenge)
    .bind(visitor.at)
    .bind(visitor.at)
    .fetch_one(connection)
    .await?;
    Ok(count == 1)
}

async fn is_enrolled(
    connection: &mut Connection,
    visitor: Visitor<'_>,
) -> Result<bool, StoreError> {
    let count: i64 = sqlx::query_scalar(
        "select count(*) from enrolment where challenge_id = $1 and organisation_id = $2",
    )
    .bind(visitor.challenge)
    .bind(visitor.organisation)
    .fetch_one(connection)
    .await?;
    Ok(count == 1)
}

/// Where phases overlap, the one that opened last.
async fn open_phase(
    connection: &mut Connection,
    visitor: Visitor<'_>,
) -> Result<Option<Allowance>, StoreError> {
    let phase = sqlx::query_as(
        "select id, per_day, per_phase, concurrent from phase where challenge_id = $1 \
         and opens_at <= $2 and (closes_at is null or closes_at > $3) \
         order by opens_at desc, id limit 1",
    )
    .bind(visitor.challenge)
    .bind(visitor.at)
    .bind(visitor.at)
    .fetch_optional(connection)
    .await?;
    Ok(phase)
}

/// What an admin has allowed this organisation in place of what the phase says.
async fn own_quota(
    connection: &mut Connection,
    visitor: Visitor<'_>,
) -> Result<Option<(i64, i64, i64)>, StoreError> {
    let last: Option<(Option<i64>, Option<i64>, Option<i64>)> = sqlx::query_as(
        "select per_day, per_phase, concurrent from quota_change \
         where challenge_id = $1 and organisation_id = $2 order by number desc limit 1",
    )
    .bind(visitor.challenge)
    .bind(visitor.organisation)
    .fetch_optional(connection)
    .await?;
    let whole = |(day, phase, concurrent): (Option<i64>, Option<i64>, Option<i64>)| {
        Some((day?, phase?, concurrent?))
    };
    Ok(last.and_then(whole))
}

async fn current_version(
    connection: &mut Connection,
    challenge: &str,
) -> Result<Option<String>, StoreError> {
    let id = sqlx::query_scalar(
        "select id from challenge_version where challenge_id = $1 \
         and approved_at is not null order by number desc limit 1",
    )
    .bind(challenge)
    .fetch_optional(connection)
    .await?;
    Ok(id)
}

/// What is free counts for nothing: the fault was not the startup's.
async fn exceeded(
    connection: &mut Connection,
    visitor: Visitor<'_>,
    phase: &Allowance,
) -> Result<Option<Refusal>, StoreError> {
    let (in_day, in_phase, under_way): (i64, i64, i64) = sqlx::query_as(
        "select cast(coalesce(sum(case when s.created_at >= $1 then 1 else 0 end), 0) as bigint), \
         cast(coalesce(sum(case when s.phase_id = $2 then 1 else 0 end), 0) as bigint), \
         cast(coalesce(sum(case when exists (select 1 from run w where w.submission_id = s.id \
             and w.step <> 'done' and w.rejudge_id is null and w.split <> 'final') \
             then 1 else 0 end), 0) as bigint) \
         from submission s where s.organisation_id = $3 and s.challenge_id = $4 \
         and not exists (select 1 from run f where f.submission_id = s.id \
             and f.is_free = 1 and f.rejudge_id is null)",
    )
    .bind(visitor.day_starts_at)
    .bind(&phase.id)
    .bind(visitor.organisation)
    .bind(visitor.challenge)
    .fetch_one(connection)
    .await?;
    Ok(if under_way >= phase.concurrent {
        Some(Refusal::Concurrent(under_way))
    } else if in_phase >= phase.per_phase {
        Some(Refusal::Phase(in_phase))
    } else if in_day >= phase.per_day {
        Some(Refusal::Day(in_day))
    } else {
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Store, Topic};

    /// A machine whose clock is behind makes smaller ids.
    #[tokio::test]
    async fn the_last_change_counts_whatever_its_id() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("store.db").display());
        let store = Store::open(&url, 1).await.unwrap();
        let mut tx = store.write(Topic::Challenge).await.unwrap();
        // The rows that these belong to are of no matter here; nothing is committed.
        let defer = sqlx::query("pragma defer_foreign_keys = on");
        defer.execute(&mut *tx).await.unwrap();
        for (id, number) in [("Z", 1_i64), ("A", 2)] {
            let change = sqlx::query(
                "insert into quota_change (id, challenge_id, organisation_id, number, per_day, \
                 per_phase, concurrent, reason, salt, account_id, created_at) \
                 values ($1, 'C', 'O', $2, $2, $2, $2, 'because', 'salt', 'X', 1)",
            );
            change
                .bind(id)
                .bind(number)
                .execute(&mut *tx)
                .await
                .unwrap();
        }
        let visitor = Visitor {
            challenge: "C",
            organisation: "O",
            at: 1,
            day_starts_at: 0,
        };
        let own = own_quota(&mut tx, visitor).await.unwrap();
        assert_eq!(own, Some((2, 2, 2)));
    }
}
