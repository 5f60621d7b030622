//! The queue as people are told of it. Read once a second for all readers, since
//! hundreds of streams ask for it.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Duration,
};

use jiff::Timestamp;
use pilotbox_model::api::runs::QueueView;
use pilotbox_store::{Store, StoreError, WaitingRun};
use tokio::{sync::Mutex, time::Instant};

/// How old an answer may be.
const FRESH: Duration = Duration::from_secs(1);

/// Runs whose place is told; those behind are told that there are at least as many
/// before them.
const PLACES: i64 = 10_000;

/// Ended runs that the expected time is judged by.
const JUDGED_BY: i64 = 51;

/// The last answer.
#[derive(Default)]
pub(super) struct QueueMemory(Mutex<Option<(Instant, Arc<QueueSnapshot>)>>);

/// How the queue stood at one moment.
#[derive(Debug, Default)]
pub struct QueueSnapshot {
    places: HashMap<String, u64>,
    median_ms: Option<i64>,
    view: QueueView,
}

impl QueueMemory {
    pub(super) async fn snapshot(&self, store: &Store) -> Result<Arc<QueueSnapshot>, StoreError> {
        let mut last = self.0.lock().await;
        if let Some((at, snapshot)) = last.as_ref()
            && at.elapsed() < FRESH
        {
            return Ok(Arc::clone(snapshot));
        }
        let snapshot = Arc::new(QueueSnapshot::read(store).await?);
        *last = Some((Instant::now(), Arc::clone(&snapshot)));
        Ok(snapshot)
    }
}

impl QueueSnapshot {
    async fn read(store: &Store) -> Result<Self, StoreError> {
        let counts = store.queue_counts().await?;
        let median_ms = median(store.recent_durations(JUDGED_BY).await?);
        let number = |count: i64| u64::try_from(count).unwrap_or(0);
        Ok(Self {
            places: places(store.waiting_runs(PLACES).await?),
            median_ms,
            view: QueueView {
                waiting: number(counts.waiting),
                running: number(counts.running),
                median_seconds: median_ms.map(|ms| number(ms / 1000)),
            },
        })
    }

    /// The numbers that everybody may read.
    pub fn view(&self) -> QueueView {
        self.view.clone()
    }

    /// How many runs are before one that waits.
    pub fn place(&self, run: &str) -> Option<u64> {
        self.places.get(run).copied()
    }

    /// When the run at a place should start, if each before it takes the median
    /// and as many go at once as do now.
    pub fn expected_start(&self, place: u64, now: Timestamp) -> Option<Timestamp> {
        let at_once = self.view.running.max(1);
        let rounds = i64::try_from(place / at_once).ok()?;
        let wait_ms = self.median_ms?.checked_mul(rounds)?;
        let at = now.as_millisecond().checked_add(wait_ms)?;
        Timestamp::from_millisecond(at).ok()
    }
}

/// Organisations take turns, the one served least recently first; each with its
/// oldest run.
fn places(waiting: Vec<WaitingRun>) -> HashMap<String, u64> {
    let mut before = BTreeMap::<String, u64>::new();
    let mut order: Vec<_> = waiting
        .into_iter()
        .map(|run| {
            let round = before.entry(run.organisation_id.clone()).or_default();
            *round += 1;
            (*round, run.served_at, run.organisation_id, run.id)
        })
        .collect();
    order.sort();
    let ids = order.into_iter().map(|(_, _, _, id)| id);
    ids.zip(0..).collect()
}

fn median(mut durations: Vec<i64>) -> Option<i64> {
    durations.sort_unstable();
    durations.get(durations.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiting(id: &str, organisation: &str, served_at: i64) -> WaitingRun {
        WaitingRun {
            id: id.to_owned(),
            organisation_id: organisation.to_owned(),
            served_at,
        }
    }

    #[test]
    fn one_run_does_not_wait_for_twenty_of_another() {
        let mut runs: Vec<_> = (0..20)
            .map(|n| waiting(&format!("a{n:02}"), "A", 5))
            .collect();
        runs.push(waiting("b", "B", 9));
        let places = places(runs);
        assert_eq!(places.get("a00"), Some(&0));
        assert_eq!(places.get("b"), Some(&1));
        assert_eq!(places.get("a19"), Some(&20));
    }

    #[test]
    fn the_expected_start_grows_with_the_place() {
        let snapshot = QueueSnapshot {
            median_ms: Some(2000),
            view: QueueView {
                running: 2,
                ..QueueView::default()
            },
            ..QueueSnapshot::default()
        };
        let now = Timestamp::UNIX_EPOCH;
        let seconds = |place| {
            let at = snapshot.expected_start(place, now);
            at.map(Timestamp::as_second)
        };
        assert_eq!(seconds(0), Some(0));
        assert_eq!(seconds(4), Some(4));
        assert_eq!(QueueSnapshot::default().expected_start(4, now), None);
        assert_eq!(seconds(u64::MAX), None);
    }

    #[test]
    fn nothing_has_no_median() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![3, 1, 2]), Some(2));
    }
}
