//! Following a run until it has ended: by events, and by asking where they do not
//! get through.

use std::{thread, time::Duration};

use pilotbox_model::api::runs::{RunEvent, RunView};
use reqwest::Method;

use super::{Client, Events};
use crate::exit::{Exit, Failure};

/// Pause between two streams.
const PAUSE: Duration = Duration::from_secs(2);

/// How often in a row a server may be silent, each time after several tries: it
/// may be starting anew.
const MAX_SILENT: u32 = 20;

/// Follows a run and tells each change; returns it as it ended.
pub(crate) fn follow(
    client: &Client,
    run: RunView,
    tell: impl FnMut(&RunView) -> Result<(), Failure>,
) -> Result<RunView, Failure> {
    let mut followed = Followed { client, run, tell };
    (followed.tell)(&followed.run)?;
    let mut silent = 0;
    while !followed.run.state.is_final() {
        match followed.listen().and_then(|()| followed.ask()) {
            Ok(()) => silent = 0,
            Err(failure) if failure.exit() == Exit::Server && silent < MAX_SILENT => silent += 1,
            Err(failure) => return Err(failure),
        }
        if !followed.run.state.is_final() {
            thread::sleep(PAUSE);
        }
    }
    Ok(followed.run)
}

struct Followed<'a, F> {
    client: &'a Client,
    run: RunView,
    tell: F,
}

impl<F: FnMut(&RunView) -> Result<(), Failure>> Followed<'_, F> {
    /// Hears events until the stream ends, for whatever reason.
    fn listen(&mut self) -> Result<(), Failure> {
        let path = format!("runs/{}/events", self.run.id);
        let stream = self
            .client
            .send(|| self.client.request(Method::GET, &path))?;
        let mut events = Events::new(stream);
        while let Some(event) = events.next::<RunEvent>()? {
            self.see(event.run)?;
            if event.is_last {
                break;
            }
        }
        Ok(())
    }

    /// A proxy may hold events back; an answer is an answer.
    fn ask(&mut self) -> Result<(), Failure> {
        if self.run.state.is_final() {
            return Ok(());
        }
        let run = self.client.get(&format!("runs/{}", self.run.id))?;
        self.see(run)
    }

    fn see(&mut self, run: RunView) -> Result<(), Failure> {
        if run == self.run {
            return Ok(());
        }
        self.run = run;
        (self.tell)(&self.run)
    }
}
