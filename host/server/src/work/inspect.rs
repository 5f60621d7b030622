//! The first step: the plugin is inspected, plugged and compiled.

use std::sync::Arc;

use pilotbox_evaluate::{EvaluateError, Prepared};
use pilotbox_model::{Case, Digest};
use pilotbox_store::{CheckedRun, Ended, StoreError, Taken};

use super::{
    fault::Fault,
    step::Next,
    workshop::{Workshop, blocking, json, parsed},
};

/// What came of it.
enum Inspected {
    Fits(Vec<Case>, Prepared),
    Refused(String),
}

pub(super) async fn inspect(shop: &Arc<Workshop>, taken: &Taken) -> Result<Next, Fault> {
    let pack = shop.pack(taken).await?;
    let plugin = shop.plugin(taken).await?;
    let split = shop.options(taken)?.split;
    let data_digest = pack.opened.package().data_digest(split);
    let workshop = Arc::clone(shop);
    let inspected = blocking(move || {
        let artifacts = pack.opened.artifacts()?;
        // The harness comes first: what is wrong with it must not look like the
        // plugin's fault.
        let cases = workshop.evaluator.cases(&artifacts, split)?;
        match workshop.evaluator.prepare(&plugin, &artifacts) {
            Ok(prepared) => Ok(Inspected::Fits(cases, prepared)),
            Err(EvaluateError::Rejected(why)) => Ok(Inspected::Refused(why.to_string())),
            Err(other) => Err(other.into()),
        }
    });
    match inspected.await? {
        Inspected::Refused(why) => reject(shop, taken, why).await,
        Inspected::Fits(cases, prepared) => {
            demand_same(shop, taken, &cases, &data_digest).await?;
            let checked = CheckedRun {
                plugin_id: taken.plugin_id.clone(),
                profile: prepared.plugin.profile.to_string(),
                version_id: taken.version_id.clone(),
                split: taken.split.clone(),
                data_digest: data_digest.to_string(),
                cases: json(&cases)?,
                case_count: i64::try_from(cases.len()).unwrap_or(i64::MAX),
                engine: shop.build.engine.clone(),
                at: shop.now(),
            };
            shop.store.record_checked(&taken.claim(), &checked).await?;
            Ok(Next::Evaluate)
        }
    }
}

/// What was recorded of the split when the version was made must be what is here.
async fn demand_same(
    shop: &Workshop,
    taken: &Taken,
    cases: &[Case],
    data: &Digest,
) -> Result<(), Fault> {
    let recorded = match shop.store.split(&taken.version_id, &taken.split).await {
        Err(StoreError::NotFound) => return Ok(()),
        other => other?,
    };
    if recorded.digest != data.to_string() {
        let cause = "the data is not what was recorded when the version was made";
        return Err(Fault::Challenge(cause.to_owned()));
    }
    // 0 cases mean that nobody has asked the harness before.
    let known: Vec<Case> = parsed(&recorded.cases)?;
    if recorded.case_count > 0 && known != cases {
        let cause = "the harness lists other cases than when the version was made";
        return Err(Fault::Challenge(cause.to_owned()));
    }
    Ok(())
}

async fn reject(shop: &Workshop, taken: &Taken, why: String) -> Result<Next, Fault> {
    let ended = Ended {
        state: "rejected".to_owned(),
        reason: Some(why),
        at: shop.now(),
        ..Ended::default()
    };
    shop.store.end_run(&taken.claim(), &ended, None).await?;
    Ok(Next::Nothing)
}
