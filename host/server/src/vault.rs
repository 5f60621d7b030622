//! Raw data at rest: encrypted while it arrives, with a key of its own for each file, all
//! of them derived from one data key. That key lies in a file that this user alone can
//! read; never in the database, never in a backup. Refuses a key that others can read, and
//! every file that is not, byte for byte, what was written for the data set that asks.
//!
//! Keys come from HKDF-SHA-256 (RFC 5869), files are STREAM over XChaCha20-Poly1305:
//! Hoang, Reyhanitabar, Rogaway and Vizár, "Online Authenticated-Encryption and its
//! Nonce-Reuse Misuse-Resistance" (CRYPTO 2015).

mod format;
mod master;
mod reader;
mod writer;

use std::{
    fmt, io,
    path::PathBuf,
    sync::{Arc, OnceLock},
};

use pilotbox_sanitize::change::Key;

pub use self::{reader::RawReader, writer::RawWriter};

use self::{format::Header, master::Master};
use crate::config::Config;

/// Why raw data cannot be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// There is no data key, and raw data was kept with one.
    #[error(
        "the data key `{path}` is not there; hint: put back the file that you keep apart from backups; without it raw data is lost, and has to be brought again"
    )]
    NoKey {
        /// Its file.
        path: String,
    },
    /// Others can read the data key.
    #[error(
        "`{path}` can be read by others; hint: `chmod 600 {path}`, and delete raw data if somebody may have copied both"
    )]
    Exposed {
        /// Its file.
        path: String,
    },
    /// The file is no data key.
    #[error(
        "`{path}` has {bytes} bytes, and a data key has {expected}; hint: put back the file that you keep apart from backups", expected = master::KEY_BYTES
    )]
    Length {
        /// Its file.
        path: String,
        /// Its size.
        bytes: u64,
    },
    /// The file cannot be read or written.
    #[error("`{path}`: {cause}")]
    Io {
        /// Which.
        path: String,
        /// What the system said.
        cause: io::Error,
    },
    /// There is no randomness for a key or a file.
    #[error("the system gives no randomness: {0}")]
    Random(getrandom::Error),
    /// It begins otherwise than what this vault writes.
    #[error("this is no encrypted raw data that this program knows")]
    Foreign,
    /// It was encrypted while another data key was here.
    #[error(
        "the raw data was encrypted with another data key; hint: put back the file that was at `keys.data` then, or bring the raw data again"
    )]
    OtherKey,
    /// It was cut off, changed or put together anew, or is another data set's.
    #[error(
        "the encrypted raw data is not what was written for this data set; hint: bring the raw data again"
    )]
    Damaged,
    /// It has more chunks than one file may.
    #[error("the raw data is too large to be encrypted as one file")]
    TooLarge,
}

/// Encrypts and decrypts raw data. Cheap to clone.
#[derive(Clone)]
pub struct Vault(Arc<Place>);

struct Place {
    file: PathBuf,
    master: OnceLock<Master>,
}

impl Vault {
    /// The vault of an installation. A data key that is there is read, and refused if it
    /// cannot be used; one that is not there is made with the first raw data, so that a
    /// restored installation does not get another one unasked.
    pub fn open(config: &Config) -> Result<Self, VaultError> {
        let vault = Self(Arc::new(Place {
            file: config.data_key_file(),
            master: OnceLock::new(),
        }));
        match vault.master() {
            Ok(_) | Err(VaultError::NoKey { .. }) => Ok(vault),
            Err(error) => Err(error),
        }
    }

    /// Whether there is no data key, so that [`Vault::writer`] would make one. Whoever asks
    /// for one first has to know that no raw data needs the one that was there.
    pub fn has_no_key(&self) -> bool {
        matches!(self.master(), Err(VaultError::NoKey { .. }))
    }

    /// Encrypts what is written to it into `to`, for a data set and the id of its raw data.
    /// [`RawWriter::finish`] writes the end, without which nothing of it can be read.
    /// Makes the data key where there is none.
    pub fn writer<W: io::Write>(
        &self,
        data_set: &str,
        raw_id: &str,
        to: W,
    ) -> Result<RawWriter<W>, VaultError> {
        let master = match self.master() {
            Err(VaultError::NoKey { .. }) => {
                master::make(&self.0.file)?;
                self.master()?
            }
            found => found?,
        };
        let header = Header::new(master)?;
        let cipher = master.cipher(data_set, raw_id);
        Ok(RawWriter::new(cipher, &header, to))
    }

    /// Decrypts what was written for a data set and the id of its raw data. What cannot be
    /// that fails as [`io::ErrorKind::InvalidData`] with a [`VaultError`] in it; no byte
    /// is handed out before the chunk that it is in was proved right.
    pub fn reader<R: io::Read>(
        &self,
        data_set: &str,
        raw_id: &str,
        from: R,
    ) -> Result<RawReader<R>, VaultError> {
        let master = self.master()?;
        let cipher = master.cipher(data_set, raw_id);
        Ok(RawReader::new(cipher, master.id(), from))
    }

    /// What a data set's pseudonyms are made with: always the same, so that releases of
    /// one data set can be joined, and those of two cannot.
    pub fn pseudonym_key(&self, data_set: &str) -> Result<Key, VaultError> {
        Ok(self.master()?.pseudonyms(data_set))
    }

    fn master(&self) -> Result<&Master, VaultError> {
        let place = &self.0;
        if let Some(master) = place.master.get() {
            return Ok(master);
        }
        let read = master::read(&place.file)?;
        // Two that read it at once have read the same.
        Ok(place.master.get_or_init(|| read))
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Vault");
        shown.field("file", &self.0.file).finish_non_exhaustive()
    }
}

impl From<VaultError> for io::Error {
    fn from(error: VaultError) -> Self {
        Self::new(io::ErrorKind::InvalidData, error)
    }
}

#[cfg(test)]
mod tests;
