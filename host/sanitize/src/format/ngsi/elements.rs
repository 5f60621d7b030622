//! The elements of a list of JSON, one at a time, however long the list is.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};

use crate::format::{
    FormatError, Place, ReadSeek, Reason,
    json::{self, Node, Seed},
    metered::{Allowance, Metered},
};

/// What the reader holds at a time.
pub(super) const BUFFER_BYTES: usize = 64 << 10;

/// What is done with an element and its place.
pub(super) type Act<'a> = dyn FnMut(Place, &Node) -> Result<(), FormatError> + 'a;

/// Calls `act` with each element of a list, or with the one object of a document.
pub(super) fn each(
    source: &mut dyn ReadSeek,
    name: &str,
    limit_bytes: u64,
    depth: usize,
    act: &mut Act<'_>,
) -> Result<(), FormatError> {
    // What the buffer holds already was counted for the element before.
    let allowed = limit_bytes + BUFFER_BYTES as u64;
    let reader = Metered::new(super::from_start(source)?, allowed);
    let spent = reader.spent();
    let mut walk = Walk {
        name,
        allowance: reader.allowance(),
        allowed,
        depth,
        element: 0,
        failed: None,
        act,
    };
    let mut json = serde_json::Deserializer::from_reader(reader);
    let read = json.deserialize_any(&mut walk).and_then(|()| json.end());
    if let Some(error) = walk.failed.take() {
        return Err(error);
    }
    let element = walk.element + 1;
    read.map_err(|error| {
        let place = Place::table(name);
        if error.is_eof() && element == 1 {
            return FormatError::refused(place, Reason::NoEntities);
        }
        let reason = match () {
            () if spent.get() => Reason::LineBytes { limit: limit_bytes },
            () if error.is_io() => return FormatError::Read(error.into()),
            () => json::reason(&error, depth),
        };
        FormatError::refused(place.line(element), reason)
    })
}

struct Walk<'a, 'b> {
    name: &'a str,
    allowance: Allowance,
    allowed: u64,
    depth: usize,
    element: u64,
    failed: Option<FormatError>,
    act: &'a mut Act<'b>,
}

impl Walk<'_, '_> {
    fn act<E: serde::de::Error>(&mut self, node: &Node) -> Result<(), E> {
        self.element += 1;
        self.allowance.set(self.allowed);
        let place = Place::table(self.name).line(self.element);
        (self.act)(place, node).map_err(|error| {
            self.failed = Some(error);
            E::custom("the reader stopped")
        })
    }
}

impl<'de> Visitor<'de> for &mut Walk<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("entities")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let seed = Seed { depth: self.depth };
        while let Some(node) = list.next_element_seed(seed)? {
            self.act(&node)?;
        }
        Ok(())
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let seed = Seed { depth: self.depth };
        let node = seed.deserialize(serde::de::value::MapAccessDeserializer::new(map))?;
        self.act(&node)
    }

    fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<(), E> {
        self.failed = Some(self.no_entities());
        Err(E::custom("no entities"))
    }

    fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<(), E> {
        self.visit_str("")
    }

    fn visit_u64<E: serde::de::Error>(self, _: u64) -> Result<(), E> {
        self.visit_str("")
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<(), E> {
        self.visit_str("")
    }

    fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<(), E> {
        self.visit_str("")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        self.visit_str("")
    }
}

impl Walk<'_, '_> {
    fn no_entities(&self) -> FormatError {
        FormatError::refused(Place::table(self.name), Reason::NoEntities)
    }
}
