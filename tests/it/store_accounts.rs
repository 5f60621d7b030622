//! Accounts on both databases: what is good once, who stays, what is forgotten.

mod leaving;

use pilotbox_store::{
    Store, StoreError,
    accounts::{
        Actor, ForeignIdentity, Invited, LAST_ADMIN, MailLink, NewAccount, NewInvitation, NewToken,
        Purpose, Registered,
    },
};
use pilotbox_tests::stores;

const NOW: i64 = 1_800_000_000_000;
const HOUR: i64 = 60 * 60 * 1000;

fn ana() -> NewAccount<'static> {
    NewAccount {
        email: "ana@example.org",
        name: "Ана",
        language: "bg",
        password: "first hash",
    }
}

fn link(digest: &str, at: i64) -> MailLink<'_> {
    MailLink {
        digest,
        created_at: at,
        expires_at: at + HOUR,
    }
}

async fn person(store: &Store, email: &str) -> String {
    let new = NewAccount { email, ..ana() };
    store
        .create_account(&new, NOW)
        .await
        .expect("the address is new")
}

fn is_conflict<T>(result: &Result<T, StoreError>, name: &str) -> bool {
    matches!(result, Err(StoreError::Conflict(found)) if found == name)
}

fn is_not_found<T>(result: &Result<T, StoreError>) -> bool {
    matches!(result, Err(StoreError::NotFound))
}

#[test]
fn a_registration_holds_once_it_is_confirmed_in_time() {
    stores(|store| async move {
        let register = async |password, organisation, digest, at| {
            let new = NewAccount { password, ..ana() };
            let link = link(digest, at);
            let registered = store.register(&new, organisation, &link).await;
            registered.expect("a registration is kept")
        };
        assert!(matches!(
            register("one", None, "D1", NOW).await,
            Registered::Pending
        ));
        let second = register("two", Some("Trams Ltd"), "D2", NOW + 1).await;
        assert!(matches!(second, Registered::Pending));
        assert!(
            is_not_found(&store.confirm("D1", NOW + 2).await),
            "void since"
        );
        assert!(
            is_not_found(&store.confirm("D2", NOW + 1 + HOUR).await),
            "too late"
        );
        let id = store.confirm("D2", NOW + HOUR).await.expect("just in time");
        assert!(is_not_found(&store.confirm("D2", NOW + HOUR).await), "used");
        let row = store.account(&id).await.expect("it is there");
        assert_eq!(
            row.password.as_deref(),
            Some("two"),
            "the last registration holds"
        );
        let organisations = store.organisations_of(&id).await.expect("a list");
        assert_eq!(organisations[0].name, "Trams Ltd");
        assert_eq!(organisations[0].is_owner, 1);
        let taken = register("three", None, "D3", NOW + 2).await;
        assert!(matches!(taken, Registered::Taken(account) if account.id == id));
        for digest in ["D4", "D5"] {
            register("three", None, digest, NOW + 3).await;
        }
        let enough = register("three", None, "D6", NOW + 4).await;
        assert!(
            matches!(enough, Registered::TooMany),
            "five mails in an hour"
        );
    });
}

#[test]
fn a_reset_ends_sessions_tokens_and_other_links() {
    stores(|store| async move {
        let id = person(&store, "ana@example.org").await;
        for digest in ["D1", "D2"] {
            let asked = store.ask_reset("ana@example.org", &link(digest, NOW)).await;
            assert!(asked.expect("an answer").is_some());
        }
        let nobody = store.ask_reset("eva@example.org", &link("D3", NOW)).await;
        assert!(nobody.expect("an answer").is_none());
        store
            .create_session("S", Some(&id), "{}", NOW + HOUR)
            .await
            .expect("a session is kept");
        store
            .create_token(&token(&id))
            .await
            .expect("a token is kept");
        assert!(is_not_found(
            &store.account_of_link(Purpose::Confirm, "D1", NOW).await
        ));
        store
            .account_of_link(Purpose::Reset, "D1", NOW)
            .await
            .expect("it can be followed");
        store
            .reset_password("D1", "another hash", NOW + 1)
            .await
            .expect("a reset");
        assert!(is_not_found(
            &store.reset_password("D1", "third hash", NOW + 2).await
        ));
        assert!(is_not_found(
            &store.reset_password("D2", "third hash", NOW + 2).await
        ));
        assert_eq!(store.session("S", NOW).await.expect("an answer"), None);
        // A request that was under way saves what it has: that makes no session.
        store
            .save_session("S", Some(&id), "{}", NOW + HOUR)
            .await
            .expect("it is left alone");
        assert_eq!(store.session("S", NOW).await.expect("an answer"), None);
        let token = store
            .token("T")
            .await
            .expect("an answer")
            .expect("its row stays");
        assert_eq!(token.revoked_at, Some(NOW + 1));
        let access = store
            .access(&id)
            .await
            .expect("an answer")
            .expect("it is there");
        assert_eq!((access.epoch, token.epoch), (1, 0));
    });
}

fn token(account: &str) -> NewToken<'_> {
    NewToken {
        id: "T",
        account,
        name: "laptop",
        digest: "digest",
        scopes: "[\"read\"]",
        epoch: 0,
        has_second_factor: false,
        created_at: NOW,
        expires_at: NOW + HOUR,
    }
}

#[test]
fn tries_at_the_same_moment_are_counted_one_by_one() {
    stores(|store| async move {
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..12 {
            let store = store.clone();
            let decide = |count: i64, _| {
                if count < 5 {
                    Ok((count + 1, NOW))
                } else {
                    Err(())
                }
            };
            tasks.spawn(async move { store.count_try("key", decide).await });
        }
        let results = tasks.join_all().await;
        let admitted = results.iter().filter(|result| matches!(result, Ok(Ok(_))));
        assert_eq!(admitted.count(), 5, "{results:?}");
        store.uncount_try("key").await.expect("it is there");
        let next = store.count_try("key", |count, at| Ok::<_, ()>((count + 1, at.unwrap_or(0))));
        assert_eq!(next.await.expect("an answer"), Ok(5));
        store.forget_tries("key").await.expect("it is there");
        let anew = store.count_try("key", |count, at| Err::<(i64, i64), _>((count, at)));
        assert_eq!(anew.await.expect("an answer"), Err((0, None)));
    });
}

#[test]
fn codes_are_good_once() {
    stores(|store| async move {
        let id = person(&store, "ana@example.org").await;
        store
            .begin_factor(&id, "SEED1")
            .await
            .expect("none is set up");
        store
            .begin_factor(&id, "SEED2")
            .await
            .expect("none is set up");
        let codes = ["C1".to_owned(), "C2".to_owned()];
        let old = store.confirm_factor(&id, "SEED1", 7, &codes, NOW).await;
        assert!(matches!(old, Err(StoreError::Changed)));
        let confirmed = store.confirm_factor(&id, "SEED2", 7, &codes, NOW).await;
        confirmed.expect("the seed is this one");
        assert!(is_not_found(&store.begin_factor(&id, "SEED3").await));
        for (step, is_new) in [(7, false), (6, false), (8, true), (8, false)] {
            assert_eq!(
                store.use_step(&id, step).await.expect("an answer"),
                is_new,
                "{step}"
            );
        }
        for (code, is_one) in [("C1", true), ("C1", false), ("C3", false)] {
            let used = store.use_recovery(&id, code, NOW).await.expect("an answer");
            assert_eq!(used, is_one, "{code}");
        }
        let epoch = store
            .drop_factor(&id, Actor::Operator, NOW)
            .await
            .expect("it is there");
        assert_eq!(epoch, 1);
        assert!(is_not_found(
            &store.drop_factor(&id, Actor::Operator, NOW).await
        ));
        assert!(!store.use_recovery(&id, "C2", NOW).await.expect("an answer"));
    });
}

#[test]
fn the_last_admin_stays() {
    stores(|store| async move {
        let (ana, eva) = (
            person(&store, "ana@example.org").await,
            person(&store, "e@x.org").await,
        );
        let grant = async |account: &str| {
            let granted = store
                .grant_role(account, "admin", Actor::Operator, NOW)
                .await;
            granted.expect("a role is granted");
        };
        grant(&ana).await;
        let by = Actor::Account(&eva);
        assert!(is_conflict(
            &store.take_role(&ana, "admin", by, NOW).await,
            LAST_ADMIN
        ));
        assert!(is_conflict(
            &store.set_lock(&ana, true, by, NOW).await,
            LAST_ADMIN
        ));
        assert!(is_conflict(
            &store.erase_account(&ana, by, NOW).await,
            LAST_ADMIN
        ));
        grant(&eva).await;
        grant(&eva).await;
        store
            .set_lock(&eva, true, Actor::Operator, NOW)
            .await
            .expect("ana is left");
        let gone = store.take_role(&ana, "admin", by, NOW).await;
        assert!(
            is_conflict(&gone, LAST_ADMIN),
            "one who is locked runs nothing"
        );
        store
            .set_lock(&eva, false, Actor::Operator, NOW)
            .await
            .expect("it is there");
        // Both go at once: one of them stays.
        let (first, second) = tokio::join!(
            store.take_role(&ana, "admin", by, NOW),
            store.take_role(&eva, "admin", by, NOW),
        );
        assert_eq!(usize::from(first.is_ok()) + usize::from(second.is_ok()), 1);
        let nobody = store
            .grant_role("nobody", "staff", Actor::Operator, NOW)
            .await;
        assert!(is_not_found(&nobody));
    });
}

#[test]
fn a_provider_takes_back_what_it_gave_and_no_more() {
    stores(|store| async move {
        let sign_in = async |roles: &[&str], may_create| {
            let roles: Vec<String> = roles.iter().map(|role| (*role).to_owned()).collect();
            let identity = ForeignIdentity {
                provider: "city",
                issuer: "https://id.example.org",
                subject: "abc",
                name: "Ана",
                language: "bg",
                roles: &roles,
            };
            store.sign_in_identity(&identity, may_create, NOW).await
        };
        assert!(is_not_found(&sign_in(&[], false).await));
        let id = sign_in(&["staff", "evaluator"], true)
            .await
            .expect("it is made")
            .id;
        let granted = store.grant_role(&id, "staff", Actor::Operator, NOW).await;
        granted.expect("a role is granted");
        assert_eq!(sign_in(&[], false).await.expect("it is there").id, id);
        let access = store
            .access(&id)
            .await
            .expect("an answer")
            .expect("it is there");
        assert_eq!(access.roles, ["staff"]);
    });
}

#[test]
fn an_invitation_is_accepted_once_by_whoever_has_it() {
    stores(|store| async move {
        let admin = person(&store, "ana@example.org").await;
        let invite = async |digest, email, to| {
            let new = NewInvitation {
                digest,
                email,
                language: "bg",
                to,
                invited_by: &admin,
                created_at: NOW,
                expires_at: NOW + HOUR,
            };
            store.invite(&new).await.expect("it is kept")
        };
        invite("D1", "eva@example.org", Invited::Role("staff")).await;
        let new = NewAccount {
            email: "eva@example.org",
            ..ana()
        };
        // Somebody has registered with that address and never confirmed it.
        let registered = store.register(&new, None, &link("L", NOW)).await;
        registered.expect("a registration is kept");
        assert!(is_not_found(&store.open_invitation("D1", NOW + HOUR).await));
        let eva = store
            .accept_with_account("D1", &new, NOW + 1)
            .await
            .expect("it is open");
        assert!(is_not_found(
            &store.accept_invitation("D1", &admin, NOW + 1).await
        ));
        let access = store
            .access(&eva)
            .await
            .expect("an answer")
            .expect("it is there");
        assert_eq!(access.roles, ["staff"]);
        let made = store.create_organisation("Trams Ltd", &admin, NOW).await;
        let organisation = made.expect("it is made");
        invite(
            "D2",
            "eva@example.org",
            Invited::Organisation(&organisation),
        )
        .await;
        let again = store.accept_with_account("D2", &new, NOW + 1).await;
        assert!(is_conflict(&again, "account_email"));
        store
            .accept_invitation("D2", &eva, NOW + 1)
            .await
            .expect("nothing was used up");
        let access = store
            .access(&eva)
            .await
            .expect("an answer")
            .expect("it is there");
        assert_eq!(access.organisations[0].organisation_id, organisation);
        assert!(!access.organisations[0].is_owner);
        let listed = store.role_invitations(None, 10).await.expect("a list");
        assert_eq!(listed.len(), 1);
    });
}
