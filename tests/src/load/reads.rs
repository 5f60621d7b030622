//! Readers: each has a connection and reads one page after the other when it is due.

use std::{collections::BTreeMap, net::SocketAddr, sync::Arc, time::Duration};

use http_body_util::Full;
use hyper::{Request, body::Bytes, header};
use serde_json::Value;
use tokio::time::{Instant, sleep_until};

use super::{Plan, Tally, wire::Wire};
use crate::{
    server::{Challenge, run_of},
    server_soak::Startup,
};

/// What one kind of reader reads.
pub(super) struct Paths {
    /// Who it is; nobody without one.
    token: Option<String>,
    paths: Vec<String>,
}

/// A reader with its connection.
pub(super) struct Reader {
    wire: Wire,
    kinds: Arc<Vec<Paths>>,
    place: u32,
    /// What it has, by path.
    tags: BTreeMap<String, String>,
}

/// Visitors, and members of a startup.
pub(super) fn of_programs(
    challenge: &Challenge,
    startup: &Startup,
    submission: &Value,
) -> Vec<Paths> {
    let path = challenge.path();
    let id = submission["id"].as_str().expect("a submission has an id");
    let run = format!("/api/v1/runs/{}", run_of(submission, "sample"));
    let everybody = [
        "/api/v1/challenges".to_owned(),
        path.clone(),
        format!("{path}/board"),
        format!("{path}/announcements"),
        format!("{path}/clarifications"),
        "/api/v1/queue".to_owned(),
        "/api/v1/keys".to_owned(),
    ];
    let own = [
        "/api/v1/me".to_owned(),
        format!("/api/v1/runs?challenge={}", challenge.id),
        format!("/api/v1/submissions?challenge={}&limit=10", challenge.id),
        format!("/api/v1/submissions/{id}"),
        format!("{run}/cases?limit=20"),
        run,
    ];
    let members: Vec<_> = everybody.iter().chain(&own).cloned().collect();
    let token = Some(startup.token.clone());
    [(None, everybody.to_vec()), (token, members)]
        .map(|(token, paths)| Paths { token, paths })
        .into()
}

/// People who are not signed in. Every second page is the list of challenges.
pub(super) fn of_people(challenge: &Challenge) -> Vec<Paths> {
    let pages = [
        "/challenges".to_owned(),
        String::new(),
        "/challenges".to_owned(),
        format!("/challenges/{}", challenge.id),
        "/challenges".to_owned(),
        format!("/challenges/{}/board", challenge.id),
    ];
    let paths_in = |language| pages.iter().map(move |page| format!("{language}{page}"));
    vec![Paths {
        token: None,
        paths: ["/bg", "/en"].into_iter().flat_map(paths_in).collect(),
    }]
}

impl Reader {
    pub(super) fn new(address: SocketAddr, kinds: Arc<Vec<Paths>>, place: u32) -> Self {
        Self {
            wire: Wire::new(address),
            kinds,
            place,
            tags: BTreeMap::new(),
        }
    }

    /// Sends this reader's share of the reads. One that is answered late makes the
    /// next one late too, and the time of both counts from when they were due.
    pub(super) async fn read(mut self, plan: Plan, start: Instant) -> Tally {
        let mut tally = Tally::default();
        let connections = usize::try_from(plan.connections).expect("they are few");
        for number in (self.place..plan.reads()).step_by(connections) {
            let due = start + Duration::from_secs(number.into()) / plan.reads_per_second;
            sleep_until(due).await;
            self.one(number / plan.connections, due, &mut tally).await;
        }
        tally
    }

    async fn one(&mut self, turn: u32, due: Instant, tally: &mut Tally) {
        let kinds = Arc::clone(&self.kinds);
        let pick = |count: usize, number: u32| usize::try_from(number).unwrap_or(0) % count;
        let kind = &kinds[pick(kinds.len(), self.place)];
        let path = &kind.paths[pick(kind.paths.len(), self.place / 2 + turn)];
        let mut request = self.wire.request("GET", path, kind.token.as_deref());
        if let Some(tag) = self.tags.get(path) {
            request = request.header(header::IF_NONE_MATCH, tag);
        }
        let request: Request<Full<Bytes>> = request.body(Full::default()).expect("it is a request");
        match self.wire.send(request).await {
            Err(failure) => tally.note_failure(failure),
            Ok(reply) if matches!(reply.status, 200 | 304) => {
                tally.note_good(due.elapsed(), reply.status == 304);
                if let Some(tag) = reply.etag {
                    self.tags.insert(path.clone(), tag);
                }
            }
            Ok(reply) => reply.note_bad(tally, path),
        }
    }
}
