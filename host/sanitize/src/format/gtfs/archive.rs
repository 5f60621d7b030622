//! The archive of a feed: a bounded list of names, and files that cannot unpack to more
//! than their size allows.

use std::{cell::Cell, collections::BTreeMap, io::Read, rc::Rc};

use zip::ZipArchive;

use super::{FILES, text_file};
use crate::format::{
    FormatError, Limits, Place, ReadSeek, Reason, finding::Desk, metered::Metered,
};

/// Bytes that are read to find the list of files. A list of more is no timetable's.
const DIRECTORY_BYTES: u64 = 4 << 20;

/// What a small file may be more than its ratio allows: a header alone packs well.
const SLACK_BYTES: u64 = 64 << 10;

/// Letters of a name of the archive that are shown.
const SHOWN_LETTERS: usize = 64;

pub(super) type Archive<'a> = ZipArchive<Metered<&'a mut dyn ReadSeek>>;

/// Opens the archive.
pub(super) fn open<'a>(
    source: &'a mut dyn ReadSeek,
    name: &str,
    desk: &Desk<'_>,
) -> Result<Archive<'a>, FormatError> {
    let refused = |reason| FormatError::refused(Place::table(name), reason);
    let reader = Metered::new(source, DIRECTORY_BYTES);
    let allowance = reader.allowance();
    let archive = ZipArchive::new(reader).map_err(|_| refused(Reason::NoZip))?;
    let limit = desk.limits.entries;
    if archive.len() > limit {
        return Err(refused(Reason::Entries { limit }));
    }
    allowance.set(u64::MAX);
    Ok(archive)
}

/// The places of the files of GTFS in the archive, whatever folder they lie in.
pub(super) fn entries(
    archive: &mut Archive<'_>,
    desk: &mut Desk<'_>,
) -> Result<BTreeMap<&'static str, usize>, FormatError> {
    let mut entries = BTreeMap::new();
    for index in 0..archive.len() {
        let unreadable = |_| FormatError::refused(Place::default(), Reason::Packed);
        let entry = archive.by_index_raw(index).map_err(unreadable)?;
        if entry.is_dir() {
            continue;
        }
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let known = FILES
            .iter()
            .find(|file| last.eq_ignore_ascii_case(&text_file(file)));
        match known {
            Some(file) if entries.contains_key(file) => {
                desk.warn(Place::table(&text_file(file)), Reason::EntryTwice);
            }
            Some(file) => {
                entries.insert(*file, index);
            }
            None => desk.warn(Place::table(&shown(last)), Reason::NotGtfs),
        }
    }
    Ok(entries)
}

/// A file as it is unpacked, no further than its limits.
pub(super) fn unpacked<'a>(
    archive: &'a mut Archive<'_>,
    index: usize,
    file: &str,
    limits: &Limits,
) -> Result<(impl Read + 'a, Overrun), FormatError> {
    let refused = |reason| FormatError::refused(Place::table(&text_file(file)), reason);
    let entry = archive
        .by_index(index)
        .map_err(|_| refused(Reason::Packed))?;
    let by_ratio = entry.compressed_size().saturating_mul(limits.ratio);
    let by_ratio = by_ratio.saturating_add(SLACK_BYTES);
    let reason = if by_ratio < limits.entry_bytes {
        Reason::Ratio {
            limit: limits.ratio,
        }
    } else {
        Reason::EntryBytes {
            limit: limits.entry_bytes,
        }
    };
    let most = by_ratio.min(limits.entry_bytes);
    if entry.size() > most {
        return Err(refused(reason));
    }
    let reader = Metered::new(entry, most);
    let overrun = Overrun {
        spent: reader.spent(),
        reason,
    };
    Ok((reader, overrun))
}

/// Tells whether a file unpacked to more than it may.
pub(super) struct Overrun {
    spent: Rc<Cell<bool>>,
    reason: Reason,
}

impl Overrun {
    /// What an error of a reader means.
    pub(super) fn explain(self, error: FormatError, file: &str) -> FormatError {
        let place = Place::table(&text_file(file));
        match error {
            _ if self.spent.get() => FormatError::refused(place, self.reason),
            FormatError::Read(_) => FormatError::refused(place, Reason::Packed),
            other => other,
        }
    }
}

/// A name of the archive as a page may show it.
fn shown(name: &str) -> String {
    let letters = name.chars().filter(|letter| !letter.is_control());
    letters.take(SHOWN_LETTERS).collect()
}
