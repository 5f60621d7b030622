//! Which rows name what another file does not have. Keys are compared by a hash of 64
//! bits: a feed that was made so that two are equal hides a warning, and nothing else.

use std::{
    collections::BTreeMap,
    hash::{Hash, Hasher},
};

use rustc_hash::{FxHashSet, FxHasher};

use super::text_file;
use crate::format::{Place, Reason, finding::Desk};

/// Keys that are kept of all files together: 16 bytes each.
const MAX_KEYS: usize = 8 << 20;

/// What names things: file, column, the kind of key, and whether a key stands once.
const KEYS: [(&str, &str, &str, bool); 10] = [
    ("agency", "agency_id", "agency", true),
    ("levels", "level_id", "levels", true),
    ("stops", "stop_id", "stops", true),
    ("routes", "route_id", "routes", true),
    ("calendar", "service_id", "calendar", true),
    ("calendar_dates", "service_id", "calendar", false),
    ("shapes", "shape_id", "shapes", false),
    ("trips", "trip_id", "trips", true),
    ("fare_attributes", "fare_id", "fare_attributes", true),
    ("areas", "area_id", "areas", true),
];

/// What is named: file, column, the kind of key.
const REFERENCES: [(&str, &str, &str); 16] = [
    ("stops", "parent_station", "stops"),
    ("stops", "level_id", "levels"),
    ("routes", "agency_id", "agency"),
    ("trips", "route_id", "routes"),
    ("trips", "service_id", "calendar"),
    ("trips", "shape_id", "shapes"),
    ("stop_times", "trip_id", "trips"),
    ("stop_times", "stop_id", "stops"),
    ("frequencies", "trip_id", "trips"),
    ("transfers", "from_stop_id", "stops"),
    ("transfers", "to_stop_id", "stops"),
    ("pathways", "from_stop_id", "stops"),
    ("pathways", "to_stop_id", "stops"),
    ("fare_rules", "fare_id", "fare_attributes"),
    ("fare_rules", "route_id", "routes"),
    ("stop_areas", "area_id", "areas"),
];

/// The keys of all files that were read.
#[derive(Default)]
pub(super) struct Keys {
    sets: BTreeMap<&'static str, FxHashSet<u64>>,
    count: usize,
    overflown: bool,
}

/// What is checked of a file while it is read.
pub(super) struct FileCheck {
    file: &'static str,
    /// Columns that hold keys: place, kind, whether once.
    keys: Vec<(usize, &'static str, bool)>,
    /// Columns that name keys: place, column, kind.
    references: Vec<(usize, &'static str, &'static str)>,
    /// Of a file that names its own rows: looked up at its end.
    own: Vec<u64>,
    repeated: u64,
    dangling: BTreeMap<&'static str, u64>,
}

impl Keys {
    /// Begins to check a file of these columns.
    pub(super) fn check(&mut self, file: &'static str, columns: &[String]) -> FileCheck {
        let place = |column: &str| columns.iter().position(|name| name == column);
        let mut keys = Vec::new();
        for (_, column, kind, once) in KEYS.iter().filter(|key| key.0 == file) {
            self.sets.entry(kind).or_default();
            keys.extend(place(column).map(|place| (place, *kind, *once)));
        }
        let mut references = Vec::new();
        for (_, column, kind) in REFERENCES.iter().filter(|named| named.0 == file) {
            // A file that is not there was warned of once.
            if self.sets.contains_key(kind) {
                references.extend(place(column).map(|place| (place, *column, *kind)));
            }
        }
        FileCheck {
            file,
            keys,
            references,
            own: Vec::new(),
            repeated: 0,
            dangling: BTreeMap::new(),
        }
    }

    fn has(&self, kind: &str, key: u64) -> bool {
        self.sets.get(kind).is_some_and(|set| set.contains(&key))
    }

    /// Keeps a key; false if it was there.
    fn insert(&mut self, kind: &'static str, key: u64) -> bool {
        if self.count >= MAX_KEYS {
            self.overflown = true;
            return true;
        }
        let new = self.sets.entry(kind).or_default().insert(key);
        self.count += usize::from(new);
        new
    }
}

impl FileCheck {
    /// Looks at a row of trimmed fields.
    pub(super) fn row(&mut self, fields: &[&str], keys: &mut Keys) {
        for (place, kind, once) in &self.keys {
            if let Some(key) = key(fields, *place)
                && !keys.insert(kind, key)
                && *once
            {
                self.repeated += 1;
            }
        }
        for (place, column, kind) in &self.references {
            let Some(key) = key(fields, *place) else {
                continue;
            };
            if *kind == self.file && self.own.len() < MAX_KEYS {
                self.own.push(key);
            } else if !keys.has(kind, key) {
                *self.dangling.entry(column).or_default() += 1;
            }
        }
    }

    /// Reports what was found.
    pub(super) fn finish(mut self, keys: &Keys, desk: &mut Desk<'_>) {
        let file = Place::table(&text_file(self.file));
        if keys.overflown {
            if !self.references.is_empty() {
                desk.warn(file, Reason::TooManyKeys);
            }
            return;
        }
        if self.repeated > 0 {
            let rows = self.repeated;
            desk.warn(file.clone(), Reason::KeyRepeated { rows });
        }
        for (_, column, kind) in &self.references {
            let own = self.own.iter().filter(|_| *kind == self.file);
            let missing = own.filter(|key| !keys.has(kind, **key)).count() as u64;
            let rows = self.dangling.remove(column).unwrap_or(0) + missing;
            if rows > 0 {
                let target = text_file(kind);
                let place = file.clone().column(column);
                desk.warn(place, Reason::Dangling { rows, target });
            }
        }
    }
}

fn key(fields: &[&str], place: usize) -> Option<u64> {
    let field = fields.get(place).filter(|field| !field.is_empty())?;
    let mut hasher = FxHasher::default();
    field.hash(&mut hasher);
    Some(hasher.finish())
}
