//! A folder, walked once through a capability: no path can lead out of it.

use std::{
    collections::BTreeMap,
    io::{self, Read},
};

use cap_std::fs::Dir;

use super::{Bounds, SourceError, bounds::Tally, name};

#[derive(Debug)]
pub(super) struct Folder(Dir);

impl Folder {
    pub(super) fn walk(
        dir: Dir,
        bounds: &Bounds,
    ) -> Result<(Self, BTreeMap<String, u64>), SourceError> {
        let mut walk = Walk {
            tally: Tally::new(bounds),
            bounds,
            files: BTreeMap::new(),
        };
        walk.folder(&dir, "", 0)?;
        Ok((Self(dir), walk.files))
    }

    /// Reads at most `limit` bytes: the file may have grown since the walk.
    pub(super) fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, SourceError> {
        let file = self.0.open(path).map_err(|cause| io_error(path, cause))?;
        let mut bytes = Vec::new();
        file.take(limit.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|cause| io_error(path, cause))?;
        if bytes.len() as u64 > limit {
            return Err(SourceError::TooLarge {
                path: path.to_owned(),
                limit,
            });
        }
        Ok(bytes)
    }
}

struct Walk<'b> {
    tally: Tally<'b>,
    bounds: &'b Bounds,
    files: BTreeMap<String, u64>,
}

impl Walk<'_> {
    fn folder(&mut self, dir: &Dir, prefix: &str, depth: usize) -> Result<(), SourceError> {
        if depth > self.bounds.depth {
            let path = prefix.trim_end_matches('/').to_owned();
            return Err(SourceError::TooDeep {
                path,
                limit: self.bounds.depth,
            });
        }
        for entry in dir.entries().map_err(|cause| io_error(prefix, cause))? {
            let entry = entry.map_err(|cause| io_error(prefix, cause))?;
            self.tally.entry()?;
            let name = entry.file_name();
            let path = format!("{prefix}{}", name.to_string_lossy());
            if name.to_str().is_none() {
                return Err(SourceError::Name {
                    path,
                    reason: "it is not UTF-8",
                });
            }
            self.entry(&entry, path, depth)?;
        }
        Ok(())
    }

    fn entry(
        &mut self,
        entry: &cap_std::fs::DirEntry,
        path: String,
        depth: usize,
    ) -> Result<(), SourceError> {
        let metadata = entry.metadata().map_err(|cause| io_error(&path, cause))?;
        if metadata.is_symlink() {
            return Err(SourceError::Link(path));
        }
        if is_passed_over(&path) {
            return Ok(());
        }
        if let Some(reason) = name::fault(&path) {
            return Err(SourceError::Name { path, reason });
        }
        if metadata.is_dir() {
            let dir = entry.open_dir().map_err(|cause| io_error(&path, cause))?;
            return self.folder(&dir, &format!("{path}/"), depth + 1);
        }
        if !metadata.is_file() {
            return Err(SourceError::Kind(path));
        }
        self.tally.bytes(&path, metadata.len())?;
        self.files.insert(path, metadata.len());
        Ok(())
    }
}

/// Build output, hidden files and caches are no part of a package.
fn is_passed_over(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.starts_with('.') || matches!(name, "target" | "__pycache__")
}

fn io_error(path: &str, cause: io::Error) -> SourceError {
    let path = if path.is_empty() { "." } else { path };
    SourceError::Io {
        path: path.to_owned(),
        cause,
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::super::{Bounds, Source, SourceError};

    fn small() -> Bounds {
        Bounds {
            entries: 4,
            depth: 1,
            file_bytes: 8,
            text_bytes: 4,
            total_bytes: 12,
        }
    }

    fn open(path: &Path) -> Result<Source, SourceError> {
        let dir = cap_std::fs::Dir::open_ambient_dir(path, cap_std::ambient_authority());
        Source::dir(dir.expect("the folder is there"), small())
    }

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
            fs::write(path, text).expect("a file");
        }
        folder
    }

    #[test]
    fn files_are_listed_sorted_and_read() {
        let folder = folder(&[("b", "12"), ("a/c", "3"), ("target/x", "123456789")]);
        let source = open(folder.path()).expect("within bounds");
        assert_eq!(source.files().collect::<Vec<_>>(), [("a/c", 1), ("b", 2)]);
        assert_eq!(source.read("b").expect("it is there"), b"12");
        assert!(source.has_folder("a"));
        assert!(!source.has_folder("b"));
        assert!(matches!(source.read("../b"), Err(SourceError::Missing(_))));
    }

    #[test]
    fn each_bound_has_its_error() {
        let many = folder(&[("a", ""), ("b", ""), ("c", ""), ("d", ""), ("e", "")]);
        assert!(matches!(open(many.path()), Err(SourceError::TooMany(4))));
        let deep = folder(&[("a/b/c", "")]);
        assert!(matches!(
            open(deep.path()),
            Err(SourceError::TooDeep { limit: 1, .. })
        ));
        let large = folder(&[("a", "123456789")]);
        assert!(matches!(
            open(large.path()),
            Err(SourceError::TooLarge { limit: 8, .. })
        ));
        let together = folder(&[("a", "12345678"), ("b", "12345678")]);
        assert!(matches!(
            open(together.path()),
            Err(SourceError::TooLargeTogether(12))
        ));
        let text = folder(&[("a", "12345")]);
        let source = open(text.path()).expect("within bounds");
        assert!(matches!(
            source.read_text("a"),
            Err(SourceError::TooLarge { limit: 4, .. })
        ));
    }

    #[test]
    fn text_is_utf_8() {
        let folder = folder(&[]);
        fs::write(folder.path().join("a"), b"\xff").expect("a file");
        let source = open(folder.path()).expect("within bounds");
        assert!(matches!(source.read_text("a"), Err(SourceError::Io { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_refused_wherever_they_lead() {
        for target in ["/etc/hostname", "a", "missing"] {
            let folder = folder(&[("a", "1")]);
            std::os::unix::fs::symlink(target, folder.path().join("l")).expect("a link");
            let error = open(folder.path()).expect_err("a link");
            assert_eq!(
                error.to_string(),
                "`l` is a link; hint: put the file itself there"
            );
        }
    }

    #[cfg(unix)]
    #[test]
    fn sockets_are_refused() {
        let folder = folder(&[]);
        let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("s"));
        assert!(matches!(open(folder.path()), Err(SourceError::Kind(_))));
    }
}
