//! What is switched on for the whole site, as this process last read it. Every page and
//! every gate asks, so that it is read once a second at most; a change made here counts
//! here at once, and in other processes a second later.

use std::{sync::Arc, time::Duration};

use pilotbox_model::api::{admin::SiteView, challenges::Bilingual};
use pilotbox_store::{Store, StoreError, Switches, from_millis};
use tokio::{sync::Mutex, time::Instant};

/// How old an answer may be.
const FRESH: Duration = Duration::from_secs(1);

/// The last answer.
#[derive(Default)]
pub(super) struct SiteMemory(Mutex<Option<(Instant, Arc<SiteView>)>>);

impl SiteMemory {
    pub(super) async fn read(&self, store: &Store) -> Result<Arc<SiteView>, StoreError> {
        let mut last = self.0.lock().await;
        if let Some((at, site)) = last.as_ref()
            && at.elapsed() < FRESH
        {
            return Ok(Arc::clone(site));
        }
        let site = Arc::new(store.switches().await?.map(view).unwrap_or_default());
        *last = Some((Instant::now(), Arc::clone(&site)));
        Ok(site)
    }

    pub(super) async fn forget(&self) {
        *self.0.lock().await = None;
    }
}

fn view(row: Switches) -> SiteView {
    SiteView {
        is_registration_open: row.is_registration_open(),
        takes_submissions: row.takes_submissions(),
        changed_at: Some(from_millis(row.changed_at)),
        revision: u64::try_from(row.revision).unwrap_or(0),
        message: row
            .message_bg
            .zip(row.message_en)
            .map(|(bg, en)| Bilingual { bg, en }),
    }
}
