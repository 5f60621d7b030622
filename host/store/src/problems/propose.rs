//! A problem is proposed. What a citizen proposes waits until staff let it pass; so that
//! nobody buries the queue, an account has a limit a day and the queue a length.

use serde_json::json;

use super::{Step, keep_step};
use crate::{
    Store, StoreError, Topic, Tx,
    challenges::{Link, append},
    new_id,
};

/// Problems of citizens that nobody has read. Beyond, a flood would fill the disk and hide
/// what matters.
const MOST_WAITING: i64 = 2_000;

/// A problem that shall be.
#[derive(Clone, Copy, Debug)]
pub struct NewProblem<'a> {
    /// Who proposes it.
    pub by: &'a str,
    /// Whether that is staff.
    pub is_of_city: bool,
    /// The language that it is written in.
    pub language: &'a str,
    /// What it is, in a line.
    pub title: &'a str,
    /// Who is affected.
    pub affected: &'a str,
    /// Why it matters.
    pub importance: &'a str,
    /// How one would know that it is solved.
    pub solved_when: &'a str,
    /// The field of the city's work.
    pub field: &'a str,
    /// Numbers of districts between commas; empty for the whole city.
    pub districts: &'a str,
    /// When.
    pub at: i64,
    /// When the day began.
    pub day_starts_at: i64,
    /// How many an account may propose in a day.
    pub most_a_day: i64,
}

/// What came of a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proposed {
    /// It is kept, under this id.
    Done(String),
    /// The account has proposed enough for a day.
    DayIsFull,
    /// Too many wait to be read.
    TooMany,
}

impl Store {
    /// Keeps a problem. Staff's is shown at once; a citizen's waits, and counts its proposer
    /// as the first supporter.
    pub async fn propose_problem(&self, new: NewProblem<'_>) -> Result<Proposed, StoreError> {
        let mut tx = self.write(Topic::Problem).await?;
        let today: i64 = sqlx::query_scalar(
            "select cast(count(*) as bigint) from problem \
             where account_id = $1 and proposed_at >= $2",
        )
        .bind(new.by)
        .bind(new.day_starts_at)
        .fetch_one(&mut *tx)
        .await?;
        if today >= new.most_a_day {
            return Ok(Proposed::DayIsFull);
        }
        if !new.is_of_city && waiting(&mut tx).await? >= MOST_WAITING {
            return Ok(Proposed::TooMany);
        }
        let id = new_id();
        insert(&mut tx, &new, &id).await?;
        if new.is_of_city {
            let step = Step {
                problem: &id,
                kind: "shown",
                by: new.by,
                at: new.at,
                ..Step::default()
            };
            keep_step(&mut tx, step).await?;
            let link = Link::new("problem-shown", &id, new.at, json!({ "is_of_city": true }));
            append(&mut tx, Some(new.by), link).await?;
        } else {
            insert_support(&mut tx, &id, new.by, new.at).await?;
        }
        tx.commit().await?;
        Ok(Proposed::Done(id))
    }
}

/// How many problems nobody has read.
async fn waiting(tx: &mut Tx) -> Result<i64, StoreError> {
    Ok(
        sqlx::query_scalar("select cast(count(*) as bigint) from problem where state = 'proposed'")
            .fetch_one(&mut **tx)
            .await?,
    )
}

async fn insert(tx: &mut Tx, new: &NewProblem<'_>, id: &str) -> Result<(), StoreError> {
    let texts = [new.title, new.affected, new.importance, new.solved_when];
    let (state, shown_at) = if new.is_of_city {
        ("shown", Some(new.at))
    } else {
        ("proposed", None)
    };
    sqlx::query(
        "insert into problem (id, account_id, is_of_city, language, title, affected, importance, \
         solved_when, words, field, districts, state, proposed_at, shown_at, supporters) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
    )
    .bind(id)
    .bind(new.by)
    .bind(i64::from(new.is_of_city))
    .bind(new.language)
    .bind(new.title)
    .bind(new.affected)
    .bind(new.importance)
    .bind(new.solved_when)
    .bind(texts.join(" ").to_lowercase())
    .bind(new.field)
    .bind(new.districts)
    .bind(state)
    .bind(new.at)
    .bind(shown_at)
    .bind(i64::from(!new.is_of_city))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn insert_support(
    tx: &mut Tx,
    problem: &str,
    account: &str,
    at: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into problem_support (problem_id, account_id, supported_at) values ($1, $2, $3)",
    )
    .bind(problem)
    .bind(account)
    .bind(at)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
