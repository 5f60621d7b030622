//! Server-sent events: lines of `field: value`, an empty line ends an event.

use std::io::{BufRead as _, BufReader, Read};

use serde::de::DeserializeOwned;

use crate::exit::{Exit, Failure};

/// Longest line that is read. Stops a server from filling memory.
const MAX_LINE_BYTES: u64 = 4 * 1024 * 1024;

/// The events of one answer.
pub(crate) struct Events<R> {
    reader: BufReader<R>,
}

impl<R: Read> Events<R> {
    /// Reads events from an answer's body.
    pub(crate) fn new(body: R) -> Self {
        Self {
            reader: BufReader::new(body),
        }
    }

    /// The data of the next event; `None` when the stream ends or breaks off.
    pub(crate) fn next<T: DeserializeOwned>(&mut self) -> Result<Option<T>, Failure> {
        let mut data = String::new();
        while let Some(line) = self.line() {
            if line.is_empty() && !data.is_empty() {
                return serde_json::from_str(&data).map(Some).map_err(|error| {
                    Failure::new(
                        Exit::Server,
                        format!("an event is not as expected: {error}"),
                    )
                });
            }
            if let Some(value) = line.strip_prefix("data:") {
                if !data.is_empty() {
                    data.push('\n');
                }
                data.push_str(value.strip_prefix(' ').unwrap_or(value));
            }
        }
        Ok(None)
    }

    fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        let mut bounded = (&mut self.reader).take(MAX_LINE_BYTES);
        let read = bounded.read_line(&mut line).ok()?;
        let is_whole = line.ends_with('\n');
        if read == 0 || !is_whole {
            return None;
        }
        Some(line.trim_end_matches(['\n', '\r']).to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_other_fields_are_passed_over() {
        let text = ": hello\n\nid: 3\nevent: run\ndata: {\"a\":\ndata: 1}\n\ndata: 2";
        let mut events = Events::new(text.as_bytes());
        let first: serde_json::Value = events.next().unwrap().unwrap();
        assert_eq!(first, serde_json::json!({"a": 1}));
        assert!(events.next::<serde_json::Value>().unwrap().is_none());
    }

    #[test]
    fn an_event_of_another_kind_is_an_error() {
        let mut events = Events::new("data: {]\n\n".as_bytes());
        assert!(events.next::<serde_json::Value>().is_err());
    }
}
