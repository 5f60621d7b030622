//! How an encrypted file looks: a header that says which key it needs, then chunks.
//!
//! The header is `pilotbox raw`, the format's number in a byte, 8 bytes that tell the data
//! key, and a nonce of 19 bytes that is drawn for the file. Each chunk is 64 KiB of the
//! raw file and a tag of 16 bytes, the last one less or nothing and the tag. A chunk's
//! nonce holds its number and whether it is the last; the header is proved with each.

use super::{VaultError, master::Master};

/// Bytes of the raw file in one chunk: what is held in memory, and what one tag proves.
pub(super) const CHUNK_BYTES: usize = 64 * 1024;

/// Bytes that prove a chunk.
pub(super) const TAG_BYTES: usize = 16;

/// Bytes that tell the data key.
pub(super) const KEY_ID_BYTES: usize = 8;

/// Bytes that are drawn for a file; the other 5 of a nonce count its chunks.
pub(super) const NONCE_BYTES: usize = 19;

/// Bytes before the first chunk.
pub(super) const HEADER_BYTES: usize = BEGINNING.len() + KEY_ID_BYTES + NONCE_BYTES;

/// What every file begins with; its last byte is the format's number.
const BEGINNING: &[u8; 13] = b"pilotbox raw\x01";

/// The header of a file.
pub(super) struct Header([u8; HEADER_BYTES]);

impl Header {
    /// The header of a new file.
    pub(super) fn new(master: &Master) -> Result<Self, VaultError> {
        let mut bytes = [0; HEADER_BYTES];
        let (beginning, rest) = bytes.split_at_mut(BEGINNING.len());
        let (key_id, nonce) = rest.split_at_mut(KEY_ID_BYTES);
        beginning.copy_from_slice(BEGINNING);
        key_id.copy_from_slice(&master.id());
        getrandom::fill(nonce).map_err(VaultError::Random)?;
        Ok(Self(bytes))
    }

    /// A header that was read, if this program knows it and has its key.
    pub(super) fn known(
        bytes: [u8; HEADER_BYTES],
        key_id: [u8; KEY_ID_BYTES],
    ) -> Result<Self, VaultError> {
        let rest = bytes.strip_prefix(BEGINNING).ok_or(VaultError::Foreign)?;
        if !rest.starts_with(&key_id) {
            return Err(VaultError::OtherKey);
        }
        Ok(Self(bytes))
    }

    pub(super) fn bytes(&self) -> &[u8; HEADER_BYTES] {
        &self.0
    }

    pub(super) fn nonce(&self) -> [u8; NONCE_BYTES] {
        let mut nonce = [0; NONCE_BYTES];
        let (_, end) = self.0.split_at(HEADER_BYTES - NONCE_BYTES);
        nonce.copy_from_slice(end);
        nonce
    }
}
