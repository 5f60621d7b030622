//! What falls into a year, and what lies a moment or a day beside it.

use tempfile::TempDir;

use super::*;

const ROWS: [&str; 13] = [
    "insert into organisation (id, name, created_at) values ('O', 'Acme', 1), ('P', 'Beta', 1)",
    "insert into account (id, email, email_confirmed_at, name, language, salt, created_at) \
     values ('S', 's@c.example', 1, 'Staff', 'bg', 's', 1)",
    "insert into challenge (id, state, created_by, opens_at, salt, created_at, updated_at, \
     revision) values ('C', 'published', 'S', 1, 'x', 1, 9, 1), ('D', 'open', 'S', 1, 'y', 1, 1, 1)",
    "insert into challenge_version (id, challenge_id, version, number, pack_digest, startup_digest, \
     startup_bytes, manifest, statement_bg, statement_en, created_by, created_at, approved_at) \
     values ('V', 'C', '1.0.0', 1, 'pack', 'd', 1, \
     '{\"interface\":\"pilotbox:utilities/water-demand@0.1.0\"}', '', '', 'S', 1, 2), \
     ('X', 'D', '1.0.0', 1, 'pack', 'd', 1, \
     '{\"interface\":\"pilotbox:templates/forecast@0.1.0\"}', '', '', 'S', 1, 2)",
    "insert into phase (id, challenge_id, name, opens_at, per_day, per_phase, concurrent) \
     values ('H', 'C', 'main', 1, 1, 1, 1), ('I', 'D', 'main', 1, 1, 1, 1)",
    "insert into plugin (id, organisation_id, digest, bytes, created_at) \
     values ('L', 'O', 'plugin', 1, 1), ('M', 'P', 'plugin', 1, 1)",
    "insert into submission (id, challenge_id, version_id, phase_id, organisation_id, account_id, \
     plugin_id, dossier, created_at, revision) values \
     ('F', 'C', 'V', 'H', 'O', 'S', 'L', '{}', 99, 1), \
     ('G', 'C', 'V', 'H', 'O', 'S', 'L', '{}', 150, 1), \
     ('K', 'C', 'V', 'H', 'P', 'S', 'M', '{}', 150, 1), \
     ('N', 'D', 'X', 'I', 'P', 'S', 'M', '{}', 50, 1)",
    "insert into run (id, submission_id, organisation_id, challenge_id, version_id, split, counts, \
     seed, state, step, tries, total, created_at, revision) values \
     ('R', 'F', 'O', 'C', 'V', 'final', 1, 1, 'scored', 'done', '{}', 80.0, 1, 1)",
    "insert into pilot (id, challenge_id, submission_id, run_id, title_bg, title_en, \
     summary_bg, summary_en, starts_on, ends_on, districts, budget_eur, wall_clock_ms, \
     frame_origins, opened_by, opened_at) values \
     ('A', 'C', 'F', 'R', '', '', '', '', '2026-01-01', '2026-12-31', '[]', 1, 1, '[]', 'S', 10), \
     ('B', 'C', 'F', 'R', '', '', '', '', '2026-01-01', '2027-01-01', '[]', 2, 1, '[]', 'S', 20), \
     ('E', 'C', 'F', 'R', '', '', '', '', '2027-05-01', '2027-06-01', '[]', 4, 1, '[]', 'S', 199), \
     ('Z', 'C', 'F', 'R', '', '', '', '', '2028-05-01', '2028-06-01', '[]', 8, 1, '[]', 'S', 200)",
    "insert into pilot_milestone (pilot_id, number, title_bg, title_en, due_on, reached_at) values \
     ('B', 1, '', '', '2027-01-01', 99), ('B', 2, '', '', '2027-01-01', 100), \
     ('B', 3, '', '', '2027-01-01', 200), ('B', 4, '', '', '2027-01-01', null)",
    "insert into pilot_indicator (pilot_id, number, result_bg, result_en, indicator_bg, \
     indicator_en, unit, baseline, target, due_on, verification_bg, verification_en) values \
     ('B', 1, '', '', '', '', '%', 20.0, 15.0, '2027-06-01', '', ''), \
     ('B', 2, '', '', '', '', '%', 20.0, 15.0, '2027-06-01', '', '')",
    "insert into pilot_measurement (pilot_id, number, measured_on, value, noted_by, noted_at) values \
     ('B', 1, '2026-12-31', 19.0, 'S', 1), ('B', 1, '2027-02-01', 18.0, 'S', 1), \
     ('B', 1, '2027-12-31', 14.0, 'S', 1), ('B', 1, '2028-01-01', 10.0, 'S', 1), \
     ('B', 2, '2028-01-01', 10.0, 'S', 1)",
    "insert into chain_link (seq, at, kind, actor, subject, body, previous, digest) values \
     (1, 5, 'receipt-issued', 'system', 'R', '{}', '', ''), \
     (2, 100, 'challenge-moved', 'system', 'C', '{\"from\":\"review\",\"to\":\"open\"}', '', ''), \
     (3, 150, 'challenge-moved', 'system', 'D', '{\"from\":\"review\",\"to\":\"open\"}', '', ''), \
     (4, 160, 'challenge-moved', 'system', 'sealed', '{\"to\":\"review\"}', '', ''), \
     (5, 199, 'pilot-ended', 'system', 'C', '{\"pilot\":\"A\",\"decision\":\"stop\"}', '', ''), \
     (6, 199, 'receipt-issued', 'system', 'R', '{}', '', ''), \
     (7, 200, 'receipt-issued', 'system', 'R', '{}', '', '')",
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

fn year() -> Stretch {
    Stretch {
        from: 100,
        to: 200,
        first_day: "2027-01-01".to_owned(),
        last_day: "2027-12-31".to_owned(),
    }
}

#[tokio::test]
async fn the_record_is_counted_from_the_first_moment_to_the_last() {
    let (_folder, store) = store().await;
    assert_eq!(store.record_begins().await.unwrap(), Some(5));
    let receipts = store.count_links("receipt-issued", &year()).await.unwrap();
    assert_eq!(receipts, 1);
    assert_eq!(store.year_exits(&year()).await.unwrap().len(), 1);
    let moves = store.year_moves(&year()).await.unwrap();
    let found: Vec<_> = moves
        .iter()
        .map(|one| (one.challenge.as_str(), one.field.as_str()))
        .collect();
    assert_eq!(found, [("C", "utilities"), ("D", "other")]);
}

#[tokio::test]
async fn an_empty_record_begins_never() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("store.db").display());
    let store = Store::open(&url, 1).await.unwrap();
    assert_eq!(store.record_begins().await.unwrap(), None);
    assert_eq!(store.year_pilots(&year()).await.unwrap(), []);
    assert_eq!(store.year_themes(&year()).await.unwrap(), []);
    let nobody = store.year_organisations(&year()).await.unwrap();
    assert_eq!(nobody, YearOrganisations::default());
}

#[tokio::test]
async fn pilots_are_those_of_the_year_by_their_days_or_their_opening() {
    let (_folder, store) = store().await;
    let pilots = store.year_pilots(&year()).await.unwrap();
    let budgets: Vec<_> = pilots.iter().map(|pilot| pilot.budget_eur).collect();
    assert_eq!(budgets, [2, 4]);
    assert!(pilots.iter().all(|pilot| pilot.field == "utilities"));
    assert_eq!(store.year_milestones(&year()).await.unwrap(), 1);
}

#[tokio::test]
async fn of_an_indicator_the_last_value_of_the_year_counts() {
    let (_folder, store) = store().await;
    let values = store.year_indicators(&year()).await.unwrap();
    let values: Vec<_> = values.iter().map(|one| one.value.to_bits()).collect();
    assert_eq!(values, [14.0_f64.to_bits()]);
}

#[tokio::test]
async fn who_takes_part_is_counted_once_results_are_out() {
    let (_folder, store) = store().await;
    let found = store.year_organisations(&year()).await.unwrap();
    // `P` came before too, to a challenge that is open still: nobody is told.
    let expected = YearOrganisations {
        submitted: 2,
        newcomers: 1,
    };
    assert_eq!(found, expected);
}

#[tokio::test]
async fn a_data_set_is_open_from_the_day_on_which_its_release_was() {
    let (_folder, store) = store().await;
    for (id, theme, sealed, opened) in [
        ("old", "TRAN", 0, "null"),
        ("both", "TRAN", 0, "199"),
        ("late", "ENVI", 0, "200"),
        ("shut", "ENVI", 1, "null"),
    ] {
        for row in [
            format!(
                "insert into data_set (id, title_bg, title_en, description_bg, description_en, \
                 owner, theme, raw_days, search, created_by, created_at, revision) \
                 values ('{id}', '', '', '', '', '', '{theme}', 1, '', 'S', 1, 1)"
            ),
            format!(
                "insert into raw_data (id, data_set_id, file_name, table_name, format, bytes, \
                 row_count, rows_aside, about, brought_by, brought_at, delete_at, deleted_at) \
                 values ('r-{id}', '{id}', '', '', '', 1, 1, 0, '', 'S', 1, 1, 1)"
            ),
            format!(
                "insert into data_policy (id, data_set_id, version, toml, digest, report, light, \
                 raw_days, raw_id, proposed_by, proposed_at) \
                 values ('p-{id}', '{id}', '1', '', '', '', '', 1, 'r-{id}', 'S', 1)"
            ),
            format!(
                "insert into data_release (id, data_set_id, number, policy_id, licence, report, \
                 dictionary, light, row_count, column_count, is_sealed, files, published_by, \
                 published_at, opened_at) values ('e-{id}', '{id}', 1, 'p-{id}', '', '', '', '', \
                 1, 1, {sealed}, '', 'S', 50, {opened})"
            ),
        ] {
            let row = sqlx::query(sqlx::AssertSqlSafe(row));
            row.execute(store.pool()).await.unwrap();
        }
    }
    let themes = store.year_themes(&year()).await.unwrap();
    let found: Vec<_> = themes
        .iter()
        .map(|one| (one.theme.as_str(), one.data_sets))
        .collect();
    assert_eq!(found, [("TRAN", 2)]);
}
