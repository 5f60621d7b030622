//! Quotas of single organisations, in place of what a challenge's phases allow
//! everybody. Each change stays with its reason; the last one counts.

use pilotbox_model::chain::sealed;
use serde_json::json;
use sqlx::FromRow;

use super::{Link, append, record_name};
use crate::{Store, StoreError, Topic, Tx, accounts::new_salt, new_id};

/// Enrolled organisations with the phase that is on, their own quota and what they have
/// used. What is free counts for nothing.
const LIST: &str = "select e.challenge_id, e.organisation_id, o.name as organisation, p.name as phase, \
     p.per_day as phase_day, p.per_phase as phase_phase, p.concurrent as phase_concurrent, \
     q.per_day as own_day, q.per_phase as own_phase, q.concurrent as own_concurrent, \
     q.reason, q.created_at as changed_at, \
     cast((select count(*) from submission s where s.organisation_id = e.organisation_id \
         and s.challenge_id = e.challenge_id and s.created_at >= $1 \
         and not exists (select 1 from run f where f.submission_id = s.id \
         and f.is_free = 1 and f.rejudge_id is null)) as bigint) as used_today, \
     cast((select count(*) from submission s where s.organisation_id = e.organisation_id \
         and s.challenge_id = e.challenge_id and s.phase_id = p.id \
         and not exists (select 1 from run f where f.submission_id = s.id \
         and f.is_free = 1 and f.rejudge_id is null)) as bigint) as used_in_phase, \
     cast((select count(*) from submission s where s.organisation_id = e.organisation_id \
         and s.challenge_id = e.challenge_id \
         and exists (select 1 from run w where w.submission_id = s.id \
         and w.step <> 'done' and w.rejudge_id is null and w.split <> 'final') \
         and not exists (select 1 from run f where f.submission_id = s.id \
         and f.is_free = 1 and f.rejudge_id is null)) as bigint) as under_way \
     from enrolment e join organisation o on o.id = e.organisation_id \
     left join phase p on p.id = (select n.id from phase n \
         where n.challenge_id = e.challenge_id and n.opens_at <= $2 \
         and (n.closes_at is null or n.closes_at > $3) \
         order by n.opens_at desc, n.id limit 1) \
     left join quota_change q on q.challenge_id = e.challenge_id \
         and q.organisation_id = e.organisation_id \
         and q.number = (select max(c.number) from quota_change c \
         where c.challenge_id = e.challenge_id \
         and c.organisation_id = e.organisation_id) \
     where ($4 = '' or e.challenge_id = $4) and (e.challenge_id > $5 \
         or (e.challenge_id = $5 and e.organisation_id > $6)) \
     and ($7 = '' or e.organisation_id = $7) \
     order by e.challenge_id, e.organisation_id limit $8";

/// How much may be submitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuotaNumbers {
    /// In one day.
    pub per_day: i64,
    /// In a phase.
    pub per_phase: i64,
    /// At one time.
    pub concurrent: i64,
}

/// An enrolled organisation's use of a quota.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct QuotaRow {
    /// The challenge.
    pub challenge_id: String,
    /// The organisation.
    pub organisation_id: String,
    /// Its name.
    pub organisation: String,
    /// The phase that is on.
    pub phase: Option<String>,
    phase_day: Option<i64>,
    phase_phase: Option<i64>,
    phase_concurrent: Option<i64>,
    own_day: Option<i64>,
    own_phase: Option<i64>,
    own_concurrent: Option<i64>,
    /// Why it is allowed something else.
    pub reason: Option<String>,
    /// When that was said.
    pub changed_at: Option<i64>,
    /// Submissions since the day began.
    pub used_today: i64,
    /// Submissions in the phase that is on.
    pub used_in_phase: i64,
    /// Submissions that wait or run.
    pub under_way: i64,
}

impl QuotaRow {
    /// What the phase that is on allows everybody.
    pub fn of_phase(&self) -> Option<QuotaNumbers> {
        numbers(self.phase_day, self.phase_phase, self.phase_concurrent)
    }

    /// What this organisation is allowed instead.
    pub fn own(&self) -> Option<QuotaNumbers> {
        numbers(self.own_day, self.own_phase, self.own_concurrent)
    }
}

/// Which quotas are listed, and as of when.
#[derive(Clone, Copy, Debug)]
pub struct QuotaFilter<'a> {
    /// Only those of a challenge; empty for all.
    pub challenge: &'a str,
    /// Only that of an organisation; empty for all.
    pub organisation: &'a str,
    /// The challenge and the organisation after which the list goes on.
    pub after: (&'a str, &'a str),
    /// Now.
    pub at: i64,
    /// When the day began.
    pub day_starts_at: i64,
}

/// Another quota for an organisation.
#[derive(Clone, Copy, Debug)]
pub struct QuotaChange<'a> {
    /// The challenge.
    pub challenge: &'a str,
    /// The organisation.
    pub organisation: &'a str,
    /// What it is allowed; nothing for what the phases say.
    pub quota: Option<QuotaNumbers>,
    /// Why.
    pub reason: &'a str,
    /// Who says so.
    pub by: &'a str,
    /// When.
    pub at: i64,
}

impl Store {
    /// What enrolled organisations have used and may use, by challenge and organisation.
    pub async fn quotas(
        &self,
        filter: QuotaFilter<'_>,
        fetch: i64,
    ) -> Result<Vec<QuotaRow>, StoreError> {
        Ok(sqlx::query_as(LIST)
            .bind(filter.day_starts_at)
            .bind(filter.at)
            .bind(filter.at)
            .bind(filter.challenge)
            .bind(filter.after.0)
            .bind(filter.after.1)
            .bind(filter.organisation)
            .bind(fetch)
            .fetch_all(self.pool())
            .await?)
    }

    /// Allows an organisation more or less. [`StoreError::NotFound`] if it is not
    /// enrolled. The chain has digests in place of its name and of the reason: until
    /// results are published nobody is told who takes part.
    pub async fn change_quota(&self, change: QuotaChange<'_>) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Challenge).await?;
        let enrolled: i64 = sqlx::query_scalar(
            "select count(*) from enrolment where challenge_id = $1 and organisation_id = $2",
        )
        .bind(change.challenge)
        .bind(change.organisation)
        .fetch_one(&mut *tx)
        .await?;
        if enrolled == 0 {
            return Err(StoreError::NotFound);
        }
        let salt = new_salt()?;
        insert(&mut tx, change, &salt).await?;
        let numbers = change
            .quota
            .map(|quota| json!([quota.per_day, quota.per_phase, quota.concurrent]));
        let body = json!({
            "organisation": sealed(&salt, change.organisation),
            "quota": numbers,
            "reason": sealed(&salt, change.reason),
        });
        let subject = record_name(&mut tx, change.challenge).await?.subject();
        let link = Link::new("quota-changed", &subject, change.at, body);
        append(&mut tx, Some(change.by), link).await?;
        tx.commit().await?;
        Ok(())
    }
}

async fn insert(tx: &mut Tx, change: QuotaChange<'_>, salt: &str) -> Result<(), StoreError> {
    let quota = change.quota;
    let number: i64 = sqlx::query_scalar(
        "select cast(coalesce(max(number), 0) + 1 as bigint) from quota_change \
         where challenge_id = $1 and organisation_id = $2",
    )
    .bind(change.challenge)
    .bind(change.organisation)
    .fetch_one(&mut **tx)
    .await?;
    sqlx::query(
        "insert into quota_change (id, challenge_id, organisation_id, number, per_day, \
         per_phase, concurrent, reason, salt, account_id, created_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(new_id())
    .bind(change.challenge)
    .bind(change.organisation)
    .bind(number)
    .bind(quota.map(|quota| quota.per_day))
    .bind(quota.map(|quota| quota.per_phase))
    .bind(quota.map(|quota| quota.concurrent))
    .bind(change.reason)
    .bind(salt)
    .bind(change.by)
    .bind(change.at)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

fn numbers(
    per_day: Option<i64>,
    per_phase: Option<i64>,
    concurrent: Option<i64>,
) -> Option<QuotaNumbers> {
    Some(QuotaNumbers {
        per_day: per_day?,
        per_phase: per_phase?,
        concurrent: concurrent?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn changes_are_numbered() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("store.db").display());
        let store = Store::open(&url, 1).await.unwrap();
        let mut tx = store.write(Topic::Challenge).await.unwrap();
        // The rows that these belong to are of no matter here; nothing is committed.
        let defer = sqlx::query("pragma defer_foreign_keys = on");
        defer.execute(&mut *tx).await.unwrap();
        for organisation in ["A", "A", "B"] {
            let change = QuotaChange {
                challenge: "C",
                organisation,
                quota: None,
                reason: "because",
                by: "X",
                at: 1,
            };
            insert(&mut tx, change, "salt").await.unwrap();
        }
        let numbers: Vec<i64> =
            sqlx::query_scalar("select number from quota_change order by organisation_id, number")
                .fetch_all(&mut *tx)
                .await
                .unwrap();
        assert_eq!(numbers, [1, 2, 1]);
    }
}
