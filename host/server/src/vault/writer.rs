//! Encrypting what arrives. Holds one chunk, and overwrites it when it is done.

use std::{io, io::Write};

use aead_stream::EncryptorBE32;
use chacha20poly1305::XChaCha20Poly1305;
use zeroize::Zeroizing;

use super::{
    VaultError,
    format::{CHUNK_BYTES, HEADER_BYTES, Header, TAG_BYTES},
};

/// Encrypts what is written to it. What was not finished cannot be read.
pub struct RawWriter<W> {
    to: W,
    cipher: EncryptorBE32<XChaCha20Poly1305>,
    header: [u8; HEADER_BYTES],
    /// Whether the header went ahead.
    has_begun: bool,
    /// What has arrived of the next chunk; in place it becomes the chunk.
    chunk: Zeroizing<Vec<u8>>,
}

impl<W: Write> RawWriter<W> {
    pub(super) fn new(cipher: XChaCha20Poly1305, header: &Header, to: W) -> Self {
        Self {
            to,
            cipher: EncryptorBE32::from_aead(cipher, &header.nonce().into()),
            header: *header.bytes(),
            has_begun: false,
            // It never grows, so that no copy of what arrived stays behind.
            chunk: Zeroizing::new(Vec::with_capacity(CHUNK_BYTES + TAG_BYTES)),
        }
    }

    /// Writes the last chunk, and gives back what was written to.
    pub fn finish(mut self) -> io::Result<W> {
        self.begin()?;
        let Self {
            mut to,
            cipher,
            header,
            mut chunk,
            ..
        } = self;
        let encrypted = cipher.encrypt_last_in_place(&header, &mut *chunk);
        encrypted.map_err(|_| VaultError::TooLarge)?;
        to.write_all(&chunk)?;
        to.flush()?;
        Ok(to)
    }

    fn begin(&mut self) -> io::Result<()> {
        if !self.has_begun {
            self.to.write_all(&self.header)?;
            self.has_begun = true;
        }
        Ok(())
    }

    /// Writes a whole chunk that is not the last.
    fn next(&mut self) -> io::Result<()> {
        self.begin()?;
        let chunk = &mut *self.chunk;
        let encrypted = self.cipher.encrypt_next_in_place(&self.header, chunk);
        encrypted.map_err(|_| VaultError::TooLarge)?;
        self.to.write_all(&self.chunk)?;
        self.chunk.clear();
        Ok(())
    }
}

impl<W: Write> Write for RawWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A full chunk waits until it is known that another one follows.
        if self.chunk.len() == CHUNK_BYTES && !bytes.is_empty() {
            self.next()?;
        }
        let room = CHUNK_BYTES.saturating_sub(self.chunk.len());
        let (taken, _) = bytes.split_at(room.min(bytes.len()));
        self.chunk.extend_from_slice(taken);
        Ok(taken.len())
    }

    /// Hands on what is encrypted; a part of a chunk stays until the chunk is whole.
    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
