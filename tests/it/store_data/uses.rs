//! Which challenges use which releases, and what that keeps sealed.

use pilotbox_model::api::challenges::ChallengeState;
use pilotbox_store::{
    challenges::{Approval, Attachment, Move, NewChallenge, NewVersion, PhaseChange, Version},
    data::{DataUse, IN_USE, NewUse},
};

use super::{releases::opening, *};

const JUNCTION: &str = "junction";

/// A draft that withholds its final data.
pub(super) async fn challenge(store: &Store, by: &str) -> Version {
    let text = str::to_owned;
    let new = NewChallenge {
        phase: PhaseChange {
            challenge_id: text(JUNCTION),
            name: text("only"),
            opens_at: 0,
            closes_at: None,
            per_day: 1,
            per_phase: 1,
            concurrent: 1,
        },
        version: NewVersion {
            challenge_id: text(JUNCTION),
            version: text("1.0.0"),
            pack_digest: text("pack"),
            startup_digest: text("startup"),
            startup_bytes: 1,
            manifest: text("{}"),
            statement_bg: String::new(),
            statement_en: String::new(),
            budget_eur: None,
            splits: vec![],
            created_by: text(by),
            created_at: NOW,
        },
    };
    store.create_challenge(&new).await.expect("it is made");
    let version = store.newest_version(JUNCTION).await;
    version.expect("it is there")
}

async fn advance(store: &Store, to: ChallengeState, by: &str) {
    let challenge = store.challenge(JUNCTION).await.expect("it is there");
    let step = Move {
        challenge: &challenge,
        to,
        by: Some(by),
        reason: None,
        at: NOW,
    };
    store.move_challenge(step).await.expect("it moves");
}

pub(super) fn attachment<'a>(version: &'a Version, by: &'a str) -> Attachment<'a> {
    Attachment {
        version,
        archive: "archive",
        data: "data",
        by,
        at: NOW,
    }
}

pub(super) fn table(name: &str, release: i64) -> NewUse<'_> {
    NewUse {
        table: name,
        data_set: STOPS,
        release,
    }
}

fn seen(uses: &[DataUse]) -> Vec<(&str, i64)> {
    uses.iter()
        .map(|one| (one.table_name.as_str(), one.release))
        .collect()
}

/// A challenge, and two sealed releases that it may use.
async fn with_releases(store: &Store, staff: &Staff) -> Version {
    let policy = approved(store, staff).await;
    for _ in 0..2 {
        let new = NewRelease {
            is_sealed: true,
            ..release(&policy, &[], &staff.ana)
        };
        store.add_release(&new).await.expect("it is added");
    }
    challenge(store, &staff.ana).await
}

#[test]
fn nothing_stays_of_final_data_whose_releases_are_refused() {
    with_data(async |store, staff| {
        let version = with_releases(&store, &staff).await;
        let new = attachment(&version, &staff.ana);
        let missing = [table("stops", 1), table("lines", 3)];
        let refused = store.attach_final_from(new, &missing).await;
        assert!(is_not_found(&refused), "{refused:?}");
        let twice = [table("stops", 1), table("stops", 2)];
        let refused = store.attach_final_from(new, &twice).await;
        assert!(is_conflict(&refused, "data_use_pkey"), "{refused:?}");
        let version = store.version(&version.id).await.expect("it is there");
        assert_eq!(
            version.final_digest, None,
            "nothing stays of what was refused"
        );
        let uses = store.uses_of_challenge(JUNCTION).await;
        assert_eq!(uses.expect("a list"), []);
    });
}

#[test]
fn a_release_that_was_opened_is_no_final_data() {
    with_data(async |store, staff| {
        let version = with_releases(&store, &staff).await;
        let opened = store.open_release(&opening(2, &staff.ana)).await;
        opened.expect("it was sealed");
        let new = attachment(&version, &staff.ana);
        let refused = store.attach_final_from(new, &[table("stops", 2)]).await;
        assert!(is_not_found(&refused), "{refused:?}");
        let attached = store.attach_final_from(new, &[table("stops", 1)]).await;
        attached.expect("it is sealed");
    });
}

#[test]
fn final_data_and_where_it_came_from_are_kept_together() {
    with_data(async |store, staff| {
        let version = with_releases(&store, &staff).await;
        let new = attachment(&version, &staff.ana);
        let tables = [table("stops", 2), table("lines", 1)];
        let attached = store.attach_final_from(new, &tables).await;
        attached.expect("it has none");
        let again = store.attach_final_from(new, &[table("more", 1)]).await;
        assert!(is_changed(&again), "{again:?}");
        let version = store.version(&version.id).await.expect("it is there");
        assert_eq!(version.final_digest.as_deref(), Some("archive"));
        let expected = [("lines", 1), ("stops", 2)];
        let of_challenge = store.uses_of_challenge(JUNCTION).await.expect("a list");
        assert_eq!(seen(&of_challenge), expected);
        let of_data = store.uses_of_data(STOPS).await.expect("a list");
        assert_eq!(of_data, of_challenge);
        let first = &of_data[0];
        assert_eq!(
            (first.version.as_str(), first.split.as_str()),
            ("1.0.0", "final")
        );
        assert_eq!(
            (first.data_set_id.as_str(), first.policy_version.as_str()),
            (STOPS, "1")
        );
        assert_eq!(first.state(), ChallengeState::Draft);
        assert!(
            store
                .uses_of_data("tram-stops")
                .await
                .expect("a list")
                .is_empty()
        );
    });
}

#[test]
fn a_release_stays_sealed_until_the_results_of_its_challenge_are_out() {
    with_data(async |store, staff| {
        let policy = approved(&store, &staff).await;
        let sealed = NewRelease {
            is_sealed: true,
            ..release(&policy, &[], &staff.ana)
        };
        store.add_release(&sealed).await.expect("it is added");
        let version = challenge(&store, &staff.ana).await;
        let new = attachment(&version, &staff.ana);
        let attached = store.attach_final_from(new, &[table("stops", 1)]).await;
        attached.expect("it has none");
        for to in [
            ChallengeState::Review,
            ChallengeState::Open,
            ChallengeState::Closed,
            ChallengeState::Jury,
        ] {
            let early = store.open_release(&opening(1, &staff.ana)).await;
            assert!(is_conflict(&early, IN_USE), "{early:?}");
            advance(&store, to, &staff.ana).await;
        }
        let is_public = async || {
            let uses = store.uses_of_data(STOPS).await.expect("a list");
            uses[0].is_public()
        };
        assert!(!is_public().await, "nobody has approved the version");
        let version = store.version(&version.id).await.expect("it is there");
        let approval = Approval {
            version: &version,
            passes_version: true,
            passes_final: false,
            by: &staff.eva,
            at: NOW,
        };
        let passed = store.approve_version(approval).await;
        passed.expect("somebody else made it");
        assert!(is_public().await);
        let early = store.open_release(&opening(1, &staff.ana)).await;
        assert!(is_conflict(&early, IN_USE), "{early:?}");
        advance(&store, ChallengeState::Published, &staff.ana).await;
        let opened = store.open_release(&opening(1, &staff.ana)).await;
        opened.expect("its results are out");
    });
}
