//! What staff decide of a problem: whether everybody sees it, what the city answers, which
//! challenge it becomes. The chain has no reasons and no answers in words: people write
//! them, and no link can ever be changed.

use pilotbox_model::Digest;
use serde_json::{Value, json};

use super::{Step, keep_step};
use crate::{
    Store, StoreError, Topic, Tx,
    challenges::{Link, append, record_name},
};

/// What the city answers.
#[derive(Clone, Copy, Debug)]
pub struct ProblemAnswer<'a> {
    /// The problem.
    pub problem: &'a str,
    /// `taken-up`, `planned`, `not-ours` or `no`.
    pub kind: &'a str,
    /// In Bulgarian and in English.
    pub text: (&'a str, &'a str),
    /// Who answers.
    pub by: &'a str,
    /// When.
    pub at: i64,
}

/// The challenge that a problem becomes.
#[derive(Clone, Copy, Debug)]
pub struct ProblemLink<'a> {
    /// The problem.
    pub problem: &'a str,
    /// The challenge.
    pub challenge: &'a str,
    /// Who says so.
    pub by: &'a str,
    /// When.
    pub at: i64,
}

impl Store {
    /// Lets a problem pass, so that everybody sees it. [`StoreError::Changed`] unless it was
    /// proposed or refused.
    pub async fn show_problem(&self, problem: &str, by: &str, at: i64) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Problem).await?;
        let shown = sqlx::query(
            "update problem set state = case when answer is null then 'shown' else 'answered' end, \
             shown_at = coalesce(shown_at, $1), refused_because = null \
             where id = $2 and state in ('proposed', 'refused')",
        )
        .bind(at)
        .bind(problem)
        .execute(&mut *tx)
        .await?;
        demand_changed(shown.rows_affected())?;
        let step = Step {
            problem,
            kind: "shown",
            by,
            at,
            ..Step::default()
        };
        keep_step(&mut tx, step).await?;
        note(
            &mut tx,
            "problem-shown",
            step,
            json!({ "is_of_city": false }),
        )
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Refuses a problem, or takes down one that everybody saw. [`StoreError::Changed`] for
    /// one that was merged or became a challenge.
    pub async fn refuse_problem(
        &self,
        problem: &str,
        reason: &str,
        by: &str,
        at: i64,
    ) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Problem).await?;
        let refused = sqlx::query(
            "update problem set state = 'refused', refused_because = $1 \
             where id = $2 and state in ('proposed', 'shown', 'answered', 'refused')",
        )
        .bind(reason)
        .bind(problem)
        .execute(&mut *tx)
        .await?;
        demand_changed(refused.rows_affected())?;
        let step = Step {
            problem,
            kind: "refused",
            other: Some(reason),
            by,
            at,
            ..Step::default()
        };
        keep_step(&mut tx, step).await?;
        note(&mut tx, "problem-refused", step, json!({})).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Answers a problem, or answers it anew. One that became a challenge stays that.
    /// [`StoreError::Changed`] for one that not everybody sees.
    pub async fn answer_problem(&self, new: ProblemAnswer<'_>) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Problem).await?;
        let answered = sqlx::query(
            "update problem set answer = $1, answer_bg = $2, answer_en = $3, answered_at = $4, \
             state = case when state = 'challenge' then 'challenge' else 'answered' end \
             where id = $5 and state in ('shown', 'answered', 'challenge')",
        )
        .bind(new.kind)
        .bind(new.text.0)
        .bind(new.text.1)
        .bind(new.at)
        .bind(new.problem)
        .execute(&mut *tx)
        .await?;
        demand_changed(answered.rows_affected())?;
        let step = Step {
            problem: new.problem,
            kind: "answered",
            other: Some(new.kind),
            text_bg: Some(new.text.0),
            text_en: Some(new.text.1),
            by: new.by,
            at: new.at,
        };
        keep_step(&mut tx, step).await?;
        let digest = |text: &str| Digest::of(text.as_bytes()).to_string();
        let body = json!({
            "kind": new.kind, "bg": digest(new.text.0), "en": digest(new.text.1),
        });
        note(&mut tx, "problem-answered", step, body).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Says which challenge a problem becomes, or that it is another one after all. So long
    /// as nobody but staff knows of the challenge, the chain has a digest in place of its
    /// name. [`StoreError::NotFound`] for a challenge that is not there,
    /// [`StoreError::Changed`] for a problem that not everybody sees.
    pub async fn link_problem(&self, new: ProblemLink<'_>) -> Result<(), StoreError> {
        // The challenge must not open meanwhile, or the chain would hide an open name.
        let mut tx = self.write(Topic::Challenge).await?;
        let name = record_name(&mut tx, new.challenge).await?;
        let linked = sqlx::query(
            "update problem set state = 'challenge', challenge_id = $1 \
             where id = $2 and state in ('shown', 'answered', 'challenge')",
        )
        .bind(new.challenge)
        .bind(new.problem)
        .execute(&mut *tx)
        .await?;
        demand_changed(linked.rows_affected())?;
        let step = Step {
            problem: new.problem,
            kind: "challenge",
            other: Some(new.challenge),
            by: new.by,
            at: new.at,
            ..Step::default()
        };
        keep_step(&mut tx, step).await?;
        let body = json!({ "challenge": name.text(new.challenge) });
        note(&mut tx, "problem-linked", step, body).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// One row's worth of change, or [`StoreError::Changed`].
pub(super) fn demand_changed(affected: u64) -> Result<(), StoreError> {
    (affected == 1).then_some(()).ok_or(StoreError::Changed)
}

/// The link that tells of a step.
pub(super) async fn note(
    tx: &mut Tx,
    kind: &'static str,
    step: Step<'_>,
    body: Value,
) -> Result<(), StoreError> {
    let link = Link::new(kind, step.problem, step.at, body);
    append(tx, Some(step.by), link).await
}
