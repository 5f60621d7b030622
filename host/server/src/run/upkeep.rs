//! What a running server does by itself besides runs: closes challenges by their
//! dates, forgets what is over, and keeps figures up to date.

use std::{convert::Infallible, fmt::Debug, future::Future, pin::pin, time::Duration};

use futures_util::TryStreamExt;
use pilotbox_model::api::runs::RunState;
use pilotbox_store::to_millis;
use tokio::time::{Interval, MissedTickBehavior, interval};

use crate::{
    api::{accounts, uploads},
    jobs::Topic,
    life,
    state::AppState,
};

/// How often dates are looked at. A phase that is over takes nothing any more,
/// however late this comes; what follows from its end comes that much later.
const DATES_EVERY: Duration = Duration::from_secs(5);

/// How often figures are set: as often as Prometheus usually reads them.
const FIGURES_EVERY: Duration = Duration::from_secs(15);

/// How often what is over is forgotten. Nothing that is over works any more,
/// however late this comes.
const SWEEP_EVERY: Duration = Duration::from_mins(1);

/// How often the blobs' sizes are added up, which lists every one of them.
const BLOBS_EVERY: Duration = Duration::from_mins(10);

/// How long a blob that nothing names is kept: far longer than whoever brought it
/// takes to name it.
const UNNAMED_BLOBS_MS: i64 = 24 * 60 * 60 * 1000;

/// Blobs that one sweep looks at.
const MOST_BLOBS: i64 = 100;

/// Keeps at it until `stop`.
pub(super) async fn keep(state: AppState, stop: impl Future<Output = ()>) {
    let mut stop = pin!(stop);
    let mut measuring = pin!(measure_blobs(&state));
    let [mut dates, mut figures, mut sweeps] = [DATES_EVERY, FIGURES_EVERY, SWEEP_EVERY].map(every);
    loop {
        tokio::select! {
            biased;
            () = &mut stop => return,
            _ = dates.tick() => warn("dates of challenges", life::tick(&state).await),
            _ = figures.tick() => set_figures(&state).await,
            _ = sweeps.tick() => sweep(&state).await,
            never = &mut measuring => match never {},
        }
    }
}

fn every(pause: Duration) -> Interval {
    let mut ticks = interval(pause);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}

async fn sweep(state: &AppState) {
    warn("accounts and sessions", accounts::sweep(state).await);
    warn("uploads", uploads::sweep(state).await);
    let before = to_millis(state.clock.now()).saturating_sub(UNNAMED_BLOBS_MS);
    let swept = state.blobs.sweep(&state.store, before, MOST_BLOBS).await;
    warn("blobs that nothing names", swept);
}

fn warn<T, E: Debug>(what: &'static str, result: Result<T, E>) {
    if let Err(error) = result {
        tracing::warn!(what, ?error, "not looked after; it is tried again");
    }
}

async fn set_figures(state: &AppState) {
    let metrics = &state.metrics;
    let (open, idle) = state.store.connections();
    metrics.set_database_connections(open, u32::try_from(idle).unwrap_or(u32::MAX));
    for topic in [Topic::Evaluate, Topic::Finish] {
        if let Ok(jobs) = state.queue.pending(topic).await {
            metrics.set_queue_length(topic.name(), jobs);
        }
    }
    let Ok(counts) = state.store.runs_by_state().await else {
        return;
    };
    // States without a run are told as well: a figure that is gone is no zero.
    for known in RunState::ALL {
        let found = counts.iter().find(|(state, _)| state == known.as_str());
        let runs = found.map_or(0, |(_, runs)| u64::try_from(*runs).unwrap_or(0));
        metrics.set_runs(known.as_str(), runs);
    }
}

/// Beside the rest, since a bucket of many blobs takes its time to be listed.
async fn measure_blobs(state: &AppState) -> Infallible {
    let mut ticks = every(BLOBS_EVERY);
    loop {
        ticks.tick().await;
        let sizes = state.blobs.all().map_ok(|(_, bytes)| bytes);
        let add = async |sum: u64, bytes: u64| Ok(sum.saturating_add(bytes));
        match sizes.try_fold(0, add).await {
            Ok(bytes) => state.metrics.set_blob_bytes(bytes),
            Err(error) => warn::<(), _>("the figure of blobs", Err(error)),
        }
    }
}
