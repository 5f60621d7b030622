//! A pack: an uncompressed tar archive of plain files, indexed without copying.
//! Only what [`crate::pack`] writes is read; every extension of the format
//! (links, sparse files, long names, devices) is refused.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Cursor, Read},
    ops::Range,
};

use tar::{Archive, Entry, EntryType};

use super::{Bounds, SourceError, bounds::Tally, name};

/// What a package consists of.
const TOP_LEVEL: [&str; 7] = [
    "challenge.toml",
    "rubric.toml",
    "statement",
    "data",
    "wit",
    "components",
    "cases",
];

/// The unit of a tar archive, in bytes.
const BLOCK: usize = 512;

#[derive(Debug)]
pub(super) struct Packed {
    bytes: Vec<u8>,
    ranges: BTreeMap<String, Range<usize>>,
}

impl Packed {
    pub(super) fn index(
        bytes: Vec<u8>,
        bounds: &Bounds,
    ) -> Result<(Self, BTreeMap<String, u64>), SourceError> {
        let ranges = ranges(&bytes, bounds)?;
        let sizes = ranges
            .iter()
            .map(|(path, range)| (path.clone(), range.len() as u64))
            .collect();
        Ok((Self { bytes, ranges }, sizes))
    }

    pub(super) fn read(&self, path: &str) -> Result<Vec<u8>, SourceError> {
        let range = self.ranges.get(path).cloned();
        range
            .and_then(|range| self.bytes.get(range))
            .map(<[u8]>::to_vec)
            .ok_or_else(|| SourceError::Missing(path.to_owned()))
    }
}

fn ranges(bytes: &[u8], bounds: &Bounds) -> Result<BTreeMap<String, Range<usize>>, SourceError> {
    let mut archive = Archive::new(Cursor::new(bytes));
    let mut tally = Tally::new(bounds);
    let mut names = Names::default();
    let mut ranges = BTreeMap::new();
    // Raw, so that extensions are seen and refused instead of obeyed.
    for entry in archive.entries().map_err(damaged)?.raw(true) {
        let entry = entry.map_err(damaged)?;
        tally.entry()?;
        let path = path_of(&entry)?;
        let size = size_of(&entry, &path)?;
        tally.bytes(&path, size)?;
        names.add(&path, bounds)?;
        let range = range_of(&entry, size, bytes.len())
            .ok_or_else(|| SourceError::Damaged(format!("`{path}` is cut off")))?;
        ranges.insert(path, range);
    }
    if bytes.len() != whole_size(&ranges) {
        return Err(SourceError::Damaged(
            "it is cut off, or something follows it".to_owned(),
        ));
    }
    Ok(ranges)
}

/// The size of an archive that ends with these files: a whole number of blocks,
/// then two blocks of zeros.
fn whole_size(ranges: &BTreeMap<String, Range<usize>>) -> usize {
    let end = ranges
        .values()
        .map(|range| range.end)
        .max()
        .unwrap_or_default();
    end.next_multiple_of(BLOCK).saturating_add(2 * BLOCK)
}

fn path_of<R: Read>(entry: &Entry<'_, R>) -> Result<String, SourceError> {
    let bytes = entry.path_bytes();
    let path = String::from_utf8_lossy(&bytes).into_owned();
    if std::str::from_utf8(&bytes).is_err() {
        return Err(SourceError::Name {
            path,
            reason: "it is not UTF-8",
        });
    }
    match name::fault(&path) {
        Some(reason) => Err(SourceError::Name { path, reason }),
        None => Ok(path),
    }
}

fn size_of<R: Read>(entry: &Entry<'_, R>, path: &str) -> Result<u64, SourceError> {
    match entry.header().entry_type() {
        EntryType::Regular => entry.header().entry_size().map_err(damaged),
        EntryType::Symlink | EntryType::Link => Err(SourceError::Link(path.to_owned())),
        _ => Err(SourceError::Kind(path.to_owned())),
    }
}

fn range_of<R: Read>(entry: &Entry<'_, R>, size: u64, end: usize) -> Option<Range<usize>> {
    let start = usize::try_from(entry.raw_file_position()).ok()?;
    let stop = start.checked_add(usize::try_from(size).ok()?)?;
    (stop <= end).then_some(start..stop)
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "it is an argument of `map_err`"
)]
fn damaged(error: std::io::Error) -> SourceError {
    SourceError::Damaged(error.to_string())
}

/// Names met so far. Two names that differ only in case are one name on some
/// systems, and so is a file that is also a folder.
#[derive(Default)]
struct Names {
    files: BTreeSet<String>,
    folders: BTreeSet<String>,
}

impl Names {
    fn add(&mut self, path: &str, bounds: &Bounds) -> Result<(), SourceError> {
        let top = path.split('/').next().unwrap_or(path);
        let is_file = path == top;
        if !TOP_LEVEL.contains(&top) || is_file != top.contains('.') {
            return Err(SourceError::Unknown(path.to_owned()));
        }
        let folded = path.to_lowercase();
        let folders: Vec<&str> = folded
            .match_indices('/')
            .map(|(at, _)| &folded[..at])
            .collect();
        if folders.len() > bounds.depth {
            return Err(SourceError::TooDeep {
                path: path.to_owned(),
                limit: bounds.depth,
            });
        }
        let clash = self.folders.contains(&folded)
            || folders.iter().any(|folder| self.files.contains(*folder));
        self.folders.extend(folders.into_iter().map(str::to_owned));
        if clash || !self.files.insert(folded) {
            return Err(SourceError::Double(path.to_owned()));
        }
        Ok(())
    }
}
