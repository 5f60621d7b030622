//! One connection, kept open as long as the server keeps it.

use std::{net::SocketAddr, time::Duration};

use http_body_util::{BodyExt as _, Full};
use hyper::{
    Request,
    body::Bytes,
    client::conn::http1::{SendRequest, handshake},
    header,
    http::request::Builder,
};
use hyper_util::rt::TokioIo;
use tokio::{net::TcpStream, time::timeout};

use super::Tally;

/// How long an answer is waited for: longer than the server itself works on one.
const LONGEST: Duration = Duration::from_secs(40);

/// A connection.
pub(super) struct Wire {
    address: SocketAddr,
    open: Option<SendRequest<Full<Bytes>>>,
}

/// An answer that was read whole.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) etag: Option<String>,
    /// Seconds.
    pub(super) retry_after: Option<u64>,
    pub(super) body: Bytes,
}

impl Wire {
    pub(super) fn new(address: SocketAddr) -> Self {
        Self {
            address,
            open: None,
        }
    }

    /// A request to the server of this connection.
    pub(super) fn request(&self, method: &str, path: &str, token: Option<&str>) -> Builder {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, self.address.to_string());
        match token {
            Some(token) => request.header(header::AUTHORIZATION, format!("Bearer {token}")),
            None => request,
        }
    }

    /// Sends a request and reads the whole answer. A connection that breaks is a
    /// failure, and the next request opens another.
    pub(super) async fn send(&mut self, request: Request<Full<Bytes>>) -> Result<Reply, String> {
        let asked = format!("{} {}", request.method(), request.uri());
        let answered = timeout(LONGEST, self.exchange(request)).await;
        let answered = answered.unwrap_or_else(|_| Err(format!("no answer in {LONGEST:?}")));
        answered.map_err(|failure| {
            self.open = None;
            format!("{asked}: {failure}")
        })
    }

    async fn exchange(&mut self, request: Request<Full<Bytes>>) -> Result<Reply, String> {
        let sender = match self.open.take() {
            Some(sender) if !sender.is_closed() => sender,
            _ => connect(self.address).await?,
        };
        let sender = self.open.insert(sender);
        sender.ready().await.map_err(|error| format!("{error:?}"))?;
        let answer = sender.send_request(request).await;
        let answer = answer.map_err(|error| format!("{error:?}"))?;
        let (head, body) = answer.into_parts();
        let body = body.collect().await.map_err(|error| format!("{error:?}"))?;
        let field = |name| head.headers.get(name).and_then(|value| value.to_str().ok());
        Ok(Reply {
            status: head.status.as_u16(),
            etag: field(header::ETAG).map(str::to_owned),
            retry_after: field(header::RETRY_AFTER).and_then(|seconds| seconds.parse().ok()),
            body: body.to_bytes(),
        })
    }
}

impl Reply {
    /// Adds the answer to what was counted, if it is not a good one.
    pub(super) fn note_bad(&self, tally: &mut Tally, asked: &str) {
        if matches!(self.status, 429 | 503) && self.retry_after.is_some() {
            tally.told_later += 1;
            return;
        }
        let body = String::from_utf8_lossy(&self.body);
        tally.note_failure(format!("{asked}: {} {body}", self.status));
    }
}

async fn connect(address: SocketAddr) -> Result<SendRequest<Full<Bytes>>, String> {
    let stream = TcpStream::connect(address).await;
    let stream = stream.map_err(|error| format!("connect: {error}"))?;
    stream
        .set_nodelay(true)
        .map_err(|error| format!("connect: {error}"))?;
    let (sender, connection) = handshake(TokioIo::new(stream))
        .await
        .map_err(|error| format!("connect: {error:?}"))?;
    // Whatever ends it, the sender says so.
    tokio::spawn(connection);
    Ok(sender)
}
