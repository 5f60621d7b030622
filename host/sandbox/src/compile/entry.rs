//! An entry of the cache: a folder with one file, named by its own checksum.

use std::{
    fs,
    path::{Path, PathBuf},
};

use xxhash_rust::xxh3::xxh3_64;

use crate::SandboxError;

/// What lies where an entry should be.
pub(super) enum Found {
    Nothing,
    Intact(PathBuf),
    Corrupt,
}

/// Looks for the one file of an entry and compares it with its name.
pub(super) fn find_intact(folder: &Path) -> Result<Found, SandboxError> {
    let io = |error| SandboxError::cache(folder, error);
    let mut entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => return Err(io(error)),
    };
    let Some(entry) = entries.next() else {
        return Ok(Found::Corrupt);
    };
    let path = entry.map_err(io)?.path();
    let code = match fs::read(&path) {
        Ok(code) => code,
        // Taken away since the folder was read.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => return Err(io(error)),
    };
    let expected = entry_name(&code);
    let intact = path
        .file_name()
        .is_some_and(|name| name == expected.as_str());
    Ok(if intact {
        Found::Intact(path)
    } else {
        Found::Corrupt
    })
}

/// The name of a file with this code.
pub(super) fn entry_name(code: &[u8]) -> String {
    format!("{:016x}.cwasm", xxh3_64(code))
}
