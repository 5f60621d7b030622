//! A challenge as the caller named it: a folder whose components were built, or
//! a pack that holds them.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use pilotbox_challenge::{Package, pack};
use pilotbox_evaluate::{Artifacts, CompileLimits, Evaluator, Opened, Worker};
use pilotbox_model::{Limits, Split};

use crate::{
    arguments::Machine,
    exit::{Exit, Failure},
    files, templates,
};

/// How every component and every core module begins.
const WASM_MAGIC: &[u8] = b"\0asm";

/// A challenge with its components.
pub(crate) struct Loaded {
    pub(crate) opened: Opened,
    /// Where a pack was extracted to; removed when this goes.
    _extracted: Option<tempfile::TempDir>,
}

impl Loaded {
    /// Opens a folder or a pack.
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        if path.is_dir() {
            Self::open_folder(path)
        } else {
            Self::open_pack(path)
        }
    }

    fn open_folder(path: &Path) -> Result<Self, Failure> {
        if !path.join("challenge.toml").exists() {
            return Err(Failure::usage(format!(
                "`{}` holds no challenge; hint: name the folder that holds `challenge.toml`",
                path.display()
            )));
        }
        let package = Package::open(path)?;
        let folder = canonical(path)?;
        let components = built_components(&package, &folder)?;
        Ok(Self {
            opened: Opened::of_parts(package, components, &folder)?,
            _extracted: None,
        })
    }

    fn open_pack(path: &Path) -> Result<Self, Failure> {
        let bytes = files::read(path)?;
        if bytes.starts_with(WASM_MAGIC) {
            return Err(Failure::usage(format!(
                "`{}` is WebAssembly, not a challenge; hint: a challenge is a folder or a pack, a component goes to `--plugin`",
                path.display()
            )));
        }
        let scratch = tempfile::tempdir()
            .map_err(|error| Failure::new(Exit::Host, format!("no temporary folder: {error}")))?;
        let folder = scratch.path().join("pack");
        Ok(Self {
            opened: Opened::open(bytes, None, &folder, &Limits::CEILING)?,
            _extracted: Some(scratch),
        })
    }

    /// What an evaluation needs.
    pub(crate) fn artifacts(&self) -> Result<Artifacts<'_>, Failure> {
        Ok(self.opened.artifacts()?)
    }

    /// Refuses a split that the package does not hold.
    pub(crate) fn demand_split(&self, split: Split) -> Result<(), Failure> {
        if self.opened.has_split(split) {
            return Ok(());
        }
        let id = &self.opened.package().manifest().id;
        Err(Failure::usage(format!(
            "`{id}` holds no data for split `{split}`; hint: a pack for startups holds `sample` alone"
        )))
    }
}

/// Workers are this very program.
pub(crate) fn worker() -> Result<Worker, Failure> {
    Ok(Worker::new(program()?))
}

/// The file of this very program.
pub(crate) fn program() -> Result<PathBuf, Failure> {
    std::env::current_exe()
        .map_err(|error| Failure::new(Exit::Host, format!("this program is gone: {error}")))
}

/// An evaluator with the caller's cache.
pub(crate) fn evaluator(machine: &Machine) -> Result<Evaluator, Failure> {
    let cache = absolute(&files::cache_folder(machine.cache.as_deref())?)?;
    Ok(Evaluator::new(worker()?, cache, CompileLimits::DEFAULT))
}

/// How many runners to use.
pub(crate) fn jobs(machine: &Machine) -> usize {
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    machine.jobs.map_or_else(cores, usize::from)
}

fn canonical(path: &Path) -> Result<PathBuf, Failure> {
    path.canonicalize()
        .map_err(|error| Failure::usage(format!("`{}`: {error}", path.display())))
}

fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    std::path::absolute(path)
        .map_err(|error| Failure::usage(format!("`{}`: {error}", path.display())))
}

/// Reads what `pilotbox build` wrote for a package: `ID-NAME.wasm`, or the
/// template's `template-KIND-NAME.wasm`, in the nearest `target/components` above
/// it or above this program, which was built beside its templates. What is not
/// there is left out.
fn built_components(
    package: &Package,
    folder: &Path,
) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let manifest = package.manifest();
    let names = manifest.plugins.iter().map(|plugin| plugin.name.as_str());
    let chosen = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let program = program()?;
    let above = folder.ancestors().chain(program.ancestors());
    let targets = chosen
        .into_iter()
        .chain(above.map(|above| above.join("target")));
    let places: Vec<_> = targets.map(|target| target.join("components")).collect();
    let mut components = BTreeMap::new();
    for name in names.chain([pack::HARNESS]) {
        let file = format!("{}.wasm", manifest.component(name));
        let mut places = places.iter().map(|place| place.join(&file));
        if let Some(path) = places.find(|path| path.is_file()) {
            components.insert(name.to_owned(), files::read(&path)?);
        } else if let Some(kind) = manifest.harness.template
            && let Some(bytes) = templates::components().component(kind, name)
        {
            // Nobody has built it, and nobody need: it is part of this program.
            components.insert(name.to_owned(), bytes.to_vec());
        }
    }
    Ok(components)
}
