//! How much room a disk has.

use std::path::Path;

/// Bytes that an ordinary user may still write to the disk of this path, or of
/// the nearest folder above it that is there; nothing where the system does not
/// tell.
#[cfg(unix)]
pub fn free_bytes(path: &Path) -> Option<u64> {
    let there = path.ancestors().find(|part| part.exists());
    let about = rustix::fs::statvfs(there.unwrap_or(Path::new("."))).ok()?;
    Some(about.f_bavail.saturating_mul(about.f_frsize))
}

/// The system is not asked here.
#[cfg(not(unix))]
pub fn free_bytes(_path: &Path) -> Option<u64> {
    None
}
