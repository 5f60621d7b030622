use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
    num::{NonZeroU32, NonZeroU64},
    time::Duration,
};

use axum::{
    Extension, Router,
    body::{Body, Bytes, to_bytes},
    extract::{ConnectInfo, Request},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use futures_util::{StreamExt, stream};
use http::{HeaderMap, StatusCode, request::Builder};
use pilotbox_model::api::problem::{Code, ProblemBody};
use tower::ServiceExt;

use super::{
    BodyError, ClientAddress, Guard,
    body::{Limit, Pace, bounded},
    body_problem,
};
use crate::{config::Config, problem::Problem, telemetry::Metrics};

mod places;

fn guard(change: impl FnOnce(&mut Config)) -> Guard {
    let mut config = Config::default();
    config.limits.min_free_disk_bytes = 0;
    change(&mut config);
    Guard::new(&config, Metrics::new().expect("figures"))
}

fn from(peer: &str, path: &str) -> Builder {
    let peer: SocketAddr = peer.parse().expect("an address");
    Request::builder().uri(path).extension(ConnectInfo(peer))
}

fn visit(path: &str) -> Builder {
    from("192.0.2.1:5000", path)
}

async fn send(router: &Router, builder: Builder, body: impl Into<Body>) -> Response {
    let request = builder.body(body.into()).expect("a request");
    let Ok(response) = router.clone().oneshot(request).await;
    response
}

async fn status(router: &Router, builder: Builder) -> StatusCode {
    send(router, builder, Body::empty()).await.status()
}

async fn problem(response: Response) -> ProblemBody {
    let bytes = to_bytes(response.into_body(), 65536).await.expect("a body");
    serde_json::from_slice(&bytes).expect("a problem")
}

fn hello() -> Router {
    Router::new().route("/", get(async || "hello").post(async |_: Bytes| "hello"))
}

/// Reads everything, as handlers of uploads do.
fn upload() -> Router {
    let take = async |body: Body| match to_bytes(body, usize::MAX).await {
        Ok(bytes) => bytes.len().to_string().into_response(),
        Err(error) => body_problem(&error)
            .unwrap_or_else(|| Problem::new(Code::Internal))
            .into_response(),
    };
    Router::new().route("/", post(take))
}

fn chunks(count: usize) -> Body {
    let chunk = Ok::<_, Infallible>(Bytes::from_static(&[0; 1024]));
    Body::from_stream(stream::iter(vec![chunk; count]))
}

fn one() -> NonZeroU32 {
    NonZeroU32::MIN
}

async fn address_of(trusted: &[&str], peer: &str, forwarded: &[&str]) -> String {
    let guard = guard(|config| {
        config.server.trusted_proxies = trusted
            .iter()
            .map(|net| net.parse().expect("a network"))
            .collect();
    });
    let tell = async |Extension(address): Extension<ClientAddress>| address.ip().to_string();
    let router = guard.protect(Router::new().route("/", get(tell)));
    let mut builder = from(peer, "/");
    for value in forwarded {
        builder = builder.header("x-forwarded-for", *value);
    }
    let response = send(&router, builder, Body::empty()).await;
    let bytes = to_bytes(response.into_body(), 1024).await.expect("a body");
    String::from_utf8_lossy(&bytes).into_owned()
}

#[tokio::test]
async fn forwarded_addresses_count_behind_trusted_proxies_only() {
    let inside = ["10.0.0.0/8"];
    let peer = "10.0.0.2:1";
    assert_eq!(address_of(&[], peer, &["203.0.113.9"]).await, "10.0.0.2");
    assert_eq!(address_of(&inside, peer, &[]).await, "10.0.0.2");
    assert_eq!(
        address_of(&inside, peer, &["203.0.113.9"]).await,
        "203.0.113.9"
    );
    let stranger = address_of(&inside, "198.51.100.1:1", &["203.0.113.9"]).await;
    assert_eq!(stranger, "198.51.100.1");
}

#[tokio::test]
async fn of_a_chain_the_last_stranger_counts() {
    let inside = ["10.0.0.0/8", "::1/128"];
    let peer = "[::1]:1";
    // What the client itself wrote stands on the left.
    let forged = "1.1.1.1, 203.0.113.9, 10.0.0.7";
    assert_eq!(address_of(&inside, peer, &[forged]).await, "203.0.113.9");
    let lines = ["1.1.1.1", "203.0.113.9:4711", "10.0.0.7"];
    assert_eq!(address_of(&inside, peer, &lines).await, "203.0.113.9");
    assert_eq!(
        address_of(&inside, peer, &["nonsense, 10.0.0.7"]).await,
        "10.0.0.7"
    );
    assert_eq!(
        address_of(&inside, peer, &["::ffff:203.0.113.9"]).await,
        "203.0.113.9"
    );
    let many = vec!["10.0.0.7"; 1000].join(",");
    assert_eq!(address_of(&inside, peer, &[&many]).await, "10.0.0.7");
}

#[tokio::test]
async fn an_address_over_its_budget_waits() {
    let guard = guard(|config| config.limits.address_requests_per_minute = one());
    let router = guard.protect(hello());
    assert_eq!(status(&router, visit("/")).await, StatusCode::OK);
    let refused = send(&router, visit("/"), Body::empty()).await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    let wait: u64 = refused.headers()["retry-after"]
        .to_str()
        .expect("plain")
        .parse()
        .expect("seconds");
    assert!((1..=60).contains(&wait));
    let id = refused.headers()["x-request-id"].clone();
    let body = problem(refused).await;
    assert_eq!(body.code, Code::TooManyRequests);
    assert_eq!(body.request_id.as_deref(), id.to_str().ok());
    assert_eq!(
        status(&router, from("192.0.2.2:1", "/")).await,
        StatusCode::OK
    );
}

#[tokio::test]
async fn the_anonymous_have_a_budget_of_their_own() {
    let guard = guard(|config| config.limits.anonymous_requests_per_minute = one());
    let router = guard.protect(hello());
    assert_eq!(status(&router, visit("/")).await, StatusCode::OK);
    assert_eq!(
        status(&router, visit("/")).await,
        StatusCode::TOO_MANY_REQUESTS
    );
    let known = visit("/").header("authorization", "Bearer x");
    assert_eq!(status(&router, known).await, StatusCode::OK);
}

#[test]
fn accounts_and_sign_ins_have_budgets() {
    let guard = guard(|config| {
        config.limits.account_requests_per_minute = one();
        config.limits.sign_ins_per_minute = one();
    });
    assert!(guard.check_account("a").is_ok());
    let refused = guard.check_account("a").expect_err("it is used up");
    assert_eq!(refused.code(), Code::TooManyRequests);
    assert!(guard.check_account("b").is_ok());
    let address = ClientAddress::new(ip("192.0.2.1"));
    assert!(guard.check_sign_in(address).is_ok());
    assert!(guard.check_sign_in(address).is_err());
    assert!(
        guard
            .check_sign_in(ClientAddress::new(ip("192.0.2.2")))
            .is_ok()
    );
}

fn ip(text: &str) -> IpAddr {
    text.parse().expect("an address")
}

#[tokio::test]
async fn requests_over_the_places_are_turned_away() {
    let guard = guard(|config| config.limits.concurrent_requests = one());
    let inner = guard.clone();
    // The second request comes while the first is worked on.
    let nested = async move || {
        let router = inner.protect(hello());
        send(&router, visit("/"), Body::empty()).await
    };
    let router = guard.protect(Router::new().route("/", get(nested)));
    let refused = send(&router, visit("/"), Body::empty()).await;
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(refused.headers().contains_key("retry-after"));
    let router = guard.protect(hello());
    assert_eq!(status(&router, visit("/")).await, StatusCode::OK);
}

#[tokio::test]
async fn a_slow_request_ends() {
    let guard = guard(|config| config.limits.request_timeout_seconds = NonZeroU64::MIN);
    let never = async || std::future::pending::<&str>().await;
    let router = guard.ordinary(Router::new().route("/", get(never).post(never)));
    let late = send(&router, visit("/"), Body::empty()).await;
    assert_eq!(late.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(late.headers().contains_key("retry-after"));
    let router = guard.ordinary(hello());
    assert_eq!(status(&router, visit("/")).await, StatusCode::OK);
    let endless = Body::from_stream(stream::pending::<Result<Bytes, Infallible>>());
    let late = send(&router, visit("/").method("POST"), endless).await;
    assert_eq!(late.status(), StatusCode::REQUEST_TIMEOUT);
}

#[tokio::test]
async fn a_body_that_arrived_leaves_the_fault_with_us() {
    let guard = guard(|config| config.limits.request_timeout_seconds = NonZeroU64::MIN);
    let slow = async |_: Bytes| std::future::pending::<&str>().await;
    let router = guard.ordinary(Router::new().route("/", post(slow)));
    let late = send(&router, visit("/").method("POST"), "all of it").await;
    assert_eq!(late.status(), StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn a_body_has_a_limit() {
    let guard = guard(|config| config.limits.body_bytes = NonZeroU64::new(2048).expect("not 0"));
    let router = guard.ordinary(hello());
    let post = || visit("/").method("POST");
    let fits = send(&router, post(), chunks(2)).await;
    assert_eq!(fits.status(), StatusCode::OK);
    let over = send(&router, post(), chunks(3)).await;
    assert_eq!(over.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let told = send(&router, post().header("content-length", 2049), chunks(1)).await;
    assert_eq!(told.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(problem(told).await.code, Code::TooLarge);
}

#[tokio::test]
async fn an_upload_has_a_limit_of_its_own() {
    let router = guard(|_| {}).uploads(upload(), 3 << 20);
    let post = || visit("/").method("POST");
    let fits = send(&router, post(), chunks(3 << 10)).await;
    assert_eq!(fits.status(), StatusCode::OK);
    let over = send(&router, post(), chunks((3 << 10) + 1)).await;
    assert_eq!(over.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(problem(over).await.code, Code::TooLarge);
    let told = send(
        &router,
        post().header("content-length", 4 << 20),
        Body::empty(),
    )
    .await;
    assert_eq!(told.status(), StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn an_upload_that_stops_is_ended() {
    let guard = guard(|config| config.limits.idle_timeout_seconds = NonZeroU64::MIN);
    let router = guard.uploads(upload(), 1 << 20);
    let start = stream::iter([Ok::<_, Infallible>(Bytes::from_static(b"a"))]);
    let stops = Body::from_stream(start.chain(stream::pending()));
    let ended = send(&router, visit("/").method("POST"), stops).await;
    assert_eq!(ended.status(), StatusCode::REQUEST_TIMEOUT);
    assert_eq!(problem(ended).await.code, Code::RequestTimeout);
}

#[tokio::test]
async fn an_upload_that_drips_is_ended() {
    let day = Duration::from_hours(24);
    for (idle, grace) in [(day, Duration::ZERO), (Duration::ZERO, day)] {
        let pace = Pace { idle, grace };
        let limit = Limit::new(&guard(|_| {}), 1 << 20).paced(pace);
        let start = stream::iter([Ok::<_, Infallible>(Bytes::from_static(b"a"))]);
        let drips = Body::from_stream(start.chain(stream::pending()));
        let error = to_bytes(bounded(drips, &limit), usize::MAX)
            .await
            .expect_err("it is cut off");
        let code = body_problem(&error).as_ref().map(Problem::code);
        assert_eq!(code, Some(Code::RequestTimeout));
    }
}

#[tokio::test]
async fn uploads_need_room_on_the_disk() {
    let router = guard(|_| {}).uploads(upload(), 1024);
    let post = || visit("/").method("POST");
    assert_eq!(send(&router, post(), "x").await.status(), StatusCode::OK);
    let full = guard(|config| config.limits.min_free_disk_bytes = u64::MAX);
    let router = full.uploads(upload(), 1024);
    let refused = send(&router, post(), "x").await;
    assert_eq!(refused.status(), StatusCode::INSUFFICIENT_STORAGE);
    assert!(refused.headers().contains_key("retry-after"));
}

#[tokio::test]
async fn a_stream_holds_its_place_until_it_ends() {
    let guard = guard(|config| config.limits.event_streams = one());
    let endless = async || Body::from_stream(stream::pending::<Result<Bytes, Infallible>>());
    let router = guard.streams(Router::new().route("/", get(endless)));
    let first = send(&router, visit("/"), Body::empty()).await;
    assert_eq!(first.status(), StatusCode::OK);
    let second = status(&router, visit("/")).await;
    assert_eq!(second, StatusCode::SERVICE_UNAVAILABLE);
    drop(first);
    assert_eq!(status(&router, visit("/")).await, StatusCode::OK);
}

#[tokio::test]
async fn a_compressed_body_is_refused() {
    let router = guard(|_| {}).protect(hello());
    let post = |encoding: &str| {
        visit("/")
            .method("POST")
            .header("content-encoding", encoding)
    };
    for encoding in ["gzip", "br", "identity, gzip", "IDENTITY2"] {
        let refused = send(&router, post(encoding), "x").await;
        assert_eq!(refused.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
        assert!(problem(refused).await.hint.is_some());
    }
    let plain = send(&router, post("identity"), "x").await;
    assert_eq!(plain.status(), StatusCode::OK);
}

async fn headers_of(guard: &Guard, builder: Builder) -> HeaderMap {
    let router = guard.protect(hello());
    send(&router, builder, Body::empty())
        .await
        .headers()
        .clone()
}

#[tokio::test]
async fn every_answer_carries_the_headers() {
    let plain = guard(|_| {});
    for path in ["/", "/nowhere"] {
        let headers = headers_of(&plain, visit(path)).await;
        assert_eq!(headers["x-content-type-options"], "nosniff");
        let policy = headers["content-security-policy"].to_str().expect("plain");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
        assert!(headers.contains_key("permissions-policy"));
        assert!(!headers.contains_key("strict-transport-security"));
        assert!(!headers.contains_key("cache-control"));
    }
    let secure = guard(|config| config.server.public_url = Some("https://a.example".into()));
    let headers = headers_of(&secure, visit("/").header("cookie", "a=b")).await;
    assert!(headers.contains_key("strict-transport-security"));
    assert_eq!(headers["cache-control"], "no-store");
}

#[tokio::test]
async fn a_handler_may_set_a_header_itself() {
    let own = async || [("content-security-policy", "default-src 'self'")];
    let router = guard(|_| {}).protect(Router::new().route("/", get(own)));
    let response = send(&router, visit("/"), Body::empty()).await;
    let all: Vec<_> = response
        .headers()
        .get_all("content-security-policy")
        .iter()
        .collect();
    assert_eq!(all, ["default-src 'self'"]);
}

#[tokio::test]
async fn a_panic_becomes_an_answer_that_tells_nothing() {
    let fail = async || -> &'static str { panic!("hunter2") };
    let router = guard(|_| {}).protect(Router::new().route("/", get(fail)));
    let response = send(&router, visit("/"), Body::empty()).await;
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let id = response.headers()["x-request-id"].clone();
    let body = problem(response).await;
    assert_eq!(body.request_id.as_deref(), id.to_str().ok());
    assert!(!format!("{body:?}").contains("hunter2"));
}

#[test]
fn the_problem_of_a_body_is_found_through_its_causes() {
    let wrapped = axum::Error::new(BodyError::TooLong { limit_bytes: 7 });
    let problem = body_problem(&wrapped).expect("found");
    assert_eq!(problem.code(), Code::TooLarge);
    assert!(body_problem(&axum::Error::new(std::fmt::Error)).is_none());
}
