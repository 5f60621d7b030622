//! Files for readers that take a path. They lie in memory where the system has
//! a place for that, since a disk would be the slowest part by far.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use tempfile::{NamedTempFile, TempDir};

/// A file that holds these bytes and goes with the value.
pub(super) fn memory_file(bytes: &[u8]) -> NamedTempFile {
    let mut file = NamedTempFile::new_in(place()).expect("a scratch file can be made");
    file.write_all(bytes)
        .expect("a scratch file can be written");
    file
}

/// An empty folder that goes with the value.
pub(super) fn memory_folder() -> TempDir {
    tempfile::tempdir_in(place()).expect("a scratch folder can be made")
}

fn place() -> PathBuf {
    let shared = Path::new("/dev/shm");
    if shared.is_dir() {
        shared.to_owned()
    } else {
        std::env::temp_dir()
    }
}
