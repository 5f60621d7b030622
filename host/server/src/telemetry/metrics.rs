//! The figures. Labels come from closed lists, since each new value of a label
//! is kept for ever: a client must not be able to make one up.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use http::{Method, StatusCode};
use metrics::{Counter, Gauge, Histogram, Key, Label, Level, Metadata, Recorder, Unit};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle, PrometheusRecorder};

use super::TelemetryError;

/// Upper bounds of the classes of a duration, in seconds.
const SECONDS: [f64; 13] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0, 300.0,
];

/// Durations wait in a list until they are put into classes; after so many they
/// are, even when nobody reads the figures.
const UPKEEP_EVERY: u64 = 4096;

const METADATA: Metadata<'static> = Metadata::new(module_path!(), Level::INFO, None);

/// Why a request was turned away before anything was done for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// Too many requests of one address.
    AddressRate,
    /// Too many requests without an account of one address.
    AnonymousRate,
    /// Too many requests of one account.
    AccountRate,
    /// Too many tries to sign in.
    SignInRate,
    /// Too many requests at once.
    Busy,
    /// Too many uploads at once.
    Uploads,
    /// Too many streams of events at once.
    Streams,
    /// Too much at once from one address.
    AddressPlaces,
    /// Too many uploads of one account at once.
    AccountPlaces,
    /// Too little room on the disk.
    Disk,
    /// A body over its limit.
    BodySize,
    /// A compressed body.
    Encoding,
    /// It took too long.
    Timeout,
}

/// Counts and measures. Clones share the figures.
#[derive(Clone)]
pub struct Metrics(Arc<Inner>);

/// A request that is being worked on; dropped when it is done.
pub struct InFlight(Gauge);

struct Inner {
    recorder: PrometheusRecorder,
    handle: PrometheusHandle,
    observed: AtomicU64,
}

impl Rejection {
    /// The label.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AddressRate => "address-rate",
            Self::AnonymousRate => "anonymous-rate",
            Self::AccountRate => "account-rate",
            Self::SignInRate => "sign-in-rate",
            Self::Busy => "busy",
            Self::Uploads => "uploads",
            Self::Streams => "streams",
            Self::AddressPlaces => "address-places",
            Self::AccountPlaces => "account-places",
            Self::Disk => "disk",
            Self::BodySize => "body-size",
            Self::Encoding => "encoding",
            Self::Timeout => "timeout",
        }
    }
}

impl Metrics {
    /// All figures at zero.
    pub fn new() -> Result<Self, TelemetryError> {
        let recorder = PrometheusBuilder::new()
            .set_buckets(&SECONDS)?
            .build_recorder();
        let handle = recorder.handle();
        let metrics = Self(Arc::new(Inner {
            recorder,
            handle,
            observed: AtomicU64::new(0),
        }));
        metrics.describe();
        Ok(metrics)
    }

    /// Counts an answer. `route` is the pattern of the route, never the path.
    pub fn count_answer(
        &self,
        route: &str,
        method: &Method,
        status: StatusCode,
        elapsed: Duration,
    ) {
        let labels = [
            ("route", route.to_owned()),
            ("method", method_label(method).to_owned()),
        ];
        let mut with_status = labels.to_vec();
        with_status.push(("status", status.as_str().to_owned()));
        self.counter("pilotbox_http_requests_total", with_status)
            .increment(1);
        self.observe("pilotbox_http_request_seconds", labels.to_vec(), elapsed);
    }

    /// A request has begun.
    pub fn begin_request(&self) -> InFlight {
        let gauge = self.gauge("pilotbox_http_requests_in_flight", Vec::new());
        gauge.increment(1);
        InFlight(gauge)
    }

    /// A request was turned away.
    pub fn count_rejection(&self, reason: Rejection) {
        let labels = vec![("reason", reason.as_str().to_owned())];
        self.counter("pilotbox_http_rejected_total", labels)
            .increment(1);
    }

    /// How many jobs of a topic are not done.
    pub fn set_queue_length(&self, topic: &'static str, jobs: u64) {
        self.set(
            "pilotbox_queue_jobs",
            vec![("topic", topic.to_owned())],
            jobs,
        );
    }

    /// How many runs are in a state.
    pub fn set_runs(&self, state: &'static str, runs: u64) {
        self.set("pilotbox_runs", vec![("state", state.to_owned())], runs);
    }

    /// Bytes of all blobs.
    pub fn set_blob_bytes(&self, bytes: u64) {
        self.set("pilotbox_blob_bytes", Vec::new(), bytes);
    }

    /// Connections to the database.
    pub fn set_database_connections(&self, open: u32, idle: u32) {
        for (state, count) in [("open", open), ("idle", idle)] {
            let labels = vec![("state", state.to_owned())];
            self.set("pilotbox_database_connections", labels, u64::from(count));
        }
    }

    /// The figures in Prometheus' text format.
    pub fn render(&self) -> String {
        self.0.handle.render()
    }

    fn describe(&self) {
        let recorder = &self.0.recorder;
        for (name, text) in [
            (
                "pilotbox_http_requests_total",
                "answers by route, method and status",
            ),
            (
                "pilotbox_http_rejected_total",
                "requests turned away by reason",
            ),
        ] {
            recorder.describe_counter(name.into(), None, text.into());
        }
        for (name, text) in [
            (
                "pilotbox_http_requests_in_flight",
                "requests being worked on",
            ),
            ("pilotbox_queue_jobs", "jobs not done by topic"),
            ("pilotbox_runs", "runs by state"),
            ("pilotbox_blob_bytes", "bytes of all blobs"),
            (
                "pilotbox_database_connections",
                "connections to the database",
            ),
        ] {
            recorder.describe_gauge(name.into(), None, text.into());
        }
        recorder.describe_histogram(
            "pilotbox_http_request_seconds".into(),
            Some(Unit::Seconds),
            "time until the head of the answer".into(),
        );
    }

    fn observe(&self, name: &'static str, labels: Vec<(&'static str, String)>, value: Duration) {
        self.histogram(name, labels).record(value.as_secs_f64());
        let observed = self.0.observed.fetch_add(1, Ordering::Relaxed);
        if observed % UPKEEP_EVERY == UPKEEP_EVERY - 1 {
            self.0.handle.run_upkeep();
        }
    }

    fn set(&self, name: &'static str, labels: Vec<(&'static str, String)>, value: u64) {
        #[expect(
            clippy::cast_precision_loss,
            reason = "a figure to look at; it is exact up to 2^53"
        )]
        self.gauge(name, labels).set(value as f64);
    }

    fn counter(&self, name: &'static str, labels: Vec<(&'static str, String)>) -> Counter {
        self.0
            .recorder
            .register_counter(&key(name, labels), &METADATA)
    }

    fn gauge(&self, name: &'static str, labels: Vec<(&'static str, String)>) -> Gauge {
        self.0
            .recorder
            .register_gauge(&key(name, labels), &METADATA)
    }

    fn histogram(&self, name: &'static str, labels: Vec<(&'static str, String)>) -> Histogram {
        self.0
            .recorder
            .register_histogram(&key(name, labels), &METADATA)
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.decrement(1);
    }
}

fn key(name: &'static str, labels: Vec<(&'static str, String)>) -> Key {
    let labels: Vec<_> = labels
        .into_iter()
        .map(|(name, value)| Label::new(name, value))
        .collect();
    Key::from_parts(name, labels)
}

/// A client may send any word as a method.
fn method_label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
