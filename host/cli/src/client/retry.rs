//! Asking again: what the server was too busy for, and what never reached it.

use std::{thread, time::Duration};

use reqwest::{
    Url,
    blocking::{RequestBuilder, Response},
    header::RETRY_AFTER,
};

use crate::exit::{Exit, Failure};

/// How often one request is made.
const TRIES: u32 = 5;

/// The first pause; each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(250);

/// No pause is longer, whatever the server says.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Makes a request until it is answered by something else than "too busy".
///
/// Every request of ours is safe to repeat: reads are, and whatever changes
/// something has an idempotency key or gives the same end twice.
pub(super) fn send(
    server: &Url,
    make: impl Fn() -> Result<RequestBuilder, Failure>,
) -> Result<Response, Failure> {
    let mut pause = FIRST_PAUSE;
    for last in (0..TRIES).map(|n| n + 1 == TRIES) {
        let wait = match make()?.send() {
            Ok(response) if !last && is_busy(&response) => wanted(&response).unwrap_or(pause),
            Ok(response) => return Ok(response),
            Err(error) if !last && error.is_connect() => pause,
            Err(error) => return Err(unreachable(server, &error)),
        };
        thread::sleep(wait.min(LONGEST_PAUSE));
        pause *= 2;
    }
    Err(Failure::new(Exit::Server, "the server stays busy"))
}

/// Only what says when to come back: a quota is no matter of patience.
fn is_busy(response: &Response) -> bool {
    matches!(response.status().as_u16(), 429 | 503) && wanted(response).is_some()
}

fn wanted(response: &Response) -> Option<Duration> {
    let seconds = response.headers().get(RETRY_AFTER)?.to_str().ok()?;
    let wanted = Duration::from_secs(seconds.parse().ok()?);
    (wanted <= LONGEST_PAUSE).then_some(wanted)
}

fn unreachable(server: &Url, error: &reqwest::Error) -> Failure {
    let mut cause: &dyn std::error::Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    Failure::new(
        Exit::Server,
        format!(
            "`{server}` does not answer: {cause}; hint: is the address right, and the server up?"
        ),
    )
}
