//! Data sets on both databases: who reads them, what replaces what, what is deleted when,
//! and what the chain says of it.

mod chain;
mod raw;
mod releases;
mod uses;

use pilotbox_model::Digest;
use pilotbox_store::{
    Store, StoreError,
    accounts::{Actor, NewAccount},
    data::{
        DataSetFilter, LAST_READER, ListedDataSet, NewDataPolicy, NewDataSet, NewRawData,
        NewRelease, PolicyApproval, ReaderChange,
    },
};
use pilotbox_tests::stores;

const NOW: i64 = 1_800_000_000_000;
const DAY: i64 = 24 * 60 * 60 * 1000;

/// The data set of most tests.
const STOPS: &str = "bus-stops";

/// Two members of staff, of whom the first made the data set of bus stops.
struct Staff {
    ana: String,
    eva: String,
}

/// Runs a test with a data set.
fn with_data<F: Future<Output = ()>>(test: impl Fn(Store, Staff) -> F) {
    stores(|store| {
        let test = &test;
        async move {
            let staff = Staff {
                ana: member(&store, "Ана").await,
                eva: member(&store, "Ева").await,
            };
            let made = store.create_data_set(&data_set(STOPS, &staff.ana)).await;
            made.expect("it is made");
            test(store, staff).await;
        }
    });
}

/// Somebody on the staff.
async fn member(store: &Store, name: &str) -> String {
    let new = NewAccount {
        email: &format!("{name}@example.org"),
        name,
        language: "bg",
        password: "hash",
    };
    let id = store.create_account(&new, NOW).await;
    let id = id.expect("the address is new");
    let granted = store.grant_role(&id, "staff", Actor::Operator, NOW).await;
    granted.expect("a role is granted");
    id
}

fn data_set<'a>(id: &'a str, by: &'a str) -> NewDataSet<'a> {
    NewDataSet {
        id,
        title_bg: "Спирки на автобуси",
        title_en: "Bus stops",
        description_bg: "Къде спират, 100 % от линиите",
        description_en: "Where they stop, 100 % of the lines",
        owner: "Дирекция Транспорт",
        theme: "TRAN",
        raw_days: 30,
        by,
        at: NOW,
    }
}

fn reader<'a>(account: &'a str, by: &'a str) -> ReaderChange<'a> {
    ReaderChange {
        data_set: STOPS,
        account,
        by,
        at: NOW,
    }
}

fn raw<'a>(id: &'a str, by: &'a str, at: i64) -> NewRawData<'a> {
    NewRawData {
        id,
        data_set: STOPS,
        // Any text: nothing here reads the bytes.
        digest: id,
        file_name: "people-of-sofia.xlsx",
        table_name: "Sheet of people",
        format: "xlsx",
        bytes: 1_000,
        rows: 90,
        rows_aside: 2,
        about: r#"{"columns":["column-of-names"]}"#,
        by,
        at,
    }
}

fn policy<'a>(version: &'a str, raw_days: i64, by: &'a str) -> NewDataPolicy<'a> {
    NewDataPolicy {
        data_set: STOPS,
        version,
        toml: "column-of-names = 'drop'",
        digest: "sha256:proposed",
        report: "{}",
        light: "green",
        raw_days,
        raw_id: "RAW1",
        by,
        at: NOW,
    }
}

fn approval<'a>(version: &'a str, by: &'a str) -> PolicyApproval<'a> {
    PolicyApproval {
        data_set: STOPS,
        version,
        toml: "approved",
        digest: "sha256:approved",
        by,
        at: NOW,
    }
}

fn release<'a>(policy_id: &'a str, blobs: &'a [Digest], by: &'a str) -> NewRelease<'a> {
    NewRelease {
        data_set: STOPS,
        policy_id,
        licence: "CC-BY-4.0",
        report: "{}",
        dictionary: "[]",
        light: "green",
        rows: 90,
        columns: 3,
        is_sealed: false,
        files: r#"[{"name":"bus-stops.parquet"}]"#,
        blobs,
        table: Digest::of(b"a table"),
        told: blobs,
        by,
        at: NOW,
    }
}

/// Raw data, and a policy that was approved; tells the policy's id.
async fn approved(store: &Store, staff: &Staff) -> String {
    let brought = store.bring_raw(&raw("RAW1", &staff.ana, NOW)).await;
    brought.expect("it is kept");
    let proposed = store.propose_policy(&policy("1", 30, &staff.ana)).await;
    proposed.expect("it is kept");
    let approved = store.approve_policy(&approval("1", &staff.eva)).await;
    approved.expect("it is approved");
    let policy = store.data_policy(STOPS, "1").await;
    policy.expect("it is there").head.id
}

fn is_conflict<T>(result: &Result<T, StoreError>, name: &str) -> bool {
    matches!(result, Err(StoreError::Conflict(found)) if found == name)
}

fn is_not_found<T>(result: &Result<T, StoreError>) -> bool {
    matches!(result, Err(StoreError::NotFound))
}

fn is_changed<T>(result: &Result<T, StoreError>) -> bool {
    matches!(result, Err(StoreError::Changed))
}

async fn listed(store: &Store, filter: DataSetFilter<'_>, fetch: i64) -> Vec<String> {
    let listed = store.data_sets(&filter, fetch).await.expect("a list");
    let id = |one: ListedDataSet| one.data_set.id;
    listed.into_iter().map(id).collect()
}

fn all(q: &str) -> DataSetFilter<'_> {
    DataSetFilter {
        after: "",
        q,
        with_hidden: true,
    }
}

#[test]
fn a_data_set_is_made_once_and_keeps_what_was_said() {
    with_data(async |store, staff| {
        let again = store.create_data_set(&data_set(STOPS, &staff.eva)).await;
        assert!(is_conflict(&again, "data_set_pkey"), "{again:?}");
        let kept = store.data_set(STOPS).await.expect("it is there");
        assert_eq!(kept.title_bg, "Спирки на автобуси");
        assert_eq!((kept.raw_days, kept.revision), (30, 1));
        assert_eq!((kept.created_by, kept.created_at), (staff.ana, NOW));
        assert!(is_not_found(&store.data_set("tram-stops").await));
    });
}

#[test]
fn data_sets_are_found_by_what_they_say_in_any_case() {
    with_data(async |store, staff| {
        for id in ["a-first", "tram_stops"] {
            let made = store.create_data_set(&data_set(id, &staff.ana)).await;
            made.expect("it is made");
        }
        let every = ["a-first", "bus-stops", "tram_stops"];
        for q in ["", "СПИРКИ", "Bus S", "транспорт", "100 %"] {
            assert_eq!(listed(&store, all(q), 9).await, every, "{q}");
        }
        // What a reader types is no pattern.
        assert_eq!(listed(&store, all("TRAM_"), 9).await, ["tram_stops"]);
        for q in ["bus_stops", "s%s", "\\", "трамвай", "' or 1 = 1"] {
            assert!(listed(&store, all(q), 9).await.is_empty(), "{q}");
        }
        assert_eq!(listed(&store, all(""), 2).await, every[..2]);
        let after = DataSetFilter {
            after: "bus-stops",
            ..all("")
        };
        assert_eq!(listed(&store, after, 9).await, ["tram_stops"]);
    });
}

#[test]
fn only_data_sets_with_a_release_are_everybodys() {
    with_data(async |store, staff| {
        let open = DataSetFilter {
            with_hidden: false,
            ..all("")
        };
        assert!(listed(&store, open, 9).await.is_empty());
        let policy = approved(&store, &staff).await;
        let sealed = NewRelease {
            is_sealed: true,
            ..release(&policy, &[], &staff.ana)
        };
        for _ in 0..2 {
            store.add_release(&sealed).await.expect("it is added");
        }
        let list = store.data_sets(&open, 9).await.expect("a list");
        let [only] = list.as_slice() else {
            panic!("{list:?}");
        };
        assert_eq!((only.release, only.released_at), (Some(2), Some(NOW)));
        assert_eq!(only.light.as_deref(), Some("green"));
    });
}

#[test]
fn readers_are_named_once_and_the_last_one_stays() {
    with_data(async |store, Staff { ana, eva }| {
        assert!(store.is_data_reader(STOPS, &ana).await.expect("an answer"));
        assert!(!store.is_data_reader(STOPS, &eva).await.expect("an answer"));
        let alone = store.remove_reader(&reader(&ana, &ana)).await;
        assert!(is_conflict(&alone, LAST_READER), "{alone:?}");
        let stranger = store.remove_reader(&reader(&eva, &ana)).await;
        assert!(is_not_found(&stranger), "{stranger:?}");
        let named = store.name_reader(&reader(&eva, &ana)).await;
        named.expect("she is named");
        let again = store.name_reader(&reader(&eva, &ana)).await;
        assert!(is_conflict(&again, "data_reader_pkey"), "{again:?}");
        let readers = store.data_readers(STOPS).await.expect("a list");
        let who: Vec<_> = readers.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(who.len(), 2);
        assert!(who.contains(&"Ана") && who.contains(&"Ева"));
        assert!(readers.iter().any(|one| one.email == "Ева@example.org"));
        let elsewhere = ReaderChange {
            data_set: "tram-stops",
            ..reader(&eva, &ana)
        };
        assert!(is_not_found(&store.name_reader(&elsewhere).await));
        let removed = store.remove_reader(&reader(&ana, &eva)).await;
        removed.expect("eva is left");
        assert!(!store.is_data_reader(STOPS, &ana).await.expect("an answer"));
        // Two changes; what was refused counts as none.
        let kept = store.data_set(STOPS).await.expect("it is there");
        assert_eq!(kept.revision, 3);
    });
}

#[test]
fn whoever_is_not_on_the_staff_any_more_is_no_last_reader() {
    with_data(async |store, Staff { ana, eva }| {
        let named = store.name_reader(&reader(&eva, &ana)).await;
        named.expect("she is named");
        let by = Actor::Operator;
        let locked = store.set_lock(&eva, true, by, NOW).await;
        locked.expect("she is locked");
        let removed = store.remove_reader(&reader(&ana, &ana)).await;
        assert!(is_conflict(&removed, LAST_READER), "{removed:?}");
        let open = store.set_lock(&eva, false, by, NOW).await;
        open.expect("she is not locked");
        let taken = store.take_role(&eva, "staff", by, NOW).await;
        taken.expect("she had it");
        let removed = store.remove_reader(&reader(&ana, &ana)).await;
        assert!(is_conflict(&removed, LAST_READER), "{removed:?}");
        let removed = store.remove_reader(&reader(&eva, &ana)).await;
        assert!(is_not_found(&removed), "the row went with the role");
        let granted = store.grant_role(&eva, "staff", by, NOW).await;
        granted.expect("she is on the staff again");
        let is_reader = store.is_data_reader(STOPS, &eva).await;
        assert!(!is_reader.expect("an answer"), "and no reader");
    });
}

#[test]
fn of_two_who_remove_each_other_one_stays() {
    with_data(async |store, Staff { ana, eva }| {
        let named = store.name_reader(&reader(&eva, &ana)).await;
        named.expect("she is named");
        let (first, second) = (reader(&ana, &eva), reader(&eva, &ana));
        let (first, second) =
            tokio::join!(store.remove_reader(&first), store.remove_reader(&second));
        assert_eq!(usize::from(first.is_ok()) + usize::from(second.is_ok()), 1);
        assert_eq!(store.data_readers(STOPS).await.expect("a list").len(), 1);
    });
}

#[test]
fn a_data_set_is_abandoned_once_nobody_can_read_it_and_there_is_nothing_to_be_read() {
    with_data(async |store, Staff { ana, eva }| {
        let is_abandoned = async || {
            let found = store.is_data_abandoned(STOPS).await;
            found.expect("an answer")
        };
        assert!(!is_abandoned().await);
        let brought = store.bring_raw(&raw("RAW1", &ana, NOW)).await;
        brought.expect("it is kept");
        let erased = store.erase_account(&ana, Actor::Account(&eva), NOW).await;
        erased.expect("she is there");
        assert!(!is_abandoned().await, "its raw data is there");
        let deleted = store.delete_raw(STOPS, None, NOW).await;
        deleted.expect("it is deleted");
        assert!(is_abandoned().await);
        let named = store.name_reader(&reader(&eva, &eva)).await;
        named.expect("she is named");
        assert!(!is_abandoned().await);
    });
}
