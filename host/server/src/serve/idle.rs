//! A stream that fails once nothing was read or written for a time. HTTP/1's
//! own timer begins only when the version is known, so a client that connects
//! and stays silent would be kept for ever.

use std::{
    io::{self, ErrorKind, IoSlice},
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Instant, Sleep, sleep},
};

/// The stream, its timer, and what it holds as long as it lives.
pub(super) struct Idle<S, H> {
    stream: S,
    limit: Duration,
    timer: Pin<Box<Sleep>>,
    _held: H,
}

impl<S, H> Idle<S, H> {
    pub(super) fn new(stream: S, limit: Duration, held: H) -> Self {
        Self {
            stream,
            limit,
            timer: Box::pin(sleep(limit)),
            _held: held,
        }
    }

    #[cfg(test)]
    pub(super) fn deadline(&self) -> Instant {
        self.timer.deadline()
    }

    /// Something came or went: the time begins anew. Nothing did: is it over?
    fn judge<T>(&mut self, cx: &mut Context<'_>, polled: Poll<T>) -> Poll<Result<T, io::Error>> {
        if let Poll::Ready(value) = polled {
            let until = Instant::now() + self.limit;
            self.timer.as_mut().reset(until);
            return Poll::Ready(Ok(value));
        }
        ready!(self.timer.as_mut().poll(cx));
        Poll::Ready(Err(io::Error::from(ErrorKind::TimedOut)))
    }
}

impl<S: AsyncRead + Unpin, H: Unpin> AsyncRead for Idle<S, H> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_read(cx, buffer);
        self.judge(cx, polled).map(Result::flatten)
    }
}

impl<S: AsyncWrite + Unpin, H: Unpin> AsyncWrite for Idle<S, H> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.judge(cx, polled).map(Result::flatten)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffers: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write_vectored(cx, buffers);
        self.judge(cx, polled).map(Result::flatten)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
