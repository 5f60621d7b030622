//! Which encoding a text has, and its text in UTF-8. The whole file is looked at: one
//! that is ASCII for a megabyte may name a street in windows-1251 after it.

use std::io::{self, Read, SeekFrom};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::format::{FormatError, Place, ReadSeek, Reason, finding::Desk};

/// Bytes that are looked at in one go.
const CHUNK_BYTES: usize = 256 << 10;

/// Bytes that guess an encoding: more do not make the guess better.
const GUESS_BYTES: usize = 4 << 20;

/// How many characters of valid UTF-8 excuse a byte that is none: then the file is
/// UTF-8 with spoilt rows, and not of another encoding.
const EXCUSED: u64 = 10;

/// An encoding, and how many bytes of a byte order mark come first.
pub(crate) struct Detected {
    pub(crate) encoding: &'static Encoding,
    pub(crate) bom_bytes: u64,
}

/// A reader of text in any encoding that gives UTF-8. UTF-8 itself passes as it is, so
/// that a row of wrong bytes can be set aside by itself; in any other encoding what
/// cannot be decoded becomes U+FFFD.
pub(crate) struct Decoded<R> {
    reader: R,
    decoder: Option<Decoder>,
    input: Vec<u8>,
    used: usize,
    output: Vec<u8>,
    given: usize,
    ended: bool,
    finished: bool,
}

/// Finds the encoding, or takes the one that was told.
pub(crate) fn detect(
    source: &mut dyn ReadSeek,
    name: &str,
    told: Option<&str>,
    desk: &mut Desk<'_>,
) -> Result<Detected, FormatError> {
    source.seek(SeekFrom::Start(0)).map_err(FormatError::Read)?;
    let mut chunk = Vec::new();
    fill(source, &mut chunk)?;
    if chunk.is_empty() {
        return Err(FormatError::refused(Place::table(name), Reason::Empty));
    }
    let mark = Encoding::for_bom(&chunk);
    let bom_bytes = mark.map_or(0, |(_, bytes)| bytes as u64);
    if let Some(label) = told {
        let known = Encoding::for_label(label.as_bytes());
        let encoding = known.ok_or_else(|| {
            let label = label.to_owned();
            FormatError::refused(Place::table(name), Reason::UnknownEncoding { label })
        })?;
        return Ok(Detected {
            encoding,
            bom_bytes,
        });
    }
    if let Some((encoding, _)) = mark {
        return Ok(Detected {
            encoding,
            bom_bytes,
        });
    }
    if chunk.contains(&0) {
        let encoding =
            wide(&chunk).ok_or_else(|| FormatError::refused(Place::table(name), Reason::Binary))?;
        return Ok(Detected {
            encoding,
            bom_bytes,
        });
    }
    let encoding = narrow(source, chunk, name, desk)?;
    Ok(Detected {
        encoding,
        bom_bytes,
    })
}

/// UTF-16 without a mark: every other byte of Latin letters and digits is zero.
fn wide(chunk: &[u8]) -> Option<&'static Encoding> {
    let zeros = |odd: usize| {
        let bytes = chunk.iter().skip(odd).step_by(2);
        bytes.filter(|byte| **byte == 0).count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    if odd > 8 * even {
        Some(UTF_16LE)
    } else if even > 8 * odd {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// UTF-8 where the bytes say so, else the guess of the detector that browsers use.
fn narrow(
    source: &mut dyn ReadSeek,
    mut chunk: Vec<u8>,
    name: &str,
    desk: &mut Desk<'_>,
) -> Result<&'static Encoding, FormatError> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let (mut good, mut bad, mut fed) = (0_u64, 0_u64, 0_usize);
    loop {
        if chunk.is_empty() {
            break;
        }
        if !chunk.is_ascii() && fed < GUESS_BYTES {
            detector.feed(&chunk, false);
            fed += chunk.len();
        }
        let rest = count(&chunk, &mut good, &mut bad);
        let carried = chunk.get(rest..).unwrap_or_default().to_vec();
        let before = carried.len();
        chunk = carried;
        fill(source, &mut chunk)?;
        if chunk.len() == before {
            bad += before as u64;
            break;
        }
    }
    if bad == 0 {
        return Ok(UTF_8);
    }
    if good > EXCUSED.saturating_mul(bad) {
        desk.warn(Place::table(name), Reason::SpoiltUtf8 { bytes: bad });
        return Ok(UTF_8);
    }
    detector.feed(b"", true);
    Ok(detector.guess(Some(b"bg"), Utf8Detection::Deny))
}

/// Counts characters of more than a byte, and bytes that are none. Returns where the
/// last character begins that the next chunk may end.
fn count(chunk: &[u8], good: &mut u64, bad: &mut u64) -> usize {
    let mut rest = chunk;
    loop {
        let Err(error) = str::from_utf8(rest) else {
            *good += leading(rest);
            return chunk.len();
        };
        let valid = error.valid_up_to();
        *good += leading(rest.get(..valid).unwrap_or_default());
        let Some(length) = error.error_len() else {
            return chunk.len() - (rest.len() - valid);
        };
        *bad += 1;
        rest = rest.get(valid + length..).unwrap_or_default();
    }
}

fn leading(text: &[u8]) -> u64 {
    text.iter().filter(|byte| **byte >= 0xc2).count() as u64
}

/// Fills a chunk up to its size or the end of the file.
fn fill(source: &mut dyn ReadSeek, chunk: &mut Vec<u8>) -> Result<(), FormatError> {
    let most = (CHUNK_BYTES - chunk.len().min(CHUNK_BYTES)) as u64;
    let read = source.take(most).read_to_end(chunk);
    read.map(drop).map_err(FormatError::Read)
}

impl<R: Read> Decoded<R> {
    pub(crate) fn new(reader: R, encoding: &'static Encoding) -> Self {
        let decodes = encoding != UTF_8;
        Self {
            reader,
            decoder: decodes.then(|| encoding.new_decoder_without_bom_handling()),
            input: Vec::new(),
            used: 0,
            output: Vec::new(),
            given: 0,
            ended: false,
            finished: false,
        }
    }

    /// Whether spoilt text shows as U+FFFD.
    pub(crate) fn replaces(&self) -> bool {
        self.decoder.is_some()
    }

    /// Decodes the next piece into the output.
    fn decode(&mut self) -> io::Result<()> {
        self.given = 0;
        self.output.resize(CHUNK_BYTES, 0);
        let Some(decoder) = &mut self.decoder else {
            return Ok(());
        };
        loop {
            if self.used == self.input.len() && !self.ended {
                self.input.clear();
                self.used = 0;
                let piece = CHUNK_BYTES as u64 / 4;
                let read = (&mut self.reader)
                    .take(piece)
                    .read_to_end(&mut self.input)?;
                self.ended = read == 0;
            }
            let input = self.input.get(self.used..).unwrap_or_default();
            let (result, read, written, _) =
                decoder.decode_to_utf8(input, &mut self.output, self.ended);
            self.used += read;
            self.finished = self.ended && result == CoderResult::InputEmpty;
            if written > 0 || self.finished {
                self.output.truncate(written);
                return Ok(());
            }
        }
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.decoder.is_none() {
            return self.reader.read(buffer);
        }
        while self.given == self.output.len() && !self.finished {
            self.decode()?;
        }
        let mut left = self.output.get(self.given..).unwrap_or_default();
        let read = left.read(buffer)?;
        self.given += read;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::WINDOWS_1251;

    use super::*;

    fn text(bytes: &[u8], encoding: &'static Encoding) -> String {
        let mut text = String::new();
        let mut reader = Decoded::new(bytes, encoding);
        reader.read_to_string(&mut text).expect("it is text");
        text
    }

    #[test]
    fn text_of_any_length_comes_whole() {
        for letters in [0, 1, CHUNK_BYTES / 4, CHUNK_BYTES / 2 + 1, CHUNK_BYTES * 2] {
            let expected = "Ж".repeat(letters);
            let (bytes, _, _) = WINDOWS_1251.encode(&expected);
            assert_eq!(text(&bytes, WINDOWS_1251), expected);
        }
    }

    #[test]
    fn half_a_character_at_the_end_shows() {
        assert_eq!(text(b"a\0b\0\x04", UTF_16LE), "ab\u{fffd}");
    }
}
