//! Which evaluators have work that no mail told them of. One mail tells of all the work
//! in a challenge that is new.

use sqlx::FromRow;

use crate::{
    Store, StoreError, Topic, Tx,
    telling::{MOST_TRIES, REACHABLE},
};

/// Somebody who is told of work in a challenge: that it is new, or that it is due.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct UntoldEvaluator {
    /// The evaluator.
    pub evaluator_id: String,
    /// The challenge.
    pub challenge_id: String,
    /// The manifest of a version of it, as JSON.
    pub manifest: String,
    /// The address.
    pub email: String,
    /// The language of mails.
    pub language: String,
    /// How much it is.
    pub count: i64,
    /// The first of its days.
    pub due_on: String,
    /// The first of it: names the mail.
    pub first_id: String,
    /// How often it was tried, this try included.
    pub tries: i64,
    /// Until when nobody else tries.
    pub lease_ends: i64,
}

impl Store {
    /// Whom to tell of new work. Each is asked for once until `lease_ends`: by then
    /// [`Store::mark_evaluator_told`] or [`Store::tell_evaluator_later`] has said what
    /// came of it. Work of whom nobody can tell any more counts as told.
    pub async fn take_untold_evaluators(
        &self,
        limit: i64,
        now: i64,
        lease_ends: i64,
    ) -> Result<Vec<UntoldEvaluator>, StoreError> {
        let mut tx = self.write(Topic::Queue).await?;
        let found: Vec<(String, String)> = sqlx::query_as(
            "select distinct challenge_id, evaluator_id from assignment where told_at is null \
             and withdrawn_at is null and tell_tries < $1 and tell_after <= $2 \
             order by challenge_id, evaluator_id limit $3",
        )
        .bind(MOST_TRIES)
        .bind(now)
        .bind(limit)
        .fetch_all(&mut *tx)
        .await?;
        let mut untold = Vec::new();
        for (challenge, evaluator) in found {
            lease(&mut tx, &challenge, &evaluator, now, lease_ends).await?;
            let of = (challenge.as_str(), evaluator.as_str());
            match recipient(&mut tx, &NEW, of, lease_ends).await? {
                Some(one) => untold.push(one),
                None => mark(&mut tx, &challenge, &evaluator, lease_ends, now).await?,
            }
        }
        tx.commit().await?;
        Ok(untold)
    }

    /// The mail went, or never will. Work that came meanwhile is not told by it.
    pub async fn mark_evaluator_told(
        &self,
        told: &UntoldEvaluator,
        at: i64,
    ) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Queue).await?;
        let (challenge, evaluator) = (&told.challenge_id, &told.evaluator_id);
        mark(&mut tx, challenge, evaluator, told.lease_ends, at).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The mail did not go; it may be tried again from `at` on.
    pub async fn tell_evaluator_later(
        &self,
        untold: &UntoldEvaluator,
        at: i64,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "update assignment set tell_after = $1 where challenge_id = $2 \
             and evaluator_id = $3 and told_at is null and tell_after = $4",
        )
        .bind(at)
        .bind(&untold.challenge_id)
        .bind(&untold.evaluator_id)
        .bind(untold.lease_ends)
        .execute(self.pool())
        .await?;
        Ok(())
    }
}

/// From here on nobody else tries, and the try counts.
async fn lease(
    tx: &mut Tx,
    challenge: &str,
    evaluator: &str,
    now: i64,
    lease_ends: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "update assignment set tell_after = $1, tell_tries = tell_tries + 1 \
         where challenge_id = $2 and evaluator_id = $3 and told_at is null \
         and withdrawn_at is null and tell_after <= $4",
    )
    .bind(lease_ends)
    .bind(challenge)
    .bind(evaluator)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Which work a mail tells of.
pub(in crate::challenges) struct Told {
    /// Counts the tries of such mails.
    pub(in crate::challenges) tries: &'static str,
    /// Holds the time before which nobody else tries.
    pub(in crate::challenges) after: &'static str,
    /// What holds of the work.
    pub(in crate::challenges) what: &'static str,
}

const NEW: Told = Told {
    tries: "w.tell_tries",
    after: "w.tell_after",
    what: "w.told_at is null and w.withdrawn_at is null",
};

/// Who is told of the work that was leased until then; nobody, when the account is
/// erased, locked or has no address.
pub(in crate::challenges) async fn recipient(
    tx: &mut Tx,
    told: &Told,
    (challenge, evaluator): (&str, &str),
    lease_ends: i64,
) -> Result<Option<UntoldEvaluator>, StoreError> {
    let Told { tries, after, what } = told;
    let query = format!(
        "select w.evaluator_id, w.challenge_id, max(v.manifest) as manifest, a.email, \
         a.language, cast(count(*) as bigint) as count, min(w.due_on) as due_on, \
         min(w.id) as first_id, cast(max({tries}) as bigint) as tries, \
         cast(max({after}) as bigint) as lease_ends \
         from assignment w join account a on a.id = w.evaluator_id \
         join submission s on s.id = w.submission_id \
         join challenge_version v on v.id = s.version_id \
         where w.challenge_id = $1 and w.evaluator_id = $2 and {what} and {after} = $3 \
         and {REACHABLE} \
         group by w.evaluator_id, w.challenge_id, a.email, a.language"
    );
    let found = sqlx::query_as(sqlx::AssertSqlSafe(query))
        .bind(challenge)
        .bind(evaluator)
        .bind(lease_ends);
    Ok(found.fetch_optional(&mut **tx).await?)
}

async fn mark(
    tx: &mut Tx,
    challenge: &str,
    evaluator: &str,
    lease_ends: i64,
    at: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "update assignment set told_at = $1 where challenge_id = $2 and evaluator_id = $3 \
         and told_at is null and tell_after = $4",
    )
    .bind(at)
    .bind(challenge)
    .bind(evaluator)
    .bind(lease_ends)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
