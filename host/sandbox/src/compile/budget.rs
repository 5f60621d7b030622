//! Keeps the cache within its budget: what was used longest ago goes first.
//! Never takes what some process holds, nor anything that is no entry.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
    time::SystemTime,
};

use super::{CompileCache, survey::children};

/// Length of the name of an entry: the engine's hash, a dash, the component's
/// digest, both in hexadecimal digits.
const NAME_LENGTH: usize = 16 + 1 + 64;

/// An entry that could go.
struct Entry {
    used: SystemTime,
    folder: PathBuf,
    file: PathBuf,
    bytes: u64,
}

impl CompileCache {
    /// Makes room after an entry was added. Of what cannot be removed the system
    /// itself tells when the disk is full; a run needs none of it.
    pub(super) fn keep_within_budget(&self, fresh: &Path) {
        let mut entries: Vec<_> = children(&self.folder)
            .unwrap_or_default()
            .into_iter()
            .filter_map(entry)
            .collect();
        let mut held_bytes: u64 = entries.iter().map(|entry| entry.bytes).sum();
        entries.sort_by(|one, other| (one.used, &one.folder).cmp(&(other.used, &other.folder)));
        for entry in entries.iter().filter(|entry| entry.folder != fresh) {
            if held_bytes <= self.budget_bytes {
                return;
            }
            if self.evict(entry).is_ok_and(|gone| gone) {
                held_bytes = held_bytes.saturating_sub(entry.bytes);
            }
        }
    }

    /// Takes an entry away in one step, unless somebody holds it. Says whether it
    /// is gone, by whosever hand.
    fn evict(&self, entry: &Entry) -> io::Result<bool> {
        let file = match File::open(&entry.file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
            other => other?,
        };
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(false),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        let aside = self.draft()?;
        match fs::rename(&entry.folder, aside.path().join("evicted")) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(true),
        }
    }
}

/// What lies in this place, if it is an entry with its file.
fn entry(folder: PathBuf) -> Option<Entry> {
    if !is_entry(&folder) {
        return None;
    }
    let file = fs::read_dir(&folder).ok()?.next()?.ok()?.path();
    let metadata = fs::metadata(&file).ok()?;
    Some(Entry {
        used: metadata.modified().ok()?,
        folder,
        file,
        bytes: metadata.len(),
    })
}

/// Whether a name is one that only this cache gives: somebody may have named a
/// folder as cache that holds other things too.
fn is_entry(folder: &Path) -> bool {
    let name = folder.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| {
        let digits = |byte: u8| byte.is_ascii_hexdigit() || byte == b'-';
        name.len() == NAME_LENGTH && name.bytes().all(digits)
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::{Compile, Compiled, EngineProfile, InProcess};

    /// The smallest component, with a custom section that makes it another one.
    fn component(number: u8) -> Vec<u8> {
        let mut bytes = b"\0asm\x0d\0\x01\0".to_vec();
        bytes.extend([0, 3, 1, b'n', number]);
        bytes
    }

    fn compile(cache: &CompileCache, number: u8) -> Compiled {
        let compiled = cache.compile(&component(number), EngineProfile::Scored);
        compiled.expect("it compiles")
    }

    /// Says of an entry that it was last used this long ago.
    fn age(compiled: &Compiled, seconds: u64) {
        let file = File::open(&compiled.path).expect("it is there");
        let then = SystemTime::now() - Duration::from_secs(seconds);
        file.set_modified(then).expect("it is ours");
    }

    /// A cache with room for so many of these components and a half.
    fn cache(folder: &Path, entries: u64) -> CompileCache {
        let one = folder.join("measured");
        InProcess
            .compile(&component(0), EngineProfile::Scored, &one)
            .expect("it compiles");
        let bytes = fs::metadata(&one).expect("it is there").len();
        fs::remove_file(&one).expect("it is there");
        CompileCache::new(folder, InProcess).with_budget(bytes * entries + bytes / 2)
    }

    /// Compiles these in this order, the first the longest ago, and holds none.
    fn filled(cache: &CompileCache, numbers: [u8; 2]) -> [PathBuf; 2] {
        let [one, other] = numbers.map(|number| compile(cache, number));
        age(&one, 200);
        age(&other, 100);
        [one.path, other.path]
    }

    #[test]
    fn what_was_used_longest_ago_goes_first() {
        let folder = tempfile::tempdir().unwrap();
        let cache = cache(folder.path(), 2);
        let [oldest, newer] = filled(&cache, [1, 2]);
        let fresh = compile(&cache, 3);
        assert!(!oldest.exists() && newer.exists() && fresh.path.exists());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
        assert!(!compile(&cache, 1).was_cached);
    }

    #[test]
    fn a_hit_makes_an_entry_young() {
        let folder = tempfile::tempdir().unwrap();
        let cache = cache(folder.path(), 2);
        let [oldest, newer] = filled(&cache, [1, 2]);
        assert!(compile(&cache, 1).was_cached);
        compile(&cache, 3);
        assert!(oldest.exists() && !newer.exists());
    }

    #[test]
    fn what_is_in_use_stays() {
        let folder = tempfile::tempdir().unwrap();
        let cache = cache(folder.path(), 1);
        let held = compile(&cache, 1);
        age(&held, 100);
        // As another process would open the same folder.
        let other = CompileCache::new(folder.path(), InProcess).with_budget(cache.budget_bytes);
        compile(&other, 2);
        assert!(!held.is_gone());
        drop(held);
        let fresh = compile(&other, 3);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(!fresh.is_gone());
    }

    #[test]
    fn more_than_the_whole_budget_still_serves_its_own_run() {
        let folder = tempfile::tempdir().unwrap();
        let cache = CompileCache::new(folder.path(), InProcess).with_budget(1);
        let [one, other] = [1, 2].map(|number| compile(&cache, number).path);
        assert!(!one.exists() && other.exists());
    }

    #[test]
    fn nothing_but_entries_is_taken_away() {
        let folder = tempfile::tempdir().unwrap();
        let others = ["letters", &"x".repeat(NAME_LENGTH)].map(|name| folder.path().join(name));
        for other in &others {
            fs::create_dir(other).unwrap();
            fs::write(other.join("a"), [0; 100]).unwrap();
        }
        let cache = CompileCache::new(folder.path(), InProcess).with_budget(1);
        compile(&cache, 1);
        assert!(others.iter().all(|other| other.join("a").exists()));
    }

    #[test]
    fn many_at_once_all_get_their_code() {
        let folder = tempfile::tempdir().unwrap();
        let cache = cache(folder.path(), 1);
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let own = CompileCache::new(folder.path(), InProcess);
                let own = own.with_budget(cache.budget_bytes);
                scope.spawn(move || {
                    for number in 0..12 {
                        let compiled = compile(&own, (number + thread * 3) % 8);
                        assert!(!compiled.is_gone());
                    }
                });
            }
        });
        compile(&cache, 9);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
