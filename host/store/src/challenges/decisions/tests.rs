//! A decision from its declaration to its correction, of one finalist and one evaluator.

use tempfile::TempDir;

use super::*;
use crate::{Store, StoreError};

/// What has to be there before anything can be decided.
const ROWS: [&str; 13] = [
    "insert into organisation (id, name, created_at) values ('O', 'Acme', 1), ('Q', 'Beta', 1)",
    "insert into account (id, email, email_confirmed_at, name, language, salt, created_at) values \
     ('S', 's@c.example', 1, 'Staff', 'bg', 's', 1), ('T', 't@c.example', 1, 'Two', 'bg', 't', 1), \
     ('A', 'a@c.example', 1, 'Ann', 'en', 'a', 1), ('E', 'e@c.example', 1, 'Eva', 'en', 'e', 1)",
    "insert into membership (organisation_id, account_id, is_owner, created_at) values \
     ('O', 'A', 1, 1)",
    "insert into challenge (id, state, created_by, opens_at, finalists_at, salt, created_at, \
     updated_at, revision) values ('C', 'jury', 'S', 1, 1, 'x', 1, 1, 1)",
    "insert into challenge_version (id, challenge_id, version, number, pack_digest, startup_digest, \
     startup_bytes, manifest, statement_bg, statement_en, created_by, created_at, approved_at) \
     values ('V', 'C', '1.0.0', 1, 'd', 'd', 1, '{}', '', '', 'S', 1, 1)",
    "insert into phase (id, challenge_id, name, opens_at, per_day, per_phase, concurrent) \
     values ('P', 'C', 'main', 1, 1, 1, 1)",
    "insert into plugin (id, organisation_id, digest, bytes, created_at) \
     values ('L', 'O', 'd', 1, 1), ('M', 'Q', 'e', 1, 1)",
    "insert into submission (id, challenge_id, version_id, phase_id, organisation_id, account_id, \
     plugin_id, dossier, created_at, finalist_at, revision) values \
     ('F', 'C', 'V', 'P', 'O', 'A', 'L', '{}', 1, 1, 1), \
     ('G', 'C', 'V', 'P', 'Q', 'T', 'M', '{}', 1, null, 1)",
    "insert into run (id, submission_id, organisation_id, challenge_id, version_id, split, counts, \
     seed, state, step, tries, created_at, revision) values \
     ('R', 'F', 'O', 'C', 'V', 'final', 1, 1, 'scored', 'done', '{}', 1, 1)",
    "insert into assignment (id, challenge_id, submission_id, evaluator_id, due_on, salt, note, \
     assigned_by, assigned_at, declared_at, has_conflict) values \
     ('W', 'C', 'F', 'E', '2027-01-15', 'w', '', 'S', 1, 1, 0)",
    "insert into mark (assignment_id, criterion, given, comment, updated_at) \
     values ('W', 'use', 4, 'good', 1)",
    "insert into signing_key (name, public_key, not_before, not_after, created_at) \
     values ('K', 'k', 1, 1000, 1)",
    "insert into rejudge (id, challenge_id, version_id, split, state, created_by, created_at) \
     values ('J', 'C', 'V', 'public', 'running', 'S', 1)",
];

const SECRETS: Secrets<'_> = Secrets {
    lottery_seed: "seed",
    lottery_commitment: "commitment",
    code_salt: "salt",
};

async fn contest() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("store.db").display());
    let store = Store::open(&url, 1).await.unwrap();
    for row in ROWS {
        run(&store, row).await;
    }
    (folder, store)
}

async fn run(store: &Store, statement: &'static str) {
    sqlx::query(statement).execute(store.pool()).await.unwrap();
}

async fn kinds(store: &Store) -> Vec<String> {
    let links = store.links_after(0, 100).await.unwrap();
    links.into_iter().map(|link| link.kind).collect()
}

async fn declare(store: &Store, rule: &str, secrets: Secrets<'_>) -> Result<(), StoreError> {
    let new = NewDecisionSettings {
        challenge: "C",
        rule,
        inquiry_days: 14,
        shows_members: true,
        secrets,
        by: "S",
        at: 5,
    };
    store.declare_decision(new).await
}

#[tokio::test]
async fn the_seed_is_drawn_once_and_the_rule_stands_once_a_rubric_is_in() {
    let (_folder, store) = contest().await;
    assert!(matches!(
        store.decision_settings("C").await,
        Err(StoreError::NotFound)
    ));
    declare(&store, "first", SECRETS).await.unwrap();
    let again = Secrets {
        lottery_seed: "another",
        lottery_commitment: "another",
        code_salt: "another",
    };
    declare(&store, "second", again).await.unwrap();
    let kept = store.decision_settings("C").await.unwrap();
    assert_eq!(
        (kept.rule.as_str(), kept.lottery_seed.as_str()),
        ("second", "seed")
    );
    assert_eq!(kept.declared, "before-judging");
    assert!(!format!("{kept:?}").contains("\"seed\""));
    run(&store, "update assignment set judged_at = 6").await;
    let late = declare(&store, "third", SECRETS).await;
    assert!(matches!(late, Err(StoreError::Changed)));
    run(&store, "delete from decision_settings").await;
    declare(&store, "late", SECRETS).await.unwrap();
    let kept = store.decision_settings("C").await.unwrap();
    assert_eq!(kept.declared, "while-judging");
    run(&store, "update challenge set state = 'published'").await;
    let over = declare(&store, "fourth", SECRETS).await;
    assert!(matches!(over, Err(StoreError::Changed)));
    assert_eq!(kinds(&store).await, ["decision-declared"; 3]);
}

async fn leave_out(store: &Store, assignment: Option<&str>) -> Result<String, StoreError> {
    let new = NewOmission {
        challenge: "C",
        submission: "F",
        assignment,
        reason_bg: "болен",
        reason_en: "ill",
        by: "S",
        at: 7,
    };
    store.leave_out(new).await
}

#[tokio::test]
async fn what_is_waited_for_is_left_out_once_and_may_be_taken_in() {
    let (_folder, store) = contest().await;
    assert_eq!(store.decision_facts("C").await.unwrap().waiting.len(), 1);
    let id = leave_out(&store, Some("W")).await.unwrap();
    let twice = leave_out(&store, Some("W")).await.unwrap_err();
    assert_eq!(twice.to_string(), "clashes with `decision_omission_rubric`");
    leave_out(&store, None).await.unwrap();
    let twice = leave_out(&store, None).await.unwrap_err();
    assert_eq!(
        twice.to_string(),
        "clashes with `decision_omission_finalist`"
    );
    assert!(matches!(
        leave_out(&store, Some("nobody's")).await,
        Err(StoreError::NotFound)
    ));
    assert_eq!(store.decision_facts("C").await.unwrap().omissions.len(), 2);
    store.take_in("C", &id, "S", 8).await.unwrap();
    assert!(matches!(
        store.take_in("C", &id, "S", 8).await,
        Err(StoreError::NotFound)
    ));
    run(&store, "update challenge set state = 'published'").await;
    assert!(matches!(
        leave_out(&store, Some("W")).await,
        Err(StoreError::Changed)
    ));
}

async fn propose(store: &Store, version: i64, by: &str) -> Result<(), StoreError> {
    let new = NewProposal {
        challenge: "C",
        version,
        digest: "content",
        reason: (version > 1).then_some(("грешка", "an error")),
        changes: "[]",
        by,
        at: 9,
    };
    store.propose_decision(new).await
}

fn decision<'a>(before: PublishedBefore<'a>, by: &'a str) -> NewDecision<'a> {
    NewDecision {
        challenge: "C",
        before,
        digest: "file",
        bytes: 10,
        content_digest: "content",
        key_name: "K",
        by,
        at: 10,
        inquiry_until: 100,
    }
}

async fn is_refused(store: &Store, new: NewDecision<'_>) -> bool {
    matches!(
        store.publish_decision(new).await,
        Err(StoreError::Changed | StoreError::NotFound)
    )
}

#[tokio::test]
async fn somebody_else_publishes_what_is_still_so_and_once() {
    let (_folder, store) = contest().await;
    let facts = store.decision_facts("C").await.unwrap();
    let first = PublishedBefore::Nothing(&facts);
    assert!(facts.rejudges.is_empty(), "a rejudge of another split");
    assert!(facts.finalists[0].is_run());
    assert!(
        is_refused(&store, decision(first, "T")).await,
        "no proposal"
    );
    propose(&store, 1, "S").await.unwrap();
    assert!(
        is_refused(&store, decision(first, "S")).await,
        "the own one"
    );
    let other = NewDecision {
        content_digest: "another",
        ..decision(first, "T")
    };
    assert!(is_refused(&store, other).await, "another one");
    let expired = NewDecision {
        at: 2_000,
        ..decision(first, "T")
    };
    assert!(is_refused(&store, expired).await, "the key's time is over");
    run(&store, "update assignment set judged_at = 6").await;
    assert!(
        is_refused(&store, decision(first, "T")).await,
        "a rubric came in"
    );
    let facts = store.decision_facts("C").await.unwrap();
    assert_eq!((facts.marks.len(), facts.judges.len()), (1, 1));
    let first = PublishedBefore::Nothing(&facts);
    store.publish_decision(decision(first, "T")).await.unwrap();
    assert_eq!(store.challenge_state("C").await.unwrap(), "published");
    assert!(is_refused(&store, decision(first, "T")).await, "it is out");
    assert!(matches!(
        store.decision_proposal("C").await,
        Err(StoreError::NotFound)
    ));
    assert!(
        propose(&store, 1, "S").await.is_err(),
        "there is a first one"
    );
    propose(&store, 2, "T").await.unwrap();
    let second = PublishedBefore::Version(1);
    store.publish_decision(decision(second, "S")).await.unwrap();
    let versions = store.decision_versions("C").await.unwrap();
    let told: Vec<_> = versions
        .iter()
        .map(|one| (one.version, one.reason_en.as_deref()))
        .collect();
    assert_eq!(told, [(2, Some("an error")), (1, None)]);
    let expected = [
        "decision-proposed",
        "challenge-moved",
        "decision-published",
        "decision-proposed",
        "decision-corrected",
    ];
    assert_eq!(kinds(&store).await, expected);
}

#[tokio::test]
async fn every_organisation_is_told_and_again_of_a_correction() {
    let (_folder, store) = contest().await;
    let facts = store.decision_facts("C").await.unwrap();
    propose(&store, 1, "S").await.unwrap();
    let first = PublishedBefore::Nothing(&facts);
    store.publish_decision(decision(first, "T")).await.unwrap();
    let letters = store.letters("C").await.unwrap();
    let whose: Vec<_> = letters
        .iter()
        .map(|one| one.organisation.as_str())
        .collect();
    assert_eq!(whose, ["Acme", "Beta"]);
    // Nobody of Beta can be reached: whoever submitted for it has left.
    let untold = store.take_untold_letters(10, 20, 50).await.unwrap();
    let to: Vec<_> = untold.iter().map(|one| one.email.as_str()).collect();
    assert_eq!(to, ["a@c.example"]);
    assert!(
        store
            .take_untold_letters(10, 20, 50)
            .await
            .unwrap()
            .is_empty()
    );
    store.tell_letter_later(&untold[0], 60).await.unwrap();
    let again = store.take_untold_letters(10, 60, 90).await.unwrap();
    assert_eq!((again[0].tries, again[0].version), (2, 1));
    store.mark_letter_told(&again[0], true, 61).await.unwrap();
    assert_eq!(store.letter("F").await.unwrap().sent_at, Some(61));
    assert!(
        store
            .take_untold_letters(10, 99, 120)
            .await
            .unwrap()
            .is_empty()
    );
    propose(&store, 2, "T").await.unwrap();
    let second = PublishedBefore::Version(1);
    store.publish_decision(decision(second, "S")).await.unwrap();
    let corrected = store.take_untold_letters(10, 130, 150).await.unwrap();
    assert_eq!((corrected.len(), corrected[0].version), (1, 2));
}

#[tokio::test]
async fn threads_have_an_end_and_evaluators_no_name_in_the_chain() {
    let (_folder, store) = contest().await;
    let ask = NewInquiry {
        challenge: "C",
        submission: "F",
        account: "A",
        kind: "criterion",
        topic: Some("use"),
        question: "why?",
        most: 1,
        at: 30,
    };
    let id = store.ask_inquiry(ask).await.unwrap().unwrap();
    assert_eq!(store.ask_inquiry(ask).await.unwrap(), None);
    let inquiry = store.inquiry(&id).await.unwrap();
    let reply = NewInquiryReply {
        inquiry: &inquiry,
        account: "E",
        author: "evaluator",
        code: Some("E1"),
        body: "because",
        most: 1,
        at: 31,
    };
    assert!(store.reply_to_inquiry(reply).await.unwrap().is_some());
    assert_eq!(store.reply_to_inquiry(reply).await.unwrap(), None);
    assert_eq!(store.inquiries("C").await.unwrap().len(), 1);
    assert_eq!(store.inquiry_replies("C").await.unwrap()[0].body, "because");
    let links = store.links_after(0, 10).await.unwrap();
    let person = store.person("E").await.unwrap();
    assert_eq!(links[1].kind, "inquiry-answered");
    assert_ne!(links[1].actor, person, "another name than in other links");
    assert!(!store.has_judged("F", "E").await.unwrap());
    run(&store, "update assignment set judged_at = 6").await;
    assert!(store.has_judged("F", "E").await.unwrap());
}
