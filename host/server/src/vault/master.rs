//! The data key: its file, and what is derived from it.

use std::{
    fs, io,
    io::Write as _,
    os::unix::fs::{DirBuilderExt, MetadataExt},
    path::Path,
};

use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use hkdf::Hkdf;
use pilotbox_sanitize::change::Key;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::{VaultError, format::KEY_ID_BYTES};

/// Bytes of the data key, and of every key that follows from it.
pub(super) const KEY_BYTES: usize = 32;

/// Bits of a file's mode by which somebody else than its owner may do something with it.
const OTHERS: u32 = 0o077;

/// What each key is for: the beginning of HKDF's `info`. The zero keeps a name that a data
/// set begins with apart.
const FOR_RAW_DATA: &[u8] = b"pilotbox raw data v1\0";
const FOR_PSEUDONYMS: &[u8] = b"pilotbox pseudonyms v1\0";
const FOR_ID: &[u8] = b"pilotbox data key id v1\0";

/// The data key.
pub(super) struct Master(Zeroizing<[u8; KEY_BYTES]>);

impl Master {
    /// Encrypts one file: no other has its key.
    pub(super) fn cipher(&self, data_set: &str, raw_id: &str) -> XChaCha20Poly1305 {
        let key: Zeroizing<[u8; KEY_BYTES]> =
            self.derive(raw_id.as_bytes(), FOR_RAW_DATA, data_set);
        XChaCha20Poly1305::new((&*key).into())
    }

    /// Makes a data set's pseudonyms.
    pub(super) fn pseudonyms(&self, data_set: &str) -> Key {
        let key: Zeroizing<[u8; KEY_BYTES]> = self.derive(&[], FOR_PSEUDONYMS, data_set);
        Key::new(*key)
    }

    /// Tells this key from others; says nothing else of it.
    pub(super) fn id(&self) -> [u8; KEY_ID_BYTES] {
        *self.derive(&[], FOR_ID, "")
    }

    fn derive<const N: usize>(
        &self,
        salt: &[u8],
        purpose: &[u8],
        data_set: &str,
    ) -> Zeroizing<[u8; N]> {
        let derived = Hkdf::<Sha256>::new(Some(salt), &*self.0);
        let mut key = Zeroizing::new([0; N]);
        let expanded = derived.expand_multi_info(&[purpose, data_set.as_bytes()], &mut *key);
        expanded.expect("HKDF gives more bytes than any key has");
        key
    }
}

/// Reads the data key, and refuses one that others can read.
pub(super) fn read(path: &Path) -> Result<Master, VaultError> {
    let about = match fs::metadata(path) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
            let path = path.display().to_string();
            return Err(VaultError::NoKey { path });
        }
        about => about.map_err(|cause| io_error(path, cause))?,
    };
    if about.mode() & OTHERS != 0 {
        return Err(VaultError::Exposed {
            path: path.display().to_string(),
        });
    }
    // What is longer is not read at all.
    let wrong = |bytes: u64| VaultError::Length {
        path: path.display().to_string(),
        bytes,
    };
    if about.len() != KEY_BYTES as u64 {
        return Err(wrong(about.len()));
    }
    let bytes = Zeroizing::new(fs::read(path).map_err(|cause| io_error(path, cause))?);
    let mut key = Zeroizing::new([0; KEY_BYTES]);
    if bytes.len() != KEY_BYTES {
        return Err(wrong(bytes.len() as u64));
    }
    key.copy_from_slice(&bytes);
    Ok(Master(key))
}

/// Makes a data key where there is none, whole or not at all. One that another process
/// made meanwhile is the one.
pub(super) fn make(path: &Path) -> Result<(), VaultError> {
    let mut key = Zeroizing::new([0; KEY_BYTES]);
    getrandom::fill(&mut *key).map_err(VaultError::Random)?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let written = write(folder, path, &*key);
    written.map_err(|cause| io_error(path, cause))
}

fn write(folder: &Path, path: &Path, key: &[u8]) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true).mode(0o700).create(folder)?;
    // Readable by its owner alone from its first byte.
    let mut draft = tempfile::NamedTempFile::new_in(folder)?;
    draft.write_all(key)?;
    draft.as_file().sync_all()?;
    match draft.persist_noclobber(path) {
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => return Ok(()),
        persisted => drop(persisted?),
    }
    // The name too has to outlast a loss of power: raw data is kept under it from now on.
    fs::File::open(folder)?.sync_all()
}

fn io_error(path: &Path, cause: io::Error) -> VaultError {
    VaultError::Io {
        path: path.display().to_string(),
        cause,
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    fn hex<const N: usize>(master: &Master, salt: &[u8], purpose: &[u8], name: &str) -> String {
        let key: Zeroizing<[u8; N]> = master.derive(salt, purpose, name);
        key.iter().fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").unwrap();
            text
        })
    }

    #[test]
    fn keys_are_those_of_the_standard_and_one_for_each_purpose() {
        let master = Master(Zeroizing::new(std::array::from_fn(|place| {
            u8::try_from(place).unwrap()
        })));
        // Computed by a script of its own from RFC 5869.
        assert_eq!(
            hex::<32>(&master, b"RAW1", FOR_RAW_DATA, "bus-stops"),
            "9eb213a3100bcd6f46e4f9323806396e437b82cc28a1b79c8bd7edcac4e03c9c"
        );
        assert_eq!(
            hex::<32>(&master, &[], FOR_PSEUDONYMS, "bus-stops"),
            "5d65afc813a72c02f51230fc4ef26180d51d97bb58668ec4b1435c1121ff6fea"
        );
        assert_eq!(hex::<8>(&master, &[], FOR_ID, ""), "0f00c8fe3859a57f");
        assert_eq!(master.id()[..2], [0x0f, 0x00]);
    }
}
