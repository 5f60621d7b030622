//! How large a package may be.

use pilotbox_model::Bound;

/// How large a package may be. A package may come from an upload, so that each
/// bound stands against one way to fill memory or disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Files and folders together. Prevents a walk without end.
    pub entries: usize,
    /// Folders within folders. Prevents a walk that exhausts the stack.
    pub depth: usize,
    /// Bytes of one file. A file is read into memory as a whole.
    pub file_bytes: u64,
    /// Bytes of one file that is read as text: manifest, statement, dictionary.
    pub text_bytes: u64,
    /// Bytes of all files together. A pack is held in memory.
    pub total_bytes: u64,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            entries: 10_000,
            depth: 12,
            file_bytes: 256 << 20,
            text_bytes: 1 << 20,
            total_bytes: 1 << 30,
        }
    }
}

impl Bounds {
    /// The defaults, for a table.
    pub fn table() -> [Bound; 5] {
        let bounds = Self::default();
        let bound =
            |name, value, unit, prevents| Bound::of_release(name, value, unit, prevents, "");
        [
            bound(
                "package_entries",
                bounds.entries as u64,
                "files and folders",
                "a walk without end",
            ),
            bound(
                "package_depth",
                bounds.depth as u64,
                "folders within folders",
                "a walk that exhausts the stack",
            ),
            bound(
                "package_file_bytes",
                bounds.file_bytes,
                "bytes of one file",
                "filling memory, where a file is read as a whole",
            ),
            bound(
                "package_text_bytes",
                bounds.text_bytes,
                "bytes of one text",
                "filling memory by a manifest or a dictionary",
            ),
            bound(
                "package_total_bytes",
                bounds.total_bytes,
                "bytes together",
                "filling memory and disk by one package",
            ),
        ]
    }
}

/// Counts what was met so far against the bounds.
pub(super) struct Tally<'b> {
    bounds: &'b Bounds,
    entries: usize,
    total_bytes: u64,
}

impl<'b> Tally<'b> {
    pub(super) fn new(bounds: &'b Bounds) -> Self {
        Self {
            bounds,
            entries: 0,
            total_bytes: 0,
        }
    }

    pub(super) fn entry(&mut self) -> Result<(), super::SourceError> {
        self.entries += 1;
        if self.entries > self.bounds.entries {
            return Err(super::SourceError::TooMany(self.bounds.entries));
        }
        Ok(())
    }

    pub(super) fn bytes(&mut self, path: &str, size: u64) -> Result<(), super::SourceError> {
        let limit = self.bounds.file_bytes;
        if size > limit {
            return Err(super::SourceError::TooLarge {
                path: path.to_owned(),
                limit,
            });
        }
        self.total_bytes = self.total_bytes.saturating_add(size);
        if self.total_bytes > self.bounds.total_bytes {
            return Err(super::SourceError::TooLargeTogether(
                self.bounds.total_bytes,
            ));
        }
        Ok(())
    }
}
