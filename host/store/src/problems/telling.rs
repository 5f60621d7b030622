//! Whom to tell by mail what became of a problem: whoever proposed it, of the newest step
//! alone, while the account is there and can be reached. Problems of the city tell nobody.

use sqlx::FromRow;

use crate::{
    Store, StoreError, Topic, Tx,
    telling::{REACHABLE, Untold},
};

const STEPS: Untold = Untold {
    table: "problem",
    about: "id",
    waits: "untold_step is not null",
};

/// Somebody who is told what became of a problem.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct UntoldProblem {
    /// The problem.
    pub problem_id: String,
    /// What it is, in a line.
    pub title: String,
    /// The number of the step.
    pub step: i64,
    /// `shown`, `refused`, `merged`, `answered` or `challenge`.
    pub kind: String,
    /// The address.
    pub email: String,
    /// The language of mails.
    pub language: String,
    /// How often it was tried, this try included.
    pub tries: i64,
    /// Until when nobody else tries.
    pub lease_ends: i64,
}

impl Store {
    /// Whom to tell what became of a problem. Each is asked for once until `lease_ends`: by
    /// then [`Store::mark_problem_told`] or [`Store::tell_problem_later`] has said what came
    /// of it. Problems of whom nobody can tell any more count as told.
    pub async fn take_untold_problems(
        &self,
        limit: i64,
        now: i64,
        lease_ends: i64,
    ) -> Result<Vec<UntoldProblem>, StoreError> {
        let mut tx = self.write(Topic::Problem).await?;
        let mut untold = Vec::new();
        for problem in STEPS.find(&mut tx, limit, now).await? {
            STEPS.lease(&mut tx, &problem, lease_ends).await?;
            match recipient(&mut tx, &problem).await? {
                Some(one) => untold.push(one),
                None => forget(&mut tx, &problem).await?,
            }
        }
        tx.commit().await?;
        Ok(untold)
    }

    /// The mail went, or never will. A step that came meanwhile is told of by itself.
    pub async fn mark_problem_told(&self, told: &UntoldProblem) -> Result<(), StoreError> {
        sqlx::query(
            "update problem set untold_step = null \
             where id = $1 and untold_step = $2 and tell_after = $3",
        )
        .bind(&told.problem_id)
        .bind(told.step)
        .bind(told.lease_ends)
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// The mail did not go; it may be tried again from `at` on.
    pub async fn tell_problem_later(
        &self,
        told: &UntoldProblem,
        at: i64,
    ) -> Result<(), StoreError> {
        let of = (told.problem_id.as_str(), told.lease_ends);
        STEPS.put_off(self, of, at).await
    }
}

/// A new step is to be told of, unless the city proposed the problem or nobody is left.
pub(super) async fn tell_of(tx: &mut Tx, problem: &str, step: i64) -> Result<(), StoreError> {
    sqlx::query(
        "update problem set untold_step = $1, tell_tries = 0, tell_after = 0 \
         where id = $2 and is_of_city = 0 and account_id is not null",
    )
    .bind(step)
    .bind(problem)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Whoever proposed it, if they can be reached.
async fn recipient(tx: &mut Tx, problem: &str) -> Result<Option<UntoldProblem>, StoreError> {
    let query = format!(
        "select p.id as problem_id, p.title, s.number as step, s.kind, a.email, a.language, \
         p.tell_tries as tries, p.tell_after as lease_ends from problem p \
         join problem_step s on s.problem_id = p.id and s.number = p.untold_step \
         join account a on a.id = p.account_id where p.id = $1 and {REACHABLE}"
    );
    let found = sqlx::query_as(sqlx::AssertSqlSafe(query)).bind(problem);
    Ok(found.fetch_optional(&mut **tx).await?)
}

async fn forget(tx: &mut Tx, problem: &str) -> Result<(), StoreError> {
    sqlx::query("update problem set untold_step = null where id = $1")
        .bind(problem)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
