//! A problem from its proposal to the challenge that it becomes.

use tempfile::TempDir;

use super::*;
use crate::accounts::Actor;

/// Three citizens, staff, and two challenges of which one is a draft.
const ROWS: [&str; 2] = [
    "insert into account (id, email, email_confirmed_at, name, language, salt, created_at) values \
     ('A', 'a@c.example', 1, 'Ana', 'bg', 'a', 1), ('B', 'b@c.example', 1, 'Boris', 'bg', 'b', 1), \
     ('C', 'c@c.example', 1, 'Vera', 'en', 'c', 1), ('S', 's@c.example', 1, 'Staff', 'bg', 's', 1)",
    "insert into challenge (id, state, created_by, opens_at, salt, created_at, updated_at, revision) \
     values ('lights', 'open', 'S', 1, 'x', 1, 1, 1), ('hidden', 'draft', 'S', 1, 'y', 1, 1, 1)",
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

fn new<'a>(by: &'a str, title: &'a str) -> NewProblem<'a> {
    NewProblem {
        by,
        is_of_city: by == "S",
        language: "bg",
        title,
        affected: "Пешеходците",
        importance: "Тъмно е",
        solved_when: "Свети до сутринта",
        field: "utilities",
        districts: ",3,17,",
        at: 10,
        day_starts_at: 5,
        most_a_day: 5,
    }
}

async fn proposed(store: &Store, new: NewProblem<'_>) -> String {
    match store.propose_problem(new).await.unwrap() {
        Proposed::Done(id) => id,
        other => panic!("{other:?}"),
    }
}

/// A problem of a citizen that staff have let pass.
async fn shown(store: &Store, by: &str, title: &str) -> String {
    let id = proposed(store, new(by, title)).await;
    store.show_problem(&id, "S", 11).await.unwrap();
    id
}

fn every() -> ProblemFilter<'static> {
    ProblemFilter {
        scope: ProblemScope::Open,
        reader: "",
        state: "",
        field: "",
        district: None,
        challenge: "",
        words: "",
        order: ProblemOrder::Newest(""),
    }
}

async fn titles(store: &Store, filter: ProblemFilter<'_>) -> Vec<String> {
    let rows = store.problems(filter, 10).await.unwrap();
    rows.into_iter().map(|row| row.title).collect()
}

fn is_changed(result: &Result<(), StoreError>) -> bool {
    matches!(result, Err(StoreError::Changed))
}

#[tokio::test]
async fn what_a_citizen_proposes_waits_and_what_staff_propose_does_not() {
    let (_folder, store) = store().await;
    let waits = proposed(&store, new("A", "Улица")).await;
    proposed(&store, new("S", "Мост")).await;
    let queue = ProblemFilter {
        scope: ProblemScope::All,
        state: "proposed",
        ..every()
    };
    assert_eq!(titles(&store, queue).await, ["Улица"]);
    assert_eq!(titles(&store, every()).await, ["Мост"]);
    let own = ProblemFilter {
        scope: ProblemScope::Own,
        reader: "A",
        ..every()
    };
    assert_eq!(titles(&store, own).await, ["Улица"]);
    let row = store.problem(&waits, "A").await.unwrap();
    assert_eq!((row.is_own, row.is_supported, row.supporters), (1, 1, 1));
    assert!(is_changed(&store.support_problem(&waits, "B", 12).await));
    store.show_problem(&waits, "S", 13).await.unwrap();
    assert!(is_changed(&store.show_problem(&waits, "S", 14).await));
    assert_eq!(titles(&store, every()).await, ["Мост", "Улица"]);
    let kinds: Vec<_> = store.links_after(0, 10).await.unwrap();
    let kinds: Vec<_> = kinds.iter().map(|link| link.kind.as_str()).collect();
    assert_eq!(kinds, ["problem-shown", "problem-shown"]);
}

#[tokio::test]
async fn a_day_has_so_many_and_the_next_one_begins_anew() {
    let (_folder, store) = store().await;
    for _ in 0..5 {
        proposed(&store, new("A", "Улица")).await;
    }
    let sixth = store.propose_problem(new("A", "Улица")).await.unwrap();
    assert_eq!(sixth, Proposed::DayIsFull);
    proposed(&store, new("B", "Улица")).await;
    let tomorrow = NewProblem {
        at: 21,
        day_starts_at: 20,
        ..new("A", "Улица")
    };
    proposed(&store, tomorrow).await;
}

#[tokio::test]
async fn too_many_that_wait_shut_the_queue_for_citizens_alone() {
    let (_folder, store) = store().await;
    sqlx::query(
        "with recursive n (n) as (select 1 union all select n + 1 from n where n < 2000) \
         insert into problem (id, is_of_city, language, title, affected, importance, solved_when, \
         words, field, districts, state, proposed_at) \
         select 'P' || n, 0, 'bg', 't', 'a', 'i', 's', 't', 'ict', '', 'proposed', 1 from n",
    )
    .execute(store.pool())
    .await
    .unwrap();
    let flood = store.propose_problem(new("A", "Улица")).await.unwrap();
    assert_eq!(flood, Proposed::TooMany);
    proposed(&store, new("S", "Мост")).await;
    store.refuse_problem("P1", "spam", "S", 3).await.unwrap();
    proposed(&store, new("A", "Улица")).await;
}

#[tokio::test]
async fn an_account_supports_once_and_takes_it_back() {
    let (_folder, store) = store().await;
    let id = shown(&store, "A", "Улица").await;
    for account in ["B", "B", "C"] {
        store.support_problem(&id, account, 12).await.unwrap();
    }
    assert_eq!(store.problem(&id, "B").await.unwrap().supporters, 3);
    store.unsupport_problem(&id, "B").await.unwrap();
    store.unsupport_problem(&id, "B").await.unwrap();
    let row = store.problem(&id, "B").await.unwrap();
    assert_eq!((row.supporters, row.is_supported), (2, 0));
    let missing = store.unsupport_problem("none", "B").await;
    assert!(matches!(missing, Err(StoreError::NotFound)));
}

#[tokio::test]
async fn whoever_supports_two_that_are_one_counts_once() {
    let (_folder, store) = store().await;
    let (first, second) = (
        shown(&store, "A", "Улица").await,
        shown(&store, "B", "Лампа").await,
    );
    for id in [&first, &second] {
        store.support_problem(id, "C", 12).await.unwrap();
    }
    let merge = |problem, into| ProblemMerge {
        problem,
        into,
        by: "S",
        at: 20,
    };
    let itself = store.merge_problem(merge(&first, &first)).await.unwrap();
    assert_eq!(itself, Merged::NoTarget);
    let done = store.merge_problem(merge(&second, &first)).await.unwrap();
    assert_eq!(done, Merged::Done);
    assert_eq!(store.problem(&first, "").await.unwrap().supporters, 3);
    let merged = store.problem(&second, "").await.unwrap();
    assert_eq!((merged.state.as_str(), merged.supporters), ("merged", 0));
    assert!(is_changed(&store.support_problem(&second, "C", 21).await));
    let into_merged = store.merge_problem(merge(&first, &second)).await.unwrap();
    assert_eq!(into_merged, Merged::NoTarget);
    // What leads to one that is merged later leads on to where that goes.
    let third = shown(&store, "C", "Път").await;
    store.merge_problem(merge(&first, &third)).await.unwrap();
    let merged = store.problem(&second, "").await.unwrap();
    assert_eq!(merged.merged_into.as_deref(), Some(third.as_str()));
    assert_eq!(store.problem(&third, "").await.unwrap().supporters, 3);
    let before = store.merged_problems(&third).await.unwrap();
    assert_eq!(before.len(), 2);
    let again = store.merge_problem(merge(&second, &third)).await;
    assert!(matches!(again, Err(StoreError::Changed)));
    let steps = store.problem_steps(&second).await.unwrap();
    let last = steps.last().unwrap();
    assert_eq!(
        (last.kind.as_str(), last.other.as_deref()),
        ("merged", Some(first.as_str()))
    );
}

#[tokio::test]
async fn an_answer_can_follow_another_and_both_are_kept() {
    let (_folder, store) = store().await;
    let id = shown(&store, "A", "Улица").await;
    let answer = |kind, at| ProblemAnswer {
        problem: &id,
        kind,
        text: ("Ще видим", "We shall see"),
        by: "S",
        at,
    };
    store.answer_problem(answer("planned", 20)).await.unwrap();
    store.answer_problem(answer("taken-up", 30)).await.unwrap();
    let row = store.problem(&id, "").await.unwrap();
    assert_eq!(
        (row.state.as_str(), row.answer.as_deref(), row.answered_at),
        ("answered", Some("taken-up"), Some(30))
    );
    let steps = store.problem_steps(&id).await.unwrap();
    let kinds: Vec<_> = steps
        .iter()
        .filter_map(|one| one.other.as_deref())
        .collect();
    assert_eq!(kinds, ["planned", "taken-up"]);
    store.refuse_problem(&id, "a name", "S", 40).await.unwrap();
    assert!(is_changed(&store.answer_problem(answer("no", 41)).await));
    store.show_problem(&id, "S", 50).await.unwrap();
    let row = store.problem(&id, "").await.unwrap();
    assert_eq!(row.state, "answered", "what was answered still is");
    assert_eq!((row.shown_at, row.refused_because), (Some(11), None));
    let links = store.links_after(0, 20).await.unwrap();
    let is_told = |text: &str| links.iter().any(|link| link.body.contains(text));
    assert!(!is_told("a name") && !is_told("We shall"));
}

#[tokio::test]
async fn a_challenge_is_named_in_the_chain_once_it_is_open() {
    let (_folder, store) = store().await;
    let id = shown(&store, "A", "Улица").await;
    let link = |challenge| ProblemLink {
        problem: &id,
        challenge,
        by: "S",
        at: 20,
    };
    let missing = store.link_problem(link("none")).await;
    assert!(matches!(missing, Err(StoreError::NotFound)));
    store.link_problem(link("hidden")).await.unwrap();
    store.link_problem(link("lights")).await.unwrap();
    let row = store.problem(&id, "").await.unwrap();
    assert_eq!(row.challenge_id.as_deref(), Some("lights"));
    assert_eq!(row.challenge_state.as_deref(), Some("open"));
    let links = store.links_after(0, 20).await.unwrap();
    let is_told = |text: &str| links.iter().any(|link| link.body.contains(text));
    assert!(is_told("lights") && !is_told("hidden"));
    let of_challenge = ProblemFilter {
        challenge: "lights",
        ..every()
    };
    assert_eq!(titles(&store, of_challenge).await, ["Улица"]);
    assert!(is_changed(&store.refuse_problem(&id, "no", "S", 21).await));
}

#[tokio::test]
async fn a_list_is_narrowed_and_goes_on_where_it_ended() {
    let (_folder, store) = store().await;
    for (title, field, districts) in [
        ("Тъмна УЛИЦА", "utilities", ",3,17,"),
        ("Паркиране 100%", "mobility", ""),
        ("Опашки", "services", ",1,"),
    ] {
        let problem = NewProblem {
            field,
            districts,
            ..new("S", title)
        };
        proposed(&store, problem).await;
    }
    let words = |words| ProblemFilter { words, ..every() };
    assert_eq!(titles(&store, words("улица тъмна")).await, ["Тъмна УЛИЦА"]);
    assert_eq!(titles(&store, words("100%")).await, ["Паркиране 100%"]);
    assert!(titles(&store, words("%_")).await.is_empty());
    let district = |number| ProblemFilter {
        district: Some(number),
        ..every()
    };
    assert_eq!(
        titles(&store, district(17)).await,
        ["Паркиране 100%", "Тъмна УЛИЦА"]
    );
    assert_eq!(titles(&store, district(1)).await.len(), 2);
    let field = ProblemFilter {
        field: "services",
        ..every()
    };
    assert_eq!(titles(&store, field).await, ["Опашки"]);
    let all = store.problems(every(), 10).await.unwrap();
    store.support_problem(&all[1].id, "A", 12).await.unwrap();
    let first = ProblemFilter {
        order: ProblemOrder::Support(None),
        ..every()
    };
    let first = store.problems(first, 1).await.unwrap();
    assert_eq!(first[0].title, "Паркиране 100%");
    let rest = ProblemFilter {
        order: ProblemOrder::Support(Some((1, &first[0].id))),
        ..every()
    };
    assert_eq!(titles(&store, rest).await, ["Опашки", "Тъмна УЛИЦА"]);
    let newest = ProblemFilter {
        order: ProblemOrder::Newest(&all[0].id),
        ..every()
    };
    assert_eq!(titles(&store, newest).await.len(), 2);
}

#[tokio::test]
async fn an_erasure_leaves_the_problem_and_takes_the_person() {
    let (_folder, store) = store().await;
    let own = shown(&store, "A", "Улица").await;
    let other = shown(&store, "B", "Лампа").await;
    store.support_problem(&other, "A", 12).await.unwrap();
    let kept = store.export_account("A").await.unwrap().own;
    let kinds: Vec<_> = kept.iter().map(|row| row.kind.as_str()).collect();
    assert_eq!(kinds, ["problem", "problem-support", "problem-support"]);
    assert!(kept[0].text.as_deref().unwrap().contains("Тъмно е"));
    let erased = store.erase_account("A", Actor::Account("A"), 30).await;
    erased.unwrap();
    let left = store.problem(&own, "A").await.unwrap();
    assert_eq!((left.title.as_str(), left.supporters), ("Улица", 0));
    assert_eq!((left.is_own, left.is_supported), (0, 0));
    assert_eq!(store.problem(&other, "").await.unwrap().supporters, 1);
}

#[tokio::test]
async fn whoever_proposed_it_is_told_of_each_step_once() {
    let (_folder, store) = store().await;
    let take = async |now, lease| store.take_untold_problems(10, now, lease).await.unwrap();
    let mine = shown(&store, "A", "Тъмна улица").await;
    let _of_city = proposed(&store, new("S", "Детска площадка")).await;
    let told = take(20, 50).await;
    let [one] = &told[..] else { panic!("{told:?}") };
    let found = (&*one.problem_id, &*one.kind, &*one.email, one.tries);
    assert_eq!(found, (&*mine, "shown", "a@c.example", 1));
    assert!(take(49, 90).await.is_empty(), "somebody is at it");
    store.tell_problem_later(one, 60).await.unwrap();
    assert!(take(59, 90).await.is_empty());
    let again = take(60, 90).await;
    assert_eq!(again[0].tries, 2);
    // A step that comes while a mail is under way has one of its own.
    store
        .refuse_problem(&mine, "names people", "S", 61)
        .await
        .unwrap();
    store.mark_problem_told(&again[0]).await.unwrap();
    let next = take(62, 90).await;
    assert_eq!(
        (&*next[0].kind, next[0].step, next[0].tries),
        ("refused", 2, 1)
    );
    store.mark_problem_told(&next[0]).await.unwrap();
    assert!(take(i64::MAX, i64::MAX).await.is_empty());
}

#[tokio::test]
async fn nobody_is_told_who_cannot_be_reached() {
    let (_folder, store) = store().await;
    shown(&store, "B", "Тъмна улица").await;
    for statement in [
        "update account set locked_at = 5 where id = 'B'",
        "update account set locked_at = null where id = 'B'",
    ] {
        sqlx::query(statement).execute(store.pool()).await.unwrap();
        let untold = store.take_untold_problems(10, 20, 50).await.unwrap();
        // What nobody could be told of at its time is not told of later.
        assert_eq!(untold, [], "{statement}");
    }
}
