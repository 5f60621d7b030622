//! How a contest is decided, as it was declared. With the first declaration the seed of the
//! lottery is drawn: nobody can choose it by what came in, or draw again.

use serde_json::json;
use sqlx::FromRow;

use super::{Link, append, record_name};
use crate::{Store, StoreError, Topic, Tx};

/// How a contest is decided.
#[derive(Clone, PartialEq, Eq, FromRow)]
pub struct DecisionSettings {
    /// The challenge.
    pub challenge_id: String,
    /// The rule as JSON.
    pub rule: String,
    /// Days in which those who took part may ask.
    pub inquiry_days: i64,
    /// 1 if the names of the jury's members stand in the protocol.
    pub shows_members: i64,
    /// The seed of the lottery. Shown to nobody before the decision is out.
    pub lottery_seed: String,
    /// Its digest.
    pub lottery_commitment: String,
    /// Puts the evaluators in the order of their codes; shown to nobody.
    pub code_salt: String,
    /// How late it was declared.
    pub declared: String,
    /// When.
    pub declared_at: i64,
}

impl std::fmt::Debug for DecisionSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DecisionSettings")
            .field("challenge_id", &self.challenge_id)
            .field("lottery_commitment", &self.lottery_commitment)
            .finish_non_exhaustive()
    }
}

/// What is drawn with the first declaration, and thrown away with any other.
#[derive(Clone, Copy)]
pub struct Secrets<'a> {
    /// The seed of the lottery.
    pub lottery_seed: &'a str,
    /// Its digest.
    pub lottery_commitment: &'a str,
    /// Puts the evaluators in an order.
    pub code_salt: &'a str,
}

/// Settings that shall be.
#[derive(Clone, Copy)]
pub struct NewDecisionSettings<'a> {
    /// The challenge.
    pub challenge: &'a str,
    /// The rule as JSON.
    pub rule: &'a str,
    /// Days in which those who took part may ask.
    pub inquiry_days: i64,
    /// Whether the names of the jury's members stand in the protocol.
    pub shows_members: bool,
    /// For the first declaration.
    pub secrets: Secrets<'a>,
    /// Who declares.
    pub by: &'a str,
    /// When.
    pub at: i64,
}

const COLUMNS: &str = "challenge_id, rule, inquiry_days, shows_members, lottery_seed, \
     lottery_commitment, code_salt, declared, declared_at";

impl Store {
    /// How a contest is decided; [`StoreError::NotFound`] where nobody has declared it.
    pub async fn decision_settings(&self, challenge: &str) -> Result<DecisionSettings, StoreError> {
        let query = format!("select {COLUMNS} from decision_settings where challenge_id = $1");
        let found = sqlx::query_as(sqlx::AssertSqlSafe(query)).bind(challenge);
        Ok(found.fetch_one(self.pool()).await?)
    }

    /// How many rubrics of a challenge are in. What was declared does not change any more
    /// once one is.
    pub async fn rubrics_in(&self, challenge: &str) -> Result<i64, StoreError> {
        let mut tx = self.read().await?;
        rubrics_in(&mut tx, challenge).await
    }

    /// Declares how a contest is decided, or declares it anew. [`StoreError::Changed`] once
    /// it is decided, and for another declaration once a rubric is in.
    pub async fn declare_decision(&self, new: NewDecisionSettings<'_>) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Challenge).await?;
        let state: String = sqlx::query_scalar("select state from challenge where id = $1")
            .bind(new.challenge)
            .fetch_one(&mut *tx)
            .await?;
        let is_judged = rubrics_in(&mut tx, new.challenge).await? > 0;
        let declared = match state.as_str() {
            "draft" | "review" => "before-opening",
            "open" => "before-close",
            "closed" | "jury" if is_judged => "while-judging",
            "closed" | "jury" => "before-judging",
            _ => return Err(StoreError::Changed),
        };
        let kept = keep(&mut tx, new, declared, is_judged).await?;
        let Some(commitment) = kept else {
            return Err(StoreError::Changed);
        };
        let name = record_name(&mut tx, new.challenge).await?;
        let body = json!({
            "rule": name.text(new.rule),
            "inquiry_days": new.inquiry_days,
            "shows_members": new.shows_members,
            "lottery": commitment,
            "declared": declared,
        });
        let link = Link::new("decision-declared", &name.subject(), new.at, body);
        append(&mut tx, Some(new.by), link).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// The lottery's commitment, the one of the first declaration; `None` if nothing may change.
async fn keep(
    tx: &mut Tx,
    new: NewDecisionSettings<'_>,
    declared: &str,
    is_judged: bool,
) -> Result<Option<String>, StoreError> {
    Ok(sqlx::query_scalar(
        "insert into decision_settings (challenge_id, rule, inquiry_days, shows_members, \
         lottery_seed, lottery_commitment, code_salt, declared, declared_by, declared_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
         on conflict (challenge_id) do update set rule = excluded.rule, \
         inquiry_days = excluded.inquiry_days, shows_members = excluded.shows_members, \
         declared = excluded.declared, declared_by = excluded.declared_by, \
         declared_at = excluded.declared_at where $11 = 0 \
         returning lottery_commitment",
    )
    .bind(new.challenge)
    .bind(new.rule)
    .bind(new.inquiry_days)
    .bind(i64::from(new.shows_members))
    .bind(new.secrets.lottery_seed)
    .bind(new.secrets.lottery_commitment)
    .bind(new.secrets.code_salt)
    .bind(declared)
    .bind(new.by)
    .bind(new.at)
    .bind(i64::from(is_judged))
    .fetch_optional(&mut **tx)
    .await?)
}

async fn rubrics_in(tx: &mut Tx, challenge: &str) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar(
        "select cast(count(*) as bigint) from assignment where challenge_id = $1 \
         and judged_at is not null and withdrawn_at is null",
    )
    .bind(challenge)
    .fetch_one(&mut **tx)
    .await?)
}
