//! A city with ten thousand of all that people make: its lists go on over many pages,
//! each of which is as light as any other.

use pilotbox_store::{
    Store,
    accounts::NewAccount,
    challenges::{NewAnnouncement, NewClarification, NewEnrolment},
};
use pilotbox_tests::{
    open_store,
    server::{Challenge, World, city_pack},
};
use serde_json::{Value, json};

/// People, each with an organisation, an enrolment, a question; and announcements.
const MANY: usize = 10_000;

/// Long after the first of January 2026, in milliseconds.
const NOW: i64 = 1_780_000_000_000;

/// The city, and what its script is told.
pub(super) struct Crowded {
    pub(super) world: World,
    pub(super) places: Value,
}

impl Crowded {
    pub(super) fn new() -> Self {
        let world = World::sqlite();
        let challenge = world.challenge(&city_pack("tests/challenges/fragile"));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime can be made");
        runtime.block_on(async {
            let store = open_store(&world.site.database_url()).await;
            for number in 0..MANY {
                add(&store, &challenge, number).await;
            }
            store.close().await;
        });
        let places = json!({ "crowded": challenge.id, "many": MANY });
        Self { world, places }
    }
}

/// One person with all that belongs to them.
async fn add(store: &Store, challenge: &Challenge, number: usize) {
    let email = format!("person-{number}@crowd.example");
    let name = format!("Жител {number}");
    let new = NewAccount {
        email: &email,
        name: &name,
        language: "bg",
        password: "none",
    };
    let account = store.create_account(&new, NOW).await.expect("an account");
    let organisation = store.create_organisation(&name, &account, NOW).await;
    let organisation = organisation.expect("an organisation");
    let (pseudonym, blind_code) = (format!("Pseudonym {number}"), format!("B-{number}"));
    let enrolled = store.enrol(NewEnrolment {
        challenge: &challenge.id,
        organisation: &organisation,
        account: &account,
        pseudonym: &pseudonym,
        blind_code: &blind_code,
        at: NOW,
    });
    assert!(enrolled.await.expect("an enrolment"), "{name}");
    let question = format!("Is hour {number} of the year in the tables?");
    let asked = store.ask(NewClarification {
        challenge: &challenge.id,
        organisation: &organisation,
        account: &account,
        question: &question,
        most_waiting: 1,
        at: NOW,
    });
    assert!(asked.await.expect("a question").is_some(), "{name}");
    for challenge in [None, Some(&*challenge.id)] {
        let announced = store.announce(NewAnnouncement {
            challenge,
            title_bg: &name,
            title_en: &name,
            body_bg: "Започва.",
            body_en: "It begins.",
            account: &account,
            at: NOW,
        });
        announced.await.expect("an announcement");
    }
}
