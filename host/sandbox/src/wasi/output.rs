//! Standard output and error as lines of a bounded log. Never closes and never
//! refuses: a guest that prints too much must not behave differently for it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pilotbox_model::LogLevel;
use wasmtime_wasi::{
    cli::{IsTerminal, StdoutStream},
    p2::{OutputStream, Pollable, StreamError, StreamResult},
};

use crate::state::BoundedLog;

/// Bytes that one write may hand over; a permit, not a bound of the whole.
const WRITE_PERMIT_BYTES: usize = 4 * 1024;

/// Bytes that wait for the end of their line; a longer line is cut there.
const MAX_LINE_BYTES: usize = 4 * 1024;

/// What both streams of a case write to.
#[derive(Clone)]
pub(super) struct SharedOutput(Arc<Mutex<Output>>);

struct Output {
    log: BoundedLog,
    /// Begun lines of the two streams, by level.
    begun: Vec<(LogLevel, Vec<u8>)>,
}

impl SharedOutput {
    pub(super) fn new(limit_bytes: u64) -> Self {
        Self(Arc::new(Mutex::new(Output {
            log: BoundedLog::new(limit_bytes),
            begun: Vec::new(),
        })))
    }

    /// Every line, begun ones included.
    pub(super) fn take(&self) -> BoundedLog {
        let mut output = self.lock();
        for (level, line) in std::mem::take(&mut output.begun) {
            output.push_line(level, &line);
        }
        std::mem::replace(&mut output.log, BoundedLog::new(0))
    }

    fn lock(&self) -> MutexGuard<'_, Output> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Output {
    fn write(&mut self, level: LogLevel, bytes: &[u8]) {
        let at = self.begun.iter().position(|(begun, _)| *begun == level);
        let mut line = at.map_or_else(Vec::new, |at| self.begun.swap_remove(at).1);
        for byte in bytes {
            if *byte == b'\n' || line.len() == MAX_LINE_BYTES {
                self.push_line(level, &line);
                line.clear();
            }
            if *byte != b'\n' {
                line.push(*byte);
            }
        }
        self.begun.push((level, line));
    }

    fn push_line(&mut self, level: LogLevel, line: &[u8]) {
        if !line.is_empty() {
            self.log.push(level, &String::from_utf8_lossy(line));
        }
    }
}

/// One of the two streams.
#[derive(Clone)]
pub(super) struct OutputSink {
    pub(super) level: LogLevel,
    pub(super) output: SharedOutput,
}

impl IsTerminal for OutputSink {
    fn is_terminal(&self) -> bool {
        false
    }
}

impl StdoutStream for OutputSink {
    fn async_stream(&self) -> Box<dyn tokio::io::AsyncWrite + Send + Sync> {
        // Only WASI 0.3 asks for this; nothing of it is linked.
        Box::new(tokio::io::sink())
    }

    fn p2_stream(&self) -> Box<dyn OutputStream> {
        Box::new(self.clone())
    }
}

#[wasmtime_wasi::async_trait]
impl Pollable for OutputSink {
    async fn ready(&mut self) {}
}

#[wasmtime_wasi::async_trait]
impl OutputStream for OutputSink {
    fn write(&mut self, bytes: bytes::Bytes) -> StreamResult<()> {
        if bytes.len() > WRITE_PERMIT_BYTES {
            return Err(StreamError::trap("more written than was permitted"));
        }
        self.output.lock().write(self.level, &bytes);
        Ok(())
    }

    fn flush(&mut self) -> StreamResult<()> {
        Ok(())
    }

    fn check_write(&mut self) -> StreamResult<usize> {
        Ok(WRITE_PERMIT_BYTES)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_are_joined_to_lines() {
        let output = SharedOutput::new(1_000);
        for part in ["a ", "b\nc", "", "\n\nd"] {
            output.lock().write(LogLevel::Info, part.as_bytes());
        }
        output.lock().write(LogLevel::Warn, b"e\n");
        let lines: Vec<_> = output
            .take()
            .into_lines()
            .into_iter()
            .map(|line| line.message)
            .collect();
        assert_eq!(lines, ["a b", "c", "e", "d"]);
    }

    #[test]
    fn an_endless_line_is_cut() {
        let output = SharedOutput::new(1_000_000);
        output
            .lock()
            .write(LogLevel::Info, &vec![b'x'; 2 * MAX_LINE_BYTES + 1]);
        assert_eq!(output.take().into_lines().len(), 3);
    }
}
