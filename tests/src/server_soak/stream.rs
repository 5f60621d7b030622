//! Startups that submit one plugin after the other and wait for each verdict,
//! whatever happens to the server meanwhile.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use serde_json::{Value, json};

use super::{crew::Address, reference::Reference};
use crate::server::{Answer, Ask, Challenge, Client, submission};

/// Looks at the server, a pause apart, until there must be an answer or a verdict.
const MAX_LOOKS: usize = 12_000;
const PAUSE: Duration = Duration::from_millis(50);

/// States that nothing follows.
const LAST: [&str; 5] = [
    "scored",
    "plugin-failed",
    "challenge-failed",
    "rejected",
    "withdrawn",
];

/// What the startups share.
#[derive(Clone)]
pub(super) struct Stream {
    pub(super) address: Address,
    pub(super) challenge: Arc<Challenge>,
    pub(super) reference: Arc<Reference>,
    /// Number of the next plugin.
    pub(super) next: Arc<AtomicUsize>,
    /// Answers so far: what moves on while the server lives.
    pub(super) answers: Arc<AtomicUsize>,
    /// Submissions that were accepted so far.
    pub(super) accepted: Arc<AtomicUsize>,
    pub(super) is_over: Arc<AtomicBool>,
}

/// What became of one startup's submissions.
#[derive(Default)]
pub(super) struct Sent {
    pub(super) accepted: Vec<Accepted>,
    /// Answers that asked to come back later.
    pub(super) told_later: usize,
    pub(super) faults: Vec<String>,
}

/// A submission that was answered with 201.
pub(super) struct Accepted {
    pub(super) id: String,
    /// Number of its plugin.
    pub(super) number: usize,
}

impl Stream {
    pub(super) fn new(address: &Address, challenge: Challenge, reference: &Arc<Reference>) -> Self {
        Self {
            address: address.clone(),
            challenge: Arc::new(challenge),
            reference: Arc::clone(reference),
            next: Arc::default(),
            answers: Arc::default(),
            accepted: Arc::default(),
            is_over: Arc::default(),
        }
    }

    /// Submits until the stream is over, and gives up at the first fault.
    pub(super) fn flow(&self, client: &Client) -> Sent {
        let mut sent = Sent::default();
        while !self.is_over.load(Ordering::Relaxed) && sent.faults.is_empty() {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            self.submit(client, number, &mut sent);
            if let Some(last) = sent.accepted.last().filter(|last| last.number == number) {
                let id = last.id.clone();
                self.await_verdict(client, &id, &mut sent);
            }
        }
        sent
    }

    /// Submits a plugin as often as it takes, always with the same key.
    pub(super) fn submit(&self, client: &Client, number: usize, sent: &mut Sent) {
        let dossier = json!({ "title": format!("number {number}") });
        let plugin = self.reference.plugin(number);
        let ask = submission(&self.challenge, &plugin, &dossier)
            .header("idempotency-key", &format!("soak-{number}"));
        match self.answered(client, &ask, sent) {
            Some(answer) if answer.status == 201 => {
                self.accepted.fetch_add(1, Ordering::Relaxed);
                sent.accepted.push(Accepted {
                    id: answer.text_at("/id"),
                    number,
                });
            }
            Some(answer) => sent
                .faults
                .push(format!("plugin {number} was refused: {answer}")),
            None => {}
        }
    }

    fn await_verdict(&self, client: &Client, id: &str, sent: &mut Sent) {
        let ask = Ask::new("GET", &format!("/api/v1/submissions/{id}"));
        let mut seen = Value::Null;
        for _ in 0..MAX_LOOKS {
            let Some(answer) = self.answered(client, &ask, sent) else {
                return;
            };
            if answer.status != 200 {
                sent.faults
                    .push(format!("an accepted submission is gone: {answer}"));
                return;
            }
            seen = answer.json();
            if has_verdict(&seen) {
                return;
            }
            thread::sleep(PAUSE);
        }
        sent.faults
            .push(format!("no verdict on submission {id}: {}", seen["runs"]));
    }

    /// The first answer that does not ask to come back later. A request that fails
    /// is sent again if the server was killed meanwhile; else that is a fault.
    fn answered(&self, client: &Client, ask: &Ask, sent: &mut Sent) -> Option<Answer> {
        for _ in 0..MAX_LOOKS {
            if let Some(sight) = self.address.sight() {
                match client.at(sight.url()).try_send(ask) {
                    Ok(answer) if matches!(answer.status, 429 | 503) => sent.told_later += 1,
                    Ok(answer) => {
                        self.answers.fetch_add(1, Ordering::Relaxed);
                        return Some(answer);
                    }
                    Err(fault) if self.address.has_stayed(&sight) => {
                        sent.faults
                            .push(format!("nobody was killed, and yet: {fault}"));
                        return None;
                    }
                    Err(_) => {}
                }
            }
            thread::sleep(PAUSE);
        }
        sent.faults.push(format!("no answer: {ask}"));
        None
    }
}

fn has_verdict(submission: &Value) -> bool {
    let runs = submission["runs"].as_array();
    runs.is_some_and(|runs| {
        let ended = |run: &Value| {
            run["state"]
                .as_str()
                .is_some_and(|state| LAST.contains(&state))
        };
        !runs.is_empty() && runs.iter().all(ended)
    })
}
