//! The door to work on raw data: each piece of it may fill a good part of the memory, so
//! one goes in at a time. Whoever would wait long is told to come back.

use std::{sync::Arc, time::Duration};

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

/// Lets one in at a time. Clones share the door.
#[derive(Clone)]
pub(crate) struct Door(Arc<Semaphore>);

impl Default for Door {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(1)))
    }
}

impl Door {
    /// Waits for one's turn, which lasts until what is returned is dropped. Work that
    /// goes on when its request is gone takes it along.
    pub(crate) async fn enter(&self) -> Result<OwnedSemaphorePermit, Problem> {
        self.enter_within(MAX_WAIT).await
    }

    async fn enter_within(&self, wait: Duration) -> Result<OwnedSemaphorePermit, Problem> {
        let turn = timeout(wait, Arc::clone(&self.0).acquire_owned()).await;
        let turn = turn.map_err(|_| {
            Problem::new(Code::Unavailable)
                .detail("somebody else's data is being worked on")
                .hint("try again after `retry-after`")
                .retry_after(RETRY_AFTER)
        })?;
        turn.map_err(Problem::internal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_goes_in_and_the_next_is_told_to_come_back() {
        let door = Door::default();
        let turn = door.clone().enter().await.unwrap();
        let refused = door.enter_within(Duration::ZERO).await.unwrap_err();
        assert_eq!(refused.code(), Code::Unavailable);
        drop(turn);
        assert!(door.enter_within(Duration::ZERO).await.is_ok());
    }
}
