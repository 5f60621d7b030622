//! The life of a challenge: which step may follow, and what dates and ended runs
//! bring about by themselves. Whoever may take a step at all is in the table of
//! rights.

use pilotbox_model::api::{
    challenges::ChallengeState::{self, Closed, Jury, Open, Published, Review},
    problem::Code,
};
use pilotbox_store::{
    StoreError,
    challenges::{Challenge, Move},
    to_millis,
};

use crate::{jobs::Topic, problem::Problem, state::AppState, work};

/// What a step depends on besides the states.
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each answers another question"
)]
pub struct Facts {
    /// Whether who takes the step has handed the challenge to review.
    pub is_own: bool,
    /// Whether a version was approved.
    pub has_approved: bool,
    /// When the last phase closes.
    pub closes_at: Option<i64>,
    /// Whether the finalists are locked.
    pub has_finalists: bool,
    /// Final runs of finalists that are missing or under way.
    pub waiting_finalists: i64,
    /// Whether a reason was given.
    pub has_reason: bool,
    /// Whether it was declared how it is decided.
    pub has_rule: bool,
    /// What time it is.
    pub now: i64,
}

/// Gathers them.
pub async fn facts(
    state: &AppState,
    challenge: &Challenge,
    account: &str,
    has_reason: bool,
) -> Result<Facts, Problem> {
    let has_approved = match state.store.current_version(&challenge.id).await {
        Ok(_) => true,
        Err(StoreError::NotFound) => false,
        Err(error) => return Err(error.into()),
    };
    let has_rule = match state.store.decision_settings(&challenge.id).await {
        Ok(_) => true,
        Err(StoreError::NotFound) => false,
        Err(error) => return Err(error.into()),
    };
    Ok(Facts {
        has_rule,
        is_own: challenge.submitted_by.as_deref() == Some(account),
        has_approved,
        closes_at: challenge.closes_at,
        has_finalists: challenge.finalists_at.is_some(),
        waiting_finalists: state.store.waiting_finalists(&challenge.id).await?,
        has_reason,
        now: to_millis(state.clock.now()),
    })
}

/// Whether a challenge may go from one state to another now.
pub fn permit(from: ChallengeState, to: ChallengeState, facts: Facts) -> Result<(), Problem> {
    if !from.may_become(to) {
        return Err(not_now(format!("`{from}` cannot become `{to}`")));
    }
    match (from, to) {
        (Review, Open) => permit_opening(facts),
        (Open, Closed) => permit_closing(facts),
        (Closed, Jury) => permit_jury(facts),
        (Jury, Published) => permit_publication(facts),
        _ => Ok(()),
    }
}

fn permit_opening(facts: Facts) -> Result<(), Problem> {
    if facts.is_own {
        return Err(Problem::new(Code::NotAllowed)
            .detail("you handed this challenge to review")
            .hint("ask somebody else on the staff to read and open it"));
    }
    if !facts.has_approved {
        return Err(not_now("no version of it is approved").hint("approve the version first"));
    }
    if facts
        .closes_at
        .is_some_and(|closes_at| closes_at <= facts.now)
    {
        return Err(not_now("its last phase is over").hint("set the dates of a phase"));
    }
    Ok(())
}

fn permit_closing(facts: Facts) -> Result<(), Problem> {
    let is_early = facts
        .closes_at
        .is_some_and(|closes_at| closes_at > facts.now);
    if is_early && !facts.has_reason {
        return Err(Problem::new(Code::BadRequest)
            .detail("the challenge closes before its date, so `reason` is needed"));
    }
    Ok(())
}

fn permit_jury(facts: Facts) -> Result<(), Problem> {
    if !facts.has_finalists {
        return Err(not_now("public runs are still under way"));
    }
    if facts.waiting_finalists > 0 {
        let waiting = facts.waiting_finalists;
        return Err(
            not_now(format!("{waiting} finalists have no final run that ended"))
                .hint("wait for the runs; withheld final data has to be attached first"),
        );
    }
    Ok(())
}

/// Whoever read how it is decided waits for a decision.
fn permit_publication(facts: Facts) -> Result<(), Problem> {
    if !facts.has_rule {
        return Ok(());
    }
    Err(not_now(
        "it was declared how this challenge is decided, so it is published with its decision",
    )
    .hint("propose the decision, and let somebody else on the staff publish it"))
}

fn not_now(detail: impl Into<String>) -> Problem {
    Problem::new(Code::WrongState).detail(detail)
}

/// Closes what is over by its date, and takes closed challenges further.
pub async fn tick(state: &AppState) -> Result<(), StoreError> {
    let now = to_millis(state.clock.now());
    for challenge in state.store.due_challenges(now).await? {
        close(state, &challenge, now).await?;
    }
    for challenge in state.store.unlocked_challenges().await? {
        settle(state, &challenge).await?;
    }
    Ok(())
}

/// Locks the finalists of a closed challenge once its public runs are done, and
/// queues their final runs. Safe to repeat, at any time.
pub async fn settle(state: &AppState, challenge: &str) -> Result<(), StoreError> {
    let now = to_millis(state.clock.now());
    if let Some(added) = state.store.lock_finalists(challenge, now).await? {
        work::announce(&state.queue, Topic::Evaluate, added).await;
    }
    Ok(())
}

/// Somebody may have closed it, or moved its date, a moment ago.
async fn close(state: &AppState, challenge: &Challenge, now: i64) -> Result<(), StoreError> {
    let step = Move {
        challenge,
        to: Closed,
        by: None,
        reason: None,
        at: now,
    };
    match state.store.move_challenge(step).await {
        Err(StoreError::Changed) => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests;
