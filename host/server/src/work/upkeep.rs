//! What runs beside the steps: abandoned runs are freed, lost jobs are pushed anew,
//! old jobs forgotten, raw data deleted in time, mails caught up on, and the chain's head
//! is published daily.

use std::{future::Future, pin::pin, sync::Arc, time::Duration};

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use pilotbox_store::StoreError;
use tokio::time::{MissedTickBehavior, interval};
use tracing::{info, warn};

use super::{announce, finish::Office, step::millis, workshop::Workshop};
use crate::jobs::Topic;

/// How long ended jobs are kept: for whoever looks into the queue's tables.
const KEEP_JOBS: Duration = Duration::from_hours(1);

/// One process's upkeep. Several at once do no harm.
pub(super) struct Upkeep {
    workshop: Arc<Workshop>,
    office: Option<Arc<Office>>,
    published: Option<Date>,
}

impl Upkeep {
    pub(super) fn new(workshop: Arc<Workshop>, office: Option<Arc<Office>>) -> Self {
        Self {
            workshop,
            office,
            published: None,
        }
    }

    /// Looks at once, then with every heartbeat, until `stop`.
    pub(super) async fn run(mut self, stop: impl Future<Output = ()>) {
        let mut stop = pin!(stop);
        let mut ticks = interval(self.workshop.heartbeat);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                biased;
                () = &mut stop => return,
                _ = ticks.tick() => self.look().await,
            }
        }
    }

    async fn look(&mut self) {
        if let Err(cause) = self.workshop.follow_clock().await {
            warn!(%cause, "the database's clock was not read");
        }
        if let Err(cause) = self.mend().await {
            warn!(%cause, "the queue was not looked after");
        }
        if let Err(cause) = self.workshop.queue.sweep(KEEP_JOBS).await {
            warn!(%cause, "old jobs were not forgotten");
        }
        if let Err(cause) = self.workshop.delete_expired().await {
            warn!(%cause, "it was not looked for raw data whose time is over");
        }
        if let Some(office) = &self.office {
            office.tell_all().await;
            let today = self.workshop.clock.now();
            if let Err(cause) = self.publish_head(today).await {
                warn!(%cause, "the chain's head was not published");
            }
        }
    }

    async fn mend(&self) -> Result<(), StoreError> {
        let shop = &self.workshop;
        let silent_since = shop.lease_now().saturating_sub(millis(shop.orphan_after));
        let found = shop.store.mend(silent_since).await?;
        if found.freed > 0 {
            info!(runs = found.freed, "runs were freed that nobody worked on");
        }
        for (topic, runs) in [
            (Topic::Evaluate, found.to_evaluate),
            (Topic::Finish, found.to_finish),
        ] {
            match shop.queue.pending(topic).await {
                Ok(jobs) => {
                    let missing = usize::try_from(runs.saturating_sub(jobs)).unwrap_or(0);
                    announce(&shop.queue, topic, missing).await;
                }
                Err(cause) => warn!(%cause, "jobs could not be counted"),
            }
        }
        Ok(())
    }

    /// One line a day in the log, which is kept elsewhere than the database: whoever
    /// rewrites the chain would have to rewrite that too.
    async fn publish_head(&mut self, now: Timestamp) -> Result<(), StoreError> {
        let today = now.to_zoned(TimeZone::UTC).date();
        if self.published == Some(today) {
            return Ok(());
        }
        let head = self.workshop.store.chain_head().await?;
        info!(seq = head.seq, digest = head.digest, "chain-head");
        self.published = Some(today);
        Ok(())
    }
}
