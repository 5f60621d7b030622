//! Parallel coordinates: an upright axis from 0 to 1 for each group, a line for each
//! entry across them.

use leptos::prelude::*;

use super::{
    draw::{Anchor, Pair, WIDTH, count, drawing, line, short, text, through},
    entry::{Entry, colour, dashes, legend, shape},
};
use crate::language::{Language, Locale as _};

/// Most axes of a drawing; the table has all groups.
const MOST_AXES: usize = 12;

/// Edges of the field of lines, below the legend.
const LEFT: f64 = 60.0;
const RIGHT: f64 = WIDTH - 60.0;
const HEIGHT: f64 = 240.0;

/// Room below for names on two lines, so that neighbours do not meet.
const FOOT: f64 = 44.0;

/// Least distance between two letters at the end of lines.
const APART: f64 = 14.0;

/// An entry's values on the axes, in their order; none where it has none.
pub type Line = Vec<Option<f64>>;

/// The drawing.
pub fn drawn(
    language: Language,
    label: &str,
    entries: &[Entry],
    axes: &[String],
    lines: &[Line],
) -> AnyView {
    let (mut parts, top) = legend(entries);
    let top = top + 8.0;
    let axes = axes.get(..MOST_AXES).unwrap_or(axes);
    for (place, axis) in axes.iter().enumerate() {
        parts.extend(axis_parts(language, axis, place, axes.len(), top));
    }
    let mut ends = Vec::new();
    for (place, values) in lines.iter().enumerate() {
        let spots = spots(values, axes.len(), top);
        parts.extend(line_parts(place, &spots));
        ends.extend(spots.iter().flatten().last().map(|spot| (place, *spot)));
    }
    parts.extend(letters(entries, ends));
    drawing(
        language,
        "chart-parallel",
        top + HEIGHT + FOOT,
        label,
        parts,
    )
}

/// Where an entry's values stand on the axes.
fn spots(values: &[Option<f64>], axes: usize, top: f64) -> Vec<Option<Pair>> {
    values
        .iter()
        .take(axes)
        .enumerate()
        .map(|(axis, value)| Some((across(axis, axes), up((*value)?, top))))
        .collect()
}

/// A line ends where a value is missing, and goes on after it.
fn line_parts(place: usize, spots: &[Option<Pair>]) -> Vec<AnyView> {
    let class = format!("stroke {} {}", colour(place), dashes(place));
    let runs = spots.split(Option::is_none);
    let runs = runs.map(|run| run.iter().flatten().copied().collect::<Vec<_>>());
    let lines = runs
        .filter(|run| run.len() > 1)
        .map(|run| through(&run, class.clone()));
    let marks = spots.iter().flatten().map(|spot| shape(place).at(*spot));
    lines.chain(marks).collect()
}

fn axis_parts(language: Language, name: &str, place: usize, axes: usize, top: f64) -> Vec<AnyView> {
    let x = across(place, axes);
    let bottom = top + HEIGHT;
    let mut parts = vec![line((x, top), (x, bottom), "axis")];
    let below = if place.is_multiple_of(2) { 18.0 } else { 36.0 };
    let chars = if axes > 6 { 16 } else { 24 };
    parts.push(text(
        (x, bottom + below),
        Anchor::Middle,
        "",
        short(name, chars),
    ));
    for tick in [0.0, 0.5, 1.0] {
        let y = up(tick, top);
        parts.push(line((x - 4.0, y), (x + 4.0, y), "axis"));
        if place == 0 {
            let words = language.decimal(tick, 1);
            parts.push(text((x - 12.0, y + 4.0), Anchor::End, "soft", words));
        }
    }
    parts
}

/// The letters at the end of their lines, apart from each other.
fn letters(entries: &[Entry], mut ends: Vec<(usize, Pair)>) -> Vec<AnyView> {
    ends.sort_by(|(_, a), (_, b)| a.1.total_cmp(&b.1));
    let mut free = f64::NEG_INFINITY;
    let mut parts = Vec::new();
    for (place, (x, y)) in ends {
        let y = y.max(free);
        free = y + APART;
        let letter = entries.get(place).map(|entry| entry.letter.clone());
        let words = letter.unwrap_or_default();
        parts.push(text((x + 14.0, y + 4.0), Anchor::Start, "strong", words));
    }
    parts
}

fn across(place: usize, all: usize) -> f64 {
    match all {
        0 | 1 => f64::midpoint(LEFT, RIGHT),
        all => LEFT + count(place) / count(all - 1) * (RIGHT - LEFT),
    }
}

fn up(value: f64, top: f64) -> f64 {
    let value = if value.is_finite() { value } else { 0.0 };
    top + (1.0 - value.clamp(0.0, 1.0)) * HEIGHT
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{charts::entry::entries, page};

    #[test]
    fn a_line_is_broken_where_a_value_is_missing() {
        let named = entries(Language::En, ["x".to_owned()]);
        let axes = ["a", "b", "c", "d", "e"].map(str::to_owned);
        let lines = vec![vec![Some(0.0), Some(1.0), None, Some(0.5), Some(0.5)]];
        let html = page::write(|| drawn(Language::En, "z", &named, &axes, &lines));
        assert_eq!(html.matches("<polyline").count(), 2, "{html}");
    }

    #[test]
    fn one_axis_stands_in_the_middle() {
        assert!((across(0, 1) - WIDTH / 2.0).abs() < 1e-9);
        assert!((across(3, 4) - RIGHT).abs() < 1e-9);
    }
}
