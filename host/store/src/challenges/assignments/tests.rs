//! Work from its giving to its end, in a challenge with two evaluators and two finalists.

use tempfile::TempDir;

use super::*;
use crate::{
    accounts::Actor,
    challenges::{Declaration, HandIn, HandedIn, MarksChange, NewMark},
};

/// What has to be there before anything can be judged. The second evaluator belongs to an
/// organisation that is enrolled; `E3` only to the staff.
const ROWS: [&str; 12] = [
    "insert into organisation (id, name, created_at) values ('O1', 'Acme', 1), ('O2', 'Beta', 1)",
    "insert into account (id, email, email_confirmed_at, name, language, salt, created_at) values \
     ('S', 's@c.example', 1, 'Staff', 'bg', 's', 1), ('E1', 'e1@c.example', 1, 'Ann', 'en', 'a', 1), \
     ('E2', 'e2@c.example', 1, 'Ben', 'bg', 'b', 1), ('E3', 'e3@c.example', 1, 'Cem', 'bg', 'c', 1)",
    "insert into role_grant (account_id, role, source, granted_at) values \
     ('E1', 'evaluator', 'admin', 1), ('E2', 'evaluator', 'admin', 1), ('E3', 'staff', 'admin', 1), \
     ('S', 'admin', 'admin', 1)",
    "insert into challenge (id, state, created_by, opens_at, finalists_at, salt, created_at, \
     updated_at, revision) values ('C', 'jury', 'S', 1, 1, 'x', 1, 1, 1)",
    "insert into challenge_version (id, challenge_id, version, number, pack_digest, startup_digest, \
     startup_bytes, manifest, statement_bg, statement_en, created_by, created_at, approved_at) \
     values ('V', 'C', '1.0.0', 1, 'd', 'd', 1, '{}', '', '', 'S', 1, 1)",
    "insert into phase (id, challenge_id, name, opens_at, per_day, per_phase, concurrent) \
     values ('P', 'C', 'main', 1, 1, 1, 1)",
    "insert into enrolment (challenge_id, organisation_id, account_id, pseudonym, blind_code, \
     created_at) values ('C', 'O1', 'S', 'T-1', 'B-2', 1), ('C', 'O2', 'S', 'T-2', 'B-1', 1)",
    "insert into plugin (id, organisation_id, digest, bytes, created_at) \
     values ('L1', 'O1', 'd', 1, 1), ('L2', 'O2', 'd', 1, 1)",
    "insert into submission (id, challenge_id, version_id, phase_id, organisation_id, account_id, \
     plugin_id, dossier, created_at, finalist_at, revision) values \
     ('F1', 'C', 'V', 'P', 'O1', 'S', 'L1', '{\"title\": \"a\"}', 1, 1, 1), \
     ('F2', 'C', 'V', 'P', 'O2', 'S', 'L2', '{\"title\": \"b\"}', 1, 1, 1)",
    "insert into submission (id, challenge_id, version_id, phase_id, organisation_id, account_id, \
     plugin_id, dossier, created_at, revision) \
     values ('N', 'C', 'V', 'P', 'O1', 'S', 'L1', '{\"title\": \"c\"}', 1, 1)",
    "insert into challenge (id, state, created_by, opens_at, salt, created_at, updated_at, revision) \
     values ('D', 'open', 'S', 1, 'y', 1, 1, 1)",
    "insert into membership (organisation_id, account_id, is_owner, created_at) \
     values ('O2', 'E3', 1, 1)",
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

async fn run(store: &Store, statement: &'static str) {
    sqlx::query(statement).execute(store.pool()).await.unwrap();
}

fn all(due_on: &str) -> NewAssignments<'_> {
    NewAssignments {
        challenge: "C",
        evaluator: None,
        submission: None,
        due_on,
        by: "S",
        at: 5,
    }
}

fn done(made: usize, moved: usize) -> Assigned {
    Assigned::Done { made, moved }
}

async fn own(store: &Store, evaluator: &str, is_done: Option<bool>) -> Vec<OwnAssignment> {
    let filter = OwnFilter {
        evaluator,
        challenge: "C",
        is_done,
        after: ("", ""),
    };
    store.own_assignments(filter, 10).await.unwrap()
}

/// Declares no conflict, and hands in a rubric of one criterion.
async fn finish(store: &Store, id: &str) {
    let declaration = Declaration {
        id,
        evaluator: "E1",
        conflict: None,
        at: 8,
    };
    store.declare(declaration).await.unwrap();
    let marks = MarksChange {
        id,
        evaluator: "E1",
        marks: &[NewMark {
            criterion: "use",
            given: Some(3),
            comment: "clear",
        }],
        at: 8,
    };
    store.save_marks(marks).await.unwrap();
    let rubric = HandIn {
        id,
        evaluator: "E1",
        criteria: &["use"],
        at: 9,
    };
    assert_eq!(store.hand_in(rubric).await.unwrap(), HandedIn::Done);
}

async fn keep(store: &Store, id: &str, note: &str) -> Result<(), StoreError> {
    let change = NoteChange {
        id,
        evaluator: "E1",
        note,
    };
    store.set_assignment_note(change).await
}

#[tokio::test]
async fn work_is_given_once_and_its_day_can_move() {
    let (_folder, store) = store().await;
    let one = NewAssignments {
        evaluator: Some("E1"),
        submission: Some("F1"),
        ..all("2027-01-15")
    };
    assert_eq!(store.assign(one).await.unwrap(), done(1, 0));
    assert_eq!(store.assign(all("2027-01-15")).await.unwrap(), done(3, 0));
    assert_eq!(store.assign(all("2027-01-15")).await.unwrap(), done(0, 0));
    let first = own(&store, "E1", None).await.remove(0);
    finish(&store, &first.id).await;
    assert_eq!(store.assign(all("2027-02-01")).await.unwrap(), done(0, 3));
    let links = store.links_after(0, 10).await.unwrap();
    let kinds: Vec<_> = links.iter().map(|link| link.kind.as_str()).collect();
    let given = "judging-assigned";
    let (declared, handed_in) = ("judging-declared", "judging-handed-in");
    assert_eq!(kinds, [given, given, declared, handed_in, given]);
    for hidden in ["F1", "F2", "E1", "E2", "O1"] {
        let told = |link: &pilotbox_model::api::runs::ChainLink| {
            format!("{}{}{}", link.actor, link.subject, link.body).contains(hidden)
        };
        assert!(!links.iter().any(told), "{hidden}");
    }
}

#[tokio::test]
async fn nobody_judges_who_takes_part_or_has_no_role_and_nothing_that_is_no_finalist() {
    let (_folder, store) = store().await;
    run(&store, "insert into role_grant (account_id, role, source, granted_at) values ('E3', 'evaluator', 'admin', 1), \
         ('S', 'evaluator', 'admin', 1), ('S', 'staff', 'admin', 1)").await;
    for (evaluator, submission, end) in [
        (Some("E3"), None, Assigned::NoEvaluator),
        (Some("S"), None, Assigned::NoEvaluator),
        (Some("nobody"), None, Assigned::NoEvaluator),
        (None, Some("N"), Assigned::NoFinalist),
    ] {
        let new = NewAssignments {
            evaluator,
            submission,
            ..all("2027-01-15")
        };
        assert_eq!(store.assign(new).await.unwrap(), end, "{evaluator:?}");
    }
    let open = NewAssignments {
        challenge: "D",
        ..all("2027-01-15")
    };
    assert_eq!(store.assign(open).await.unwrap(), Assigned::NotLocked);
    run(
        &store,
        "update challenge set state = 'published' where id = 'C'",
    )
    .await;
    let late = store.assign(all("2027-01-15")).await.unwrap();
    assert_eq!(late, Assigned::NotLocked);
    let able = |one: &Evaluator| (one.name.clone(), one.may_judge());
    let judges: Vec<_> = store.evaluators("C").await.unwrap();
    let judges: Vec<_> = judges.iter().map(able).collect();
    let named = |name: &str, may| (name.to_owned(), may);
    assert_eq!(
        judges,
        [
            named("Ann", true),
            named("Ben", true),
            named("Cem", false),
            named("Staff", false)
        ]
    );
}

#[tokio::test]
async fn an_evaluator_sees_own_work_under_the_codes_of_the_blind_list() {
    let (_folder, store) = store().await;
    store.assign(all("2027-01-15")).await.unwrap();
    let own = own(&store, "E1", Some(false)).await;
    let mut codes: Vec<_> = own
        .iter()
        .map(|one| (&*one.blind_code, one.number))
        .collect();
    codes.sort_unstable();
    assert_eq!(codes, [("B-1", 1), ("B-2", 1)]);
    assert!(store.own_assignment("E2", &own[0].id).await.is_err());
    let figures = store.own_assignment_figures("E1", "2027-01-15").await;
    let expected = |pending, late, done| AssignmentFigures {
        pending,
        late,
        done,
    };
    assert_eq!(figures.unwrap(), expected(2, 0, 0));
    keep(&store, &own[0].id, "good").await.unwrap();
    finish(&store, &own[0].id).await;
    let figures = store.own_assignment_figures("E1", "2027-01-16").await;
    assert_eq!(figures.unwrap(), expected(1, 1, 1));
    let again = store.own_assignment("E1", &own[0].id).await.unwrap();
    assert_eq!((again.done_at, &*again.note), (Some(9), "good"));
    run(&store, "update submission set withdrawn_at = 1").await;
    let figures = store.own_assignment_figures("E1", "2027-01-15").await;
    assert_eq!(figures.unwrap(), expected(0, 0, 0));
}

#[tokio::test]
async fn a_list_goes_on_after_a_day_and_an_id() {
    let (_folder, store) = store().await;
    store.assign(all("2027-01-15")).await.unwrap();
    let filter = |after| OwnFilter {
        evaluator: "E1",
        challenge: "",
        is_done: None,
        after,
    };
    let first = store.own_assignments(filter(("", "")), 1).await.unwrap();
    let after = (first[0].due_on.as_str(), first[0].id.as_str());
    let second = store.own_assignments(filter(after), 10).await.unwrap();
    assert_eq!(second.len(), 1);
    assert_ne!(first[0].id, second[0].id);
}

#[tokio::test]
async fn withdrawn_work_is_nobodys_and_can_be_given_anew() {
    let (_folder, store) = store().await;
    store.assign(all("2027-01-15")).await.unwrap();
    let id = own(&store, "E1", None).await.remove(0).id;
    for _ in 0..2 {
        store.withdraw_assignment(&id, "S", 7).await.unwrap();
    }
    assert_eq!(own(&store, "E1", None).await.len(), 1);
    assert_eq!(store.assignments("C", "", 10).await.unwrap().len(), 3);
    let refused = keep(&store, &id, "late").await;
    assert!(matches!(refused, Err(StoreError::NotFound)), "{refused:?}");
    assert_eq!(store.assign(all("2027-01-15")).await.unwrap(), done(1, 0));
    let links = store.links_after(0, 10).await.unwrap();
    let withdrawn = links.iter().filter(|link| link.kind == "judging-withdrawn");
    assert_eq!(withdrawn.count(), 1);
}

#[tokio::test]
async fn what_is_decided_does_not_change() {
    let (_folder, store) = store().await;
    store.assign(all("2027-01-15")).await.unwrap();
    let id = own(&store, "E1", None).await.remove(0).id;
    run(
        &store,
        "update challenge set state = 'published' where id = 'C'",
    )
    .await;
    let refused = keep(&store, &id, "late").await;
    assert!(matches!(refused, Err(StoreError::NotFound)), "{refused:?}");
    assert_eq!(store.own_assignment("E1", &id).await.unwrap().note, "");
}

#[tokio::test]
async fn one_mail_tells_of_all_that_is_new_and_a_later_one_of_the_rest() {
    let (_folder, store) = store().await;
    let first = NewAssignments {
        submission: Some("F1"),
        ..all("2027-01-15")
    };
    store.assign(first).await.unwrap();
    let untold = store.take_untold_evaluators(10, 10, 100).await.unwrap();
    let told: Vec<_> = untold
        .iter()
        .map(|one| (&*one.email, &*one.language, one.count, one.tries))
        .collect();
    let expected = [("e1@c.example", "en", 1, 1), ("e2@c.example", "bg", 1, 1)];
    assert_eq!(told, expected);
    store.assign(all("2027-02-01")).await.unwrap();
    store.mark_evaluator_told(&untold[0], 11).await.unwrap();
    store.tell_evaluator_later(&untold[1], 50).await.unwrap();
    let next = store.take_untold_evaluators(10, 20, 200).await.unwrap();
    let counts: Vec<_> = next
        .iter()
        .map(|one| (&*one.evaluator_id, one.count))
        .collect();
    assert_eq!(counts, [("E1", 1), ("E2", 1)], "what came meanwhile");
    let again = store.take_untold_evaluators(10, 60, 300).await.unwrap();
    let counts: Vec<_> = again
        .iter()
        .map(|one| (&*one.evaluator_id, one.tries))
        .collect();
    assert_eq!(counts, [("E2", 2)], "what did not go before");
}

#[tokio::test]
async fn an_erasure_takes_the_note_and_what_was_not_done() {
    let (_folder, store) = store().await;
    store.assign(all("2027-01-15")).await.unwrap();
    let id = own(&store, "E1", None).await.remove(0).id;
    keep(&store, &id, "mine").await.unwrap();
    finish(&store, &id).await;
    let export = store.export_account("E1").await.unwrap();
    let mut own_rows = export.own.iter();
    assert!(own_rows.any(|row| row.text.as_deref() == Some("mine")));
    store.erase_account("E1", Actor::System, 20).await.unwrap();
    let left = store.assignments("C", "", 10).await.unwrap();
    let of_erased: Vec<_> = left.iter().filter(|one| one.evaluator_id == "E1").collect();
    assert_eq!(of_erased.len(), 1);
    assert_eq!(
        (&*of_erased[0].evaluator, of_erased[0].done_at),
        ("", Some(9))
    );
    let kept: Vec<(String, Option<String>)> =
        sqlx::query_as("select note, salt from assignment where evaluator_id = 'E1'")
            .fetch_all(store.pool())
            .await
            .unwrap();
    assert!(
        kept.iter()
            .all(|(note, salt)| note.is_empty() && salt.is_none())
    );
    let untold = store.take_untold_evaluators(10, 30, 100).await.unwrap();
    assert!(untold.iter().all(|one| one.evaluator_id != "E1"));
}
