//! GTFS timetables: each file of the archive is a table. They are read as they come in
//! life, with spaces in their headers and zones that no database knows: what GTFS asks
//! for and a feed does not have is a warning. Names in the archive never become paths.

use std::collections::BTreeMap;

use super::{FormatError, Place, ReadSeek, Reason, Sink, finding::Desk};

mod archive;
mod fields;
mod references;
mod table;
#[cfg(test)]
mod tests;

use references::Keys;

/// The files of GTFS that are read, in an order in which what is named comes before
/// what names it.
const FILES: [&str; 22] = [
    "feed_info",
    "agency",
    "levels",
    "stops",
    "areas",
    "networks",
    "routes",
    "calendar",
    "calendar_dates",
    "shapes",
    "trips",
    "stop_times",
    "frequencies",
    "transfers",
    "pathways",
    "fare_attributes",
    "fare_rules",
    "translations",
    "attributions",
    "stop_areas",
    "route_networks",
    "booking_rules",
];

/// Without these no journey can be planned.
const ASKED_FOR: [&str; 5] = ["agency", "stops", "routes", "trips", "stop_times"];

/// Reads a feed.
pub(crate) fn read(
    source: &mut dyn ReadSeek,
    name: &str,
    desk: &mut Desk<'_>,
    sink: &mut dyn Sink,
) -> Result<(), FormatError> {
    let mut archive = archive::open(source, name, desk)?;
    let entries = archive::entries(&mut archive, desk)?;
    if !FILES.iter().any(|file| entries.contains_key(*file)) {
        return Err(FormatError::refused(Place::table(name), Reason::NoFeed));
    }
    warn_of_missing(&entries, desk);
    let mut keys = Keys::default();
    for file in FILES {
        if let Some(index) = entries.get(file) {
            let (text, overrun) = archive::unpacked(&mut archive, *index, file, desk.limits)?;
            let read = table::read(text, file, &mut keys, desk, sink);
            // What the reader of the text met may be the end of what may be unpacked.
            read.map_err(|error| overrun.explain(error, file))?;
        }
    }
    Ok(())
}

fn warn_of_missing(entries: &BTreeMap<&'static str, usize>, desk: &mut Desk<'_>) {
    for file in ASKED_FOR {
        if !entries.contains_key(file) {
            desk.warn(Place::table(&text_file(file)), Reason::NoFile);
        }
    }
    let dated = ["calendar", "calendar_dates"];
    if !dated.iter().any(|file| entries.contains_key(file)) {
        desk.warn(Place::table("calendar.txt"), Reason::NoFile);
    }
    if !entries.contains_key("shapes") {
        desk.warn(Place::table("shapes.txt"), Reason::NoShapes);
    }
}

fn text_file(file: &str) -> String {
    format!("{file}.txt")
}
