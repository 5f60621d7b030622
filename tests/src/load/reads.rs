//! Readers: each has a connection and reads one page after the other when it is due.

use std::{collections::BTreeMap, net::SocketAddr, sync::Arc, time::Duration};

use http_body_util::Full;
use hyper::{Request, body::Bytes, header};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep_until};

use super::{Plan, Tally, wire::Wire};
use crate::{
    server::{Challenge, Client, run_of},
    server_soak::Startup,
};

/// What one kind of reader reads.
pub(super) struct Kind {
    /// Who it is; nobody without one.
    token: Option<String>,
    reads: Vec<Read>,
}

/// Something that is asked again and again.
pub(super) struct Read {
    path: String,
    /// A form as JSON, which is sent; nothing for what is only read.
    form: Option<Bytes>,
}

/// A reader with its connection.
pub(super) struct Reader {
    wire: Wire,
    kinds: Arc<Vec<Kind>>,
    place: u32,
    /// What it has, by path.
    tags: BTreeMap<String, String>,
}

/// Visitors, and members of a startup.
pub(super) fn of_programs(
    challenge: &Challenge,
    startup: &Startup,
    submission: &Value,
) -> Vec<Kind> {
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
    vec![Kind::of(None, everybody), Kind::of(token, members)]
}

/// People who are not signed in. Every second page is the list of challenges.
pub(super) fn of_people(challenge: &Challenge) -> Vec<Kind> {
    let pages = [
        "/challenges".to_owned(),
        String::new(),
        "/challenges".to_owned(),
        format!("/challenges/{}", challenge.id),
        "/challenges".to_owned(),
        format!("/challenges/{}/board", challenge.id),
    ];
    in_both_languages(&pages)
}

/// People who are not signed in and look for a challenge.
pub(super) fn of_seekers() -> Vec<Kind> {
    in_both_languages(&["/challenges".to_owned()])
}

fn in_both_languages(pages: &[String]) -> Vec<Kind> {
    let paths_in = |language| pages.iter().map(move |page| format!("{language}{page}"));
    let paths = ["/bg", "/en"].into_iter().flat_map(paths_in);
    vec![Kind::of(None, paths)]
}

/// Citizens who fill a pilot's form, one with each choice of its first field.
pub(super) fn of_citizens(client: &Client, pilot: &str) -> Vec<Kind> {
    let shown = client.get(pilot).expect(200).json();
    let field = &shown["form"]["fields"][0];
    let name = field["name"].as_str().expect("a field has a name");
    let choices = field["kind"]["options"].as_array();
    let choices = choices.expect("it is a choice").iter();
    let reads = choices.map(|choice| Read {
        path: format!("{pilot}/answers"),
        form: Some(Bytes::from(
            json!({ "input": { name: choice["value"] } }).to_string(),
        )),
    });
    vec![Kind {
        token: None,
        reads: reads.collect(),
    }]
}

impl Kind {
    fn of(token: Option<String>, paths: impl IntoIterator<Item = String>) -> Self {
        let reads = paths.into_iter().map(|path| Read { path, form: None });
        Self {
            token,
            reads: reads.collect(),
        }
    }
}

impl Reader {
    pub(super) fn new(address: SocketAddr, kinds: Arc<Vec<Kind>>, place: u32) -> Self {
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
        let Read { path, form } = &kind.reads[pick(kind.reads.len(), self.place / 2 + turn)];
        let method = if form.is_some() { "POST" } else { "GET" };
        let mut request = self.wire.request(method, path, kind.token.as_deref());
        if form.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        if let Some(tag) = self.tags.get(path) {
            request = request.header(header::IF_NONE_MATCH, tag);
        }
        let body = Full::new(form.clone().unwrap_or_default());
        let request: Request<Full<Bytes>> = request.body(body).expect("it is a request");
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
