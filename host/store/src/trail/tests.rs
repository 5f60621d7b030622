//! What a trail is made of: a challenge with two finalists, one of whom was taken back.

use tempfile::TempDir;

use super::*;

const ROWS: [&str; 15] = [
    "insert into organisation (id, name, created_at) values ('O', 'Acme', 1), ('P', 'Beta', 1)",
    "insert into account (id, email, email_confirmed_at, name, language, salt, created_at) \
     values ('S', 's@c.example', 1, 'Staff', 'bg', 's', 1)",
    "insert into challenge (id, state, created_by, opens_at, salt, created_at, updated_at, \
     revision) values ('C', 'published', 'S', 1, 'x', 1, 9, 1), ('D', 'jury', 'S', 1, 'y', 1, 1, 1)",
    "insert into challenge_version (id, challenge_id, version, number, pack_digest, startup_digest, \
     startup_bytes, manifest, statement_bg, statement_en, created_by, created_at, approved_at) \
     values ('V', 'C', '1.0.0', 1, 'pack', 'd', 1, '{}', '', '', 'S', 1, 2), \
     ('W', 'C', '1.1.0', 2, 'next', 'd', 1, '{}', '', '', 'S', 1, null), \
     ('X', 'D', '1.0.0', 1, 'other', 'd', 1, '{}', '', '', 'S', 1, 2)",
    "insert into phase (id, challenge_id, name, opens_at, per_day, per_phase, concurrent) \
     values ('H', 'C', 'main', 1, 1, 1, 1)",
    "insert into plugin (id, organisation_id, digest, bytes, created_at) \
     values ('L', 'O', 'plugin', 1, 1), ('M', 'P', 'plugin', 1, 1)",
    "insert into submission (id, challenge_id, version_id, phase_id, organisation_id, account_id, \
     plugin_id, dossier, created_at, finalist_at, withdrawn_at, revision) values \
     ('F', 'C', 'V', 'H', 'O', 'S', 'L', '{}', 1, 3, null, 1), \
     ('G', 'C', 'V', 'H', 'O', 'S', 'L', '{}', 1, null, null, 1), \
     ('N', 'C', 'V', 'H', 'P', 'S', 'M', '{}', 1, 3, 4, 1)",
    "insert into run (id, submission_id, organisation_id, challenge_id, version_id, split, counts, \
     seed, state, step, tries, total, created_at, revision) values \
     ('R1', 'F', 'O', 'C', 'V', 'public', 1, 1, 'scored', 'done', '{}', 70.0, 1, 1), \
     ('R2', 'F', 'O', 'C', 'V', 'final', 1, 1, 'scored', 'done', '{}', 80.0, 1, 1), \
     ('R3', 'F', 'O', 'C', 'V', 'sample', 1, 1, 'scored', 'done', '{}', 90.0, 1, 1), \
     ('R4', 'N', 'P', 'C', 'V', 'final', 1, 1, 'scored', 'done', '{}', 99.0, 1, 1), \
     ('R5', 'F', 'O', 'C', 'V', 'final', 0, 1, 'scored', 'done', '{}', 10.0, 1, 1)",
    "insert into receipt (run_id, digest, key_name, salt, issued_at) values \
     ('R2', 'd2', 'k', 's', 1), ('R3', 'd3', 'k', 's', 1)",
    "insert into rejudge (id, challenge_id, version_id, split, state, created_by, created_at, \
     decided_at) values ('J1', 'C', 'V', 'public', 'applied', 'S', 1, 5), \
     ('J2', 'C', 'V', 'public', 'cancelled', 'S', 1, 6), \
     ('J3', 'C', 'V', 'public', 'running', 'S', 1, null)",
    "insert into clarification (id, challenge_id, organisation_id, account_id, question, asked_at, \
     answer) values ('Q1', 'C', 'O', 'S', '?', 1, 'yes'), ('Q2', 'C', 'O', 'S', '?', 1, null)",
    "insert into decision_letter (challenge_id, submission_id) values ('C', 'F')",
    "insert into inquiry (id, challenge_id, submission_id, account_id, kind, question, asked_at) \
     values ('I1', 'C', 'F', 'S', 'decision', '?', 9), ('I2', 'C', 'F', 'S', 'decision', '?', 9)",
    "insert into inquiry_reply (id, inquiry_id, account_id, author, body, said_at) values \
     ('Y1', 'I1', 'S', 'staff', 'so', 9), ('Y2', 'I2', 'S', 'organisation', 'and', 9)",
    "insert into chain_link (seq, at, kind, actor, subject, body, previous, digest) values \
     (1, 5, 'challenge-moved', 'system', 'C', '{\"from\":\"review\",\"to\":\"open\"}', '', ''), \
     (2, 6, 'pilot-ended', 'system', 'C', '{\"pilot\":\"A\",\"decision\":\"extend\"}', '', ''), \
     (3, 7, 'pilot-ended', 'system', 'C', '{\"pilot\":\"B\",\"decision\":\"stop\"}', '', ''), \
     (4, 8, 'challenge-moved', 'system', 'D', '{\"from\":\"review\",\"to\":\"open\"}', '', '')",
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

async fn with_pilot(store: &Store, id: &str, opened_at: i64) {
    sqlx::query(
        "insert into pilot (id, challenge_id, submission_id, run_id, title_bg, title_en, \
         summary_bg, summary_en, starts_on, ends_on, districts, budget_eur, wall_clock_ms, \
         frame_origins, opened_by, opened_at) values ($1, 'C', 'F', 'R2', 'Вода', 'Water', \
         '', '', '2027-01-01', '2027-06-30', '[]', 1000, 1000, '[]', 'S', $2)",
    )
    .bind(id)
    .bind(opened_at)
    .execute(store.pool())
    .await
    .unwrap();
}

#[tokio::test]
async fn what_was_taken_back_or_does_not_count_is_not_counted() {
    let (_folder, store) = store().await;
    let counts = store.trail_counts("C").await.unwrap();
    let expected = TrailCounts {
        submissions: 2,
        organisations: 1,
        finalists: 1,
        runs: 2,
        receipts: 1,
        evaluators: 0,
        rubrics: 0,
        letters: 1,
        inquiries: 1,
        answers: 1,
    };
    assert_eq!(counts, expected);
    let none = store.trail_counts("nothing").await.unwrap();
    assert_eq!(none, TrailCounts::default());
}

#[tokio::test]
async fn results_are_of_finalists_on_the_final_split_alone() {
    let (_folder, store) = store().await;
    let results = store.told_results("C").await.unwrap();
    let found: Vec<_> = results
        .iter()
        .map(|one| (one.run_id.as_str(), one.receipt.as_deref()))
        .collect();
    assert_eq!(found, [("R2", Some("d2"))]);
}

#[tokio::test]
async fn versions_that_nobody_approved_and_rejudges_that_nobody_applied_are_not_told() {
    let (_folder, store) = store().await;
    let versions = store.told_versions("C").await.unwrap();
    let names: Vec<_> = versions.iter().map(|one| one.version.as_str()).collect();
    assert_eq!(names, ["1.0.0"]);
    let rejudges = store.told_rejudges("C").await.unwrap();
    let moments: Vec<_> = rejudges.iter().map(|one| one.decided_at).collect();
    assert_eq!(moments, [5]);
}

#[tokio::test]
async fn links_are_of_one_subject_and_one_pilot() {
    let (_folder, store) = store().await;
    let seqs = |links: Vec<ToldLink>| links.into_iter().map(|link| link.seq).collect::<Vec<_>>();
    let moves = store.links_about("C", "challenge-moved").await.unwrap();
    assert_eq!(seqs(moves), [1]);
    let ends = store.links_of_pilot("C", "B", "pilot-ended").await.unwrap();
    assert_eq!(seqs(ends), [3]);
    let none = store.links_of_pilot("D", "B", "pilot-ended").await.unwrap();
    assert!(none.is_empty());
}

#[tokio::test]
async fn a_catalogue_lists_results_that_are_out_and_when_a_trail_last_grew() {
    let (_folder, store) = store().await;
    let listed = store.trailed_challenges(10).await.unwrap();
    let found: Vec<_> = listed
        .iter()
        .map(|one| (one.id.as_str(), one.changed_at))
        .collect();
    assert_eq!(found, [("C", 9)], "`D` is judged still");
    with_pilot(&store, "A", 20).await;
    with_pilot(&store, "B", 30).await;
    let listed = store.trailed_challenges(10).await.unwrap();
    assert_eq!(listed[0].changed_at, 30);
    store.stop_pilot("A", "it errs", "S", 40).await.unwrap();
    let pilots = store.trailed_pilots(10).await.unwrap();
    let found: Vec<_> = pilots
        .iter()
        .map(|one| (one.id.as_str(), one.changed_at))
        .collect();
    assert_eq!(found, [("B", 30), ("A", 40)]);
    assert_eq!(store.pilot_opened_at("B").await.unwrap(), 30);
    let told = store.told_pilots("C").await.unwrap();
    assert_eq!(told.len(), 2);
    assert_eq!(store.trailed_pilots(1).await.unwrap().len(), 1);
}

#[tokio::test]
async fn where_nothing_is_decided_and_no_problem_is_answered_nothing_is_told() {
    let (_folder, store) = store().await;
    assert_eq!(store.trail_decisions("C").await.unwrap(), []);
    assert_eq!(store.trail_problems("C").await.unwrap(), []);
    assert_eq!(store.decisions_between(0, 9).await.unwrap(), 0);
    assert_eq!(store.problems_between(0, 9).await.unwrap(), 0);
}

#[tokio::test]
async fn the_record_is_read_by_its_indexes() {
    let (_folder, store) = store().await;
    for query in [
        "select seq from chain_link where subject = 'C' and kind = 'challenge-moved' order by seq",
        "select count(*) from chain_link where kind = 'receipt-issued' and at >= 1 and at < 2",
    ] {
        let plan: Vec<(i64, i64, i64, String)> =
            sqlx::query_as(sqlx::AssertSqlSafe(format!("explain query plan {query}")))
                .fetch_all(store.pool())
                .await
                .unwrap();
        let told: Vec<_> = plan.into_iter().map(|row| row.3).collect();
        assert!(
            told.iter().all(|step| step.contains("INDEX chain_link_")),
            "{told:?}"
        );
    }
}
