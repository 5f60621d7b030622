//! Lines that end in CR LF as lines that end in LF: so a line is counted where it ends.

use std::io::{self, Read};

/// A reader that leaves out each CR before an LF.
pub(super) struct LineFeeds<R> {
    reader: R,
    /// A CR at the end of what was read, of which it is not known what follows.
    held: bool,
}

impl<R> LineFeeds<R> {
    pub(super) fn new(reader: R) -> Self {
        Self {
            reader,
            held: false,
        }
    }
}

impl<R: Read> Read for LineFeeds<R> {
    /// Reads into a buffer of at least two bytes.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let start = usize::from(self.held);
            let window = buffer.get_mut(start..).unwrap_or_default();
            let read = self.reader.read(window)?;
            if let (true, Some(first)) = (self.held, buffer.first_mut()) {
                *first = b'\r';
            }
            self.held = false;
            if read == 0 {
                return Ok(start);
            }
            let kept = self.squeeze(buffer.get_mut(..start + read).unwrap_or_default());
            if kept > 0 {
                return Ok(kept);
            }
        }
    }
}

impl<R> LineFeeds<R> {
    /// Moves together what is kept; returns how much that is.
    fn squeeze(&mut self, bytes: &mut [u8]) -> usize {
        let Some(first) = bytes.iter().position(|byte| *byte == b'\r') else {
            return bytes.len();
        };
        let mut kept = first;
        for at in first..bytes.len() {
            let (byte, next) = (bytes.get(at).copied(), bytes.get(at + 1).copied());
            if let (Some(b'\r'), Some(b'\n')) = (byte, next) {
                continue;
            }
            if let (Some(b'\r'), None) = (byte, next) {
                self.held = true;
                continue;
            }
            if let (Some(byte), Some(place)) = (byte, bytes.get_mut(kept)) {
                *place = byte;
                kept += 1;
            }
        }
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives its bytes in pieces of a size.
    struct Pieces<'a>(&'a [u8], usize);

    impl Read for Pieces<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let most = buffer.len().min(self.1);
            self.0.read(&mut buffer[..most])
        }
    }

    #[test]
    fn only_a_return_before_a_feed_is_left_out() {
        for size in 1..6 {
            let pieces = Pieces(b"a\r\nb\rc\r\r\n\n\r", size);
            let mut text = Vec::new();
            let read = LineFeeds::new(pieces).read_to_end(&mut text);
            read.expect("it is read");
            assert_eq!(text, b"a\nb\rc\r\n\n\r", "{size}");
        }
    }
}
