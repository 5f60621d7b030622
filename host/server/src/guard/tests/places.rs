//! How much one client may have under way.

use futures_util::FutureExt;

use super::*;
use crate::principal::Principal;

/// Begins a request whose body never ends; dropping it breaks it off.
fn begin(router: &Router, builder: Builder) -> impl Future<Output = Response> {
    let endless = Body::from_stream(stream::pending::<Result<Bytes, Infallible>>());
    let mut begun = Box::pin(send(router, builder.method("POST"), endless));
    assert!((&mut begun).now_or_never().is_none(), "it has a place");
    begun
}

/// Demands that a client is told that it has enough under way, and when to come back.
async fn demand_own_places_are_taken(router: &Router, builder: Builder) {
    let refused = send(router, builder, "x").await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.headers()["retry-after"], "2");
    assert_eq!(problem(refused).await.code, Code::TooManyRequests);
}

fn two() -> NonZeroU32 {
    one().saturating_add(1)
}

#[tokio::test]
async fn an_address_has_places_for_its_requests() {
    let guard = guard(|config| config.limits.address_concurrent_requests = two());
    let router = guard.protect(hello());
    let first = begin(&router, visit("/"));
    let _second = begin(&router, visit("/"));
    demand_own_places_are_taken(&router, visit("/")).await;
    let other = from("192.0.2.2:1", "/");
    assert_eq!(status(&router, other).await, StatusCode::OK);
    drop(first);
    assert_eq!(status(&router, visit("/")).await, StatusCode::OK);
}

#[tokio::test]
async fn behind_a_trusted_proxy_each_client_has_places() {
    let guard = guard(|config| {
        config.server.trusted_proxies = vec!["127.0.0.0/8".parse().expect("a network")];
        config.limits.address_concurrent_requests = one();
    });
    let router = guard.protect(hello());
    let client = |ip: &str| from("127.0.0.1:1", "/").header("x-forwarded-for", ip);
    let _first = begin(&router, client("203.0.113.1"));
    demand_own_places_are_taken(&router, client("203.0.113.1")).await;
    let other = status(&router, client("203.0.113.2")).await;
    assert_eq!(other, StatusCode::OK);
}

#[tokio::test]
async fn an_address_has_places_for_its_uploads() {
    let guard = guard(|config| config.limits.address_concurrent_uploads = two());
    let router = guard.protect(guard.uploads(upload(), 1024).merge(page()));
    let post = || visit("/").method("POST");
    let first = begin(&router, visit("/"));
    let _second = begin(&router, visit("/"));
    demand_own_places_are_taken(&router, post()).await;
    assert_eq!(status(&router, visit("/page")).await, StatusCode::OK);
    let other = from("192.0.2.2:1", "/").method("POST");
    assert_eq!(send(&router, other, "x").await.status(), StatusCode::OK);
    drop(first);
    assert_eq!(send(&router, post(), "x").await.status(), StatusCode::OK);
}

fn page() -> Router {
    Router::new().route("/page", get(async || "a page"))
}

#[tokio::test]
async fn an_account_has_places_for_its_uploads_wherever_it_is() {
    let guard = guard(|config| config.limits.account_concurrent_uploads = two());
    let of = |account: &str| {
        let principal = Principal::signed_in(account, []);
        guard.protect(guard.uploads(upload(), 1024).layer(Extension(principal)))
    };
    let (alpha, beta) = (of("A"), of("B"));
    let post = || from("192.0.2.3:1", "/").method("POST");
    let first = begin(&alpha, visit("/"));
    let _second = begin(&alpha, from("192.0.2.2:1", "/"));
    demand_own_places_are_taken(&alpha, post()).await;
    assert_eq!(send(&beta, post(), "x").await.status(), StatusCode::OK);
    drop(first);
    assert_eq!(send(&alpha, post(), "x").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_page_that_hands_a_file_on_is_one_upload() {
    let guard = guard(|config| {
        config.limits.concurrent_uploads = one();
        config.limits.address_concurrent_uploads = one();
    });
    let inner = guard.uploads(upload(), 1024);
    let hand_on = async move |request: Request| {
        let Ok(response) = inner.oneshot(request).await;
        response
    };
    let pages = guard.uploads(Router::new().route("/", post(hand_on)), 1024);
    let router = guard.protect(pages);
    let sent = send(&router, visit("/").method("POST"), "x").await;
    assert_eq!(sent.status(), StatusCode::OK);
}

#[tokio::test]
async fn an_address_has_places_for_its_streams() {
    let guard = guard(|config| config.limits.address_event_streams = one());
    let endless = async || Body::from_stream(stream::pending::<Result<Bytes, Infallible>>());
    let streams = Router::new().route("/", get(endless));
    let router = guard.protect(guard.streams(streams));
    let first = send(&router, visit("/"), Body::empty()).await;
    assert_eq!(first.status(), StatusCode::OK);
    demand_own_places_are_taken(&router, visit("/")).await;
    let other = status(&router, from("192.0.2.2:1", "/")).await;
    assert_eq!(other, StatusCode::OK);
    drop(first);
    assert_eq!(status(&router, visit("/")).await, StatusCode::OK);
}
