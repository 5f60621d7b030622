//! Coordinates as H3 cells. What are no coordinates counts as missing: it shows nothing,
//! and a table of a city always has some.

use std::sync::Arc;

use arrow_array::{ArrayRef, StringArray, cast::AsArray, types::Float64Type};
use h3o::{CellIndex, LatLng, Resolution};

use super::Rung;
use crate::change::dictionary::{Encoded, numbered};

/// Encodes coordinates by their cells of the finest resolution: from a column of latitudes
/// and one of longitudes, or from texts `latitude,longitude`.
pub(in crate::change) fn encode(
    cells: &[ArrayRef],
    longitudes: Option<&[ArrayRef]>,
    resolutions: &[u8],
) -> Encoded {
    let finest = resolutions.first().copied().and_then(resolution);
    let cell = |place: Option<(f64, f64)>| {
        let (latitude, longitude) = place?;
        cell_of(latitude, longitude, finest?).map(u64::from)
    };
    let (codes, values) = if let Some(longitudes) = longitudes {
        let degrees = AsArray::as_primitive::<Float64Type>;
        let latitudes = cells.iter().flat_map(degrees);
        let places = latitudes.zip(longitudes.iter().flat_map(degrees));
        numbered(places.map(|(latitude, longitude)| cell(latitude.zip(longitude))))
    } else {
        let texts = cells.iter().flat_map(AsArray::as_string::<i32>);
        numbered(texts.map(|text| cell(text.and_then(parsed))))
    };
    let name = |cell: u64| CellIndex::try_from(cell).ok().map(|cell| cell.to_string());
    let names: StringArray = values.into_iter().map(|cell| cell.and_then(name)).collect();
    Encoded {
        codes,
        values: Arc::new(names),
    }
}

/// One rung a resolution, over cells of the first one.
pub(super) fn rungs(values: &ArrayRef, resolutions: &[u8]) -> Vec<Rung> {
    let texts = values.as_string::<i32>().iter();
    let cells: Vec<Option<CellIndex>> = texts.map(|text| text?.parse().ok()).collect();
    let rung = |number: &u8| {
        let parent = |cell: &Option<CellIndex>| (*cell)?.parent(resolution(*number)?);
        Rung::by_key(cells.iter().map(parent), |cell| cell.to_string())
    };
    resolutions.iter().map(rung).collect()
}

fn resolution(number: u8) -> Option<Resolution> {
    Resolution::try_from(number).ok()
}

fn cell_of(latitude: f64, longitude: f64, finest: Resolution) -> Option<CellIndex> {
    let on_earth = (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
    if !on_earth {
        return None;
    }
    LatLng::new(latitude, longitude)
        .ok()
        .map(|place| place.to_cell(finest))
}

/// Two numbers with a comma, a semicolon or spaces between.
fn parsed(text: &str) -> Option<(f64, f64)> {
    let is_gap = |c: char| c == ',' || c == ';' || c.is_whitespace();
    let mut parts = text.split(is_gap).filter(|part| !part.is_empty());
    let place = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    parts.next().is_none().then_some(place)
}
