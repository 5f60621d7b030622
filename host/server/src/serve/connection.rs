//! Connections are counted, and closed when nothing comes or goes on them.

use std::{
    future::{Ready, ready},
    io,
    sync::Arc,
    time::Duration,
};

use axum_server::accept::Accept;
use tokio::{
    net::TcpStream,
    sync::{OwnedSemaphorePermit, Semaphore},
};

use super::idle::Idle;
use crate::config::LimitsConfig;

/// A connection that holds a place until it is closed.
pub(super) type Counted = Idle<TcpStream, OwnedSemaphorePermit>;

/// Takes connections while there are places.
#[derive(Clone)]
pub(super) struct Connections {
    places: Arc<Semaphore>,
    idle: Duration,
}

impl Connections {
    pub(super) fn new(limits: &LimitsConfig) -> Self {
        let places = usize::try_from(limits.connections.get()).unwrap_or(1);
        Self {
            places: Arc::new(Semaphore::new(places.min(Semaphore::MAX_PERMITS))),
            idle: Duration::from_secs(limits.idle_timeout_seconds.get()),
        }
    }

    /// Without a place the connection is closed at once: an answer would need
    /// what has run out.
    fn take(&self, stream: TcpStream) -> io::Result<Counted> {
        let place = Arc::clone(&self.places)
            .try_acquire_owned()
            .map_err(io::Error::other)?;
        // Small answers and events go out at once.
        stream.set_nodelay(true)?;
        Ok(Idle::new(stream, self.idle, place))
    }
}

impl<S> Accept<TcpStream, S> for Connections {
    type Stream = Counted;
    type Service = S;
    type Future = Ready<io::Result<(Counted, S)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        ready(self.take(stream).map(|stream| (stream, service)))
    }
}
