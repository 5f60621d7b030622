//! Components to machine code, kept in a folder that only the host writes. An
//! entry is named by component, engine and its own checksum.

use std::{
    fs,
    hash::{Hash, Hasher},
    io::Write,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use pilotbox_model::Digest;
use wasmtime::{Engine, component::Component};
use xxhash_rust::xxh3::{Xxh3Default, xxh3_64};

use crate::{Allocation, EngineProfile, SandboxError, build_engine};

/// A folder of compiled components.
#[derive(Clone)]
pub struct CompileCache {
    folder: PathBuf,
    engines: Arc<Engines>,
}

/// Compiling engines, made when first needed: making one takes longer than
/// finding an entry.
#[derive(Default)]
struct Engines {
    scored: OnceLock<Engine>,
    live: OnceLock<Engine>,
}

impl Engines {
    fn get(&self, profile: EngineProfile) -> Result<&Engine, SandboxError> {
        let cell = match profile {
            EngineProfile::Scored => &self.scored,
            EngineProfile::Live => &self.live,
        };
        if let Some(engine) = cell.get() {
            return Ok(engine);
        }
        let engine = build_engine(profile, Allocation::OnDemand)?;
        Ok(cell.get_or_init(|| engine))
    }
}

/// Compiled code on disk.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The file, which only this module writes.
    pub path: PathBuf,
    /// Whether it was there already.
    pub was_cached: bool,
    /// Set when an entry was there but damaged, and had to be built anew.
    pub was_corrupt: bool,
}

impl CompileCache {
    /// A cache in `folder`, which is made when first written to.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
            engines: Arc::default(),
        }
    }

    /// Finds or makes the code of a component.
    pub fn compile(
        &self,
        component: &[u8],
        profile: EngineProfile,
    ) -> Result<Compiled, SandboxError> {
        let engine = self.engines.get(profile)?;
        let folder = self.entry(component, engine);
        let (found, was_corrupt) = match find_intact(&folder)? {
            Found::Intact(path) => (Some(path), false),
            Found::Nothing => (None, false),
            Found::Corrupt => {
                self.set_aside(&folder)?;
                (None, true)
            }
        };
        if let Some(path) = found {
            return Ok(Compiled {
                path,
                was_cached: true,
                was_corrupt,
            });
        }
        let code = engine
            .precompile_component(component)
            .map_err(|error| SandboxError::DoesNotCompile(format!("{error:#}")))?;
        let path = self.store(&folder, &code)?;
        Ok(Compiled {
            path,
            was_cached: false,
            was_corrupt,
        })
    }

    fn entry(&self, component: &[u8], engine: &Engine) -> PathBuf {
        let mut hasher = Xxh3Default::new();
        let mut stable = StableHasher(&mut hasher);
        engine.precompile_compatibility_hash().hash(&mut stable);
        let engine_hash = hasher.digest();
        self.folder.join(format!(
            "{engine_hash:016x}-{}",
            Digest::of(component).hex()
        ))
    }

    /// Takes a damaged entry away in one step, so that of two processes that
    /// find it neither removes what the other has built since.
    fn set_aside(&self, folder: &Path) -> Result<(), SandboxError> {
        let io = |error| SandboxError::io(folder, error);
        let aside = tempfile::tempdir_in(&self.folder).map_err(io)?;
        match fs::rename(folder, aside.path().join("damaged")) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(io(error)),
            _ => Ok(()),
        }
    }

    /// Writes beside the entry and renames, so that nothing half-written is
    /// ever found.
    fn store(&self, folder: &Path, code: &[u8]) -> Result<PathBuf, SandboxError> {
        let io = |error| SandboxError::io(folder, error);
        private_folder(&self.folder).map_err(io)?;
        let draft = tempfile::tempdir_in(&self.folder).map_err(io)?;
        let name = format!("{:016x}.cwasm", xxh3_64(code));
        let mut file = fs::File::create_new(draft.path().join(&name)).map_err(io)?;
        file.write_all(code)
            .and_then(|()| file.sync_all())
            .map_err(io)?;
        match fs::rename(draft.path(), folder) {
            // Renamed away: there is no draft left to remove.
            Ok(()) => drop(draft.keep()),
            // Another process was faster; its code is as good.
            Err(error) => match find_intact(folder)? {
                Found::Intact(path) => return Ok(path),
                _ => return Err(io(error)),
            },
        }
        Ok(folder.join(name))
    }
}

/// Makes a folder that nobody else may write to: what lies in it is run.
fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

enum Found {
    Nothing,
    Intact(PathBuf),
    Corrupt,
}

/// Looks for the one file of an entry and compares it with its name.
fn find_intact(folder: &Path) -> Result<Found, SandboxError> {
    let io = |error| SandboxError::io(folder, error);
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
    let expected = format!("{:016x}.cwasm", xxh3_64(&code));
    let intact = path
        .file_name()
        .is_some_and(|name| name == expected.as_str());
    Ok(if intact {
        Found::Intact(path)
    } else {
        Found::Corrupt
    })
}

/// Loads code that [`CompileCache`] wrote.
#[expect(
    unsafe_code,
    reason = "loading our own compiled code is unsafe by nature"
)]
pub(crate) fn load(engine: &Engine, path: &Path) -> wasmtime::Result<Component> {
    // SAFETY: the path comes from `CompileCache::compile`, which has compared
    // the file's checksum; guests and clients cannot write to that folder.
    unsafe { Component::deserialize_file(engine, path) }
}

/// Feeds `Hash` into a hash that is the same in every release of Rust.
struct StableHasher<'a>(&'a mut Xxh3Default);

impl Hasher for StableHasher<'_> {
    fn finish(&self) -> u64 {
        self.0.digest()
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The smallest component.
    const EMPTY: &[u8] = b"\0asm\x0d\0\x01\0";

    #[test]
    fn a_second_compilation_is_a_look_up() {
        let folder = tempfile::tempdir().unwrap();
        let cache = CompileCache::new(folder.path());
        let first = cache.compile(EMPTY, EngineProfile::Scored).unwrap();
        let second = cache.compile(EMPTY, EngineProfile::Scored).unwrap();
        assert!(!first.was_cached && second.was_cached);
        assert_eq!(first.path, second.path);
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            1,
            "nothing half-written stays"
        );
    }

    #[test]
    fn a_damaged_entry_is_built_anew() {
        let folder = tempfile::tempdir().unwrap();
        let cache = CompileCache::new(folder.path());
        let first = cache.compile(EMPTY, EngineProfile::Scored).unwrap();
        let mut code = fs::read(&first.path).unwrap();
        let middle = code.len() / 2;
        code[middle] ^= 1;
        fs::write(&first.path, &code).unwrap();

        let second = cache.compile(EMPTY, EngineProfile::Scored).unwrap();
        assert!(second.was_corrupt && !second.was_cached);
        assert!(
            cache
                .compile(EMPTY, EngineProfile::Scored)
                .unwrap()
                .was_cached
        );
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_named() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let cache = CompileCache::new(file.path());
        let error = cache
            .compile(EMPTY, EngineProfile::Scored)
            .unwrap_err()
            .to_string();
        assert!(
            error.contains(&file.path().display().to_string()),
            "{error}"
        );
    }
}
