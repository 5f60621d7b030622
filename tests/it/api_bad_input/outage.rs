//! A database that is busy, or away.

use pilotbox_store::Topic;
use pilotbox_tests::{
    open_store,
    postgres::Postgres,
    server::{Client, Settings, Site},
};
use serde_json::json;

/// Requests until a server must have found its database again.
const MAX_TRIES: usize = 200;

fn token(client: &Client) -> u16 {
    let ask = json!({ "name": "a test's", "scopes": ["read"], "expires_in_days": 1 });
    client.post("/api/v1/me/tokens", &ask).status
}

#[test]
fn a_locked_database_is_told_and_waited_for() {
    let site = Site::start(Settings::sqlite().set("limits.request_timeout_seconds", 1));
    let client = site
        .register("alpha@startup.example", Some("Alpha"))
        .client
        .when_down();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime can be made");
    runtime.block_on(async {
        let store = open_store(&site.database_url()).await;
        let held = store
            .write(Topic::Chain)
            .await
            .expect("the database is free");
        assert_eq!(token(&client), 503, "another process writes");
        client.get("/api/v1/challenges").expect(200);
        drop(held);
        store.close().await;
    });
    assert!(
        (0..MAX_TRIES).any(|_| token(&client) == 201),
        "it is free again"
    );
}

#[test]
fn a_database_that_hangs_up_is_found_again() {
    let site = Site::postgres();
    let client = site
        .register("alpha@startup.example", Some("Alpha"))
        .client
        .when_down();
    for _ in 0..3 {
        Postgres::cut_connections(&site.database_url());
        let status = token(&client);
        assert!(matches!(status, 201 | 503), "{status}");
        assert!(
            (0..MAX_TRIES).any(|_| token(&client) == 201),
            "it is there again"
        );
        client.get("/readyz").expect(200);
    }
}
