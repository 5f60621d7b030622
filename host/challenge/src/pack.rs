//! A pack: one file with all that evaluating a challenge needs, and nothing that
//! must be built. Owns what goes in and for whom. Writing is deterministic: equal
//! contents give equal bytes, so that a pack's digest names it. Reading trusts
//! nothing, since a pack may be an upload.
//!
//! The file is an uncompressed tar archive (tables and components are compressed
//! or small) of plain files: sorted names, no times, no owners, mode 0644.
//! A pack holds the manifest, the statement, the rubric, `data/`, the challenge's
//! own `wit/`, `components/<name>.wasm` and `cases/<split>.json`. Sources and
//! build output stay out.

mod extract;
mod refreshed;
mod withheld;
mod write;

use std::collections::BTreeMap;

use pilotbox_model::{Case, Split};

use crate::{Bounds, Finding, Package, PackageError, Source, SourceError, lint::check_cases};

pub use extract::extract;
pub use refreshed::{lay_pilot, pack_pilot};
pub use withheld::{attach_final, pack_final, pack_final_tables};
pub use write::{pack, startup_pack};

/// Name of the component that drives the plugins.
pub const HARNESS: &str = "harness";

/// What a pack holds.
#[derive(Debug)]
pub struct Pack {
    /// Manifest, statement, rubric and data.
    pub package: Package,
    /// Built components by name: the harness, and plugins that ship with the
    /// challenge.
    pub components: BTreeMap<String, Vec<u8>>,
    /// The cases of each split that the pack holds.
    pub cases: BTreeMap<Split, Vec<Case>>,
}

/// For whom a pack is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// City staff and the server: everything.
    City,
    /// Startups: no hidden split, not how it was made, and not the reference.
    Startup,
}

/// How a pack is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PackOptions {
    /// For whom.
    pub audience: Audience,
}

/// Why a pack cannot be made or read.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// Its files cannot be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// Its manifest, statement or rubric is not as it must be.
    #[error(transparent)]
    Package(PackageError),
    /// A component that is neither the harness nor a plugin of the manifest.
    #[error("component `{0}` is not in the manifest; hint: add it to `[[plugins]]`")]
    UnknownComponent(String),
    /// No harness: nothing could be evaluated.
    #[error("the component `harness` is missing; hint: build the package first")]
    NoHarness,
    /// Cases that break their rules.
    #[error("{}", .0.iter().map(Finding::to_string).collect::<Vec<_>>().join("\n"))]
    Cases(Vec<Finding>),
    /// A file of cases that is none.
    #[error("`{path}` holds no cases: {cause}")]
    NotCases {
        /// The file.
        path: String,
        /// What is wrong with it.
        cause: serde_json::Error,
    },
    /// A file's name is too long for the format.
    #[error("`{path}` does not fit into a pack: {cause}")]
    Entry {
        /// The file.
        path: String,
        /// What the writer said.
        cause: std::io::Error,
    },
    /// Final data of a package that withholds none.
    #[error(
        "`{0}` withholds no data; hint: `openness = \"withheld\"` in the manifest announces it"
    )]
    NotWithheld(String),
    /// Final data that is not what the package's dictionary says.
    #[error("{}", .0.iter().map(Finding::to_string).collect::<Vec<_>>().join("\n"))]
    Final(Vec<Finding>),
    /// The folder to extract into is there already.
    #[error("`{0}` is there already; hint: remove it or choose another name")]
    Occupied(String),
    /// The pack cannot be written to disk.
    #[error("cannot write `{path}`: {cause}")]
    Write {
        /// The file or folder.
        path: String,
        /// What the operating system said.
        cause: std::io::Error,
    },
}

impl From<PackageError> for PackError {
    fn from(error: PackageError) -> Self {
        match error {
            PackageError::Source(error) => Self::Source(error),
            invalid @ PackageError::Invalid(_) => Self::Package(invalid),
        }
    }
}

/// Reads a pack from its bytes, within [`Bounds::default`].
pub fn read_pack(bytes: Vec<u8>) -> Result<Pack, PackError> {
    Pack::load(Source::pack(bytes, Bounds::default())?)
}

impl Pack {
    /// Reads the files of a pack, from its bytes or from the folder that it was
    /// extracted to.
    pub fn load(source: Source) -> Result<Self, PackError> {
        let package = Package::load(source)?;
        let components = components(&package)?;
        let cases = cases(&package)?;
        Ok(Self {
            package,
            components,
            cases,
        })
    }

    /// The harness's component.
    pub fn harness(&self) -> &[u8] {
        self.components
            .get(HARNESS)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }
}

fn components(package: &Package) -> Result<BTreeMap<String, Vec<u8>>, PackError> {
    let mut components = BTreeMap::new();
    for (path, _) in package.source().files() {
        let Some(file) = path.strip_prefix("components/") else {
            continue;
        };
        let Some(name) = file.strip_suffix(".wasm") else {
            return Err(SourceError::Unknown(path.to_owned()).into());
        };
        check_component(package, name)?;
        components.insert(name.to_owned(), package.source().read(path)?);
    }
    if components.contains_key(HARNESS) {
        Ok(components)
    } else {
        Err(PackError::NoHarness)
    }
}

fn check_component(package: &Package, name: &str) -> Result<(), PackError> {
    if name == HARNESS || package.manifest().plugin(name).is_some() {
        return Ok(());
    }
    Err(PackError::UnknownComponent(name.to_owned()))
}

fn cases(package: &Package) -> Result<BTreeMap<Split, Vec<Case>>, PackError> {
    let mut all = BTreeMap::new();
    for (path, _) in package.source().files() {
        let Some(file) = path.strip_prefix("cases/") else {
            continue;
        };
        let split = file
            .strip_suffix(".json")
            .and_then(|name| name.parse::<Split>().ok());
        let Some(split) = split else {
            return Err(SourceError::Unknown(path.to_owned()).into());
        };
        let bytes = package.source().read(path)?;
        let cases: Vec<Case> =
            serde_json::from_slice(&bytes).map_err(|cause| PackError::NotCases {
                path: path.to_owned(),
                cause,
            })?;
        check(package, split, &cases)?;
        all.insert(split, cases);
    }
    Ok(all)
}

fn check(package: &Package, split: Split, cases: &[Case]) -> Result<(), PackError> {
    let findings = check_cases(package.manifest(), split, cases);
    if findings.is_empty() {
        Ok(())
    } else {
        Err(PackError::Cases(findings))
    }
}

#[cfg(test)]
mod tests;
