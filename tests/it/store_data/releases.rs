//! Policies and releases: who approves what, which numbers they get, what is open.

use std::collections::BTreeSet;

use pilotbox_store::data::{RAW_IS_OPEN, RAW_IS_SEALED, ReleaseOpening};

use super::*;

pub(super) fn opening(number: i64, by: &str) -> ReleaseOpening<'_> {
    ReleaseOpening {
        data_set: STOPS,
        number,
        by,
        at: NOW,
    }
}

#[test]
fn a_policy_is_proposed_once_and_approved_once_by_another() {
    with_data(async |store, staff| {
        approved(&store, &staff).await;
        let again = store.propose_policy(&policy("1", 30, &staff.eva)).await;
        assert!(is_conflict(&again, "data_policy_unique"), "{again:?}");
        let kept = store.data_policy(STOPS, "1").await.expect("it is there");
        assert_eq!(
            (kept.toml.as_str(), kept.head.digest.as_str()),
            ("approved", "sha256:approved")
        );
        assert_eq!(kept.head.proposed_by_name, "Ана");
        assert_eq!(kept.head.approved_by_name.as_deref(), Some("Ева"));
        let twice = store.approve_policy(&approval("1", &staff.eva)).await;
        assert!(is_changed(&twice), "{twice:?}");
        let proposed = store.propose_policy(&policy("2", 30, &staff.ana)).await;
        proposed.expect("it is kept");
        let own = store.approve_policy(&approval("2", &staff.ana)).await;
        assert!(matches!(own, Err(StoreError::Constraint(_))), "{own:?}");
        let kept = store.data_policy(STOPS, "2").await.expect("it is there");
        assert_eq!(
            (kept.head.approved_at, kept.toml.as_str()),
            (None, "column-of-names = 'drop'")
        );
        let untried = NewDataPolicy {
            raw_id: "RAW9",
            ..policy("3", 30, &staff.ana)
        };
        let refused = store.propose_policy(&untried).await;
        assert!(
            matches!(refused, Err(StoreError::Constraint(_))),
            "{refused:?}"
        );
        assert!(is_not_found(&store.data_policy(STOPS, "3").await));
    });
}

#[test]
fn policies_are_listed_with_the_newest_first() {
    with_data(async |store, Staff { ana, .. }| {
        store
            .bring_raw(&raw("RAW1", &ana, NOW))
            .await
            .expect("it is kept");
        for (version, at) in [("1", NOW), ("3", NOW + 2), ("2", NOW + 1)] {
            let new = NewDataPolicy {
                at,
                ..policy(version, 30, &ana)
            };
            store.propose_policy(&new).await.expect("it is kept");
        }
        let all = store.data_policies(STOPS).await.expect("a list");
        let versions: Vec<_> = all.iter().map(|one| one.version.as_str()).collect();
        assert_eq!(versions, ["3", "2", "1"]);
        assert!(
            store
                .data_policies("tram-stops")
                .await
                .expect("a list")
                .is_empty()
        );
    });
}

#[test]
fn a_release_needs_an_approved_policy_of_its_data_set() {
    with_data(async |store, staff| {
        let policy_id = approved(&store, &staff).await;
        let proposed = store.propose_policy(&policy("2", 30, &staff.ana)).await;
        proposed.expect("it is kept");
        let waiting = store.data_policy(STOPS, "2").await.expect("it is there");
        let made = store
            .create_data_set(&data_set("tram-stops", &staff.ana))
            .await;
        made.expect("it is made");
        let elsewhere = NewRelease {
            data_set: "tram-stops",
            ..release(&policy_id, &[], &staff.ana)
        };
        for refused in [
            release(&waiting.head.id, &[], &staff.ana),
            release("none", &[], &staff.ana),
            elsewhere,
        ] {
            let added = store.add_release(&refused).await;
            assert!(is_changed(&added), "{added:?}");
        }
        let nowhere = NewRelease {
            data_set: "metro-stops",
            ..release(&policy_id, &[], &staff.ana)
        };
        assert!(is_not_found(&store.add_release(&nowhere).await));
        assert!(store.releases(STOPS, 9).await.expect("a list").is_empty());
    });
}

#[test]
fn a_release_is_found_by_its_number_with_its_policy() {
    with_data(async |store, staff| {
        let policy = approved(&store, &staff).await;
        let number = store.add_release(&release(&policy, &[], &staff.ana)).await;
        assert_eq!(number.expect("it is added"), 1);
        let kept = store.data_release(STOPS, 1).await.expect("it is there");
        assert_eq!(kept.policy_toml, "approved");
        let head = kept.head;
        assert_eq!(
            (head.policy_version.as_str(), head.policy_digest.as_str()),
            ("1", "sha256:approved")
        );
        assert_eq!((head.rows, head.columns, head.is_sealed), (90, 3, 0));
        assert_eq!((&head.published_by, head.published_at), (&staff.ana, NOW));
        let listed = store.releases(STOPS, 9).await.expect("a list");
        assert_eq!(listed, [head]);
        assert!(is_not_found(&store.data_release(STOPS, 2).await));
        assert!(is_not_found(&store.data_release("tram-stops", 1).await));
    });
}

#[test]
fn releases_that_come_at_the_same_moment_get_a_number_each() {
    with_data(async |store, staff| {
        let policy = approved(&store, &staff).await;
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let (store, policy, by) = (store.clone(), policy.clone(), staff.ana.clone());
            tasks.spawn(async move {
                let added = store.add_release(&release(&policy, &[], &by)).await;
                added.expect("it is added")
            });
        }
        let numbers: BTreeSet<i64> = tasks.join_all().await.into_iter().collect();
        assert_eq!(numbers, (1..=8).collect());
        let newest = store.releases(STOPS, 3).await.expect("a list");
        let newest: Vec<_> = newest.iter().map(|one| one.number).collect();
        assert_eq!(newest, [8, 7, 6]);
    });
}

#[test]
fn a_sealed_release_is_opened_once() {
    with_data(async |store, staff| {
        let policy = approved(&store, &staff).await;
        let files = [Digest::of(b"a table"), Digest::of(b"a report")];
        let sealed = NewRelease {
            is_sealed: true,
            told: &files[..1],
            ..release(&policy, &files, &staff.ana)
        };
        let number = store.add_release(&sealed).await.expect("it is added");
        let kept = store.data_release(STOPS, number).await;
        assert_eq!(kept.expect("it is there").head.is_sealed, 1);
        let links = store.links_after(0, 1_000).await.expect("the chain");
        let body = &links.last().expect("a link").body;
        let is_told = files.map(|file| body.contains(&file.to_string()));
        assert_eq!(is_told, [true, false], "{body}");
        let opened = store.open_release(&opening(number, &staff.eva)).await;
        opened.expect("it was sealed");
        let kept = store.data_release(STOPS, number).await;
        assert_eq!(kept.expect("it is there").head.is_sealed, 0);
        let again = store.open_release(&opening(number, &staff.eva)).await;
        assert!(is_changed(&again), "{again:?}");
        let none = store.open_release(&opening(7, &staff.eva)).await;
        assert!(is_not_found(&none), "{none:?}");
    });
}

/// Other raw data, and a policy for it that was approved after `version`.
async fn follow(store: &Store, staff: &Staff, raw_id: &str, version: &str) -> String {
    let brought = store.bring_raw(&raw(raw_id, &staff.ana, NOW)).await;
    brought.expect("it is kept");
    let new = NewDataPolicy {
        raw_id,
        ..policy(version, 30, &staff.ana)
    };
    store.propose_policy(&new).await.expect("it is kept");
    let later = PolicyApproval {
        at: NOW + 1,
        ..approval(version, &staff.eva)
    };
    store.approve_policy(&later).await.expect("it is approved");
    let kept = store.data_policy(STOPS, version).await;
    kept.expect("it is there").head.id
}

#[test]
fn a_policy_that_another_has_followed_makes_no_release() {
    with_data(async |store, staff| {
        let first = approved(&store, &staff).await;
        let second = follow(&store, &staff, "RAW2", "2").await;
        let old = store.add_release(&release(&first, &[], &staff.ana)).await;
        assert!(is_changed(&old), "{old:?}");
        let new = store.add_release(&release(&second, &[], &staff.ana)).await;
        assert_eq!(new.expect("it is the newest"), 1);
    });
}

#[test]
fn of_the_same_raw_data_all_is_sealed_or_all_is_open() {
    with_data(async |store, staff| {
        let policy = approved(&store, &staff).await;
        let open = release(&policy, &[], &staff.ana);
        let sealed = NewRelease {
            is_sealed: true,
            ..open
        };
        store.add_release(&sealed).await.expect("it is added");
        let given_away = store.add_release(&open).await;
        assert!(is_conflict(&given_away, RAW_IS_SEALED), "{given_away:?}");
        let opened = store.open_release(&opening(1, &staff.ana)).await;
        opened.expect("it was sealed");
        store.add_release(&open).await.expect("nothing is sealed");
        let late = store.add_release(&sealed).await;
        assert!(is_conflict(&late, RAW_IS_OPEN), "{late:?}");
    });
}

#[test]
fn a_table_that_everybody_has_is_not_sealed_under_another_policy() {
    with_data(async |store, staff| {
        let first = approved(&store, &staff).await;
        let blobs = [Digest::of(b"a table")];
        let open = release(&first, &blobs, &staff.ana);
        store.add_release(&open).await.expect("it is added");
        let second = follow(&store, &staff, "RAW2", "2").await;
        let sealed = NewRelease {
            is_sealed: true,
            ..release(&second, &blobs, &staff.ana)
        };
        let same = store.add_release(&sealed).await;
        assert!(is_conflict(&same, RAW_IS_OPEN), "{same:?}");
        let other = [Digest::of(b"another table")];
        let other = NewRelease {
            blobs: &other,
            table: other[0],
            ..sealed
        };
        store
            .add_release(&other)
            .await
            .expect("it is another table");
    });
}

#[test]
fn the_catalogue_lists_the_newest_open_release_of_each() {
    with_data(async |store, staff| {
        let policy = approved(&store, &staff).await;
        let catalogue = async |after: &str, limit: i64| {
            let entries = store.catalogue(after, limit).await.expect("a list");
            let seen = entries.into_iter();
            seen.map(|one| (one.data_set.id, one.release.head.number))
                .collect::<Vec<_>>()
        };
        for id in ["a-first", "tram-stops"] {
            let made = store.create_data_set(&data_set(id, &staff.ana)).await;
            made.expect("it is made");
        }
        assert!(catalogue("", 9).await.is_empty());
        for _ in 0..2 {
            let new = release(&policy, &[], &staff.ana);
            store.add_release(&new).await.expect("it is added");
        }
        let policy = follow(&store, &staff, "RAW2", "2").await;
        let sealed = NewRelease {
            is_sealed: true,
            ..release(&policy, &[], &staff.ana)
        };
        store.add_release(&sealed).await.expect("it is added");
        assert_eq!(catalogue("", 9).await, [(STOPS.to_owned(), 2)]);
        assert!(catalogue(STOPS, 9).await.is_empty());
        assert!(catalogue("", 0).await.is_empty());
        let opened = store.open_release(&opening(3, &staff.ana)).await;
        opened.expect("it was sealed");
        assert_eq!(catalogue("", 9).await, [(STOPS.to_owned(), 3)]);
    });
}
