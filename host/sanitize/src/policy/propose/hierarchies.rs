//! The hierarchy that is proposed for a quasi-identifier, by its type and its form.

use super::{Form, Observed};
use crate::policy::{Column, DataType, DateLevel, Hierarchy, Step};

/// Names, small, of columns with degrees of latitude.
const LATITUDE: [&str; 4] = ["lat", "ширина", "shirina", "y"];
/// Names, small, of columns with degrees of longitude.
const LONGITUDE: [&str; 6] = ["lon", "lng", "long", "дължина", "dalzhina", "x"];

/// H3 resolutions from a house block (9, about 0.1 square kilometres) to a town (5).
const RESOLUTIONS: [u8; 5] = [9, 8, 7, 6, 5];

/// A text with more different values than this gets no `*`-or-nothing hierarchy: every
/// value would stand alone and `*` be all that is left.
const MAX_CONSTANTS: u64 = 500;

/// The most levels of prefixes: more make the search longer than the data better.
const MAX_PREFIXES: u32 = 5;

pub(super) fn propose(column: &mut Column, seen: &Observed, all: &[Observed]) {
    let proposed = match (seen.form, seen.data_type) {
        (Form::Coordinates, _) => cells(seen, all),
        (Form::Prefixed, DataType::Text) => prefixes(seen),
        (_, DataType::Date) => {
            column.least_level = 1;
            let levels = [
                DateLevel::Month,
                DateLevel::Quarter,
                DateLevel::Year,
                DateLevel::Decade,
            ];
            Some(Hierarchy::Dates {
                levels: levels.to_vec(),
            })
        }
        (_, DataType::Time) => {
            column.least_level = 1;
            let levels = [
                DateLevel::Day,
                DateLevel::Month,
                DateLevel::Year,
                DateLevel::Decade,
            ];
            Some(Hierarchy::Dates {
                levels: levels.to_vec(),
            })
        }
        (_, DataType::Integer | DataType::Number) => Some(bands(seen)),
        (_, DataType::Text | DataType::Boolean) => {
            (seen.distinct <= MAX_CONSTANTS).then_some(Hierarchy::Constant)
        }
    };
    if proposed.is_none() {
        column.steps = vec![Step::Drop];
    }
    column.hierarchy = proposed;
}

/// Bands of about a twentieth, a tenth and a fifth of the range, and one that holds all.
fn bands(seen: &Observed) -> Hierarchy {
    let range = seen.max.unwrap_or(0.0) - seen.min.unwrap_or(0.0);
    let range = if range.is_finite() && range > 0.0 {
        range
    } else {
        1.0
    };
    let mut unit = libm::pow(10.0, libm::floor(libm::log10(range / 20.0)));
    if seen.data_type == DataType::Integer {
        unit = unit.max(1.0);
    }
    let widths = [5.0, 10.0, 20.0, 100.0].map(|times| times * unit);
    Hierarchy::Bands {
        widths: widths.to_vec(),
        origin: 0.0,
    }
}

fn prefixes(seen: &Observed) -> Option<Hierarchy> {
    let longest = seen.longest.unwrap_or(1).saturating_sub(1);
    let lengths: Vec<u32> = (1..=longest.min(MAX_PREFIXES)).rev().collect();
    (!lengths.is_empty()).then_some(Hierarchy::Prefixes { lengths })
}

/// Cells stand in the column of the latitude, which names that of the longitude.
fn cells(seen: &Observed, all: &[Observed]) -> Option<Hierarchy> {
    let resolutions = RESOLUTIONS.to_vec();
    if seen.data_type == DataType::Text {
        return Some(Hierarchy::Cells {
            resolutions,
            longitude: None,
        });
    }
    let is_longitude = |other: &&Observed| {
        other.form == Form::Coordinates
            && other.data_type == DataType::Number
            && is_called(&other.name, &LONGITUDE)
    };
    let longitude = all.iter().find(is_longitude)?.name.clone();
    let latitudes =
        |other: &&Observed| other.form == Form::Coordinates && is_called(&other.name, &LATITUDE);
    let is_first = all
        .iter()
        .find(latitudes)
        .is_some_and(|first| first.name == seen.name);
    let fits = is_first && seen.data_type == DataType::Number;
    fits.then_some(Hierarchy::Cells {
        resolutions,
        longitude: Some(longitude),
    })
}

fn is_called(name: &str, names: &[&str]) -> bool {
    let name = name.to_lowercase();
    let mut words = name.split(|c: char| !c.is_alphanumeric());
    words.any(|word| {
        names
            .iter()
            .any(|name| word == *name || (name.len() > 2 && word.starts_with(name)))
    })
}
