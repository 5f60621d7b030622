//! A challenge that is opened to be run: a pack laid out in a folder, or a folder
//! whose components were built. Refuses a pack whose bounds are above an
//! operator's ceiling, and leaves nothing of what it refuses.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use pilotbox_challenge::{Finding, Pack, PackError, Package, Source, lint, pack};
use pilotbox_model::{Limits, Split};

use crate::Artifacts;

/// The plugin that tells whose fault a stopped harness is.
const BASELINE: &str = "baseline";

/// A challenge with its components, its data in a folder that runners can read.
#[derive(Debug)]
pub struct Opened {
    package: Package,
    limits: Limits,
    components: BTreeMap<String, Vec<u8>>,
    data: PathBuf,
}

/// Why a challenge cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The pack or its final data is not as it must be.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// Its bounds of a case are above the operator's ceiling.
    #[error("{}", .0.iter().map(Finding::to_string).collect::<Vec<_>>().join("\n"))]
    Ceiling(Vec<Finding>),
    /// A component that an evaluation needs is not there.
    #[error(
        "`{name}` of `{challenge}` is not built; hint: `pilotbox build CHALLENGE` builds all of it"
    )]
    NotBuilt {
        /// The component.
        name: String,
        /// The challenge's id.
        challenge: String,
    },
    /// A folder cannot be used.
    #[error("`{path}`: {cause}")]
    Io {
        /// The folder.
        path: String,
        /// What the system said.
        cause: io::Error,
    },
}

impl Opened {
    /// Lays a pack out in a folder that is not there yet, with the final data that
    /// was withheld if there is any, and opens it. The folder is there with all of
    /// it or not at all.
    pub fn open(
        pack: Vec<u8>,
        final_data: Option<Vec<u8>>,
        folder: &Path,
        ceiling: &Limits,
    ) -> Result<Self, OpenError> {
        if folder.symlink_metadata().is_ok() {
            return Err(PackError::Occupied(folder.display().to_string()).into());
        }
        let parent = folder
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty());
        // Goes with what is in it, unless that is renamed.
        let scratch = tempfile::Builder::new()
            .prefix(".opening-")
            .tempdir_in(parent.unwrap_or(Path::new(".")))
            .map_err(|cause| io_error(folder, cause))?;
        let draft = scratch.path().join("pack");
        pack::extract(pack, &draft)?;
        if let Some(archive) = final_data {
            pack::attach_final(&draft, archive)?;
        }
        let opened = Self::reopen(&draft, ceiling)?;
        fs::rename(&draft, folder).map_err(|cause| io_error(folder, cause))?;
        Self::of_parts(opened.package, opened.components, folder)
    }

    /// Opens a folder that [`Opened::open`] has made before.
    pub fn reopen(folder: &Path, ceiling: &Limits) -> Result<Self, OpenError> {
        let source = Source::folder(folder).map_err(PackError::from)?;
        let Pack {
            package,
            components,
            ..
        } = Pack::load(source)?;
        let findings = lint::check_ceiling(package.source(), ceiling);
        if !findings.is_empty() {
            return Err(OpenError::Ceiling(findings));
        }
        Self::of_parts(package, components, folder)
    }

    /// A package in a folder, with components that lie elsewhere.
    pub fn of_parts(
        package: Package,
        components: BTreeMap<String, Vec<u8>>,
        folder: &Path,
    ) -> Result<Self, OpenError> {
        // Runners work in another folder.
        let folder = folder
            .canonicalize()
            .map_err(|cause| io_error(folder, cause))?;
        Ok(Self {
            limits: Limits::from(&package.manifest().limits),
            data: folder.join("data"),
            package,
            components,
        })
    }

    /// What an evaluation needs.
    pub fn artifacts(&self) -> Result<Artifacts<'_>, OpenError> {
        Ok(Artifacts {
            package: &self.package,
            limits: &self.limits,
            harness: self.component(pack::HARNESS)?,
            baseline: self.component(BASELINE)?,
            data: &self.data,
        })
    }

    /// Manifest, statement, rubric and the digests of all data.
    pub fn package(&self) -> &Package {
        &self.package
    }

    /// The bounds of a case.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Built components by name: the harness, and plugins of the manifest.
    pub fn components(&self) -> &BTreeMap<String, Vec<u8>> {
        &self.components
    }

    /// The harness or a plugin of the manifest.
    pub fn component(&self, name: &str) -> Result<&[u8], OpenError> {
        let component = self.components.get(name).map(Vec::as_slice);
        component.ok_or_else(|| OpenError::NotBuilt {
            name: name.to_owned(),
            challenge: self.package.manifest().id.clone(),
        })
    }

    /// The data folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Whether the tables of a split are there.
    pub fn has_split(&self, split: Split) -> bool {
        self.data.join(split.as_str()).is_dir()
    }
}

fn io_error(path: &Path, cause: io::Error) -> OpenError {
    OpenError::Io {
        path: path.display().to_string(),
        cause,
    }
}
