//! A pilot from its opening to its end, of a challenge whose results are out.

use tempfile::TempDir;

use super::*;

/// What has to be there before a pilot can be opened: `F1` is scored on `final`, `F2` on
/// `public` alone, `N` has no receipt.
const ROWS: [&str; 9] = [
    "insert into organisation (id, name, created_at) values ('O', 'Acme', 1)",
    "insert into account (id, email, email_confirmed_at, name, language, salt, created_at) \
     values ('S', 's@c.example', 1, 'Staff', 'bg', 's', 1)",
    "insert into challenge (id, state, created_by, opens_at, salt, created_at, updated_at, \
     revision) values ('C', 'published', 'S', 1, 'x', 1, 1, 1), ('D', 'jury', 'S', 1, 'y', 1, 1, 1)",
    "insert into challenge_version (id, challenge_id, version, number, pack_digest, startup_digest, \
     startup_bytes, manifest, statement_bg, statement_en, created_by, created_at, approved_at) \
     values ('V', 'C', '1.0.0', 1, 'pack', 'd', 1, '{}', '', '', 'S', 1, 1)",
    "insert into phase (id, challenge_id, name, opens_at, per_day, per_phase, concurrent) \
     values ('P', 'C', 'main', 1, 1, 1, 1)",
    "insert into plugin (id, organisation_id, digest, bytes, created_at) \
     values ('L', 'O', 'plugin', 1, 1)",
    "insert into submission (id, challenge_id, version_id, phase_id, organisation_id, account_id, \
     plugin_id, dossier, created_at, revision) values \
     ('F1', 'C', 'V', 'P', 'O', 'S', 'L', '{}', 1, 1), \
     ('F2', 'C', 'V', 'P', 'O', 'S', 'L', '{}', 1, 1), \
     ('N', 'C', 'V', 'P', 'O', 'S', 'L', '{}', 1, 1)",
    "insert into run (id, submission_id, organisation_id, challenge_id, version_id, split, counts, \
     seed, state, step, tries, total, created_at, revision) values \
     ('R1', 'F1', 'O', 'C', 'V', 'public', 1, 1, 'scored', 'done', '{}', 70.0, 1, 1), \
     ('R2', 'F1', 'O', 'C', 'V', 'final', 1, 1, 'scored', 'done', '{}', 80.0, 1, 1), \
     ('R3', 'F2', 'O', 'C', 'V', 'public', 1, 1, 'scored', 'done', '{}', 60.0, 1, 1), \
     ('R4', 'N', 'O', 'C', 'V', 'final', 1, 1, 'scored', 'done', '{}', 90.0, 1, 1)",
    "insert into receipt (run_id, digest, key_name, salt, issued_at) values \
     ('R1', 'd1', 'k', 's', 1), ('R2', 'd2', 'k', 's', 1), ('R3', 'd3', 'k', 's', 1)",
];

async fn store() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("store.db").display());
    let store = Store::open(&url, 1).await.unwrap();
    for row in ROWS {
        sqlx::query(row).execute(store.pool()).await.unwrap();
    }
    (folder, store)
}

fn new(submission: &str) -> NewPilot<'_> {
    NewPilot {
        challenge: "C",
        submission,
        title: ("Вода", "Water"),
        summary: ("За всички", "For all"),
        days: ("2027-01-01", "2027-06-30"),
        districts: "[]",
        budget_eur: 1_000,
        wall_clock_ms: 1_000,
        frame_origins: "[]",
        milestones: &[NewMilestone {
            title: ("Начало", "Start"),
            due_on: "2027-02-01",
        }],
        indicators: &[NewIndicator {
            result: ("По-малко", "Less"),
            indicator: ("Загуби", "Loss"),
            unit: "%",
            values: (20.0, 15.0),
            due_on: "2027-06-01",
            verification: ("Уреди", "Meters"),
        }],
        by: "S",
        at: 5,
    }
}

async fn opened(store: &Store, submission: &str) -> String {
    match store.open_pilot(&new(submission)).await.unwrap() {
        Opening::Opened(id) => id,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_pilot_rests_on_the_final_run_or_else_the_public_one() {
    let (_folder, store) = store().await;
    for (submission, run, split) in [("F1", "R2", "final"), ("F2", "R3", "public")] {
        let id = opened(&store, submission).await;
        let row = store.pilot(&id).await.unwrap();
        assert_eq!((row.run_id.as_str(), row.split.as_str()), (run, split));
        assert_eq!(
            (row.plugin_digest.as_str(), row.pack_digest.as_str()),
            ("plugin", "pack")
        );
        assert_eq!(row.life(), store.pilot_life(&id).await.unwrap());
    }
    let refused = |refusal| move |found: Opening| assert_eq!(found, refusal);
    refused(Opening::NotScored)(store.open_pilot(&new("N")).await.unwrap());
    refused(Opening::HasPilot)(store.open_pilot(&new("F1")).await.unwrap());
    let elsewhere = NewPilot {
        challenge: "D",
        ..new("F1")
    };
    refused(Opening::NoSubmission)(store.open_pilot(&elsewhere).await.unwrap());
}

#[tokio::test]
async fn a_stop_keeps_its_first_reason_and_makes_room_for_another_pilot() {
    let (_folder, store) = store().await;
    let id = opened(&store, "F1").await;
    store.stop_pilot(&id, "it errs", "S", 7).await.unwrap();
    store.stop_pilot(&id, "again", "S", 9).await.unwrap();
    let life = store.pilot_life(&id).await.unwrap();
    assert_eq!(
        (life.stopped_at, life.stop_reason.as_deref()),
        (Some(7), Some("it errs"))
    );
    opened(&store, "F1").await;
    let links = store.links_after(0, 10).await.unwrap();
    let kinds: Vec<_> = links.iter().map(|link| link.kind.as_str()).collect();
    assert_eq!(kinds, ["pilot-opened", "pilot-stopped", "pilot-opened"]);
    assert!(!links.iter().any(|link| link.body.contains("it errs")));
}

#[tokio::test]
async fn a_day_has_one_value_and_what_is_not_there_is_not_measured() {
    let (_folder, store) = store().await;
    let id = opened(&store, "F1").await;
    let measure = |number, value| NewMeasurement {
        pilot: &id,
        number,
        on: "2027-02-01",
        value,
        by: "S",
        at: 6,
    };
    store.measure_pilot(measure(1, 19.0)).await.unwrap();
    store.measure_pilot(measure(1, 18.5)).await.unwrap();
    let found = store.measurements(&id).await.unwrap();
    assert_eq!(found.len(), 1);
    assert!((found[0].value - 18.5).abs() < 1e-9);
    let missing = store.measure_pilot(measure(2, 1.0)).await;
    assert!(matches!(missing, Err(StoreError::NotFound)));
    let missing = store.set_milestone(&id, 2, true, "S", 6).await;
    assert!(matches!(missing, Err(StoreError::NotFound)));
    store.set_milestone(&id, 1, true, "S", 6).await.unwrap();
    store.set_milestone(&id, 1, true, "S", 8).await.unwrap();
    let milestones = store.milestones(&id).await.unwrap();
    assert_eq!(milestones[0].reached_at, Some(6), "the first time stays");
}

#[tokio::test]
async fn an_extension_may_be_followed_by_another_decision_and_nothing_else_may() {
    let (_folder, store) = store().await;
    let id = opened(&store, "F1").await;
    let exit = |decision, ends_on| NewExit {
        pilot: &id,
        decision,
        report: ("Доклад", "Report"),
        ends_on,
        by: "S",
        at: 6,
    };
    store
        .exit_pilot(exit("extend", Some("2027-12-31")))
        .await
        .unwrap();
    assert_eq!(store.pilot_life(&id).await.unwrap().ends_on, "2027-12-31");
    store.exit_pilot(exit("adopt", None)).await.unwrap();
    let again = store.exit_pilot(exit("stop", None)).await;
    assert!(matches!(again, Err(StoreError::Changed)));
}

#[tokio::test]
async fn words_are_counted_and_comments_shown_only_with_leave() {
    let (_folder, store) = store().await;
    let id = opened(&store, "F1").await;
    let say = |kind, comment, may_be_shown| NewFeedback {
        pilot: &id,
        kind,
        comment,
        may_be_shown,
        at: 6,
    };
    for word in [
        say("helpful", "", false),
        say("not-helpful", "no", false),
        say("problem", "odd", true),
    ] {
        assert_eq!(store.say_of_pilot(word).await.unwrap(), Said::Done);
    }
    let row = store.pilot(&id).await.unwrap();
    assert_eq!((row.helpful, row.not_helpful), (1, 1));
    assert_eq!(store.unread_feedback(&id).await.unwrap(), 2);
    let all = store.pilot_feedback(&id, false, "", 10).await.unwrap();
    let of = |comment: &str| {
        all.iter()
            .find(|row| row.comment == comment)
            .map(|row| row.id.clone())
    };
    let (private, open) = (of("no").unwrap(), of("odd").unwrap());
    let refused = store.decide_feedback((&id, &private), true, "S", 7).await;
    assert!(matches!(refused, Err(StoreError::Changed)));
    store
        .decide_feedback((&id, &open), true, "S", 7)
        .await
        .unwrap();
    let shown = store.pilot_feedback(&id, true, "", 10).await.unwrap();
    assert_eq!(shown.len(), 1);
}

#[tokio::test]
async fn the_newest_tables_answer() {
    let (_folder, store) = store().await;
    let id = opened(&store, "F1").await;
    assert_eq!(store.pilot_life(&id).await.unwrap().data_digest, None);
    for digest in ["one", "two"] {
        let new = NewPilotData {
            pilot: &id,
            digest,
            bytes: 3,
            by: "S",
            at: 6,
        };
        store.bring_pilot_data(new).await.unwrap();
    }
    let life = store.pilot_life(&id).await.unwrap();
    assert_eq!(life.data_digest.as_deref(), Some("two"));
    let numbers: Vec<_> = store.pilot_data(&id).await.unwrap();
    assert_eq!(
        numbers.iter().map(|row| row.number).collect::<Vec<_>>(),
        [2, 1]
    );
}
