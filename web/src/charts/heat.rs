//! A heat map: a row for each case, a column for each entry, the quality as a colour of
//! six steps and as a number.

use leptos::prelude::*;

use super::{
    draw::{Anchor, Pair, WIDTH, count, drawing, line, on_ramp, ramp, ramp_key, rect, short, text},
    entry::{Entry, legend, shape},
};
use crate::language::{Language, Locale as _};

/// Most rows of a drawing.
pub const MOST_ROWS: usize = 100;

/// Where cells begin, how high one is, and how wide at most.
const LEFT: f64 = 300.0;
const ROW: f64 = 17.0;
const MOST_WIDE: f64 = 80.0;

/// What is in a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Heat {
    /// From 0 to 1.
    Quality(f64),
    /// The case failed.
    Failed,
    /// There is nothing.
    Nothing,
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The case.
    pub name: String,
    /// Its group; a line and its name stand where it changes.
    pub group: String,
    /// One cell for each entry.
    pub cells: Vec<Heat>,
}

/// The drawing of the first rows.
pub fn drawn(language: Language, label: &str, entries: &[Entry], rows: &[Row]) -> AnyView {
    let rows = rows.get(..MOST_ROWS).unwrap_or(rows);
    let (mut parts, mut top) = legend(entries);
    let (key, key_height) = ramp_key(language, top);
    parts.extend(key);
    top += key_height + 20.0;
    let wide = ((WIDTH - LEFT) / count(entries.len().max(1))).min(MOST_WIDE);
    for (place, entry) in entries.iter().enumerate() {
        let x = LEFT + count(place) * wide;
        parts.push(shape(place).at((x + wide / 2.0 - 8.0, top - 10.0)));
        let at = (x + wide / 2.0 + 2.0, top - 6.0);
        parts.push(text(at, Anchor::Start, "", entry.letter.clone()));
    }
    let mut group = None;
    for (at, row) in rows.iter().enumerate() {
        let y = top + count(at) * ROW;
        if group != Some(&row.group) {
            let end = LEFT + count(entries.len()) * wide;
            parts.push(line((0.0, y), (end, y), "axis"));
            let words = short(&row.group, 16);
            parts.push(text((0.0, y + 13.0), Anchor::Start, "small", words));
            group = Some(&row.group);
        }
        parts.extend(row_parts(language, row, y, wide));
    }
    let height = top + count(rows.len()) * ROW + 4.0;
    drawing(language, "chart-heat", height, label, parts)
}

fn row_parts(language: Language, row: &Row, y: f64, wide: f64) -> Vec<AnyView> {
    let words = short(&row.name, 24);
    let mut parts = vec![text((LEFT - 8.0, y + 13.0), Anchor::End, "small", words)];
    for (place, cell) in row.cells.iter().enumerate() {
        let corner = (LEFT + count(place) * wide, y);
        parts.extend(cell_parts(language, *cell, corner, (wide, ROW)));
    }
    parts
}

fn cell_parts(language: Language, cell: Heat, corner: Pair, size: Pair) -> Vec<AnyView> {
    let middle = (corner.0 + size.0 / 2.0, corner.1 + 12.5);
    let (class, words, on) = match cell {
        Heat::Quality(quality) => {
            let class = format!("cell {}", ramp(quality));
            (class, language.decimal(quality, 2), on_ramp(quality))
        }
        Heat::Failed => ("missing".to_owned(), "×".to_owned(), "small"),
        Heat::Nothing => ("missing".to_owned(), "–".to_owned(), "soft"),
    };
    vec![
        rect(corner, size, class),
        text(middle, Anchor::Middle, on, words),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{charts::entry::entries, page};

    #[test]
    fn rows_are_bounded_and_failures_are_no_colours() {
        let row = Row {
            name: "c".repeat(200),
            group: String::new(),
            cells: vec![Heat::Quality(0.99), Heat::Failed, Heat::Nothing],
        };
        let named = entries(Language::En, ["x", "y", "z"].map(str::to_owned));
        let html = page::write(|| drawn(Language::En, "z", &named, &vec![row; 10_000]));
        assert_eq!(html.matches("0.99").count(), MOST_ROWS);
        assert_eq!(html.matches("class=\"missing\"").count(), MOST_ROWS * 2);
        assert!(html.len() < 200_000, "{}", html.len());
    }
}
