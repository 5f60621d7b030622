use std::{net::SocketAddr, time::Duration};

use axum::{
    Extension, Router,
    body::{Body, to_bytes},
    extract::{ConnectInfo, Request},
    middleware::from_fn_with_state,
    routing::get,
};
use http::{Method, StatusCode};
use tower::ServiceExt;

use super::{
    Metrics, MetricsEndpoint, REQUEST_ID_HEADER, Rejection, RequestId, TelemetryError, filter,
    observe_request, show_metrics,
};

fn app(metrics: &Metrics) -> Router {
    let echo = |Extension(id): Extension<RequestId>| async move { id.as_str().to_owned() };
    Router::new()
        .route("/things/{id}", get(echo))
        .layer(from_fn_with_state(metrics.clone(), observe_request))
}

fn request(path: &str) -> http::request::Builder {
    Request::builder().uri(path)
}

async fn id_for(given: Option<&str>) -> (String, String) {
    let metrics = Metrics::new().expect("figures");
    let mut builder = request("/things/7");
    if let Some(given) = given {
        builder = builder.header(REQUEST_ID_HEADER, given);
    }
    let request = builder.body(Body::empty()).expect("a request");
    let response = app(&metrics).oneshot(request).await.expect("an answer");
    let header = response.headers()[&REQUEST_ID_HEADER]
        .to_str()
        .expect("plain")
        .to_owned();
    let body = to_bytes(response.into_body(), 1024).await.expect("a body");
    (header, String::from_utf8_lossy(&body).into_owned())
}

#[tokio::test]
async fn a_request_gets_an_id_of_ours() {
    let (header, body) = id_for(None).await;
    assert_eq!(header, body);
    assert!(ulid::Ulid::from_string(&header).is_ok());
    assert_ne!(id_for(None).await.0, header);
}

#[tokio::test]
async fn a_client_names_its_request_only_in_plain_words() {
    assert_eq!(id_for(Some("trace-1.a_b")).await.0, "trace-1.a_b");
    let longest = "x".repeat(64);
    assert_eq!(id_for(Some(&longest)).await.0, longest);
    for refused in ["", "two words", "a\"b", &"x".repeat(65)] {
        assert_ne!(id_for(Some(refused)).await.0, refused);
    }
}

#[tokio::test]
async fn answers_are_counted_by_route_and_never_by_path() {
    let metrics = Metrics::new().expect("figures");
    for path in ["/things/secret?token=hunter2", "/nowhere/secret"] {
        let request = request(path).body(Body::empty()).expect("a request");
        app(&metrics).oneshot(request).await.expect("an answer");
    }
    let odd = request("/things/1")
        .method("BREW")
        .body(Body::empty())
        .expect("a request");
    app(&metrics).oneshot(odd).await.expect("an answer");
    let text = metrics.render();
    assert!(
        text.contains(
            r#"pilotbox_http_requests_total{route="/things/{id}",method="GET",status="200"} 1"#
        ),
        "{text}"
    );
    assert!(
        text.contains(r#"route="unmatched",method="GET",status="404""#),
        "{text}"
    );
    assert!(text.contains(r#"method="other",status="405""#), "{text}");
    assert!(!text.contains("secret") && !text.contains("hunter2") && !text.contains("BREW"));
    assert!(
        text.contains("pilotbox_http_requests_in_flight 0"),
        "{text}"
    );
}

#[test]
fn every_figure_is_shown() {
    let metrics = Metrics::new().expect("figures");
    metrics.count_rejection(Rejection::Busy);
    metrics.set_queue_length("evaluate", 3);
    metrics.set_runs("queued", 4);
    metrics.set_blob_bytes(5);
    metrics.set_database_connections(6, 2);
    let in_flight = metrics.begin_request();
    let text = metrics.render();
    for line in [
        r#"pilotbox_http_rejected_total{reason="busy"} 1"#,
        r#"pilotbox_queue_jobs{topic="evaluate"} 3"#,
        r#"pilotbox_runs{state="queued"} 4"#,
        "pilotbox_blob_bytes 5",
        r#"pilotbox_database_connections{state="idle"} 2"#,
        "pilotbox_http_requests_in_flight 1",
    ] {
        assert!(text.contains(line), "`{line}` is not in {text}");
    }
    drop(in_flight);
    assert!(
        metrics
            .render()
            .contains("pilotbox_http_requests_in_flight 0")
    );
}

#[test]
fn durations_are_put_away_though_nobody_reads_them() {
    let metrics = Metrics::new().expect("figures");
    for _ in 0..10_000 {
        metrics.count_answer("/", &Method::GET, StatusCode::OK, Duration::from_millis(3));
    }
    let text = metrics.render();
    assert!(
        text.contains(r#"pilotbox_http_request_seconds_count{route="/",method="GET"} 10000"#),
        "{text}"
    );
}

#[tokio::test]
async fn figures_are_shown_to_direct_neighbours_only() {
    let allowed = vec!["127.0.0.0/8".parse().expect("a network")];
    let endpoint = MetricsEndpoint::new(Metrics::new().expect("figures"), allowed);
    let app = Router::new()
        .route("/metrics", get(show_metrics))
        .with_state(endpoint);
    let status = async |peer: &str, forwarded: Option<&str>| {
        let peer: SocketAddr = peer.parse().expect("an address");
        let mut builder = request("/metrics").extension(ConnectInfo(peer));
        if let Some(forwarded) = forwarded {
            builder = builder.header("x-forwarded-for", forwarded);
        }
        let request = builder.body(Body::empty()).expect("a request");
        let response = app.clone().oneshot(request).await.expect("an answer");
        response.status()
    };
    assert_eq!(status("127.0.0.1:1", None).await, StatusCode::OK);
    assert_eq!(status("[::ffff:127.0.0.1]:1", None).await, StatusCode::OK);
    assert_eq!(status("10.0.0.1:1", None).await, StatusCode::NOT_FOUND);
    let forwarded = status("127.0.0.1:1", Some("127.0.0.1")).await;
    assert_eq!(forwarded, StatusCode::NOT_FOUND);
}

#[test]
fn a_filter_is_understood_or_named() {
    assert!(filter("info,pilotbox_server=debug").is_ok());
    let refused = filter("info,pilotbox=noise");
    assert!(matches!(refused, Err(TelemetryError::Filter { .. })));
}
