//! Extraction to a folder: whole or not at all. The files go to a temporary
//! folder beside the target, which is renamed once everything is there.

use std::{io, path::Path};

use cap_std::fs::Dir;

use super::{Pack, PackError};
use crate::{Bounds, Source};

/// Extracts a pack to a folder that is not there yet. On failure nothing is
/// left, neither in part nor under another name.
pub fn extract(bytes: Vec<u8>, target: &Path) -> Result<(), PackError> {
    demand_free(target)?;
    let pack = Pack::load(Source::pack(bytes, Bounds::default())?)?;
    place(target, |dir| write_files(pack.package.source(), dir))
}

/// Refuses a place where something is.
pub(super) fn demand_free(target: &Path) -> Result<(), PackError> {
    if target.symlink_metadata().is_ok() {
        return Err(PackError::Occupied(target.display().to_string()));
    }
    Ok(())
}

/// Fills a folder under a temporary name and renames it when it is whole.
pub(super) fn place(
    target: &Path,
    fill: impl FnOnce(&Dir) -> Result<(), PackError>,
) -> Result<(), PackError> {
    let error = |cause: io::Error| write_error(target, cause);
    let parent = target
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new("."));
    // Removes itself and what is in it unless it is renamed.
    let temporary = tempfile::Builder::new()
        .prefix(".pack-")
        .tempdir_in(parent)
        .map_err(error)?;
    let dir =
        Dir::open_ambient_dir(temporary.path(), cap_std::ambient_authority()).map_err(error)?;
    fill(&dir)?;
    std::fs::rename(temporary.path(), target).map_err(error)?;
    // The name is gone with the rename: there is nothing left to remove.
    let _ = temporary.keep();
    Ok(())
}

fn write_files(source: &Source, dir: &Dir) -> Result<(), PackError> {
    for (path, _) in source.files() {
        let bytes = source.read(path)?;
        let parent = path.rfind('/').and_then(|slash| path.get(..slash));
        parent
            .map_or(Ok(()), |parent| dir.create_dir_all(parent))
            .and_then(|()| dir.write(path, bytes))
            .map_err(|cause| write_error(Path::new(path), cause))?;
    }
    Ok(())
}

pub(super) fn write_error(path: &Path, cause: io::Error) -> PackError {
    PackError::Write {
        path: path.display().to_string(),
        cause,
    }
}
