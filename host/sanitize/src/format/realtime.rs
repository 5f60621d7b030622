//! GTFS realtime: positions of vehicles, changes of trips and alerts, each a table.
//! A feed is taken apart entity by entity, so that one that does not decode is set aside
//! by itself, and none takes more memory than its bytes allow.

use std::{
    collections::BTreeSet,
    io::{Read, SeekFrom},
};

use prost::{
    Message,
    encoding::{WireType, decode_key, decode_varint},
};

use super::{FormatError, Place, ReadSeek, Reason, Sink, columns::Columns, finding::Desk};

mod messages;
mod rows;
#[cfg(test)]
mod tests;

use messages::{FeedEntity, FeedHeader};

/// Bytes of a feed, which is held whole. A large city's have a tenth.
const FEED_BYTES: u64 = 64 << 20;

/// The numbers of the fields of a feed.
const HEADER: u32 = 1;
const ENTITY: u32 = 2;

/// Reads a feed.
pub(crate) fn read(
    source: &mut dyn ReadSeek,
    name: &str,
    desk: &mut Desk<'_>,
    sink: &mut dyn Sink,
) -> Result<(), FormatError> {
    let feed = feed(source, name, desk)?;
    let place = Place::table(name);
    let parts =
        parts(&feed).map_err(|at| FormatError::refused(place.clone(), Reason::Protobuf { at }))?;
    check_header(&parts, &place)?;
    let mut tables = Vec::new();
    for table in rows::TABLES {
        let fields = table.fields.iter();
        let fields: Vec<_> = fields
            .map(|(name, kind)| ((*name).to_owned(), *kind))
            .collect();
        tables.push(Columns::begin(
            table.name,
            &fields,
            rows::TABLES.len(),
            sink,
        )?);
    }
    let mut ids = BTreeSet::new();
    let entities = parts.iter().filter(|(number, _)| *number == ENTITY);
    for (line, (_, bytes)) in (1..).zip(entities) {
        let place = place.clone().line(line);
        match entity(bytes, &mut ids, desk.limits.line_bytes) {
            Err(reason) => desk.set_aside(place, reason, hexadecimal(bytes).as_bytes())?,
            Ok(entity) => match rows::of(&entity, desk.limits.field_bytes) {
                Err(reason) => desk.set_aside(place, reason, hexadecimal(bytes).as_bytes())?,
                Ok(made) => {
                    for (table, rows) in tables.iter_mut().zip(&made) {
                        for row in rows {
                            table.push(row, desk, sink)?;
                        }
                    }
                }
            },
        }
    }
    for table in tables {
        table.finish(desk, sink)?;
    }
    Ok(())
}

fn feed(source: &mut dyn ReadSeek, name: &str, desk: &Desk<'_>) -> Result<Vec<u8>, FormatError> {
    let limit = FEED_BYTES.min(desk.limits.entry_bytes);
    source.seek(SeekFrom::Start(0)).map_err(FormatError::Read)?;
    let mut feed = Vec::new();
    let read = source.take(limit + 1).read_to_end(&mut feed);
    read.map_err(FormatError::Read)?;
    let reason = match feed.len() as u64 {
        0 => Reason::Empty,
        bytes if bytes > limit => Reason::FileBytes { limit },
        _ => return Ok(feed),
    };
    Err(FormatError::refused(Place::table(name), reason))
}

/// The fields of a feed and their bytes, or at which byte it is none.
fn parts(feed: &[u8]) -> Result<Vec<(u32, &[u8])>, usize> {
    let mut parts = Vec::new();
    let mut rest = feed;
    while !rest.is_empty() {
        let at = feed.len() - rest.len();
        let (number, wire) = decode_key(&mut rest).map_err(|_| at)?;
        if wire != WireType::LengthDelimited {
            return Err(at);
        }
        let length = decode_varint(&mut rest).map_err(|_| at)?;
        let length = usize::try_from(length).map_err(|_| at)?;
        let (part, after) = rest.split_at_checked(length).ok_or(at)?;
        parts.push((number, part));
        rest = after;
    }
    Ok(parts)
}

fn check_header(parts: &[(u32, &[u8])], place: &Place) -> Result<(), FormatError> {
    let refused = |reason| FormatError::refused(place.clone(), reason);
    let header = parts.iter().find(|(number, _)| *number == HEADER);
    let header = header.and_then(|(_, bytes)| FeedHeader::decode(*bytes).ok());
    let header = header.ok_or_else(|| refused(Reason::NoFeedHeader))?;
    let version = header.gtfs_realtime_version;
    if !matches!(version.as_str(), "1.0" | "2.0") {
        let found = version
            .chars()
            .filter(char::is_ascii_graphic)
            .take(8)
            .collect();
        return Err(refused(Reason::FeedVersion { found }));
    }
    if header.incrementality.unwrap_or(0) != 0 {
        return Err(refused(Reason::Incremental));
    }
    Ok(())
}

fn entity(bytes: &[u8], ids: &mut BTreeSet<String>, limit: u64) -> Result<FeedEntity, Reason> {
    if bytes.len() as u64 > limit {
        return Err(Reason::LineBytes { limit });
    }
    let entity = FeedEntity::decode(bytes).map_err(|_| Reason::Protobuf { at: 0 })?;
    if entity.id.is_empty() {
        return Err(Reason::NoId);
    }
    let held = entity.trip_update.is_some() || entity.vehicle.is_some() || entity.alert.is_some();
    if !held || entity.is_deleted == Some(true) {
        return Err(Reason::EmptyEntity);
    }
    if !ids.insert(entity.id.clone()) {
        return Err(Reason::IdTwice);
    }
    Ok(entity)
}

fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        for half in [byte >> 4, byte & 15] {
            text.extend(char::from_digit(u32::from(half), 16));
        }
    }
    text
}
