//! Components to machine code, kept in a folder that only the host writes. An
//! entry is named by component, engine and its own checksum; what was used
//! longest ago goes when the folder outgrows its budget.

use std::{
    fs::{self, File},
    hash::Hash,
    io,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
    time::SystemTime,
};

use pilotbox_model::Digest;
use tempfile::TempDir;
use wasmtime::{Engine, Precompiled, component::Component};
use xxhash_rust::xxh3::Xxh3Default;

use crate::{Allocation, EngineProfile, SandboxError, build_engine, state::bounded};

mod budget;
mod entry;
mod stable;
mod survey;

use entry::{Found, Intact, Pin, entry_name, find_intact};
use stable::StableHasher;
use survey::DRAFT_PREFIX;

pub use survey::CacheSurvey;

/// Makes machine code. The engine itself does, or a child process that asks it to.
pub trait Compile: Send + Sync {
    /// Writes the code of a component to the file `code`. The folder that it lies
    /// in is empty and goes afterwards.
    fn compile(
        &self,
        component: &[u8],
        profile: EngineProfile,
        code: &Path,
    ) -> Result<(), SandboxError>;
}

/// Compiles in this very process: for components of one's own.
#[derive(Clone, Copy, Debug)]
pub struct InProcess;

impl Compile for InProcess {
    fn compile(
        &self,
        component: &[u8],
        profile: EngineProfile,
        code: &Path,
    ) -> Result<(), SandboxError> {
        let bytes = machine_code(component, profile)?;
        fs::write(code, bytes).map_err(|error| SandboxError::cache(code, error))
    }
}

/// The machine code of a component.
pub fn machine_code(component: &[u8], profile: EngineProfile) -> Result<Vec<u8>, SandboxError> {
    build_engine(profile, Allocation::OnDemand)?
        .precompile_component(component)
        .map_err(|error| SandboxError::DoesNotCompile(bounded(&format!("{error:#}"))))
}

/// A folder of compiled components.
#[derive(Clone)]
pub struct CompileCache {
    folder: PathBuf,
    compiler: Arc<dyn Compile>,
    engines: Arc<Engines>,
    budget_bytes: u64,
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
    /// Keeps the file where it is, whatever else is compiled meanwhile.
    _pin: Pin,
}

impl Compiled {
    /// Whether the file is there no more: whoever looks after the folder may
    /// remove it at any time.
    pub fn is_gone(&self) -> bool {
        matches!(self.path.try_exists(), Ok(false))
    }
}

impl CompileCache {
    /// Bytes of machine code that a folder keeps unless it is told otherwise:
    /// thousands of plugins as the examples are, and little beside a server's disk.
    pub const DEFAULT_BUDGET_BYTES: u64 = 4 << 30;

    /// A cache in `folder`, which is made when first written to.
    pub fn new(folder: impl Into<PathBuf>, compiler: impl Compile + 'static) -> Self {
        Self {
            folder: folder.into(),
            compiler: Arc::new(compiler),
            engines: Arc::default(),
            budget_bytes: Self::DEFAULT_BUDGET_BYTES,
        }
    }

    /// The same with another budget. Code that is in use stays all the same, so
    /// that a component larger than the whole budget still runs.
    #[must_use]
    pub fn with_budget(self, budget_bytes: u64) -> Self {
        Self {
            budget_bytes,
            ..self
        }
    }

    /// Finds or makes the code of a component.
    pub fn compile(
        &self,
        component: &[u8],
        profile: EngineProfile,
    ) -> Result<Compiled, SandboxError> {
        let folder = self.entry(component, self.engines.get(profile)?);
        let found = find_intact(&folder)?;
        if let Found::Intact(intact) = found {
            intact.pin.mark_used(SystemTime::now());
            return Ok(Compiled {
                path: intact.path,
                was_cached: true,
                was_corrupt: false,
                _pin: intact.pin,
            });
        }
        let was_corrupt = matches!(found, Found::Corrupt);
        if was_corrupt {
            self.set_aside(&folder)?;
        }
        let made = self.make(component, profile, &folder)?;
        self.keep_within_budget(&folder);
        Ok(Compiled {
            path: made.path,
            was_cached: false,
            was_corrupt,
            _pin: made.pin,
        })
    }

    /// What lies in it.
    pub fn survey(&self) -> Result<CacheSurvey, SandboxError> {
        survey::survey(&self.folder)
    }

    /// A folder beside the entries that goes when the value goes.
    fn draft(&self) -> io::Result<TempDir> {
        tempfile::Builder::new()
            .prefix(DRAFT_PREFIX)
            .tempdir_in(&self.folder)
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

    /// Takes a damaged entry away in one step. What another process has built in
    /// its place since is put back.
    fn set_aside(&self, folder: &Path) -> Result<(), SandboxError> {
        let named = |error| SandboxError::cache(folder, error);
        let aside = self.draft().map_err(named)?;
        let taken = aside.path().join("damaged");
        match fs::rename(folder, &taken) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(named(error)),
            Ok(()) if matches!(find_intact(&taken)?, Found::Intact(_)) => {
                // If a third one was faster still, its code is as good.
                let _ = fs::rename(&taken, folder);
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    /// Compiles beside the entry and renames, so that nothing half-written is
    /// ever found.
    fn make(
        &self,
        component: &[u8],
        profile: EngineProfile,
        folder: &Path,
    ) -> Result<Intact, SandboxError> {
        let io = |error| SandboxError::cache(folder, error);
        private_folder(&self.folder).map_err(io)?;
        survey::sweep(&self.folder, SystemTime::now());
        let draft = self.draft().map_err(io)?;
        let path = draft.path().join("code");
        self.compiler.compile(component, profile, &path)?;
        let file = File::open(&path).map_err(io)?;
        file.sync_all().map_err(io)?;
        // Before anybody can find it.
        let pin = Pin::new(file);
        let name = checked_name(&path)?;
        fs::rename(&path, draft.path().join(&name)).map_err(io)?;
        let mut renamed = fs::rename(draft.path(), folder);
        if renamed.is_err() {
            match find_intact(folder)? {
                // Another process was faster; its code is as good.
                Found::Intact(intact) => return Ok(intact),
                // It was, and its code is gone already.
                Found::Nothing => renamed = fs::rename(draft.path(), folder),
                Found::Corrupt => {}
            }
        }
        renamed.map_err(io)?;
        // Renamed away: there is no draft left to remove.
        let _ = draft.keep();
        Ok(Intact {
            path: folder.join(name),
            pin,
        })
    }
}

/// The name of new code in its entry, if it is whole machine code of a component.
fn checked_name(path: &Path) -> Result<String, SandboxError> {
    let kind = Engine::detect_precompiled_file(path);
    if !matches!(kind, Ok(Some(Precompiled::Component))) {
        let message = "it wrote something else than machine code of a component";
        return Err(SandboxError::Compiler(message.to_owned()));
    }
    let code = fs::read(path).map_err(|error| SandboxError::cache(path, error))?;
    Ok(entry_name(&code))
}

/// Makes a folder that nobody else may write to, or demands that it is such: what
/// lies in it is run.
fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    demand_private(folder)
}

#[cfg(unix)]
fn demand_private(folder: &Path) -> io::Result<()> {
    const WRITABLE_BY_OTHERS: u32 = 0o022;
    let mode = std::os::unix::fs::MetadataExt::mode(&fs::metadata(folder)?);
    if mode & WRITABLE_BY_OTHERS == 0 {
        return Ok(());
    }
    let message = "others may write to it; `chmod go-w` keeps them out";
    Err(io::Error::new(io::ErrorKind::PermissionDenied, message))
}

#[cfg(not(unix))]
fn demand_private(_folder: &Path) -> io::Result<()> {
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The smallest component.
    const EMPTY: &[u8] = b"\0asm\x0d\0\x01\0";

    #[test]
    fn a_second_compilation_is_a_look_up() {
        let folder = tempfile::tempdir().unwrap();
        let cache = CompileCache::new(folder.path(), InProcess);
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
        let cache = CompileCache::new(folder.path(), InProcess);
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
        let cache = CompileCache::new(file.path(), InProcess);
        let error = cache
            .compile(EMPTY, EngineProfile::Scored)
            .unwrap_err()
            .to_string();
        assert!(
            error.contains(&file.path().display().to_string()),
            "{error}"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_others_may_write_to_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777)).unwrap();
        let cache = CompileCache::new(folder.path(), InProcess);
        let error = cache.compile(EMPTY, EngineProfile::Scored).unwrap_err();
        assert!(
            error.to_string().contains("others may write to it"),
            "{error}"
        );
    }
}
