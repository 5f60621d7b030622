//! Raw data whose time is over is deleted: first the database says so, with a link in the
//! chain, then its bytes go. Bytes that cannot be removed now are found by the sweep of
//! blobs that nothing names.

use pilotbox_model::Digest;
use pilotbox_store::{StoreError, data::RawData};
use tracing::{info, warn};

use super::{fault::Fault, workshop::Workshop};

/// What one look deletes, so that much that is over at once does not hold up the upkeep.
const MOST: i64 = 20;

impl Workshop {
    /// Deletes raw data whose time is over.
    pub(super) async fn delete_expired(&self) -> Result<(), StoreError> {
        let now = self.now();
        for raw in self.store.expired_raw(now, MOST).await? {
            let data_set = &raw.data_set_id;
            match self.delete(&raw, now).await {
                Ok(()) => info!(data_set, "raw data was deleted, since its time is over"),
                Err(cause) => warn!(data_set, %cause, "raw data was not deleted in time"),
            }
        }
        Ok(())
    }

    async fn delete(&self, raw: &RawData, now: i64) -> Result<(), Fault> {
        // Somebody else may have deleted or replaced it since it was listed.
        if let Some(digest) = self.store.delete_expired_raw(raw, now).await? {
            let digest: Digest = digest.parse().map_err(Fault::host)?;
            self.blobs.remove(digest).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use bytes::Bytes;
    use jiff::{SignedDuration, Timestamp};
    use pilotbox_store::{
        accounts::NewAccount,
        data::{NewDataSet, NewRawData},
        to_millis,
    };

    use super::*;
    use crate::{clock::Clock, config::Config, open};

    /// An installation that looks after its raw data after so many days.
    struct Place {
        shop: Workshop,
        account: String,
        brought_at: i64,
        _folder: tempfile::TempDir,
    }

    impl Place {
        async fn after(days: i64) -> Self {
            let folder = tempfile::tempdir().unwrap();
            let mut config = Config::default();
            config.server.data = folder.path().to_path_buf();
            let store = open::store(&config).await.unwrap();
            let blobs = open::blobs(&config).unwrap().noting_arrivals(&store);
            let queue = open::queue(&config).await.unwrap();
            let brought_at: Timestamp = "2026-11-01T00:00:00Z".parse().unwrap();
            let (clock, _) = Clock::set_by_hand(brought_at + SignedDuration::from_hours(24 * days));
            let new = NewAccount {
                email: "ana@example.org",
                name: "Ана",
                language: "bg",
                password: "hash",
            };
            let brought_at = to_millis(brought_at);
            let account = store.create_account(&new, brought_at).await.unwrap();
            let program = Path::new("pilotbox");
            let shop = Workshop::new(&config, program, store, blobs, queue, clock).unwrap();
            Self {
                shop,
                account,
                brought_at,
                _folder: folder,
            }
        }

        async fn bring(&self, data_set: &str, raw_days: i64, digest: &str) {
            let new = NewDataSet {
                id: data_set,
                title_bg: "",
                title_en: "",
                description_bg: "",
                description_en: "",
                owner: "",
                theme: "TRAN",
                raw_days,
                by: &self.account,
                at: self.brought_at,
            };
            self.shop.store.create_data_set(&new).await.unwrap();
            let raw = NewRawData {
                id: data_set,
                data_set,
                digest,
                file_name: "a.csv",
                table_name: "a",
                format: "csv",
                bytes: 1,
                rows: 1,
                rows_aside: 0,
                about: "{}",
                by: &self.account,
                at: self.brought_at,
            };
            self.shop.store.bring_raw(&raw).await.unwrap();
        }

        async fn is_there(&self, data_set: &str) -> bool {
            self.shop.store.raw_data(data_set).await.unwrap().is_some()
        }
    }

    #[tokio::test]
    async fn what_is_over_goes_with_its_bytes_and_the_rest_stays() {
        let place = Box::pin(Place::after(30)).await;
        let blobs = &place.shop.blobs;
        let over = blobs.put(Bytes::from_static(b"over")).await.unwrap();
        let kept = blobs.put(Bytes::from_static(b"kept")).await.unwrap();
        place.bring("bus-stops", 30, &over.to_string()).await;
        place.bring("tram-stops", 31, &kept.to_string()).await;
        place.shop.delete_expired().await.unwrap();
        assert!(!place.is_there("bus-stops").await);
        assert!(place.is_there("tram-stops").await);
        assert_eq!(blobs.size(over).await.unwrap(), None);
        assert_eq!(blobs.size(kept).await.unwrap(), Some(4));
        let links = place.shop.store.links_after(0, 100).await.unwrap();
        let last = links.last().unwrap();
        assert_eq!(
            (last.kind.as_str(), last.actor.as_str()),
            ("raw-data-deleted", "system")
        );
        place.shop.delete_expired().await.unwrap();
        let again = place.shop.store.links_after(0, 100).await.unwrap();
        assert_eq!(again.len(), links.len(), "nothing is deleted twice");
    }

    #[tokio::test]
    async fn bytes_that_cannot_be_removed_hold_up_nothing_else() {
        let place = Box::pin(Place::after(40)).await;
        // Its time is over first.
        place.bring("bus-stops", 29, "no digest").await;
        let over = place
            .shop
            .blobs
            .put(Bytes::from_static(b"over"))
            .await
            .unwrap();
        place.bring("tram-stops", 30, &over.to_string()).await;
        place.shop.delete_expired().await.unwrap();
        assert!(!place.is_there("bus-stops").await);
        assert!(!place.is_there("tram-stops").await);
        assert_eq!(place.shop.blobs.size(over).await.unwrap(), None);
    }
}
