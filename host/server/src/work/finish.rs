//! The last step, which the server alone does: the result of all cases, a receipt
//! over it, and a link in the chain.

use std::sync::Arc;

use pilotbox_evaluate::{Envelope, Identity, Receipt};
use pilotbox_model::{CaseResult, Digest, Profile, RunResult, RunVerdict, Split};
use pilotbox_store::{
    Ended, NewReceipt, Taken,
    chain::{NewLink, SYSTEM},
    from_millis,
};
use serde_json::json;

use super::{
    fault::Fault,
    step::Next,
    workshop::{Workshop, blocking, digest, json as to_json, parsed},
};
use crate::{
    keys::{CurrentKey, Keys},
    state::AppState,
};

/// Milliseconds of an hour.
const HOUR_MS: i64 = 60 * 60 * 1000;

/// What only the server has.
pub(super) struct Office {
    pub(super) workshop: Arc<Workshop>,
    pub(super) keys: Keys,
    pub(super) state: AppState,
}

/// A receipt and the bytes of its envelope.
struct Signed {
    salt: Digest,
    envelope: Vec<u8>,
}

impl Office {
    pub(super) async fn finish(&self, taken: &Taken) -> Result<Next, Fault> {
        let shop = &self.workshop;
        let result = self.result(taken).await?;
        if result.verdict == RunVerdict::ChallengeFailed {
            return Err(Fault::Challenge("cases stop the baseline too".to_owned()));
        }
        let at = shop.now();
        let ended = ended(&result, at)?;
        let key = self.keys.current(from_millis(at)).await?;
        let signed = self.sign(result, &key, at).await?;
        let envelope = shop.blobs.put(signed.envelope.into()).await?;
        let receipt = NewReceipt {
            digest: envelope.to_string(),
            key_name: key.name.clone(),
            salt: signed.salt.to_string(),
        };
        let link = NewLink {
            at: recorded(at, &taken.split),
            kind: "receipt-issued",
            actor: SYSTEM.to_owned(),
            subject: taken.id.clone(),
            body: json!({
                "challenge": taken.challenge_id,
                "split": taken.split,
                "receipt": receipt.digest,
                "key": receipt.key_name,
            }),
        };
        let claim = taken.claim();
        shop.store
            .end_run_with_receipt(&claim, &ended, &receipt, &link)
            .await?;
        Ok(Next::Nothing)
    }

    async fn result(&self, taken: &Taken) -> Result<RunResult, Fault> {
        let shop = &self.workshop;
        let texts = shop.store.all_results(&taken.id).await?;
        let cases = shop.cases(taken).await?;
        let profile = shop.store.plugin_profile(&taken.plugin_id).await?;
        let plugin = Identity {
            profile: profile_of(profile.as_deref())?,
            digest: digest(&taken.plugin_digest)?,
        };
        let options = shop.options(taken)?;
        let pack = shop.pack(taken).await?;
        let workshop = Arc::clone(shop);
        blocking(move || {
            let results: Vec<CaseResult> = texts
                .iter()
                .map(|text| parsed(text))
                .collect::<Result<_, _>>()?;
            let artifacts = pack.opened.artifacts()?;
            let evaluator = &workshop.evaluator;
            Ok(evaluator.finish(plugin, &artifacts, options, cases, results)?)
        })
        .await
    }

    async fn sign(
        &self,
        result: RunResult,
        key: &Arc<CurrentKey>,
        at: i64,
    ) -> Result<Signed, Fault> {
        let (issuer, key) = (self.keys.issuer().to_owned(), Arc::clone(key));
        blocking(move || {
            let salt = Receipt::new_salt().map_err(Fault::host)?;
            let receipt = Receipt::new(&result, &issuer, from_millis(at), salt);
            let envelope = Envelope::sign(receipt, &key.key).map_err(Fault::host)?;
            let envelope = envelope.to_json().map_err(Fault::host)?;
            Ok(Signed { salt, envelope })
        })
        .await
    }
}

/// When the chain says that a run ended. Of hidden splits the hour alone: the moment
/// would tell how long their cases take.
pub(super) fn recorded(at: i64, split: &str) -> i64 {
    if split == Split::Sample.as_str() {
        at
    } else {
        at.saturating_sub(at.rem_euclid(HOUR_MS))
    }
}

/// The run's row: its result but for the cases, which have rows of their own.
fn ended(result: &RunResult, at: i64) -> Result<Ended, Fault> {
    let (state, fault) = match result.verdict {
        RunVerdict::Scored => ("scored", None),
        RunVerdict::PluginFailed(code) => ("plugin-failed", Some(code)),
        RunVerdict::ChallengeFailed => ("challenge-failed", None),
    };
    let without_cases = RunResult {
        cases: vec![],
        results: vec![],
        ..result.clone()
    };
    Ok(Ended {
        state: state.to_owned(),
        fault: fault.map(|code| code.to_string()),
        reason: fault.map(|code| {
            format!(
                "no case was scored, most by `{code}`; hint: {}",
                code.hint()
            )
        }),
        result: Some(to_json(&without_cases)?),
        total: result.score.as_ref().map(|score| score.total),
        is_free: false,
        at,
    })
}

fn profile_of(name: Option<&str>) -> Result<Profile, Fault> {
    let mut all = [Profile::Pure, Profile::Compat].into_iter();
    all.find(|profile| Some(profile.to_string().as_str()) == name)
        .ok_or_else(|| Fault::host("the plugin's profile is not known"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_hidden_splits_the_record_has_the_hour() {
        let at = 5 * HOUR_MS + 123_456;
        assert_eq!(recorded(at, "sample"), at);
        for split in ["public", "final"] {
            assert_eq!(recorded(at, split), 5 * HOUR_MS);
        }
    }
}
