//! What lies in the cache, for those who look after a machine.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use serde::Serialize;

use super::entry::{Found, find_intact};
use crate::SandboxError;

/// Where a compilation writes before it is done. What a killed process left
/// there is removed after this time, far longer than any compilation takes.
const DRAFT_AGE: Duration = Duration::from_hours(24);

/// How drafts are called.
pub(super) const DRAFT_PREFIX: &str = "draft-";

/// What lies in a cache.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CacheSurvey {
    /// The folder.
    pub folder: PathBuf,
    /// Components with code that is whole.
    pub entries: u64,
    /// Bytes of that code.
    pub bytes: u64,
    /// Entries that are damaged; they are built anew when they are needed.
    pub damaged: u64,
    /// Compilations that are under way, or were killed.
    pub drafts: u64,
}

/// Reads every entry. A folder that is not there yet is an empty cache.
pub(super) fn survey(folder: &Path) -> Result<CacheSurvey, SandboxError> {
    let mut survey = CacheSurvey {
        folder: folder.to_path_buf(),
        ..CacheSurvey::default()
    };
    for path in children(folder).map_err(|error| SandboxError::cache(folder, error))? {
        if is_draft(&path) {
            survey.drafts += 1;
            continue;
        }
        match find_intact(&path)? {
            Found::Intact(intact) => {
                survey.entries += 1;
                survey.bytes += fs::metadata(&intact.path).map_or(0, |metadata| metadata.len());
            }
            Found::Corrupt => survey.damaged += 1,
            Found::Nothing => {}
        }
    }
    Ok(survey)
}

/// Removes what processes that were killed left behind long ago.
pub(super) fn sweep(folder: &Path, now: SystemTime) {
    let is_old = |path: &PathBuf| {
        let modified = fs::metadata(path).and_then(|metadata| metadata.modified());
        modified.is_ok_and(|time| now.duration_since(time).is_ok_and(|age| age > DRAFT_AGE))
    };
    // A draft that cannot be removed is in nobody's way.
    for path in children(folder).unwrap_or_default() {
        if is_draft(&path) && is_old(&path) {
            let _ = fs::remove_dir_all(path);
        }
    }
}

fn is_draft(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with(DRAFT_PREFIX))
}

pub(super) fn children(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| Ok(entry?.path())).collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_drafts_go_and_everything_else_stays() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["draft-1", "entry"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        let now = SystemTime::now();
        sweep(folder.path(), now);
        assert_eq!(survey(folder.path()).unwrap().drafts, 1);
        sweep(folder.path(), now + DRAFT_AGE * 2);
        let survey = survey(folder.path()).unwrap();
        assert_eq!((survey.drafts, survey.damaged), (0, 1));
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_empty_cache() {
        let survey = survey(Path::new("/nowhere/at/all")).unwrap();
        assert_eq!((survey.entries, survey.drafts), (0, 0));
    }
}
