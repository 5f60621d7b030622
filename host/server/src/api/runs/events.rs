//! Server-sent events: a run as it goes on, and the queue. An event is sent when
//! what is shown changes, not when what is kept does. A stream ends with the run,
//! at the server's stop, and after a while, so that rights are asked for again; a
//! reader connects again by itself and goes on where it was.

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::State,
    http::HeaderMap,
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::stream::unfold;
use pilotbox_model::{
    Digest,
    api::runs::{QueueView, RunEvent},
};
use tokio::time::{Instant, sleep};

use super::{find_run, view};
use crate::{
    api::{extract::Id, problems::Problems},
    authenticate,
    principal::Principal,
    problem::Problem,
    rights::Action,
    state::AppState,
};

/// How often a stream looks.
const PAUSE: Duration = Duration::from_secs(1);

/// How often something is said when nothing changes, so that neither a proxy nor
/// our own guard thinks that the connection is dead.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// How often it is asked whether the reader may still read: at every look would be a
/// query a second and reader.
const ASKED_EVERY: Duration = Duration::from_mins(1);

/// How long a stream goes on.
const LONGEST: Duration = Duration::from_mins(15);

/// Longest mark that a reader can have got from us.
const MAX_MARK_BYTES: usize = 64;

/// Events of a run until it ends. The id of an event says what was shown; sent
/// back as `last-event-id`, it is not sent again.
#[utoipa::path(
    get,
    path = "/api/v1/runs/{id}/events",
    operation_id = "follow_run",
    tag = "runs",
    params(("id" = String, Path, max_length = 128)),
    responses((status = 200, description = "Events named `run`, each a `RunEvent` as JSON.",
        body = RunEvent, content_type = "text/event-stream"), Problems)
)]
pub(super) async fn follow_run(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    find_run(&state, &principal, Action::ReadRun, &id).await?;
    let follow = Follow::new(state, &headers);
    Ok(stream(follow, Watched::Run { principal, id }))
}

/// Events of the queue.
#[utoipa::path(
    get,
    path = "/api/v1/queue/events",
    operation_id = "follow_queue",
    tag = "runs",
    responses((status = 200, description = "Events named `queue`, each a `QueueView` as JSON.",
        body = QueueView, content_type = "text/event-stream"), Problems)
)]
pub(super) async fn follow_queue(
    State(state): State<AppState>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    Ok(stream(Follow::new(state, &headers), Watched::Queue))
}

/// What is looked at.
enum Watched {
    Run { principal: Principal, id: String },
    Queue,
}

/// What is shown now.
struct Look {
    name: &'static str,
    mark: String,
    body: String,
    is_last: bool,
}

/// Where a stream is.
struct Follow {
    state: AppState,
    /// What the reader was shown last.
    mark: Option<String>,
    has_ended: bool,
    until: Instant,
    /// When the reader's rights are read anew.
    asked_again: Instant,
}

impl Follow {
    fn new(state: AppState, headers: &HeaderMap) -> Self {
        let mark = headers.get("last-event-id");
        let mark = mark.and_then(|mark| mark.to_str().ok());
        Self {
            state,
            mark: mark
                .filter(|mark| mark.len() <= MAX_MARK_BYTES)
                .map(str::to_owned),
            has_ended: false,
            until: Instant::now() + LONGEST,
            asked_again: Instant::now() + ASKED_EVERY,
        }
    }

    /// The next change; `None` at the end.
    async fn next(&mut self, watched: &mut Watched) -> Option<Event> {
        while !self.has_ended && Instant::now() < self.until {
            self.ask_again(watched).await.ok()?;
            // A database that fails ends the stream; the reader comes again.
            let look = look(&self.state, watched).await.ok()?;
            self.has_ended = look.is_last;
            if look.is_last || self.mark.as_ref() != Some(&look.mark) {
                self.mark = Some(look.mark.clone());
                let event = Event::default().event(look.name).id(look.mark);
                return Some(event.data(look.body));
            }
            tokio::select! {
                () = sleep(PAUSE) => {}
                () = self.state.live().streams_ended() => return None,
            }
        }
        None
    }

    /// Reads the reader's rights anew, now and then: an error once the account is gone
    /// or locked.
    async fn ask_again(&mut self, watched: &mut Watched) -> Result<(), Problem> {
        if Instant::now() < self.asked_again {
            return Ok(());
        }
        self.asked_again = Instant::now() + ASKED_EVERY;
        if let Watched::Run { principal, .. } = watched {
            *principal = authenticate::again(&self.state, principal).await?;
        }
        Ok(())
    }
}

fn stream(follow: Follow, watched: Watched) -> Response {
    let events = unfold((follow, watched), async |(mut follow, mut watched)| {
        let event = follow.next(&mut watched).await?;
        Some((Ok::<_, Infallible>(event), (follow, watched)))
    });
    let sse = Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE));
    // Keeps a proxy from gathering events before it hands them on.
    ([("x-accel-buffering", "no")], sse).into_response()
}

async fn look(state: &AppState, watched: &Watched) -> Result<Look, Problem> {
    let queue = state.live().queue(&state.store).await?;
    let Watched::Run { principal, id } = watched else {
        let body = serde_json::to_string(&queue.view()).map_err(Problem::internal)?;
        let mark = Digest::of(body.as_bytes()).hex();
        return Ok(Look {
            name: "queue",
            mark,
            body,
            is_last: false,
        });
    };
    let (run, level) = find_run(state, principal, Action::ReadRun, id).await?;
    let run = view::run_view(&run, level, &queue, state.clock.now())?;
    let mark = view::mark(&run)?;
    let is_last = run.state.is_final();
    let event = RunEvent { run, is_last };
    let body = serde_json::to_string(&event).map_err(Problem::internal)?;
    Ok(Look {
        name: "run",
        mark,
        body,
        is_last,
    })
}
