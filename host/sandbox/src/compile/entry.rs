//! An entry of the cache: a folder with one file, named by its own checksum.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
    time::SystemTime,
};

use xxhash_rust::xxh3::xxh3_64;

use crate::SandboxError;

/// What lies where an entry should be.
pub(super) enum Found {
    Nothing,
    Intact(Intact),
    Corrupt,
}

/// An entry's file, held where it is.
pub(super) struct Intact {
    pub(super) path: PathBuf,
    pub(super) pin: Pin,
}

/// While this lives, no process on this machine takes the file away to make
/// room: it holds a shared lock, and who evicts needs an exclusive one.
#[derive(Clone, Debug)]
pub(super) struct Pin(Arc<File>);

impl Pin {
    pub(super) fn new(file: File) -> Self {
        // Where a file system knows no locks, nothing is evicted either.
        let _ = file.lock_shared();
        Self(Arc::new(file))
    }

    /// Notes that the entry was of use, so that others go first.
    pub(super) fn mark_used(&self, now: SystemTime) {
        // One that belongs to somebody else is evicted too early at worst.
        let _ = self.0.set_modified(now);
    }
}

/// Looks for the one file of an entry and compares it with its name.
pub(super) fn find_intact(folder: &Path) -> Result<Found, SandboxError> {
    let io = |error| SandboxError::cache(folder, error);
    let mut entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => return Err(io(error)),
    };
    let Some(entry) = entries.next() else {
        return Ok(Found::Corrupt);
    };
    let path = entry.map_err(io)?.path();
    match read_pinned(&path) {
        Ok((code, pin)) if is_named_by(&path, &code) => {
            // While the lock was waited for, it may have been taken away.
            let is_there = path.try_exists().map_err(io)?;
            let intact = Found::Intact(Intact { path, pin });
            Ok(if is_there { intact } else { Found::Nothing })
        }
        Ok(_) => Ok(Found::Corrupt),
        // Taken away since the folder was read.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Found::Nothing),
        Err(error) => Err(io(error)),
    }
}

fn read_pinned(path: &Path) -> io::Result<(Vec<u8>, Pin)> {
    let mut file = File::open(path)?;
    let mut code = Vec::new();
    let pin = Pin::new(file.try_clone()?);
    file.read_to_end(&mut code)?;
    Ok((code, pin))
}

fn is_named_by(path: &Path, code: &[u8]) -> bool {
    let expected = entry_name(code);
    path.file_name()
        .is_some_and(|name| name == expected.as_str())
}

/// The name of a file with this code.
pub(super) fn entry_name(code: &[u8]) -> String {
    format!("{:016x}.cwasm", xxh3_64(code))
}
