//! The middle steps: the next cases of a run.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use pilotbox_evaluate::{Chunk, Tries};
use pilotbox_model::Case;
use pilotbox_store::{NewCaseResult, Taken};

use super::{
    fault::Fault,
    plan,
    step::{Next, millis},
    workshop::{Workshop, blocking, json, parsed},
};

pub(super) async fn run(shop: &Arc<Workshop>, taken: &Taken) -> Result<Next, Fault> {
    let claim = taken.claim();
    shop.store.record_start(&claim, shop.now()).await?;
    let cases = shop.cases(taken).await?;
    let done = usize::try_from(taken.done_cases).map_err(Fault::host)?;
    let elapsed = Duration::from_millis(u64::try_from(taken.elapsed_ms).unwrap_or(0));
    let count = plan::chunk(done, elapsed, shop.chunk);
    let ids = ids(&cases, done, count);
    let started = Instant::now();
    let chunk = evaluate(shop, taken, ids).await?;
    let elapsed_ms = millis(started.elapsed());
    let tries = json(&chunk.tries)?;
    let results = rows(done, chunk)?;
    let is_last = shop
        .store
        .record_chunk(&claim, &results, &tries, elapsed_ms)
        .await?;
    Ok(if is_last {
        Next::Finish
    } else {
        Next::Evaluate
    })
}

fn ids(cases: &[Case], done: usize, count: usize) -> Vec<String> {
    let next = cases.iter().skip(done).take(count);
    next.map(|case| case.id.clone()).collect()
}

async fn evaluate(shop: &Arc<Workshop>, taken: &Taken, ids: Vec<String>) -> Result<Chunk, Fault> {
    let tries: Tries = parsed(&taken.tries)?;
    let options = shop.options(taken)?;
    let pack = shop.pack(taken).await?;
    let plugin = shop.plugin(taken).await?;
    let workshop = Arc::clone(shop);
    blocking(move || {
        let artifacts = pack.opened.artifacts()?;
        let evaluator = &workshop.evaluator;
        Ok(evaluator.run_cases(&plugin, &artifacts, options, &ids, tries, &())?)
    })
    .await
}

fn rows(done: usize, chunk: Chunk) -> Result<Vec<NewCaseResult>, Fault> {
    let results = chunk.results.into_iter().zip(chunk.elapsed_ns);
    let row = |(place, (result, elapsed_ns)): (usize, (pilotbox_model::CaseResult, u64))| {
        Ok(NewCaseResult {
            position: i64::try_from(done.saturating_add(place)).map_err(Fault::host)?,
            verdict: result.verdict.to_string(),
            result: json(&result)?,
            case_id: result.id,
            elapsed_ns: i64::try_from(elapsed_ns).unwrap_or(i64::MAX),
        })
    };
    results.enumerate().map(row).collect()
}
