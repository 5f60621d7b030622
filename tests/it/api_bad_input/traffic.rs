//! Too many requests and too many readers, on a server that runs: who is turned away,
//! who is not, and when to come back.

use pilotbox_tests::server::{Answer, Ask, Client, Settings, Site};

/// Requests after which a budget of ten a minute must be used up, however slow this is.
const MANY: usize = 200;

/// Requests until a place that was given up must be free.
const MAX_TRIES: usize = 10_000;

const KEYS: &str = "/api/v1/keys";

/// A request as a proxy passes it on for somebody.
fn forwarded(client: &Client, from: &str) -> Answer {
    client.send(&Ask::new("GET", KEYS).header("x-forwarded-for", from))
}

/// Asks until the budget is used up, and demands that the answer says when to come
/// back.
fn use_up(ask: impl Fn() -> Answer) {
    let mut answers = (0..MANY).map(|_| ask());
    let refused = answers.find(|answer| answer.status != 200);
    let refused = refused.expect("a budget ends");
    let refused = refused.expect(429).refused("too-many-requests");
    let wait: u64 = refused
        .header("retry-after")
        .parse()
        .unwrap_or_else(|_| panic!("when to come back is not told: {refused}"));
    assert!((1..=60).contains(&wait), "{refused}");
}

#[test]
fn whoever_asks_too_much_is_told_when_to_come_back() {
    let site = Site::start(Settings::sqlite().set("limits.anonymous_requests_per_minute", 10));
    let client = site.client();
    // Nobody vouches for this header: whoever sends it is counted as before.
    use_up(|| forwarded(&client, "203.0.113.1"));
    forwarded(&client, "203.0.113.2").expect(429);
}

#[test]
fn behind_a_trusted_proxy_each_has_a_budget_of_their_own() {
    let settings = Settings::sqlite()
        .set("limits.anonymous_requests_per_minute", 10)
        .set("server.trusted_proxies", "[\"127.0.0.0/8\"]");
    let site = Site::start(settings);
    let client = site.client();
    use_up(|| forwarded(&client, "203.0.113.1"));
    forwarded(&client, "203.0.113.2").expect(200);
    // Only the nearest address that no proxy of ours has: what is before it is anybody's word.
    forwarded(&client, "203.0.113.9, 203.0.113.1").expect(429);
    forwarded(&client, "203.0.113.1, 203.0.113.3").expect(200);
}

#[test]
fn an_account_has_one_budget_whatever_it_comes_by() {
    let site = Site::start(Settings::sqlite().set("limits.account_requests_per_minute", 10));
    let somebody = site.register("alpha@startup.example", Some("Alpha"));
    let other = site.register("beta@startup.example", Some("Beta"));
    let token = somebody.by_token(&["read"]);
    use_up(|| token.get("/api/v1/me"));
    somebody.client.get("/api/v1/me").expect(429);
    other.client.get("/api/v1/me").expect(200);
}

#[test]
fn readers_of_events_have_places_and_give_them_back() {
    let site = Site::start(Settings::sqlite().set("limits.event_streams", 2));
    let client = site.client().when_down();
    let ask = Ask::new("GET", "/api/v1/queue/events");
    let open = || client.open(&ask).unwrap_or_else(|fault| panic!("{fault}"));
    let mut readers = vec![open(), open()];
    let refused = client.send(&ask).expect(503).refused("unavailable");
    assert_eq!(refused.header("retry-after"), "2", "{refused}");
    client.get(KEYS).expect(200);
    readers.pop();
    let is_free = (0..MAX_TRIES).any(|_| open().status() == 200);
    assert!(is_free, "a place that was given up is free");
}
