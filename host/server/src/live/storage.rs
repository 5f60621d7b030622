//! How much is kept, counted once a minute at most: each count lists every blob.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Duration,
};

use futures_util::TryStreamExt as _;
use pilotbox_model::api::admin::StoredView;
use tokio::{sync::Mutex, time::Instant};

use crate::{
    problem::Problem,
    state::{AppState, Parts},
};

/// How old a count may be.
const FRESH: Duration = Duration::from_mins(1);

/// What nothing names yet, or any more.
const UNNAMED: &str = "unnamed";

/// Everything, where there are too many names to tell what names a blob: without some of
/// them, blobs that are needed would show as those that nothing names.
const ALL: &str = "all";

/// Kinds of blobs, those that are counted first at the front: a blob that two name
/// counts once.
const KINDS: [&str; 6] = [
    "pack",
    "final-data",
    "plugin",
    "document",
    "receipt",
    UNNAMED,
];

/// What was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Blobs by kind.
    pub blobs: Vec<StoredView>,
    /// When.
    pub at: jiff::Timestamp,
}

/// The last count.
type Last = Option<(Instant, Arc<Counted>)>;

/// Remembers it.
#[derive(Default)]
pub(super) struct StorageMemory(Arc<Mutex<Last>>);

impl StorageMemory {
    pub(super) async fn read(&self, state: &AppState) -> Result<Arc<Counted>, Problem> {
        let state = state.clone();
        let counting = async move {
            Ok(Counted {
                blobs: count(&state).await?,
                at: state.clock.now(),
            })
        };
        self.remembered(counting).await
    }

    /// The last count, or a new one. It goes on if nobody waits any more: where it takes
    /// longer than a request may, whoever asks next finds the answer.
    async fn remembered(
        &self,
        counting: impl Future<Output = Result<Counted, Problem>> + Send + 'static,
    ) -> Result<Arc<Counted>, Problem> {
        let memory = Arc::clone(&self.0);
        let found = tokio::spawn(async move {
            let mut last = memory.lock().await;
            if let Some((at, counted)) = last.as_ref()
                && at.elapsed() < FRESH
            {
                return Ok(Arc::clone(counted));
            }
            let counted = Arc::new(counting.await?);
            *last = Some((Instant::now(), Arc::clone(&counted)));
            Ok(counted)
        });
        found.await.map_err(Problem::internal)?
    }
}

/// Sums by kind.
struct Tally {
    kinds: &'static [&'static str],
    /// The place of each digest's kind.
    named: HashMap<String, usize>,
    sums: BTreeMap<usize, (u64, u64)>,
}

impl Tally {
    /// Begins with what is named; `None` where that is too much to be read.
    fn new(named: Option<Vec<(String, String)>>) -> Self {
        Self {
            kinds: if named.is_some() { &KINDS } else { &[ALL] },
            named: by_digest(named.unwrap_or_default()),
            sums: BTreeMap::new(),
        }
    }

    fn add(&mut self, digest: &str, bytes: u64) {
        let place = self.named.get(digest).copied();
        let place = place.unwrap_or_else(|| self.kinds.len().saturating_sub(1));
        let sum = self.sums.entry(place).or_default();
        sum.0 = sum.0.saturating_add(1);
        sum.1 = sum.1.saturating_add(bytes);
    }

    fn views(&self) -> Vec<StoredView> {
        let view = |(at, kind): (usize, &&str)| {
            let (count, bytes) = self.sums.get(&at).copied().unwrap_or_default();
            StoredView {
                kind: (*kind).to_owned(),
                count,
                bytes,
            }
        };
        self.kinds.iter().enumerate().map(view).collect()
    }
}

async fn count(parts: &Parts) -> Result<Vec<StoredView>, Problem> {
    let mut tally = Tally::new(parts.store.named_blobs().await?);
    let mut blobs = std::pin::pin!(parts.blobs.all());
    while let Some((digest, bytes)) = blobs.try_next().await? {
        tally.add(&digest.to_string(), bytes);
    }
    Ok(tally.views())
}

/// The place of each digest's kind.
fn by_digest(named: Vec<(String, String)>) -> HashMap<String, usize> {
    let mut found = HashMap::with_capacity(named.len());
    for (kind, digest) in named {
        let place = KINDS.iter().position(|known| *known == kind);
        let place = place.unwrap_or(KINDS.len() - 1);
        let first = found.entry(digest).or_insert(place);
        *first = place.min(*first);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_name_counts_once() {
        let row = |kind: &str, digest: &str| (kind.to_owned(), digest.to_owned());
        let named = by_digest(vec![
            row("receipt", "a"),
            row("plugin", "a"),
            row("document", "b"),
        ]);
        assert_eq!(named.get("a"), Some(&2));
        assert_eq!(named.get("b"), Some(&3));
    }

    #[test]
    fn what_was_not_told_apart_is_not_said_to_be_unnamed() {
        let sums = |named| {
            let mut tally = Tally::new(named);
            tally.add("a", 3);
            tally.add("b", 4);
            let views = tally.views().into_iter().filter(|one| one.count > 0);
            let sums = views.map(|one| (one.kind, one.count, one.bytes));
            sums.collect::<Vec<_>>()
        };
        assert_eq!(sums(None), [("all".to_owned(), 2, 7)]);
        let named = vec![("pack".to_owned(), "a".to_owned())];
        let apart = [("pack".to_owned(), 1, 3), ("unnamed".to_owned(), 1, 4)];
        assert_eq!(sums(Some(named)), apart);
    }

    #[tokio::test]
    async fn a_count_that_outlasts_its_request_is_remembered() {
        let counted = |count| Counted {
            blobs: vec![StoredView {
                kind: "pack".to_owned(),
                count,
                bytes: 0,
            }],
            at: jiff::Timestamp::UNIX_EPOCH,
        };
        let memory = StorageMemory::default();
        let (go, gone) = tokio::sync::oneshot::channel::<()>();
        let first = counted(1);
        let mut slow = Box::pin(memory.remembered(async move {
            gone.await.map_err(Problem::internal)?;
            Ok(first)
        }));
        assert!(futures_util::poll!(&mut slow).is_pending());
        drop(slow);
        assert!(go.send(()).is_ok());
        let second = counted(2);
        let found = memory.remembered(async move { Ok(second) }).await;
        assert_eq!(*found.unwrap(), counted(1));
    }
}
