//! Raw data: what replaces it, when it goes, and who had it.

use pilotbox_model::api::data::DataAccess;
use pilotbox_store::{
    Blobs,
    data::{Accessed, DataAccessRow},
};
use pilotbox_tests::{city::City, on_both_urls, scratch};

use super::*;

async fn delete_at(store: &Store) -> i64 {
    let raw = store.raw_data(STOPS).await.expect("an answer");
    raw.expect("it is there").delete_at
}

#[test]
fn what_comes_replaces_what_was_there_and_tells_its_bytes() {
    with_data(async |store, Staff { ana, eva }| {
        assert_eq!(store.raw_data(STOPS).await.expect("an answer"), None);
        let first = store.bring_raw(&raw("RAW1", &ana, NOW)).await;
        assert_eq!(first.expect("it is kept"), None);
        let kept = store.raw_data(STOPS).await.expect("an answer");
        let kept = kept.expect("it is there");
        assert_eq!((kept.id.as_str(), kept.digest.as_str()), ("RAW1", "RAW1"));
        assert_eq!((kept.bytes, kept.rows, kept.rows_aside), (1_000, 90, 2));
        assert_eq!(
            (kept.brought_by_name.as_str(), kept.brought_at),
            ("Ана", NOW)
        );
        let second = store.bring_raw(&raw("RAW2", &eva, NOW + 1)).await;
        assert_eq!(second.expect("it is kept").as_deref(), Some("RAW1"));
        let kept = store.raw_data(STOPS).await.expect("an answer");
        assert_eq!(kept.expect("it is there").id, "RAW2");
        let gone = store.delete_raw(STOPS, Some(&eva), NOW + 2).await;
        assert_eq!(gone.expect("it is deleted").as_deref(), Some("RAW2"));
        let again = store.delete_raw(STOPS, Some(&eva), NOW + 3).await;
        assert_eq!(again.expect("an answer"), None);
        assert_eq!(store.raw_data(STOPS).await.expect("an answer"), None);
    });
}

#[test]
fn bytes_are_of_one_raw_data_alone() {
    with_data(async |store, Staff { ana, .. }| {
        let made = store.create_data_set(&data_set("tram-stops", &ana)).await;
        made.expect("it is made");
        let brought = store.bring_raw(&raw("RAW1", &ana, NOW)).await;
        brought.expect("it is kept");
        let same_bytes = NewRawData {
            id: "RAW2",
            data_set: "tram-stops",
            ..raw("RAW1", &ana, NOW)
        };
        let refused = store.bring_raw(&same_bytes).await;
        assert!(is_conflict(&refused, "raw_data_digest"), "{refused:?}");
        let same_id = NewRawData {
            digest: "others",
            data_set: "tram-stops",
            ..raw("RAW1", &ana, NOW)
        };
        let refused = store.bring_raw(&same_id).await;
        assert!(is_conflict(&refused, "raw_data_pkey"), "{refused:?}");
        let nowhere = NewRawData {
            data_set: "metro-stops",
            ..raw("RAW3", &ana, NOW)
        };
        assert!(is_not_found(&store.bring_raw(&nowhere).await));
        // Nothing stays of what was refused.
        let accesses = store.data_accesses("tram-stops", 9).await;
        assert_eq!(accesses.expect("a list"), []);
    });
}

#[test]
fn the_fewest_days_of_data_set_and_approved_policies_count() {
    with_data(async |store, staff| {
        approved(&store, &staff).await;
        assert_eq!(delete_at(&store).await, NOW + 30 * DAY);
        for (version, days) in [("2", 10), ("3", 20)] {
            let proposed = store
                .propose_policy(&policy(version, days, &staff.ana))
                .await;
            proposed.expect("it is kept");
        }
        assert_eq!(delete_at(&store).await, NOW + 30 * DAY, "none is approved");
        for version in ["3", "2"] {
            let approved = store.approve_policy(&approval(version, &staff.eva)).await;
            approved.expect("it is approved");
            let days = if version == "3" { 20 } else { 10 };
            assert_eq!(delete_at(&store).await, NOW + days * DAY);
        }
        let proposed = store.propose_policy(&policy("4", 365, &staff.ana)).await;
        proposed.expect("it is kept");
        let approved = store.approve_policy(&approval("4", &staff.eva)).await;
        approved.expect("it is approved");
        assert_eq!(
            delete_at(&store).await,
            NOW + 10 * DAY,
            "none keeps it longer"
        );
        let again = store.bring_raw(&raw("RAW2", &staff.ana, NOW + DAY)).await;
        again.expect("it is kept");
        assert_eq!(delete_at(&store).await, NOW + 11 * DAY);
    });
}

#[test]
fn what_is_over_is_listed_then_and_what_replaced_it_stays() {
    with_data(async |store, Staff { ana, .. }| {
        let made = store.create_data_set(&data_set("tram-stops", &ana)).await;
        made.expect("it is made");
        let trams = NewRawData {
            data_set: "tram-stops",
            ..raw("RAW2", &ana, NOW + 1)
        };
        for new in [raw("RAW1", &ana, NOW), trams] {
            store.bring_raw(&new).await.expect("it is kept");
        }
        let over = async |at: i64, limit: i64| {
            let raw = store.expired_raw(at, limit).await.expect("a list");
            raw.into_iter().map(|one| one.id).collect::<Vec<_>>()
        };
        let end = NOW + 30 * DAY;
        assert!(over(end - 1, 9).await.is_empty());
        assert_eq!(over(end, 9).await, ["RAW1"]);
        assert_eq!(over(end + 1, 9).await, ["RAW1", "RAW2"]);
        assert_eq!(over(end + 1, 1).await, ["RAW1"]);
        let listed = store.expired_raw(end, 9).await.expect("a list").remove(0);
        let replaced = store.bring_raw(&raw("RAW3", &ana, end)).await;
        replaced.expect("it is kept");
        let late = store.delete_expired_raw(&listed, end).await;
        assert_eq!(late.expect("an answer"), None);
        let kept = store.raw_data(STOPS).await.expect("an answer");
        let kept = kept.expect("it is there");
        assert_eq!(kept.id, "RAW3");
        let gone = store.delete_expired_raw(&kept, end).await;
        assert_eq!(gone.expect("it is deleted").as_deref(), Some("RAW3"));
    });
}

#[test]
fn every_access_is_noted_the_newest_first() {
    with_data(async |store, Staff { ana, eva }| {
        let note = async |kind, by, at| {
            let to = Accessed::Raw("RAW1");
            let noted = store.note_access(STOPS, kind, to, by, at).await;
            noted.expect("it is noted");
        };
        store
            .bring_raw(&raw("RAW1", &ana, NOW))
            .await
            .expect("it is kept");
        note(DataAccess::Fetched, Some(&*eva), NOW).await;
        note(DataAccess::Tried, Some(&*ana), NOW).await;
        note(DataAccess::Released, None, NOW).await;
        store
            .bring_raw(&raw("RAW2", &eva, NOW))
            .await
            .expect("it is kept");
        store
            .delete_raw(STOPS, None, NOW)
            .await
            .expect("it is deleted");
        let accesses = store.data_accesses(STOPS, 9).await.expect("a list");
        let seen = |row: &DataAccessRow| (row.kind(), row.by_name.clone());
        let [ana, eva] = ["Ана", "Ева"].map(|name| Some(name.to_owned()));
        let expected = [
            (DataAccess::Deleted, None),
            (DataAccess::Brought, eva.clone()),
            (DataAccess::Deleted, eva.clone()),
            (DataAccess::Released, None),
            (DataAccess::Tried, ana.clone()),
            (DataAccess::Fetched, eva),
            (DataAccess::Brought, ana),
        ];
        assert_eq!(accesses.iter().map(seen).collect::<Vec<_>>(), expected);
        let newest = store.data_accesses(STOPS, 2).await.expect("a list");
        assert_eq!(newest, accesses[..2]);
        let to = Accessed::Release(1);
        let elsewhere = store.note_access("tram-stops", DataAccess::Tried, to, None, NOW);
        assert!(is_not_found(&elsewhere.await));
    });
}

#[test]
fn an_access_to_what_is_not_there_any_more_is_refused_and_not_noted() {
    with_data(async |store, Staff { ana, .. }| {
        for id in ["RAW1", "RAW2"] {
            let brought = store.bring_raw(&raw(id, &ana, NOW)).await;
            brought.expect("it is kept");
        }
        let note = async |to| {
            let kind = DataAccess::Fetched;
            store.note_access(STOPS, kind, to, Some(&*ana), NOW).await
        };
        let count = async || {
            let all = store.data_accesses(STOPS, 9).await;
            all.expect("a list").len()
        };
        let before = count().await;
        let replaced = note(Accessed::Raw("RAW1")).await;
        assert!(matches!(replaced, Err(StoreError::Changed)), "{replaced:?}");
        assert_eq!(count().await, before);
        note(Accessed::Raw("RAW2")).await.expect("it is there");
        let gone = store.delete_raw(STOPS, None, NOW).await;
        gone.expect("it is deleted");
        let deleted = note(Accessed::Raw("RAW2")).await;
        assert!(matches!(deleted, Err(StoreError::Changed)), "{deleted:?}");
        // What is sealed lies elsewhere.
        note(Accessed::Release(1)).await.expect("it is noted");
        let links = store.links_after(0, 1_000).await.expect("the chain");
        let last = links.last().expect("a link");
        assert_eq!(last.body, r#"{"release":1}"#);
    });
}

#[test]
fn bytes_that_nobody_came_to_remove_go_with_the_next_sweep_and_others_stay() {
    with_data(async |store, staff| {
        let folder = scratch();
        let blobs = Blobs::folder(folder.path()).expect("a folder");
        let blobs = blobs.noting_arrivals(&store);
        let put = async |bytes: &'static [u8]| {
            let digest = blobs.put(bytes.into()).await;
            digest.expect("it is kept")
        };
        let (old, new, file) = (put(b"old").await, put(b"new").await, put(b"file").await);
        for (id, digest) in [("RAW1", old), ("RAW2", new)] {
            let raw = NewRawData {
                digest: &digest.to_string(),
                ..raw(id, &staff.ana, NOW)
            };
            store.bring_raw(&raw).await.expect("it is kept");
        }
        let proposed = store.propose_policy(&policy("1", 30, &staff.ana)).await;
        proposed.expect("it is kept");
        let approved = store.approve_policy(&approval("1", &staff.eva)).await;
        approved.expect("it is approved");
        let policy = store.data_policy(STOPS, "1").await.expect("it is there");
        let files = [file, file];
        let release = release(&policy.head.id, &files, &staff.ana);
        store.add_release(&release).await.expect("it is added");
        // All others came a moment ago, and are no sweep's yet.
        assert_eq!(blobs.sweep(&store, 1, 9).await.expect("a sweep"), 1);
        assert_eq!(blobs.size(old).await.expect("an answer"), None);
        assert_eq!(blobs.sweep(&store, i64::MAX, 9).await.expect("a sweep"), 0);
        for digest in [new, file] {
            assert!(blobs.size(digest).await.expect("an answer").is_some());
        }
    });
}

#[test]
fn a_running_installation_deletes_what_is_over_with_its_bytes() {
    on_both_urls(async |url| {
        let folder = scratch();
        let city = City::open(&url, folder.path()).await;
        let (store, blobs) = (&city.state.store, &city.state.blobs);
        let made = store.create_data_set(&data_set(STOPS, &city.staff)).await;
        made.expect("it is made");
        let digest = blobs.put(b"encrypted".as_slice().into()).await;
        let digest = digest.expect("it is kept");
        let text = digest.to_string();
        let over = NewRawData {
            digest: &text,
            ..raw("RAW1", &city.staff, city.now() - 31 * DAY)
        };
        store.bring_raw(&over).await.expect("it is kept");
        let working = city.work().await;
        city.until(async || blobs.size(digest).await.expect("an answer").is_none())
            .await;
        working.stop().await;
        assert_eq!(store.raw_data(STOPS).await.expect("an answer"), None);
        let accesses = store.data_accesses(STOPS, 1).await.expect("a list");
        assert_eq!(
            (accesses[0].kind(), &accesses[0].by),
            (DataAccess::Deleted, &None)
        );
    });
}
