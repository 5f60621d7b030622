//! A map of tiles: each of Sofia's districts where it lies, its value as a colour and as
//! a number; one map for each entry.

use leptos::prelude::*;

use super::{
    districts::{ACROSS, DISTRICTS, DOWN, District},
    draw::{Anchor, WIDTH, count, drawing, on_ramp, ramp, ramp_key, rect, short, text},
    entry::{Entry, shape},
};
use crate::language::{Language, Locale as _};

/// Height of a tile, of a map's name, and of the gap below a map.
const TILE: f64 = 46.0;
const HEAD: f64 = 26.0;
const GAP: f64 = 18.0;

/// An entry's values, in the order of the districts; none where it has none.
pub type Map = Vec<Option<f64>>;

/// The drawing.
pub fn drawn(language: Language, label: &str, entries: &[Entry], maps: &[Map]) -> AnyView {
    let (mut parts, top) = ramp_key(language, 0.0);
    let high = HEAD + count(DOWN) * TILE + GAP;
    for (place, (entry, map)) in entries.iter().zip(maps).enumerate() {
        let y = top + count(place) * high;
        parts.push(shape(place).at((8.0, y + 12.0)));
        let words = format!("{}. {}", entry.letter, short(&entry.name, 80));
        parts.push(text((22.0, y + 16.0), Anchor::Start, "strong", words));
        for (district, value) in DISTRICTS.iter().zip(map) {
            let shown = value.map(|value| (value, language.decimal(value, 2)));
            parts.extend(tile(language, district, shown, y + HEAD));
        }
    }
    let height = top + count(entries.len().min(maps.len())) * high;
    drawing(language, "chart-tiles", height, label, parts)
}

/// One map of any numbers, each with its colour by how large it is among them.
pub fn valued(language: Language, label: &str, map: &Map) -> AnyView {
    let most = map
        .iter()
        .flatten()
        .fold(0.0_f64, |most, value| most.max(*value));
    let tiles = DISTRICTS.iter().zip(map).flat_map(|(district, value)| {
        let share = |value: f64| if most > 0.0 { value / most } else { 0.0 };
        let shown = value.map(|value| (share(value), language.decimal(value, 0)));
        tile(language, district, shown, 0.0)
    });
    let height = count(DOWN) * TILE;
    drawing(language, "chart-tiles", height, label, tiles.collect())
}

/// A district's tile, with how dark it is from 0 to 1 and its number as a text.
fn tile(
    language: Language,
    district: &District,
    value: Option<(f64, String)>,
    top: f64,
) -> [AnyView; 3] {
    let wide = WIDTH / count(ACROSS);
    let corner = (
        f64::from(district.x) * wide + 1.0,
        top + f64::from(district.y) * TILE + 1.0,
    );
    let (class, on, words) = match value {
        Some((value, words)) => {
            let class = format!("cell {}", ramp(value));
            (class, on_ramp(value), words)
        }
        None => ("missing".to_owned(), "soft", "–".to_owned()),
    };
    let middle = corner.0 + (wide - 2.0) / 2.0;
    let name = district.named(language).to_owned();
    [
        rect(corner, (wide - 2.0, TILE - 2.0), class),
        text((middle, corner.1 + 18.0), Anchor::Middle, on, name),
        text((middle, corner.1 + 36.0), Anchor::Middle, on, words),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{charts::entry::entries, page};

    #[test]
    fn every_district_is_named_in_each_map() {
        let named = entries(Language::Bg, ["x", "y"].map(str::to_owned));
        let map = vec![Some(0.5); DISTRICTS.len()];
        let html = page::write(|| drawn(Language::Bg, "z", &named, &[map, vec![None; 24]]));
        for district in DISTRICTS {
            assert!(
                html.matches(district.name.bg).count() >= 2,
                "{}",
                district.name.bg
            );
        }
        assert_eq!(html.matches("class=\"missing\"").count(), 24);
    }
}
