//! Which evaluators have rubrics that are not in, near their last day or after it. One mail
//! before the day and one after it tell of all of them in a challenge.

use crate::{
    Store, StoreError, Topic, Tx,
    challenges::assignments::telling::{Told, UntoldEvaluator, recipient},
    telling::MOST_TRIES,
};

/// Whose day of work is near or over. `$1` is today, `$2` the last day that is near, `$3`
/// the time before which work was given: whoever was given it just now has a mail about it.
/// The second reminder has tries of its own, whatever became of the first.
const DUE: &str = "w.judged_at is null and w.withdrawn_at is null and c.state = 'jury' \
     and w.assigned_at < $3 and ((w.reminders < 1 and w.due_on >= $1 and w.due_on <= $2 \
     and w.remind_tries < $4) or (w.reminders < 2 and w.due_on < $1 and w.remind_tries < 2 * $4))";

/// The days by which reminders go, such as `2027-01-15`.
#[derive(Clone, Copy, Debug)]
pub struct ReminderDays<'a> {
    /// Today.
    pub today: &'a str,
    /// The last day that is near.
    pub near: &'a str,
    /// Only for work that was given before this time.
    pub given_before: i64,
}

const WAITED_FOR: Told = Told {
    tries: "w.remind_tries",
    after: "w.remind_after",
    what: "w.judged_at is null and w.withdrawn_at is null and s.withdrawn_at is null",
};

impl Store {
    /// Whom to remind. Each is asked for once until `lease_ends`: by then
    /// [`Store::mark_reminded`] or [`Store::remind_later`] has said what came of it. Work
    /// of whom nobody can remind any more counts as if they had been.
    pub async fn take_reminders(
        &self,
        days: ReminderDays<'_>,
        limit: i64,
        now: i64,
        lease_ends: i64,
    ) -> Result<Vec<UntoldEvaluator>, StoreError> {
        let mut tx = self.write(Topic::Queue).await?;
        let query = format!(
            "select distinct w.challenge_id, w.evaluator_id from assignment w \
             join challenge c on c.id = w.challenge_id where {DUE} and w.remind_after <= $5 \
             order by w.challenge_id, w.evaluator_id limit $6"
        );
        let found = sqlx::query_as(sqlx::AssertSqlSafe(query))
            .bind(days.today)
            .bind(days.near)
            .bind(days.given_before)
            .bind(MOST_TRIES)
            .bind(now)
            .bind(limit);
        let found: Vec<(String, String)> = found.fetch_all(&mut *tx).await?;
        let mut reminders = Vec::new();
        for (challenge, evaluator) in found {
            let of = (challenge.as_str(), evaluator.as_str());
            lease(&mut tx, days, of, (now, lease_ends)).await?;
            match recipient(&mut tx, &WAITED_FOR, of, lease_ends).await? {
                Some(one) => reminders.push(one),
                None => mark(&mut tx, of, days.today, (lease_ends, now)).await?,
            }
        }
        tx.commit().await?;
        Ok(reminders)
    }

    /// The mail went, or never will. `today` says which of the two reminders it was.
    pub async fn mark_reminded(
        &self,
        reminded: &UntoldEvaluator,
        today: &str,
        at: i64,
    ) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Queue).await?;
        let of = (
            reminded.challenge_id.as_str(),
            reminded.evaluator_id.as_str(),
        );
        mark(&mut tx, of, today, (reminded.lease_ends, at)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The mail did not go; it may be tried again from `at` on.
    pub async fn remind_later(
        &self,
        reminder: &UntoldEvaluator,
        at: i64,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "update assignment set remind_after = $1 where challenge_id = $2 \
             and evaluator_id = $3 and judged_at is null and remind_after = $4",
        )
        .bind(at)
        .bind(&reminder.challenge_id)
        .bind(&reminder.evaluator_id)
        .bind(reminder.lease_ends)
        .execute(self.pool())
        .await?;
        Ok(())
    }
}

/// From here on nobody else tries, and the try counts.
async fn lease(
    tx: &mut Tx,
    days: ReminderDays<'_>,
    (challenge, evaluator): (&str, &str),
    (now, lease_ends): (i64, i64),
) -> Result<(), StoreError> {
    let query = format!(
        "update assignment set remind_after = $5, remind_tries = remind_tries + 1 where id in \
         (select w.id from assignment w join challenge c on c.id = w.challenge_id \
         where {DUE} and w.remind_after <= $6 and w.challenge_id = $7 and w.evaluator_id = $8)"
    );
    sqlx::query(sqlx::AssertSqlSafe(query))
        .bind(days.today)
        .bind(days.near)
        .bind(days.given_before)
        .bind(MOST_TRIES)
        .bind(lease_ends)
        .bind(now)
        .bind(challenge)
        .bind(evaluator)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The next reminder has its tries before it.
async fn mark(
    tx: &mut Tx,
    (challenge, evaluator): (&str, &str),
    today: &str,
    (lease_ends, at): (i64, i64),
) -> Result<(), StoreError> {
    sqlx::query(
        "update assignment set reminders = case when due_on < $1 then 2 else 1 end, \
         reminded_at = $2, remind_tries = 0 where challenge_id = $3 and evaluator_id = $4 \
         and remind_after = $5",
    )
    .bind(today)
    .bind(at)
    .bind(challenge)
    .bind(evaluator)
    .bind(lease_ends)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
