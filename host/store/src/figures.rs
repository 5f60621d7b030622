//! What admins look at: organisations in numbers, runs that have not ended, what the
//! blobs are and how large the database is.

use sqlx::FromRow;

use crate::{
    Store, StoreError, Topic,
    accounts::{Actor, actor_of},
    chain::{self, NewLink},
    connect::demand_one,
};

/// Most names of blobs that are read for one count. Keeps it from filling memory.
const MOST_NAMES: i64 = 500_000;

/// An organisation in numbers.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct OrganisationFigures {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// When it was made.
    pub created_at: i64,
    /// Accounts that belong to it.
    pub members: i64,
    /// Submissions that it made.
    pub submissions: i64,
    /// Bytes of its programs and documents.
    pub bytes: i64,
}

/// A run that has not ended.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct RunUnderWay {
    /// Its id.
    pub id: String,
    /// Its submission.
    pub submission_id: String,
    /// Its challenge.
    pub challenge_id: String,
    /// Its split.
    pub split: String,
    /// Its state.
    pub state: String,
    /// How often it was taken since it last got on.
    pub takes: i64,
    /// How often that was said to have failed.
    pub attempts: i64,
    /// Whether somebody holds it: 1 or 0.
    pub is_taken: i64,
    /// Whether whoever holds it is silent, or it was taken too often: 1 or 0.
    pub is_stuck: i64,
    /// When it came.
    pub created_at: i64,
    /// When whoever holds it last said that it lives; 0 before anybody took it.
    pub beat_at: i64,
}

/// Which of the runs that have not ended.
#[derive(Clone, Copy, Debug)]
pub struct UnderWay<'a> {
    /// What is stuck.
    pub stuck: Stuck,
    /// Whether those that are stuck alone.
    pub is_stuck_only: bool,
    /// Who reads: runs of this account's own organisations are left out. Their members
    /// learn no more of them than any other startup does of its own.
    pub reader: &'a str,
    /// The id after which the list goes on.
    pub after: &'a str,
}

/// What a run has to look like to be stuck.
#[derive(Clone, Copy, Debug)]
pub struct Stuck {
    /// Silent since then, while somebody holds it.
    pub silent_since: i64,
    /// Taken so often without getting on.
    pub takes: i64,
}

impl Store {
    /// Organisations with their figures after an id, in order.
    pub async fn organisation_figures(
        &self,
        after: &str,
        fetch: i64,
    ) -> Result<Vec<OrganisationFigures>, StoreError> {
        Ok(sqlx::query_as(
            "select o.id, o.name, o.created_at, \
             cast((select count(*) from membership m where m.organisation_id = o.id) as bigint) \
                 as members, \
             cast((select count(*) from submission s where s.organisation_id = o.id) as bigint) \
                 as submissions, \
             cast((select coalesce(sum(p.bytes), 0) from plugin p \
                 where p.organisation_id = o.id) as bigint) \
             + cast((select coalesce(sum(s.document_bytes), 0) from submission s \
                 where s.organisation_id = o.id) as bigint) as bytes \
             from organisation o where o.id > $1 order by o.id limit $2",
        )
        .bind(after)
        .bind(fetch)
        .fetch_all(self.pool())
        .await?)
    }

    /// Runs that have not ended, from old to new.
    pub async fn runs_under_way(
        &self,
        which: UnderWay<'_>,
        fetch: i64,
    ) -> Result<Vec<RunUnderWay>, StoreError> {
        Ok(sqlx::query_as(
            "select * from (select id, submission_id, challenge_id, split, state, \
             takes, attempts, created_at, beat_at, \
             cast(case when claimed_by is null then 0 else 1 end as bigint) as is_taken, \
             cast(case when takes >= $1 or (claimed_by is not null and beat_at < $2) \
                 then 1 else 0 end as bigint) as is_stuck \
             from run where step <> 'done' and id > $3 \
             and not exists (select 1 from membership m \
                 where m.organisation_id = run.organisation_id and m.account_id = $4)) found \
             where cast($5 as bigint) = 0 or is_stuck = 1 order by id limit $6",
        )
        .bind(which.stuck.takes)
        .bind(which.stuck.silent_since)
        .bind(which.after)
        .bind(which.reader)
        .bind(i64::from(which.is_stuck_only))
        .bind(fetch)
        .fetch_all(self.pool())
        .await?)
    }

    /// How many runs are held by a worker, and how many are stuck.
    pub async fn count_taken(&self, stuck: Stuck) -> Result<(i64, i64), StoreError> {
        Ok(sqlx::query_as(
            "select cast(coalesce(sum(case when claimed_by is null then 0 else 1 end), 0) \
             as bigint), cast(coalesce(sum(case when takes >= $1 \
             or (claimed_by is not null and beat_at < $2) then 1 else 0 end), 0) as bigint) \
             from run where step <> 'done'",
        )
        .bind(stuck.takes)
        .bind(stuck.silent_since)
        .fetch_one(self.pool())
        .await?)
    }

    /// The digest of every blob that something names, with what kind of thing names it;
    /// `None` where there are too many to read. With some of them left out, blobs that
    /// are needed would count as named by nothing.
    pub async fn named_blobs(&self) -> Result<Option<Vec<(String, String)>>, StoreError> {
        let found = sqlx::query_as(
            "select 'pack', pack_digest from challenge_version \
             union select 'pack', startup_digest from challenge_version \
             union select 'final-data', final_digest from challenge_version \
             where final_digest is not null \
             union select 'plugin', digest from plugin \
             union select 'document', document_digest from submission \
             where document_digest is not null \
             union select 'receipt', digest from receipt limit $1",
        )
        .bind(MOST_NAMES.saturating_add(1))
        .fetch_all(self.pool())
        .await?;
        Ok(whole(found, MOST_NAMES))
    }

    /// Bytes of the database.
    pub async fn database_bytes(&self) -> Result<i64, StoreError> {
        let size = if self.is_file() {
            "select cast(c.page_count * s.page_size as bigint) \
             from pragma_page_count() c, pragma_page_size() s"
        } else {
            "select cast(pg_database_size(current_database()) as bigint)"
        };
        Ok(sqlx::query_scalar(size).fetch_one(self.pool()).await?)
    }

    /// Gives an organisation another name. The chain says that it has one, and not
    /// which.
    pub async fn rename_organisation(
        &self,
        organisation: &str,
        name: &str,
        by: &str,
        at: i64,
    ) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Account).await?;
        let done = sqlx::query("update organisation set name = $1 where id = $2")
            .bind(name)
            .bind(organisation)
            .execute(&mut *tx)
            .await?;
        demand_one(done.rows_affected())?;
        let link = NewLink {
            at,
            kind: "organisation-renamed",
            actor: actor_of(&mut tx, Actor::Account(by)).await?,
            subject: organisation.to_owned(),
            body: serde_json::json!({}),
        };
        chain::append(&mut tx, &link).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// A list that has ended before its bound; `None` for one that goes on.
fn whole<T>(found: Vec<T>, most: i64) -> Option<Vec<T>> {
    let is_whole = i64::try_from(found.len()).is_ok_and(|count| count <= most);
    is_whole.then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_with_some_left_out_is_none() {
        assert_eq!(whole(vec!['a', 'b'], 2), Some(vec!['a', 'b']));
        assert_eq!(whole(vec!['a', 'b', 'c'], 2), None);
    }
}
