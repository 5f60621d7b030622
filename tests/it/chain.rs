//! The chain on both databases: one link follows the other whoever writes it, and
//! what is read back hangs together.

use pilotbox_model::chain::{Fault, Head, check};
use pilotbox_store::{
    Store,
    chain::{NewLink, SYSTEM},
};
use pilotbox_tests::{on_both_urls, open_store, stores};
use serde_json::json;

fn link(number: usize) -> NewLink {
    NewLink {
        at: 1_700_000_000_123,
        kind: "decision",
        actor: SYSTEM.to_owned(),
        subject: format!("subject {number}"),
        body: json!({ "number": number, "text": "наклон \u{0} \"quoted\"" }),
    }
}

async fn add(store: Store, from: usize) {
    for number in from..from + 20 {
        let added = store.append_link(&link(number)).await;
        added.expect("a link can be added");
    }
}

#[test]
fn links_are_read_back_as_they_were_written() {
    stores(async |store| {
        assert_eq!(store.chain_head().await.expect("it tells"), Head::start());
        add(store.clone(), 0).await;
        let all = store.links_after(0, 100).await.expect("it lists");
        let head = check(&all).expect("the chain holds");
        assert_eq!(store.chain_head().await.expect("it tells"), head);
        assert_eq!((head.seq, all.len()), (20, 20));
        assert_eq!(all[3].body, link(3).body.to_string());
        let mut pages = store.links_after(0, 12).await.expect("it lists");
        pages.extend(store.links_after(12, 12).await.expect("it lists"));
        assert_eq!(pages, all);
    });
}

#[test]
fn writers_at_once_make_one_chain() {
    on_both_urls(async |url| {
        let (one, two) = (open_store(&url).await, open_store(&url).await);
        let writers = [one.clone(), two.clone(), one.clone(), two];
        let tasks: Vec<_> = writers
            .into_iter()
            .enumerate()
            .map(|(nth, store)| tokio::spawn(add(store, nth * 100)))
            .collect();
        for task in tasks {
            task.await.expect("a writer ends");
        }
        let all = one.links_after(0, 100).await.expect("it lists");
        assert_eq!(check(&all).expect("the chain holds").seq, 80);
    });
}

#[test]
fn a_link_that_was_changed_is_found() {
    stores(async |store| {
        add(store.clone(), 0).await;
        let mut all = store.links_after(0, 100).await.expect("it lists");
        all[7].body = json!({ "number": 7 }).to_string();
        let broken = check(&all).expect_err("it is broken");
        assert_eq!((broken.seq, broken.fault), (8, Fault::Content));
    });
}
