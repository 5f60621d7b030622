//! From the facts in the database to a decision as it would be published now: the snapshot
//! and the words around its numbers.

use std::{collections::BTreeMap, sync::Arc};

use pilotbox_challenge::statistics::decision::Rule;
use pilotbox_evaluate::Written;
use pilotbox_model::{
    Digest,
    api::{challenges::ChallengeState, decisions::DecisionMissing},
};
use pilotbox_store::{
    StoreError,
    challenges::{DecisionFacts, DecisionSettings},
};

use super::{
    codes,
    missing::{Wanted, is_complete, missing},
    snapshot::{Parts, candidates, judgements},
};
use crate::{live::Texts, problem::Problem, state::AppState};

/// What is there of a decision now.
pub(crate) struct Gathered {
    /// What it rests on.
    pub(crate) facts: DecisionFacts,
    /// How it is decided, and the rule in it.
    pub(crate) settings: Option<(DecisionSettings, Rule)>,
    /// Codes of evaluators by account; none before anything is declared.
    pub(crate) codes: BTreeMap<String, String>,
    /// What is missing.
    pub(crate) missing: DecisionMissing,
    /// What would be published, if anything follows.
    pub(crate) written: Option<Written>,
    /// Why nothing does.
    pub(crate) refused: Option<String>,
}

impl Gathered {
    /// Whether it may be proposed: nothing is missing, and there is something.
    pub(crate) fn is_ready(&self) -> bool {
        is_complete(&self.missing) && self.written.is_some()
    }
}

/// Gathers a decision. Numbers come as soon as they follow, before all is there.
pub(crate) async fn gather(
    state: &AppState,
    challenge: &str,
    moment: ChallengeState,
) -> Result<Gathered, Problem> {
    let facts = state.store.decision_facts(challenge).await?;
    let settings = settings(state, challenge).await?;
    let texts = pack_texts(state, &facts).await?;
    let codes = settings
        .as_ref()
        .map(|(settings, _)| codes(&settings.code_salt, &facts.judges))
        .unwrap_or_default();
    let candidates = candidates(&facts);
    let wanted = wanted(settings.as_ref().map(|(_, rule)| rule));
    let by_account = judgements(&facts.marks, &candidates, str::to_owned, wanted.spread);
    let mut missing = missing(&facts, &candidates, &by_account, wanted)?;
    missing.is_undeclared = settings.is_none();
    missing.is_too_early = moment != ChallengeState::Jury;
    let (written, refused) = match (&settings, &texts) {
        (None, _) => refused("it is not declared how it is decided"),
        (_, None) => refused("no version of the challenge is approved"),
        _ if !missing.undone_runs.is_empty() => refused("finalists have no final run that ended"),
        (Some((settings, rule)), Some(texts)) => {
            let parts = Parts {
                facts: &facts,
                settings,
                rule,
                texts,
                codes: &codes,
                candidates: &candidates,
            };
            match parts.written(state).await? {
                Ok(written) => (Some(written), None),
                Err(why) => (None, Some(why)),
            }
        }
    };
    Ok(Gathered {
        facts,
        settings,
        codes,
        missing,
        written,
        refused,
    })
}

fn refused(why: &str) -> (Option<Written>, Option<String>) {
    (None, Some(why.to_owned()))
}

async fn settings(
    state: &AppState,
    challenge: &str,
) -> Result<Option<(DecisionSettings, Rule)>, Problem> {
    match state.store.decision_settings(challenge).await {
        Ok(settings) => {
            let rule = serde_json::from_str(&settings.rule).map_err(Problem::internal)?;
            Ok(Some((settings, rule)))
        }
        Err(StoreError::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

async fn pack_texts(
    state: &AppState,
    facts: &DecisionFacts,
) -> Result<Option<Arc<Texts>>, Problem> {
    let Some(id) = &facts.version_id else {
        return Ok(None);
    };
    let version = state.store.version(id).await?;
    let pack: Digest = version.startup_digest.parse().map_err(Problem::internal)?;
    state.live().texts(state, pack).await.map(Some)
}

/// What the rule asks of the jury, or would if it were as usual.
fn wanted(rule: Option<&Rule>) -> Wanted {
    rule.map_or(
        Wanted {
            fewest: 3,
            spread: 2,
        },
        |rule| Wanted {
            fewest: rule.fewest_evaluators,
            spread: rule.moderation_spread,
        },
    )
}
