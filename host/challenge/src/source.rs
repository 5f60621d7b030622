//! The files of a package, whether they lie in a folder or in one pack. Owns
//! every read of a package and its bounds; refuses links, odd names and
//! whatever is too many, too deep or too large. Nothing here writes.

mod bounds;
mod folder;
pub(crate) mod name;
mod packed;

use std::{collections::BTreeMap, io, path::Path};

use self::{folder::Folder, packed::Packed};
pub use bounds::Bounds;

/// The files of a package.
#[derive(Debug)]
pub struct Source {
    store: Store,
    files: BTreeMap<String, u64>,
    bounds: Bounds,
}

#[derive(Debug)]
enum Store {
    Folder(Folder),
    Packed(Packed),
}

/// Why the files of a package cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The operating system refused.
    #[error("cannot read `{path}`: {cause}")]
    Io {
        /// The file or folder.
        path: String,
        /// What the operating system said.
        cause: io::Error,
    },
    /// A link could lead out of the package.
    #[error("`{0}` is a link; hint: put the file itself there")]
    Link(String),
    /// Neither a file nor a folder.
    #[error("`{0}` is neither a file nor a folder")]
    Kind(String),
    /// A name that could lead out of the package or be read in two ways.
    #[error("`{path}` is no name for a file of a package: {reason}")]
    Name {
        /// The name.
        path: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// Two entries with one name; readers differ in which they would take.
    #[error("`{0}` is there twice")]
    Double(String),
    /// A file that no package has.
    #[error("`{0}` belongs to no package")]
    Unknown(String),
    /// More entries than a package may have.
    #[error("more than {0} entries; hint: remove what does not belong to the package")]
    TooMany(usize),
    /// A folder that is nested too deep.
    #[error("`{path}` is more than {limit} folders deep")]
    TooDeep {
        /// The folder.
        path: String,
        /// The bound.
        limit: usize,
    },
    /// A file that is too large.
    #[error("`{path}` is larger than {limit} bytes")]
    TooLarge {
        /// The file.
        path: String,
        /// The bound.
        limit: u64,
    },
    /// All files together are too large.
    #[error("all files together are larger than {0} bytes")]
    TooLargeTogether(u64),
    /// Not the bytes of a pack.
    #[error("the pack is damaged: {0}")]
    Damaged(String),
    /// A file that is not there.
    #[error("`{0}` is missing")]
    Missing(String),
}

impl Source {
    /// The files of a folder, within [`Bounds::default`].
    pub fn folder(path: &Path) -> Result<Self, SourceError> {
        let authority = cap_std::ambient_authority();
        let dir = cap_std::fs::Dir::open_ambient_dir(path, authority).map_err(|cause| {
            SourceError::Io {
                path: path.display().to_string(),
                cause,
            }
        })?;
        Self::dir(dir, Bounds::default())
    }

    /// The files of an open folder. Build output (`target`), hidden files and
    /// Python's caches are no part of a package and are passed over.
    pub fn dir(dir: cap_std::fs::Dir, bounds: Bounds) -> Result<Self, SourceError> {
        let (folder, files) = Folder::walk(dir, &bounds)?;
        Ok(Self {
            store: Store::Folder(folder),
            files,
            bounds,
        })
    }

    /// The files of a pack.
    pub fn pack(bytes: Vec<u8>, bounds: Bounds) -> Result<Self, SourceError> {
        let (packed, files) = Packed::index(bytes, &bounds)?;
        Ok(Self {
            store: Store::Packed(packed),
            files,
            bounds,
        })
    }

    /// Path and size in bytes of every file, sorted by path; paths are relative
    /// and written with `/`.
    pub fn files(&self) -> impl Iterator<Item = (&str, u64)> {
        self.files.iter().map(|(path, size)| (path.as_str(), *size))
    }

    /// Whether that file is there.
    pub fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// Whether some file lies in that folder.
    pub fn has_folder(&self, path: &str) -> bool {
        let prefix = format!("{path}/");
        let mut after = self.files.range(prefix.clone()..);
        after
            .next()
            .is_some_and(|(file, _)| file.starts_with(&prefix))
    }

    /// The bytes of a file.
    pub fn read(&self, path: &str) -> Result<Vec<u8>, SourceError> {
        self.read_within(path, self.bounds.file_bytes)
    }

    /// The text of a file of at most [`Bounds::text_bytes`].
    pub fn read_text(&self, path: &str) -> Result<String, SourceError> {
        let bytes = self.read_within(path, self.bounds.text_bytes)?;
        String::from_utf8(bytes).map_err(|error| SourceError::Io {
            path: path.to_owned(),
            cause: io::Error::new(io::ErrorKind::InvalidData, error.utf8_error()),
        })
    }

    fn read_within(&self, path: &str, limit: u64) -> Result<Vec<u8>, SourceError> {
        let Some(size) = self.files.get(path) else {
            return Err(SourceError::Missing(path.to_owned()));
        };
        if *size > limit {
            return Err(SourceError::TooLarge {
                path: path.to_owned(),
                limit,
            });
        }
        match &self.store {
            Store::Folder(folder) => folder.read(path, limit),
            Store::Packed(packed) => packed.read(path),
        }
    }
}
