//! What the jury says of one finalist, from the declaration to the reminders, by two
//! evaluators.

use tempfile::TempDir;

use super::*;
use crate::{
    accounts::Actor,
    challenges::{Assigned, NewAssignments},
};

/// What has to be there before anything can be judged.
const ROWS: [&str; 9] = [
    "insert into organisation (id, name, created_at) values ('O', 'Acme', 1)",
    "insert into account (id, email, email_confirmed_at, name, language, salt, created_at) values \
     ('S', 's@c.example', 1, 'Staff', 'bg', 's', 1), ('E1', 'e1@c.example', 1, 'Ann', 'en', 'a', 1), \
     ('E2', 'e2@c.example', 1, 'Ben', 'bg', 'b', 1)",
    "insert into role_grant (account_id, role, source, granted_at) values \
     ('E1', 'evaluator', 'admin', 1), ('E2', 'evaluator', 'admin', 1), ('S', 'staff', 'admin', 1)",
    "insert into challenge (id, state, created_by, opens_at, finalists_at, salt, created_at, \
     updated_at, revision) values ('C', 'jury', 'S', 1, 1, 'x', 1, 1, 1)",
    "insert into challenge_version (id, challenge_id, version, number, pack_digest, startup_digest, \
     startup_bytes, manifest, statement_bg, statement_en, created_by, created_at, approved_at) \
     values ('V', 'C', '1.0.0', 1, 'd', 'd', 1, '{}', '', '', 'S', 1, 1)",
    "insert into phase (id, challenge_id, name, opens_at, per_day, per_phase, concurrent) \
     values ('P', 'C', 'main', 1, 1, 1, 1)",
    "insert into enrolment (challenge_id, organisation_id, account_id, pseudonym, blind_code, \
     created_at) values ('C', 'O', 'S', 'T-1', 'B-1', 1)",
    "insert into plugin (id, organisation_id, digest, bytes, created_at) \
     values ('L', 'O', 'd', 1, 1)",
    "insert into submission (id, challenge_id, version_id, phase_id, organisation_id, account_id, \
     plugin_id, dossier, created_at, finalist_at, revision) values \
     ('F', 'C', 'V', 'P', 'O', 'S', 'L', '{\"title\": \"a\"}', 1, 1, 1)",
];

const CRITERIA: [&str; 2] = ["fit", "use"];

/// A challenge with a finalist, and the work of both evaluators on it.
async fn jury() -> (TempDir, Store, [String; 2]) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("store.db").display());
    let store = Store::open(&url, 1).await.unwrap();
    for row in ROWS {
        sqlx::query(row).execute(store.pool()).await.unwrap();
    }
    let done = assign(&store).await;
    assert_eq!(done, Assigned::Done { made: 2, moved: 0 });
    let work = store.assignments("C", "", 10).await.unwrap();
    let of = |evaluator: &str| {
        let mut own = work.iter().filter(|one| one.evaluator_id == evaluator);
        own.next().unwrap().id.clone()
    };
    let ids = [of("E1"), of("E2")];
    (folder, store, ids)
}

async fn assign(store: &Store) -> Assigned {
    let new = NewAssignments {
        challenge: "C",
        evaluator: None,
        submission: None,
        due_on: "2027-01-15",
        by: "S",
        at: 5,
    };
    store.assign(new).await.unwrap()
}

async fn run(store: &Store, statement: &'static str) {
    sqlx::query(statement).execute(store.pool()).await.unwrap();
}

async fn declare(
    store: &Store,
    (evaluator, id): (&str, &str),
    conflict: Option<&str>,
) -> Result<Declared, StoreError> {
    let new = Declaration {
        id,
        evaluator,
        conflict,
        at: 8,
    };
    store.declare(new).await
}

async fn save(
    store: &Store,
    (evaluator, id): (&str, &str),
    given: &[(&str, Option<i64>)],
) -> Result<(), StoreError> {
    let marks: Vec<NewMark<'_>> = given
        .iter()
        .map(|(criterion, given)| NewMark {
            criterion,
            given: *given,
            comment: "so",
        })
        .collect();
    let change = MarksChange {
        id,
        evaluator,
        marks: &marks,
        at: 8,
    };
    store.save_marks(change).await
}

async fn hand_in(store: &Store, (evaluator, id): (&str, &str)) -> Result<HandedIn, StoreError> {
    let new = HandIn {
        id,
        evaluator,
        criteria: &CRITERIA,
        at: 9,
    };
    store.hand_in(new).await
}

/// From the declaration to the rubric.
async fn judge(store: &Store, own: (&str, &str), [fit, usable]: [i64; 2]) {
    declare(store, own, None).await.unwrap();
    let marks = [("fit", Some(fit)), ("use", Some(usable))];
    save(store, own, &marks).await.unwrap();
    assert_eq!(hand_in(store, own).await.unwrap(), HandedIn::Done);
}

fn is_refused<T>(result: &Result<T, StoreError>) -> bool {
    matches!(result, Err(StoreError::Changed))
}

#[tokio::test]
async fn nothing_is_marked_before_a_declaration_which_is_said_once() {
    let (_folder, store, [first, second]) = jury().await;
    let own = ("E1", first.as_str());
    assert!(is_refused(&save(&store, own, &[("use", Some(1))]).await));
    assert!(is_refused(&hand_in(&store, own).await));
    let blind = async || {
        let start = crate::BlindKey::default();
        let all = store.blind_submissions("C", "E1", &start, 10);
        all.await.unwrap().len()
    };
    assert_eq!(blind().await, 0);
    let foreign = declare(&store, ("E1", &second), None).await;
    assert!(matches!(foreign, Err(StoreError::NotFound)));
    assert_eq!(declare(&store, own, None).await.unwrap(), Declared::Done);
    let again = declare(&store, own, Some("my aunt")).await.unwrap();
    assert_eq!(again, Declared::Already);
    assert_eq!(blind().await, 1);
    assert!(store.conflicts("C").await.unwrap().is_empty());
    run(&store, "update challenge set state = 'published'").await;
    assert!(is_refused(&declare(&store, ("E2", &second), None).await));
}

#[tokio::test]
async fn a_conflict_takes_the_work_for_good() {
    let (_folder, store, [first, _]) = jury().await;
    let own = ("E1", first.as_str());
    declare(&store, own, Some("my aunt founded it"))
        .await
        .unwrap();
    assert_eq!(store.assignments("C", "", 10).await.unwrap().len(), 1);
    assert!(store.own_assignment("E1", &first).await.is_err());
    let conflicts = store.conflicts("C").await.unwrap();
    let told: Vec<_> = conflicts
        .iter()
        .map(|one| (&*one.evaluator, &*one.submission_id, one.reason.as_deref()))
        .collect();
    assert_eq!(told, [("Ann", "F", Some("my aunt founded it"))]);
    assert_eq!(assign(&store).await, Assigned::Done { made: 0, moved: 0 });
    let one = NewAssignments {
        challenge: "C",
        evaluator: Some("E1"),
        submission: Some("F"),
        due_on: "2027-01-15",
        by: "S",
        at: 5,
    };
    assert_eq!(store.assign(one).await.unwrap(), Assigned::Conflict);
    let evaluators = store.evaluators("C").await.unwrap();
    let counts: Vec<_> = evaluators
        .iter()
        .map(|one| (&*one.name, one.assigned, one.declared, one.conflicts))
        .collect();
    assert_eq!(counts, [("Ann", 0, 0, 1), ("Ben", 1, 0, 0)]);
    let links = store.links_after(0, 10).await.unwrap();
    assert!(links.iter().all(|link| !link.body.contains("aunt")));
    store.erase_account("E1", Actor::System, 20).await.unwrap();
    assert_eq!(store.conflicts("C").await.unwrap()[0].reason, None);
}

#[tokio::test]
async fn a_rubric_goes_in_whole_and_never_changes() {
    let (_folder, store, [first, second]) = jury().await;
    let own = ("E1", first.as_str());
    declare(&store, own, None).await.unwrap();
    let draft = [("use", Some(2)), ("fit", None)];
    save(&store, own, &draft).await.unwrap();
    let missing = HandedIn::Missing(vec!["fit".to_owned()]);
    assert_eq!(hand_in(&store, own).await.unwrap(), missing);
    save(&store, own, &[("fit", Some(5))]).await.unwrap();
    assert_eq!(store.judged_marks("C").await.unwrap(), []);
    run(&store, "update challenge set state = 'closed'").await;
    assert!(is_refused(&hand_in(&store, own).await));
    run(&store, "update challenge set state = 'jury'").await;
    assert_eq!(hand_in(&store, own).await.unwrap(), HandedIn::Done);
    assert_eq!(hand_in(&store, own).await.unwrap(), HandedIn::Already);
    assert!(is_refused(&save(&store, own, &[("use", Some(3))]).await));
    let marks = store.judged_marks("C").await.unwrap();
    let given: Vec<_> = marks
        .iter()
        .map(|mark| (&*mark.criterion, mark.given))
        .collect();
    assert_eq!(given, [("fit", 5), ("use", 2)]);
    let figures = store.rubric_figures("C", "E1").await.unwrap();
    assert!(figures.are_all_in());
    let figures = store.rubric_figures("C", "E2").await.unwrap();
    assert!(!figures.are_all_in());
    assert!(!store.rubric_figures("C", "S").await.unwrap().are_all_in());
    store.withdraw_assignment(&second, "S", 9).await.unwrap();
    store.withdraw_assignment(&first, "S", 9).await.unwrap();
    assert_eq!(store.judged_marks("C").await.unwrap(), []);
}

#[tokio::test]
async fn no_mark_is_outside_its_bounds() {
    let (_folder, store, [first, _]) = jury().await;
    let own = ("E1", first.as_str());
    declare(&store, own, None).await.unwrap();
    for (mark, fits) in [(0, true), (5, true), (6, false), (-1, false)] {
        let saved = save(&store, own, &[("use", Some(mark))]).await;
        assert_eq!(saved.is_ok(), fits, "{mark}");
    }
}

#[tokio::test]
async fn marks_two_apart_are_disputed_and_both_are_kept() {
    let (_folder, store, [first, second]) = jury().await;
    judge(&store, ("E1", &first), [1, 4]).await;
    assert_eq!(store.disputed_marks("C", 2).await.unwrap(), []);
    judge(&store, ("E2", &second), [3, 5]).await;
    let disputed = store.disputed_marks("C", 2).await.unwrap();
    let told: Vec<_> = disputed
        .iter()
        .map(|one| (&*one.criterion, &*one.evaluator, one.given, one.moderated))
        .collect();
    assert_eq!(told, [("fit", "Ann", 1, None), ("fit", "Ben", 3, None)]);
    let mark = |criterion| ModeratedMark {
        id: &first,
        evaluator: "E1",
        criterion,
        mark: 2,
        comment: "I had missed page 4",
        at: 10,
    };
    store.moderate(mark("fit")).await.unwrap();
    let unknown = store.moderate(mark("other")).await;
    assert!(matches!(unknown, Err(StoreError::NotFound)));
    let kept = &store.disputed_marks("C", 2).await.unwrap()[0];
    assert_eq!((kept.given, kept.moderated), (1, Some(2)));
    assert_eq!(kept.moderated_comment, "I had missed page 4");
    run(&store, "update challenge set state = 'published'").await;
    assert!(is_refused(&store.moderate(mark("fit")).await));
}

#[tokio::test]
async fn a_reminder_goes_before_the_day_and_one_after_it() {
    let (_folder, store, [first, _]) = jury().await;
    judge(&store, ("E1", &first), [1, 4]).await;
    let take = async |today, near, now, lease_ends| {
        let days = ReminderDays {
            today,
            near,
            given_before: 6,
        };
        store
            .take_reminders(days, 10, now, lease_ends)
            .await
            .unwrap()
    };
    assert_eq!(take("2027-01-11", "2027-01-14", 10, 100).await, []);
    let near = take("2027-01-12", "2027-01-15", 10, 100).await;
    let told: Vec<_> = near
        .iter()
        .map(|one| (&*one.email, &*one.language, one.count, one.tries))
        .collect();
    assert_eq!(told, [("e2@c.example", "bg", 1, 1)]);
    assert_eq!(take("2027-01-12", "2027-01-15", 99, 200).await, []);
    store.remind_later(&near[0], 150).await.unwrap();
    let again = take("2027-01-12", "2027-01-15", 150, 300).await;
    assert_eq!(again[0].tries, 2);
    store
        .mark_reminded(&again[0], "2027-01-12", 151)
        .await
        .unwrap();
    assert_eq!(take("2027-01-15", "2027-01-18", 400, 500).await, []);
    let late = take("2027-01-16", "2027-01-19", 400, 500).await;
    assert_eq!(late.len(), 1);
    store
        .mark_reminded(&late[0], "2027-01-16", 401)
        .await
        .unwrap();
    assert_eq!(take("2027-02-01", "2027-02-04", 900, 999).await, []);
    let given = store.assignments("C", "", 10).await.unwrap();
    let reminded: Vec<_> = given.iter().map(|one| one.reminded_at).collect();
    assert_eq!(reminded, [None, Some(401)]);
}

#[tokio::test]
async fn what_cannot_be_sent_is_given_up_before_the_day_and_after_it() {
    let (_folder, store, _) = jury().await;
    let tries = async |today| {
        let days = ReminderDays {
            today,
            near: "2027-01-15",
            given_before: 6,
        };
        let mut tries = 0;
        for at in 0..100 {
            let now = at * 10;
            let found = store.take_reminders(days, 1, now, now + 5).await.unwrap();
            for one in &found {
                tries += 1;
                store.remind_later(one, now).await.unwrap();
            }
        }
        tries
    };
    run(&store, "delete from assignment where evaluator_id = 'E2'").await;
    let most = crate::telling::MOST_TRIES;
    assert_eq!(tries("2027-01-14").await, most);
    assert_eq!(tries("2027-01-16").await, most);
}

#[tokio::test]
async fn nobody_is_reminded_of_what_was_given_just_now_or_is_not_the_jurys() {
    let (_folder, store, _) = jury().await;
    let take = async |given_before| {
        let days = ReminderDays {
            today: "2027-01-14",
            near: "2027-01-17",
            given_before,
        };
        store.take_reminders(days, 10, 10, 100).await.unwrap().len()
    };
    assert_eq!(take(5).await, 0, "it was given at 5");
    run(&store, "update challenge set state = 'closed'").await;
    assert_eq!(take(6).await, 0);
    run(&store, "update challenge set state = 'jury'").await;
    assert_eq!(take(6).await, 2);
}
