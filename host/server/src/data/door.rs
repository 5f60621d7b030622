//! The doors to raw data: each piece of work on it may fill a good part of the memory, so
//! one goes in at a time, and what is fetched stays there until a slow client has read it,
//! so a few fetch at once. Whoever would wait long is told to come back.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::body::{Body, Bytes};
use futures_util::stream;
use pilotbox_model::api::problem::Code;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use crate::problem::Problem;

/// How long one waits: two pieces of work on a million rows.
const MAX_WAIT: Duration = Duration::from_secs(30);

/// When whoever was turned away may come again.
const RETRY_AFTER: Duration = Duration::from_secs(15);

/// Fetches at once.
const FETCHES: usize = 4;

/// Bytes of a chunk of what is fetched.
const CHUNK_BYTES: usize = 64 << 10;

/// Lets a few in at a time. Clones share the door.
#[derive(Clone)]
pub(crate) struct Door(Arc<Semaphore>);

impl Door {
    /// The door to work, for one at a time.
    pub(crate) fn to_work() -> Self {
        Self::of(1)
    }

    /// The door to fetching.
    pub(crate) fn to_fetching() -> Self {
        Self::of(FETCHES)
    }

    fn of(places: usize) -> Self {
        Self(Arc::new(Semaphore::new(places)))
    }

    /// Waits for one's turn, which lasts until what is returned is dropped. Work that
    /// goes on when its request is gone takes it along.
    pub(crate) async fn enter(&self) -> Result<OwnedSemaphorePermit, Problem> {
        self.enter_within(MAX_WAIT).await
    }

    async fn enter_within(&self, wait: Duration) -> Result<OwnedSemaphorePermit, Problem> {
        let turn = timeout(wait, Arc::clone(&self.0).acquire_owned()).await;
        let turn = turn.map_err(|_| {
            Problem::new(Code::Unavailable)
                .detail("somebody else's raw data is being worked on or fetched")
                .hint("try again after `retry-after`")
                .retry_after(RETRY_AFTER)
        })?;
        turn.map_err(Problem::internal)
    }
}

/// A body that keeps its place until all of it is read, or nobody reads it any more.
pub(crate) fn sent(plain: Vec<u8>, place: OwnedSemaphorePermit) -> Body {
    let whole = (Bytes::from(plain), place);
    Body::from_stream(stream::unfold(whole, |(mut rest, place)| async move {
        if rest.is_empty() {
            return None;
        }
        let chunk = rest.split_to(rest.len().min(CHUNK_BYTES));
        Some((Ok::<_, Infallible>(chunk), (rest, place)))
    }))
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

    use super::*;

    #[tokio::test]
    async fn one_goes_in_and_the_next_is_told_to_come_back() {
        let door = Door::to_work();
        let turn = door.clone().enter().await.unwrap();
        let refused = door.enter_within(Duration::ZERO).await.unwrap_err();
        assert_eq!(refused.code(), Code::Unavailable);
        drop(turn);
        assert!(door.enter_within(Duration::ZERO).await.is_ok());
    }

    #[tokio::test]
    async fn what_is_fetched_keeps_its_place_until_it_is_read_or_given_up() {
        let door = Door::of(1);
        let plain = vec![7; 2 * CHUNK_BYTES + 1];
        for is_read in [true, false] {
            let place = door.enter_within(Duration::ZERO).await.unwrap();
            let body = sent(plain.clone(), place);
            let refused = door.enter_within(Duration::ZERO).await.unwrap_err();
            assert_eq!(refused.code(), Code::Unavailable);
            if is_read {
                let read = to_bytes(body, plain.len()).await.unwrap();
                assert!(read == plain);
            } else {
                drop(body);
            }
            assert!(door.enter_within(Duration::ZERO).await.is_ok());
        }
    }
}
