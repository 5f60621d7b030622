//! Listening: HTTP/1.1 and HTTP/2, TLS where no proxy has it, bounds on what a
//! connection may hold, and a stop that lets go of nobody too early.

use std::{
    io,
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    time::Duration,
};

use axum::{Router, extract::ConnectInfo, middleware::AddExtension};
use axum_server::{Handle, Server, accept::Accept, tls_rustls::RustlsAcceptor};
use hyper_util::rt::TokioTimer;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};

use crate::config::{Config, LimitsConfig};

mod connection;
mod idle;
mod memory;
mod signals;
mod tls;

pub use memory::return_large_buffers;
pub use signals::{StopSignal, stop_signal};

use connection::Connections;

/// The routes, with the address of the connection.
type Connected = AddExtension<Router, ConnectInfo<SocketAddr>>;

/// Bytes of the head of a request, and of what HTTP/1 buffers.
const MAX_HEAD_BYTES: u32 = 32 * 1024;

/// Header fields of a request.
const MAX_HEADERS: usize = 64;

/// Requests at once on one HTTP/2 connection.
const MAX_STREAMS: u32 = 64;

/// Streams that a client opens and resets at once, as in the attack of 2023.
const MAX_RESET_STREAMS: usize = 20;

/// Bytes that wait for a slow reader on one HTTP/2 stream.
const MAX_SEND_BUFFER_BYTES: usize = 256 * 1024;

/// How often a silent HTTP/2 connection is asked whether it lives.
const PING_EVERY: Duration = Duration::from_secs(20);

/// Why the server does not listen, or no longer.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address cannot be listened on.
    #[error(
        "cannot listen on `{address}`: {source}; hint: another process may have it; see `server.listen`"
    )]
    Bind {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// Certificate or key cannot be used.
    #[error("`{}` and `{}` cannot be used for TLS: {reason}; hint: both in PEM, and the key of this certificate", certificate.display(), key.display())]
    Tls {
        /// The chain of certificates.
        certificate: PathBuf,
        /// The key.
        key: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// A signal cannot be waited for.
    #[error("signals cannot be waited for: {0}")]
    Signal(io::Error),
    /// Listening ended by itself.
    #[error("the server stopped listening: {0}")]
    Ended(io::Error),
}

/// An address that was taken. Nobody is answered yet; whoever connects waits.
#[derive(Debug)]
pub struct Listening {
    listener: TcpListener,
    address: SocketAddr,
}

impl Listening {
    /// Takes the address. To be done before anything else is started, so that a
    /// port that is taken is told at once.
    pub fn bind(config: &Config) -> Result<Self, ServeError> {
        let address = config.server.listen;
        listen(address).map_err(|source| ServeError::Bind { address, source })
    }

    /// The address; with port 0 it tells which port it became.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `stop`, then lets requests that have begun end within
    /// `server.drain_seconds`. `on_ready` is told the address once requests are
    /// answered. Streams of events have to end by themselves at `stop`, or they use
    /// up that time.
    pub async fn serve(
        self,
        router: Router,
        config: &Config,
        stop: impl Future<Output = ()>,
        on_ready: impl FnOnce(SocketAddr),
    ) -> Result<(), ServeError> {
        let server = axum_server::from_tcp(self.listener).map_err(ServeError::Ended)?;
        let connections = Connections::new(&config.limits);
        let tls = match &config.server.tls {
            Some(paths) => Some(tls::Tls::load(paths).await?),
            None => None,
        };
        on_ready(self.address);
        let drain = Duration::from_secs(config.server.drain_seconds);
        let Some(tls) = tls else {
            let server = server.acceptor(connections);
            return run(server, router, &config.limits, stop, drain).await;
        };
        let acceptor = RustlsAcceptor::new(tls.current())
            .handshake_timeout(header_timeout(&config.limits))
            .acceptor(connections);
        let serving = run(
            server.acceptor(acceptor),
            router,
            &config.limits,
            stop,
            drain,
        );
        tokio::select! {
            ended = serving => ended,
            error = tls.reload_on_hangup() => Err(error),
        }
    }
}

async fn run<A>(
    mut server: Server<SocketAddr, A>,
    router: Router,
    limits: &LimitsConfig,
    stop: impl Future<Output = ()>,
    drain: Duration,
) -> Result<(), ServeError>
where
    A: Accept<TcpStream, Connected, Service = Connected> + Clone + Send + Sync + 'static,
    A::Stream: AsyncRead + AsyncWrite + Unpin + Send,
    A::Future: Send,
{
    bound_http(&mut server, limits);
    let handle = Handle::new();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let serving = server.handle(handle.clone()).serve(service);
    tokio::pin!(serving);
    tokio::select! {
        ended = &mut serving => return ended.map_err(ServeError::Ended),
        () = stop => handle.graceful_shutdown(Some(drain)),
    }
    serving.await.map_err(ServeError::Ended)
}

fn bound_http<A>(server: &mut Server<SocketAddr, A>, limits: &LimitsConfig) {
    let head_bytes = usize::try_from(MAX_HEAD_BYTES).unwrap_or(usize::MAX);
    let mut builder = server.http_builder().http1();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(header_timeout(limits))
        .max_buf_size(head_bytes)
        .max_headers(MAX_HEADERS);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_header_list_size(MAX_HEAD_BYTES)
        .max_concurrent_streams(MAX_STREAMS)
        .max_pending_accept_reset_streams(MAX_RESET_STREAMS)
        .max_send_buf_size(MAX_SEND_BUFFER_BYTES)
        .keep_alive_interval(PING_EVERY);
}

fn header_timeout(limits: &LimitsConfig) -> Duration {
    Duration::from_secs(limits.header_timeout_seconds.get())
}

fn listen(address: SocketAddr) -> io::Result<Listening> {
    let listener = TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    Ok(Listening { listener, address })
}

#[cfg(test)]
mod tests;
