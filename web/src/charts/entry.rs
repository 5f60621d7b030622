//! What charts that compare tell apart: up to six entries, each with a letter, a shape
//! and a colour of its own, the same in every chart of a page.

use leptos::prelude::*;

use super::{
    draw::{Anchor, count, short, text},
    shape::Shape,
};
use crate::language::Language;

/// Most entries of a chart.
pub const MOST: usize = 6;

/// Height of a line of the legend.
const LINE: f64 = 20.0;

/// Most characters of a name in a legend.
const NAME_CHARS: usize = 80;

/// Six shapes whose colours differ too.
const SHAPES: [Shape; MOST] = [
    Shape::Disc,
    Shape::Square,
    Shape::Diamond,
    Shape::Up,
    Shape::Down,
    Shape::Cross,
];

/// One of those that are compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// How drawings call it.
    pub letter: String,
    /// Its name.
    pub name: String,
}

/// Gives each name its letter.
pub fn entries(language: Language, names: impl IntoIterator<Item = String>) -> Vec<Entry> {
    let letters = match language {
        Language::Bg => ['А', 'Б', 'В', 'Г', 'Д', 'Е'],
        Language::En => ['A', 'B', 'C', 'D', 'E', 'F'],
    };
    let pairs = letters.into_iter().zip(names);
    pairs
        .map(|(letter, name)| Entry {
            letter: letter.to_string(),
            name,
        })
        .collect()
}

/// The shape of an entry by its place.
pub fn shape(place: usize) -> Shape {
    SHAPES.get(place).copied().unwrap_or(Shape::Ring)
}

/// The class of its colour.
pub(super) fn colour(place: usize) -> &'static str {
    shape(place).colour()
}

/// The class that tells its line from others without colour.
pub(super) fn dashes(place: usize) -> &'static str {
    match place {
        0 => "d0",
        1 => "d1",
        2 => "d2",
        3 => "d3",
        4 => "d4",
        _ => "d5",
    }
}

/// The legend at the top of a drawing, and its height.
pub(super) fn legend(entries: &[Entry]) -> (Vec<AnyView>, f64) {
    let mut parts = Vec::with_capacity(entries.len() * 2);
    for (place, entry) in entries.iter().enumerate() {
        let y = count(place) * LINE;
        parts.push(shape(place).at((8.0, y + 10.0)));
        let words = format!("{}. {}", entry.letter, short(&entry.name, NAME_CHARS));
        parts.push(text((22.0, y + 14.0), Anchor::Start, "", words));
    }
    (parts, count(entries.len()) * LINE + 12.0)
}
