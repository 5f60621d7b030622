//! Decrypting what was kept. Hands out nothing of a chunk that is not proved right, and
//! ends only where the writer did.

use std::{io, io::Read, mem};

use aead_stream::DecryptorBE32;
use chacha20poly1305::XChaCha20Poly1305;
use zeroize::Zeroizing;

use super::{
    VaultError,
    format::{CHUNK_BYTES, HEADER_BYTES, Header, KEY_ID_BYTES, TAG_BYTES},
};

/// Bytes of a whole chunk as it lies there.
const WHOLE_BYTES: usize = CHUNK_BYTES + TAG_BYTES;

/// Decrypts what it reads.
pub struct RawReader<R> {
    from: R,
    state: State,
    /// The chunk that is being handed out.
    chunk: Zeroizing<Vec<u8>>,
    /// How much of it was.
    handed: usize,
}

enum State {
    /// Before the header.
    Start {
        cipher: XChaCha20Poly1305,
        key_id: [u8; KEY_ID_BYTES],
    },
    Chunks(Chunks),
    /// After the last chunk.
    End,
    /// After a fault: whoever asks on must not take it for the end.
    Broken,
}

struct Chunks {
    cipher: DecryptorBE32<XChaCha20Poly1305>,
    header: [u8; HEADER_BYTES],
    /// The first byte of the next chunk: only its absence tells that one was the last.
    ahead: Option<u8>,
}

impl<R: Read> RawReader<R> {
    pub(super) fn new(cipher: XChaCha20Poly1305, key_id: [u8; KEY_ID_BYTES], from: R) -> Self {
        Self {
            from,
            state: State::Start { cipher, key_id },
            chunk: Zeroizing::new(Vec::with_capacity(WHOLE_BYTES)),
            handed: 0,
        }
    }

    /// Fetches the next chunk; empty at the end.
    fn fetch(&mut self) -> io::Result<()> {
        self.chunk.clear();
        self.handed = 0;
        let mut chunks = match mem::replace(&mut self.state, State::Broken) {
            State::Start { cipher, key_id } => Chunks::begin(cipher, key_id, &mut self.from)?,
            State::Chunks(chunks) => chunks,
            State::End => {
                self.state = State::End;
                return Ok(());
            }
            State::Broken => return Err(VaultError::Damaged.into()),
        };
        chunks.read(&mut self.from, &mut self.chunk)?;
        self.state = if chunks.ahead.is_some() {
            chunks.next(&mut self.chunk)?;
            State::Chunks(chunks)
        } else {
            chunks.last(&mut self.chunk)?;
            State::End
        };
        Ok(())
    }
}

impl Chunks {
    fn begin(
        cipher: XChaCha20Poly1305,
        key_id: [u8; KEY_ID_BYTES],
        from: &mut impl Read,
    ) -> io::Result<Self> {
        let mut bytes = [0; HEADER_BYTES];
        from.read_exact(&mut bytes).map_err(cut_off)?;
        let header = Header::known(bytes, key_id)?;
        let mut first = [0];
        from.read_exact(&mut first).map_err(cut_off)?;
        Ok(Self {
            cipher: DecryptorBE32::from_aead(cipher, &header.nonce().into()),
            header: bytes,
            ahead: Some(first[0]),
        })
    }

    /// Reads a chunk as it lies there, and the byte after it.
    fn read(&mut self, from: &mut impl Read, chunk: &mut Vec<u8>) -> io::Result<()> {
        chunk.extend(self.ahead.take());
        let missing = WHOLE_BYTES.saturating_sub(chunk.len());
        from.by_ref().take(missing as u64).read_to_end(chunk)?;
        let mut next = Vec::with_capacity(1);
        from.by_ref().take(1).read_to_end(&mut next)?;
        self.ahead = next.first().copied();
        Ok(())
    }

    fn next(&mut self, chunk: &mut Vec<u8>) -> io::Result<()> {
        let proved = self.cipher.decrypt_next_in_place(&self.header, chunk);
        proved.map_err(|_| damaged(chunk))
    }

    fn last(self, chunk: &mut Vec<u8>) -> io::Result<()> {
        let proved = self.cipher.decrypt_last_in_place(&self.header, chunk);
        proved.map_err(|_| damaged(chunk))
    }
}

impl<R: Read> Read for RawReader<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.handed == self.chunk.len() && !to.is_empty() {
            self.fetch()?;
        }
        let rest = self.chunk.get(self.handed..).unwrap_or_default();
        let count = rest.len().min(to.len());
        for (place, byte) in to.iter_mut().zip(rest) {
            *place = *byte;
        }
        self.handed = self.handed.saturating_add(count);
        Ok(count)
    }
}

/// Nothing of a chunk that was not proved is handed out, by a later call either.
fn damaged(chunk: &mut Vec<u8>) -> io::Error {
    chunk.clear();
    VaultError::Damaged.into()
}

fn cut_off(cause: io::Error) -> io::Error {
    if cause.kind() == io::ErrorKind::UnexpectedEof {
        return VaultError::Damaged.into();
    }
    cause
}
