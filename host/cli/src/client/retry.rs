//! Asking again: what the server was too busy for, what never reached it, and what
//! broke off where asking twice does no harm.

use std::{thread, time::Duration};

use pilotbox_model::api::problem::Code;
use reqwest::{
    Method, Url,
    blocking::{Request, RequestBuilder, Response},
    header::RETRY_AFTER,
};

use super::refused;
use crate::exit::{Exit, Failure};

/// How often a request is made that nobody hears.
const TRIES: u32 = 5;

/// How often a request is made once one broke off under way: it may have been done,
/// which only an answer tells, and a server that starts anew takes its time.
const TRIES_ONCE_BROKEN: u32 = 9;

/// How often a request may break off under way.
const MAX_BREAKS: u32 = 3;

/// The first pause; each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(250);

/// No pause is longer, whatever the server says.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// The name of the header under which a request is done once.
pub(super) const KEY_HEADER: &str = "idempotency-key";

/// Makes a request until it is answered by something else than "too busy". What is
/// no success is a failure with the server's own words.
pub(super) fn send(
    server: &Url,
    make: impl Fn() -> Result<RequestBuilder, Failure>,
) -> Result<Response, Failure> {
    let mut patience = Patience::new();
    loop {
        let (http, request) = make()?.build_split();
        let request = request.map_err(|error| Failure::new(Exit::Host, error))?;
        let is_harmless = is_harmless(&request);
        let (failure, pause) = match http.execute(request) {
            Ok(response) if response.status().is_success() => return Ok(response),
            Ok(response) => busy(response)?,
            Err(error) if error.is_connect() => (unreachable(server, &error), None),
            Err(error) if is_harmless && !error.is_timeout() => {
                patience.breaks += 1;
                (unreachable(server, &error), None)
            }
            Err(error) => return Err(unreachable(server, &error)),
        };
        if !patience.lasts() {
            return Err(failure);
        }
        thread::sleep(patience.pause(pause));
    }
}

/// How often something was tried, and how long the next pause is.
struct Patience {
    tries: u32,
    breaks: u32,
    pause: Duration,
}

impl Patience {
    fn new() -> Self {
        Self {
            tries: 0,
            breaks: 0,
            pause: FIRST_PAUSE,
        }
    }

    /// Counts a try, and tells whether there is another.
    fn lasts(&mut self) -> bool {
        self.tries += 1;
        let most = if self.breaks > 0 {
            TRIES_ONCE_BROKEN
        } else {
            TRIES
        };
        self.tries < most && self.breaks <= MAX_BREAKS
    }

    /// The pause that the server wants, else twice the one before.
    fn pause(&mut self, wanted: Option<Duration>) -> Duration {
        let usual = self.pause;
        self.pause = usual.saturating_mul(2).min(LONGEST_PAUSE);
        wanted.unwrap_or(usual).min(LONGEST_PAUSE)
    }
}

/// Whether it may be made again although it may have been done: what only reads, and
/// what the server does once under its key.
fn is_harmless(request: &Request) -> bool {
    matches!(*request.method(), Method::GET | Method::HEAD)
        || request.headers().contains_key(KEY_HEADER)
}

/// What a server said that is too busy, and when it wants to be asked again. Any other
/// refusal is an end: a quota, too, says when it is over, but is no matter of patience.
fn busy(response: Response) -> Result<(Failure, Option<Duration>), Failure> {
    let may_come = matches!(response.status().as_u16(), 429 | 503);
    let wanted = wanted(&response).filter(|_| may_come);
    let failure = refused(response);
    if wanted.is_none() || failure.problem() == Some(Code::QuotaExceeded) {
        return Err(failure);
    }
    Ok((failure, wanted))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patience_ends_and_lasts_longer_once_something_was_begun() {
        let tries = |breaks: u32| {
            let mut patience = Patience::new();
            patience.breaks = breaks;
            let mut tries = 1;
            while patience.lasts() {
                tries += 1;
            }
            tries
        };
        assert_eq!([tries(0), tries(1), tries(4)], [5, 9, 1]);
    }

    #[test]
    fn pauses_grow_to_a_bound_and_a_server_may_name_them() {
        let mut patience = Patience::new();
        let named = Duration::from_secs(7);
        assert_eq!(patience.pause(Some(named)), named);
        let pauses: Vec<_> = (0..8).map(|_| patience.pause(None).as_millis()).collect();
        assert_eq!(
            pauses,
            [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]
        );
    }
}
