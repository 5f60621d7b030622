//! Challenges laid out on this machine's disk, for runners to read. Each process
//! has a folder of its own, so that none removes what another one reads, and lays
//! out a pack once for as long as it needs it.

use std::{
    collections::VecDeque,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use pilotbox_evaluate::{OpenError, Opened};
use pilotbox_model::{Digest, Limits};

/// Packs that are kept laid out. Stops old challenges from filling the disk.
const MAX_PACKS: usize = 8;

/// What says that the folder's process lives.
const LOCK: &str = "lock";

/// How the name of a folder begins that is being made.
const DRAFT: &str = ".";

/// No process needs longer to make one.
const DRAFT_AGE: Duration = Duration::from_mins(1);

/// Which pack: the city's, and final data that was withheld.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PackKey {
    pub(super) pack: Digest,
    pub(super) final_data: Option<Digest>,
}

/// A pack that is laid out. Its folder goes with whoever uses it last.
pub(super) struct LaidOut {
    pub(super) opened: Opened,
    folder: PathBuf,
}

impl LaidOut {
    /// Where it lies. What else is put there goes with it.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for LaidOut {
    fn drop(&mut self) {
        if let Err(cause) = fs::remove_dir_all(&self.folder) {
            tracing::warn!(folder = %self.folder.display(), %cause, "a pack's folder stays");
        }
    }
}

/// The packs of this process.
pub(super) struct Packs {
    folder: PathBuf,
    ceiling: Limits,
    count: AtomicU64,
    /// The most recently used last.
    open: Mutex<VecDeque<(PackKey, Arc<LaidOut>)>>,
    /// Held for as long as the process lives.
    _lock: File,
}

impl Packs {
    /// A folder of this process below `parent`; what dead processes left goes.
    pub(super) fn new(parent: &Path, ceiling: Limits) -> io::Result<Self> {
        fs::create_dir_all(parent)?;
        sweep(parent);
        let name = ulid::Ulid::generate().to_string();
        // It gets its name when it is locked, so that no sweep finds it unlocked.
        let draft = parent.join(format!("{DRAFT}{name}"));
        fs::create_dir(&draft)?;
        let lock = File::create(draft.join(LOCK))?;
        lock.lock()?;
        let folder = parent.join(name);
        fs::rename(&draft, &folder)?;
        Ok(Self {
            folder,
            ceiling,
            count: AtomicU64::new(0),
            open: Mutex::default(),
            _lock: lock,
        })
    }

    /// A pack that is laid out already.
    pub(super) fn get(&self, key: PackKey) -> Option<Arc<LaidOut>> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let place = open.iter().position(|(known, _)| *known == key)?;
        let entry = open.remove(place)?;
        let pack = Arc::clone(&entry.1);
        open.push_back(entry);
        Some(pack)
    }

    /// Lays a pack out. To be called where blocking is allowed.
    pub(super) fn lay_out(
        &self,
        key: PackKey,
        pack: Vec<u8>,
        final_data: Option<Vec<u8>>,
    ) -> Result<Arc<LaidOut>, OpenError> {
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        let folder = self.folder.join(number.to_string());
        let opened = Opened::open(pack, final_data, &folder, &self.ceiling)?;
        let laid_out = Arc::new(LaidOut { opened, folder });
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|(known, _)| *known != key);
        open.push_back((key, Arc::clone(&laid_out)));
        if open.len() > MAX_PACKS {
            open.pop_front();
        }
        Ok(laid_out)
    }

    /// Forgets a pack, so that the next one who needs it lays it out anew from the
    /// blob that was checked.
    pub(super) fn forget(&self, key: PackKey) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|(known, _)| *known != key);
    }
}

impl Drop for Packs {
    fn drop(&mut self) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.clear();
        // Whatever is still in use keeps the folder; a later process removes it.
        drop(fs::remove_file(self.folder.join(LOCK)));
        drop(fs::remove_dir(&self.folder));
    }
}

/// Removes the folders of processes that are gone.
fn sweep(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let folder = entry.path();
        let is_draft = entry.file_name().to_string_lossy().starts_with(DRAFT);
        let lock = File::open(folder.join(LOCK));
        let is_free = match lock {
            _ if is_draft => is_old(&folder),
            Ok(lock) => lock.try_lock().is_ok(),
            Err(cause) => cause.kind() == io::ErrorKind::NotFound,
        };
        if is_free && let Err(cause) = fs::remove_dir_all(&folder) {
            tracing::warn!(folder = %folder.display(), %cause, "an old pack's folder stays");
        }
    }
}

fn is_old(folder: &Path) -> bool {
    let changed = fs::metadata(folder).and_then(|about| about.modified());
    let age = changed.ok().and_then(|changed| changed.elapsed().ok());
    age.is_some_and(|age| age > DRAFT_AGE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(parent: &Path) -> usize {
        fs::read_dir(parent).unwrap().count()
    }

    #[test]
    fn folders_of_dead_processes_go_and_those_of_others_stay() {
        let parent = tempfile::tempdir().unwrap();
        let dead = parent.path().join("dead");
        fs::create_dir(&dead).unwrap();
        fs::write(dead.join(LOCK), "").unwrap();
        fs::create_dir(parent.path().join(".draft")).unwrap();
        let first = Packs::new(parent.path(), Limits::CEILING).unwrap();
        let second = Packs::new(parent.path(), Limits::CEILING).unwrap();
        assert!(!dead.exists());
        assert!(first.folder.exists() && second.folder.exists());
        drop((first, second));
        assert_eq!(names(parent.path()), 1);
    }

    #[test]
    fn what_is_no_pack_leaves_nothing() {
        let parent = tempfile::tempdir().unwrap();
        let packs = Packs::new(parent.path(), Limits::CEILING).unwrap();
        let key = PackKey {
            pack: Digest::of(b"x"),
            final_data: None,
        };
        assert!(packs.lay_out(key, b"x".to_vec(), None).is_err());
        assert!(packs.get(key).is_none());
        assert_eq!(names(&packs.folder), 1);
    }
}
