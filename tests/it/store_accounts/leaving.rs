//! What goes: a person who wants to be forgotten, and whatever is over.

use super::*;

#[test]
fn an_erasure_leaves_the_record_and_not_the_person() {
    stores(|store| async move {
        let (ana, eva) = (
            person(&store, "ana@example.org").await,
            person(&store, "e@x.org").await,
        );
        let made = store.create_organisation("Trams Ltd", &ana, NOW).await;
        let organisation = made.expect("it is made");
        let new = NewInvitation {
            digest: "D1",
            email: "e@x.org",
            language: "bg",
            to: Invited::Organisation(&organisation),
            invited_by: &ana,
            created_at: NOW,
            expires_at: NOW + HOUR,
        };
        store.invite(&new).await.expect("it is kept");
        store
            .accept_invitation("D1", &eva, NOW)
            .await
            .expect("it is open");
        let before = store.export_account(&ana).await.expect("a copy");
        let kinds: Vec<_> = before
            .mentions
            .iter()
            .map(|link| link.kind.as_str())
            .collect();
        assert_eq!(kinds, ["account-opened", "organisation-made", "invited"]);
        let erased = store
            .erase_account(&ana, Actor::Account(&ana), NOW + 1)
            .await;
        erased.expect("it is there");
        assert!(is_not_found(&store.account(&ana).await));
        assert!(is_not_found(
            &store.erase_account(&ana, Actor::Operator, NOW + 2).await
        ));
        assert!(store.access(&ana).await.expect("an answer").is_none());
        let nobody = store.account_of_email("ana@example.org").await;
        assert!(nobody.expect("an answer").is_none());
        assert_eq!(store.person(&ana).await.expect("an answer"), "erased");
        let members = store.members(&organisation).await.expect("a list");
        assert_eq!(members.len(), 1);
        assert_eq!(
            (members[0].account_id.as_str(), members[0].is_owner),
            (eva.as_str(), 1)
        );
        assert_eq!(
            person(&store, "ana@example.org").await.len(),
            26,
            "the address is free"
        );
    });
}

#[test]
fn what_is_over_is_swept() {
    stores(|store| async move {
        store
            .register(&ana(), None, &link("D1", NOW))
            .await
            .expect("it is kept");
        let id = person(&store, "eva@example.org").await;
        store
            .create_session("S", Some(&id), "{}", NOW + 1)
            .await
            .expect("it is kept");
        let tried = store.count_try("few", |_, _| Ok::<_, ()>((1, NOW))).await;
        assert_eq!(tried.expect("an answer"), Ok(1));
        let tried = store.count_try("many", |_, _| Ok::<_, ()>((5, NOW))).await;
        assert_eq!(tried.expect("an answer"), Ok(5));
        store
            .sweep_accounts(NOW + HOUR, 5, HOUR / 4)
            .await
            .expect("a sweep");
        let few = store
            .count_try("few", |count, _| Err::<(i64, i64), _>(count))
            .await;
        assert_eq!(few.expect("an answer"), Err(0));
        let many = store
            .count_try("many", |count, _| Err::<(i64, i64), _>(count))
            .await;
        assert_eq!(many.expect("an answer"), Err(5));
        store
            .sweep_accounts(NOW + 25 * HOUR, 5, HOUR / 4)
            .await
            .expect("a sweep");
        let waiting = store.account_of_email("ana@example.org").await;
        assert!(waiting.expect("an answer").is_none(), "nobody confirmed it");
        store
            .account(&id)
            .await
            .expect("whoever is confirmed stays");
    });
}
