//! What the chain says of data sets, and what an erasure leaves of a person in them.

use pilotbox_model::{
    api::{data::DataAccess, runs::ChainLink},
    chain::{SYSTEM, check},
};
use pilotbox_store::{accounts::ForeignIdentity, data::Accessed};
use serde_json::{Value, json};

use super::{
    releases::opening,
    uses::{attachment, challenge, table},
    *,
};

/// What no link may hold: names of files, tables and columns, what people wrote, and who
/// they are.
const HIDDEN: [&str; 8] = [
    "people-of-sofia",
    "Sheet of people",
    "column-of-names",
    "parquet",
    "Спирки",
    "Ана",
    "Ева",
    "example.org",
];

/// All that can happen to a data set.
async fn live(store: &Store, staff: &Staff) {
    let Staff { ana, eva } = staff;
    let named = store.name_reader(&reader(eva, ana)).await;
    named.expect("she is named");
    let policy = approved(store, staff).await;
    for kind in [DataAccess::Fetched, DataAccess::Tried, DataAccess::Released] {
        let to = Accessed::Raw("RAW1");
        let noted = store.note_access(STOPS, kind, to, Some(ana), NOW).await;
        noted.expect("it is noted");
    }
    let files = [Digest::of(b"a file")];
    let sealed = NewRelease {
        is_sealed: true,
        ..release(&policy, &files, ana)
    };
    for _ in 0..2 {
        store.add_release(&sealed).await.expect("it is added");
    }
    let version = challenge(store, ana).await;
    let new = attachment(&version, ana);
    let attached = store.attach_final_from(new, &[table("stops", 2)]).await;
    attached.expect("it has none");
    let opened = store.open_release(&opening(1, eva)).await;
    opened.expect("no challenge uses it");
    let replaced = store.bring_raw(&raw("RAW2", eva, NOW)).await;
    replaced.expect("it is kept");
    let removed = store.remove_reader(&reader(ana, eva)).await;
    removed.expect("eva is left");
    let listed = store.expired_raw(i64::MAX, 9).await.expect("a list");
    let deleted = store.delete_expired_raw(&listed[0], NOW).await;
    deleted.expect("it is deleted");
}

async fn links(store: &Store) -> Vec<ChainLink> {
    store.links_after(0, 1_000).await.expect("the chain")
}

/// Links about the data set.
async fn about(store: &Store) -> Vec<ChainLink> {
    let all = links(store).await;
    all.into_iter()
        .filter(|link| link.subject == STOPS)
        .collect()
}

#[test]
fn everything_is_in_the_chain_and_nothing_that_is_hidden() {
    with_data(async |store, staff| {
        live(&store, &staff).await;
        let kinds: Vec<String> = about(&store)
            .await
            .into_iter()
            .map(|one| one.kind)
            .collect();
        let expected = [
            "data-set-created",
            "data-reader-named",
            "raw-data-brought",
            "data-policy-proposed",
            "data-policy-approved",
            "raw-data-fetched",
            "raw-data-tried",
            "raw-data-released",
            "data-released",
            "data-released",
            "final-from-catalogue",
            "data-release-opened",
            "raw-data-deleted",
            "raw-data-brought",
            "data-reader-removed",
            "raw-data-deleted",
        ];
        assert_eq!(kinds, expected);
        let all = links(&store).await;
        check(&all).expect("the chain holds");
        for link in &all {
            let text = format!("{link:?}");
            let found = HIDDEN.iter().find(|hidden| text.contains(**hidden));
            assert_eq!(found, None, "{text}");
        }
    });
}

fn body(links: &[ChainLink], kind: &str) -> Value {
    let link = links.iter().find(|link| link.kind == kind);
    let body = &link.expect("it is there").body;
    serde_json::from_str(body).expect("a body is JSON")
}

#[test]
fn a_use_hides_the_name_of_a_challenge_that_is_not_open() {
    with_data(async |store, staff| {
        live(&store, &staff).await;
        let mut used = body(&about(&store).await, "final-from-catalogue");
        let name = used["challenge"].take();
        let name = name.as_str().unwrap_or_default();
        assert!(name.starts_with("sha256:"), "{name}");
        let nameless = json!({
            "challenge": null, "version": "1.0.0", "split": "final", "releases": [2],
        });
        assert_eq!(used, nameless);
    });
}

#[test]
fn links_name_digests_numbers_and_versions() {
    with_data(async |store, staff| {
        live(&store, &staff).await;
        let all = about(&store).await;
        let (ana, eva) = (
            store.person(&staff.ana).await.expect("a person"),
            store.person(&staff.eva).await.expect("a person"),
        );
        let file = Digest::of(b"a file");
        let released = json!({
            "release": 1, "policy": "sha256:approved", "files": [file], "is_sealed": true,
        });
        for (kind, expected) in [
            ("data-set-created", json!({ "raw_days": 30 })),
            ("data-reader-named", json!({ "reader": eva })),
            ("data-reader-removed", json!({ "reader": ana })),
            (
                "raw-data-brought",
                json!({ "raw": "RAW1", "digest": "RAW1" }),
            ),
            ("raw-data-tried", json!({ "raw": "RAW1" })),
            (
                "data-policy-approved",
                json!({ "version": "1", "policy": "sha256:approved" }),
            ),
            ("data-released", released),
            ("data-release-opened", json!({ "release": 1 })),
        ] {
            assert_eq!(body(&all, kind), expected, "{kind}");
        }
        let actors: Vec<_> = all.iter().map(|link| link.actor.as_str()).collect();
        assert_eq!(actors[0], ana);
        assert_eq!(actors.last(), Some(&SYSTEM));
    });
}

/// How often the chain says that somebody is no reader any more.
async fn removed(store: &Store) -> usize {
    let all = about(store).await;
    let kinds = all.iter().map(|link| link.kind.as_str());
    kinds.filter(|kind| *kind == "data-reader-removed").count()
}

#[test]
fn whoever_leaves_the_staff_reads_nothing_and_the_chain_says_so() {
    with_data(async |store, staff| {
        let by = Actor::Account(&staff.eva);
        let roles = ["staff".to_owned()];
        let known = async |roles: &[String]| {
            let identity = ForeignIdentity {
                provider: "city",
                issuer: "https://city.example",
                subject: "dora",
                name: "Дора",
                language: "bg",
                roles,
            };
            let known = store.sign_in_identity(&identity, true, NOW).await;
            known.expect("she is known").id
        };
        let dora = known(&roles).await;
        let granted = store.grant_role(&dora, "staff", by, NOW).await;
        granted.expect("twice on the staff");
        let named = store.name_reader(&reader(&dora, &staff.ana)).await;
        named.expect("she is named");
        known(&[]).await;
        let is_reader = store.is_data_reader(STOPS, &dora).await;
        assert!(is_reader.expect("an answer"), "another grant is left");
        known(&roles).await;
        let taken = store.take_role(&dora, "staff", by, NOW).await;
        taken.expect("both grants go");
        let is_reader = store.is_data_reader(STOPS, &dora).await;
        assert!(!is_reader.expect("an answer"));
        assert_eq!(removed(&store).await, 1);
        known(&roles).await;
        let named = store.name_reader(&reader(&dora, &staff.ana)).await;
        named.expect("she is named");
        known(&[]).await;
        let is_reader = store.is_data_reader(STOPS, &dora).await;
        assert!(!is_reader.expect("an answer"));
        let link = about(&store).await.pop().expect("a link");
        let person = store.person(&dora).await.expect("a person");
        assert_eq!(
            (link.kind.as_str(), link.actor.as_str()),
            ("data-reader-removed", SYSTEM)
        );
        assert!(link.body.contains(&person), "{}", link.body);
        check(&links(&store).await).expect("the chain holds");
    });
}

#[test]
fn an_erased_account_reads_nothing_and_has_no_name() {
    with_data(async |store, staff| {
        let named = store.name_reader(&reader(&staff.eva, &staff.ana)).await;
        named.expect("she is named");
        let policy = approved(&store, &staff).await;
        let added = store.add_release(&release(&policy, &[], &staff.ana)).await;
        added.expect("it is added");
        let before = store.export_account(&staff.ana).await.expect("a copy");
        let own: Vec<_> = before.own.iter().map(|row| row.kind.as_str()).collect();
        assert_eq!(
            own,
            [
                "data-set",
                "data-reader",
                "raw-data",
                "data-policy",
                "data-release",
                "data-access"
            ]
        );
        let revision = store.data_set(STOPS).await.expect("it is there").revision;
        for account in [&staff.ana, &staff.eva] {
            let erased = store.erase_account(account, Actor::Operator, NOW).await;
            erased.expect("it is there");
            let is_reader = store.is_data_reader(STOPS, account).await;
            assert!(!is_reader.expect("an answer"));
        }
        assert_eq!(store.data_readers(STOPS).await.expect("a list"), []);
        assert_eq!(removed(&store).await, 2);
        let raw = store.raw_data(STOPS).await.expect("an answer");
        assert_eq!(raw.expect("it stays").brought_by_name, "");
        let policy = store.data_policy(STOPS, "1").await.expect("it stays").head;
        assert_eq!(policy.proposed_by_name, "");
        assert_eq!(policy.approved_by_name.as_deref(), Some(""));
        let accesses = store.data_accesses(STOPS, 9).await.expect("a list");
        assert_eq!(accesses[0].by_name.as_deref(), Some(""));
        let after = store.data_set(STOPS).await.expect("it stays").revision;
        assert_eq!(after, revision + 2, "pages that named them are old");
        check(&links(&store).await).expect("the chain holds");
    });
}
