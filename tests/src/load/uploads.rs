//! Startups that upload plugins, each one another file, at a pace that does not
//! wait for verdicts, so that the queue grows.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use http_body_util::Full;
use hyper::{body::Bytes, header};
use serde_json::json;
use tokio::time::{Instant, sleep_until};

use super::{PLUGIN, Plan, Tally, wire::Wire};
use crate::{
    component,
    server::{Challenge, submission},
    server_soak::Startup,
    soak::with_note,
};

/// Plugins of one startup at most, for their numbers.
const MOST: usize = 100_000;

/// A startup with its connection.
pub(super) struct Uploader {
    wire: Wire,
    token: String,
    challenge: Arc<Challenge>,
    plugin: Arc<Vec<u8>>,
    place: usize,
}

/// Startups at one challenge.
pub(super) struct Uploaders {
    address: SocketAddr,
    challenge: Arc<Challenge>,
    plugin: Arc<Vec<u8>>,
}

impl Uploaders {
    pub(super) fn new(address: SocketAddr, challenge: Challenge) -> Self {
        let plugin = std::fs::read(component(PLUGIN)).expect("the plugin is built");
        Self {
            address,
            challenge: Arc::new(challenge),
            plugin: Arc::new(plugin),
        }
    }

    pub(super) fn one(&self, startup: &Startup, place: usize) -> Uploader {
        Uploader {
            wire: Wire::new(self.address),
            token: startup.token.clone(),
            challenge: Arc::clone(&self.challenge),
            plugin: Arc::clone(&self.plugin),
            place,
        }
    }
}

impl Uploader {
    /// Uploads until the end, one after the other, and comes back when it is told to.
    pub(super) async fn upload(mut self, plan: Plan, start: Instant) -> Tally {
        let mut tally = Tally::default();
        let end = start + plan.lasts();
        // Spread over the first of the pauses.
        let share = u32::try_from(self.place).unwrap_or(0);
        let mut due = start + plan.upload_every * share / plan.uploaders.max(1);
        for number in 0..MOST {
            if due >= end {
                break;
            }
            sleep_until(due).await;
            let pause = self.one(number, due, &mut tally).await;
            due += plan.upload_every.max(pause);
        }
        tally
    }

    /// Uploads one, and tells how long to wait at least.
    async fn one(&mut self, number: usize, due: Instant, tally: &mut Tally) -> Duration {
        let plugin = with_note(&self.plugin, self.place * MOST + number);
        let dossier = json!({ "title": format!("number {number}") });
        let ask = submission(&self.challenge, &plugin, &dossier);
        let mut request = self.wire.request("POST", &ask.path, Some(&self.token));
        for (name, value) in &ask.headers {
            request = request.header(name, value.as_slice());
        }
        let request = request
            .header(header::CONTENT_LENGTH, ask.body.len())
            .body(Full::new(Bytes::from(ask.body)))
            .expect("it is a request");
        match self.wire.send(request).await {
            Err(failure) => tally.note_failure(failure),
            Ok(reply) if reply.status == 201 => tally.note_good(due.elapsed(), false),
            Ok(reply) => {
                reply.note_bad(tally, &ask.path);
                return Duration::from_secs(reply.retry_after.unwrap_or(0));
            }
        }
        Duration::ZERO
    }
}
