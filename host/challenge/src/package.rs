//! A package that can be run: manifest, statement, rubric and the digests of its
//! data. Opening refuses what would make a score meaningless; what only makes a
//! package unfit to publish is found by [`crate::lint::check`].

use std::path::Path;

use pilotbox_model::{Digest, Split};

use crate::{Bounds, Finding, Manifest, Rubric, Source, SourceError, lint, manifest::Texts};

/// Name of the manifest in a package.
pub const MANIFEST: &str = "challenge.toml";
/// Name of the rubric in a package.
pub const RUBRIC: &str = "rubric.toml";
/// Name of the dictionary of all tables.
pub const DICTIONARY: &str = "data/csvw.json";

/// A package that can be run.
#[derive(Debug)]
pub struct Package {
    source: Source,
    manifest: Manifest,
    manifest_digest: Digest,
    rubric: Rubric,
    statement: Texts,
    data: Vec<DataFile>,
}

/// A file below `data/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFile {
    /// Path relative to the package, such as `data/sample/parking.parquet`.
    pub path: String,
    /// Size in bytes.
    pub size: u64,
    /// Digest of the bytes.
    pub digest: Digest,
}

impl DataFile {
    /// The folder below `data/` and the table's name; `None` unless it is a
    /// Parquet file of such a folder.
    pub fn table(&self) -> Option<(&str, &str)> {
        table_of(&self.path)
    }
}

/// Why a package cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum PackageError {
    /// Its files cannot be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// Its manifest, statement or rubric is not as it must be.
    #[error("{}", lines(.0))]
    Invalid(Vec<Finding>),
}

impl Package {
    /// Opens a folder.
    pub fn open(path: &Path) -> Result<Self, PackageError> {
        Self::load(Source::folder(path)?)
    }

    /// Opens a pack from its bytes.
    pub fn open_pack(bytes: Vec<u8>) -> Result<Self, PackageError> {
        Self::load(Source::pack(bytes, Bounds::default())?)
    }

    /// Reads what every user of a package needs, and the digest of every data
    /// file.
    pub fn load(source: Source) -> Result<Self, PackageError> {
        let parts = lint::Parts::read(&source).map_err(PackageError::Invalid)?;
        let manifest_digest = Digest::of(&source.read(MANIFEST)?);
        let data = data_files(&source)?;
        let (manifest, rubric, statement) = (parts.manifest, parts.rubric, parts.statement);
        Ok(Self {
            source,
            manifest,
            manifest_digest,
            rubric,
            statement,
            data,
        })
    }

    /// What the challenge declares.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Digest of the bytes of `challenge.toml`.
    pub fn manifest_digest(&self) -> Digest {
        self.manifest_digest
    }

    /// The criteria by which people judge.
    pub fn rubric(&self) -> &Rubric {
        &self.rubric
    }

    /// The problem in both languages, as Markdown.
    pub fn statement(&self) -> &Texts {
        &self.statement
    }

    /// Every file below `data/`, sorted by path.
    pub fn data(&self) -> &[DataFile] {
        &self.data
    }

    /// All files, for whoever needs more than the above.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Digest of every file that the split, a plugin and the harness can read:
    /// the sorted paths and digests of `data/<split>`, `data/common` and
    /// `data/granted`.
    pub fn data_digest(&self, split: Split) -> Digest {
        let folders = [split.as_str(), "common", "granted"];
        let files = self
            .data
            .iter()
            .filter(|file| folders.iter().any(|name| is_in(file, name)));
        Digest::of_parts(
            files.flat_map(|file| [file.path.as_bytes(), file.digest.as_bytes().as_slice()]),
        )
    }
}

/// The folder below `data/` and the table's name of a Parquet file's path.
pub(crate) fn table_of(path: &str) -> Option<(&str, &str)> {
    let (folder, file) = path.strip_prefix("data/")?.split_once('/')?;
    let name = file.strip_suffix(".parquet")?;
    (!name.contains('/')).then_some((folder, name))
}

fn is_in(file: &DataFile, folder: &str) -> bool {
    let below = file
        .path
        .strip_prefix("data/")
        .and_then(|path| path.strip_prefix(folder));
    below.is_some_and(|rest| rest.starts_with('/'))
}

fn data_files(source: &Source) -> Result<Vec<DataFile>, SourceError> {
    let data = source.files().filter(|(path, _)| path.starts_with("data/"));
    data.map(|(path, size)| {
        let digest = Digest::of(&source.read(path)?);
        Ok(DataFile {
            path: path.to_owned(),
            size,
            digest,
        })
    })
    .collect()
}

fn lines(findings: &[Finding]) -> String {
    findings
        .iter()
        .map(Finding::to_string)
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::fixture::{folder, write};

    fn open(folder: &tempfile::TempDir) -> Package {
        Package::open(folder.path()).expect("the fixture is valid")
    }

    #[test]
    fn a_package_opens_with_its_digests() {
        let folder = folder();
        let package = open(&folder);
        let bytes = fs::read(folder.path().join(MANIFEST)).expect("the manifest");
        assert_eq!(package.manifest_digest(), Digest::of(&bytes));
        assert_eq!(package.statement().en, "# A problem\n");
        assert_eq!(package.rubric().criteria.len(), 4);
        let tables: Vec<_> = package.data().iter().filter_map(DataFile::table).collect();
        let expected = [
            ("common", "c"),
            ("final", "f"),
            ("granted", "places"),
            ("public", "p"),
            ("sample", "s"),
        ];
        assert_eq!(tables, expected);
    }

    #[test]
    fn a_data_digest_covers_what_a_split_can_read_and_nothing_else() {
        let folder = folder();
        let digests = |package: &Package| Split::ALL.map(|split| package.data_digest(split));
        let before = digests(&open(&folder));
        assert!(before[0] != before[1] && before[1] != before[2]);
        write(folder.path(), "data/README.md", "Changed.\n");
        assert_eq!(digests(&open(&folder)), before);
        write(folder.path(), "data/public/p.parquet", "changed");
        let after = digests(&open(&folder));
        assert_eq!((after[0], after[2]), (before[0], before[2]));
        assert_ne!(after[1], before[1]);
        write(folder.path(), "data/common/c.parquet", "changed");
        let common = digests(&open(&folder));
        assert!(common.iter().zip(&after).all(|(now, then)| now != then));
    }

    #[test]
    fn a_data_digest_is_that_of_sorted_paths_and_digests() {
        let folder = folder();
        let files = [
            "data/common/c.parquet",
            "data/granted/places.parquet",
            "data/sample/s.parquet",
        ];
        let digests = files.map(|path| {
            let bytes = fs::read(folder.path().join(path)).expect("a table");
            (path, Digest::of(&bytes))
        });
        let parts = digests
            .iter()
            .flat_map(|(path, digest)| [path.as_bytes(), digest.as_bytes()]);
        assert_eq!(
            open(&folder).data_digest(Split::Sample),
            Digest::of_parts(parts)
        );
    }

    #[test]
    fn a_package_that_cannot_be_scored_does_not_open() {
        let folder = folder();
        write(folder.path(), MANIFEST, "id = 1");
        let error = Package::open(folder.path()).expect_err("no manifest");
        assert!(
            error
                .to_string()
                .contains("challenge.toml:1:6: `1` is a number; hint: use a string")
        );
        let missing = folder.path().join("missing");
        let error = Package::open(&missing).expect_err("no folder");
        assert!(matches!(
            error,
            PackageError::Source(SourceError::Io { .. })
        ));
    }
}
