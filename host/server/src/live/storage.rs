//! How much is kept, counted once a minute at most: each count lists every blob.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Duration,
};

use futures_util::TryStreamExt as _;
use pilotbox_model::api::admin::StoredView;
use tokio::{sync::Mutex, time::Instant};

use crate::{problem::Problem, state::Parts};

/// How old a count may be.
const FRESH: Duration = Duration::from_mins(1);

/// What nothing names yet, or any more.
const UNNAMED: &str = "unnamed";

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
#[derive(Default)]
pub(super) struct StorageMemory(Mutex<Option<(Instant, Arc<Counted>)>>);

impl StorageMemory {
    pub(super) async fn read(&self, parts: &Parts) -> Result<Arc<Counted>, Problem> {
        let mut last = self.0.lock().await;
        if let Some((at, counted)) = last.as_ref()
            && at.elapsed() < FRESH
        {
            return Ok(Arc::clone(counted));
        }
        let counted = Arc::new(Counted {
            blobs: count(parts).await?,
            at: parts.clock.now(),
        });
        *last = Some((Instant::now(), Arc::clone(&counted)));
        Ok(counted)
    }
}

async fn count(parts: &Parts) -> Result<Vec<StoredView>, Problem> {
    let named = by_digest(parts.store.named_blobs().await?);
    let mut sums = BTreeMap::<usize, (u64, u64)>::new();
    let mut blobs = std::pin::pin!(parts.blobs.all());
    while let Some((digest, bytes)) = blobs.try_next().await? {
        let kind = named.get(&digest.to_string()).copied();
        let sum = sums.entry(kind.unwrap_or(KINDS.len() - 1)).or_default();
        sum.0 = sum.0.saturating_add(1);
        sum.1 = sum.1.saturating_add(bytes);
    }
    let view = |(at, kind): (usize, &&str)| {
        let (count, bytes) = sums.get(&at).copied().unwrap_or_default();
        StoredView {
            kind: (*kind).to_owned(),
            count,
            bytes,
        }
    };
    Ok(KINDS.iter().enumerate().map(view).collect())
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
}
