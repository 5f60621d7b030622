//! Boxes and dots: how values between 0 and 1 lie, in groups, a lane for each entry.

use leptos::prelude::*;

use super::{
    draw::{Anchor, WIDTH, circle, count, drawing, line, rect, short, text},
    entry::{self, Entry, colour, legend},
};
use crate::language::{Language, Locale as _};

/// Most groups of a drawing; the table has all.
const MOST_GROUPS: usize = 30;

/// Most dots of a lane. Of more, every so many-th is drawn.
const MOST_DOTS: usize = 120;

/// Height of a group's name, of a lane, and of the numbers below.
const HEAD: f64 = 22.0;
const LANE: f64 = 20.0;
const FOOT: f64 = 24.0;

/// Where the scale begins and ends.
const LEFT: f64 = 40.0;
const RIGHT: f64 = WIDTH - 16.0;

/// Five numbers, from the lowest to the highest.
pub type Five = [f64; 5];

/// A group, such as a stratum.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// One lane for each entry, in their order.
    pub lanes: Vec<Lane>,
}

/// An entry's values in a group.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lane {
    /// Lowest, first quartile, median, third quartile, highest.
    pub five: Option<Five>,
    /// Each value.
    pub dots: Vec<f64>,
}

/// The drawing.
pub fn drawn(language: Language, label: &str, entries: &[Entry], groups: &[Group]) -> AnyView {
    let (mut parts, top) = legend(entries);
    let shown = groups.get(..MOST_GROUPS).unwrap_or(groups);
    let height_of = |group: &Group| HEAD + count(group.lanes.len()) * LANE + 6.0;
    let bottom = top + shown.iter().map(height_of).sum::<f64>();
    parts.extend(grid(language, top, bottom));
    let mut y = top;
    for group in shown {
        let name = short(&group.name, 60);
        parts.push(text((0.0, y + 15.0), Anchor::Start, "strong", name));
        for (place, lane) in group.lanes.iter().enumerate() {
            let middle = y + HEAD + (count(place) + 0.5) * LANE;
            let letter = entries.get(place).map(|entry| entry.letter.clone());
            let letter = letter.unwrap_or_default();
            parts.push(text((14.0, middle + 4.0), Anchor::Start, "", letter));
            parts.extend(lane_parts(place, lane, middle));
        }
        y += height_of(group);
    }
    drawing(language, "chart-boxes", bottom + FOOT, label, parts)
}

fn lane_parts(place: usize, lane: &Lane, middle: f64) -> Vec<AnyView> {
    let series = colour(place);
    let mut parts = Vec::new();
    if let Some(five) = lane.five {
        let [low, lower, median, upper, high] = five.map(across);
        let whisker = format!("whisker {series}");
        parts.push(line((low, middle), (high, middle), whisker));
        let size = ((upper - lower).max(1.0), 12.0);
        parts.push(rect((lower, middle - 6.0), size, format!("box {series}")));
        let (from, to) = ((median, middle - 7.0), (median, middle + 7.0));
        parts.push(line(from, to, format!("median {series}")));
        parts.push(entry::shape(place).at((median, middle)));
    }
    let step = lane.dots.len().div_ceil(MOST_DOTS).max(1);
    for (at, value) in lane.dots.iter().step_by(step).enumerate() {
        // Dots of one value lie beside each other, always in the same way.
        let aside = count(at * 7 % 9) * 1.4 - 5.6;
        let dot = (across(*value), middle + aside);
        parts.push(circle(dot, 1.8, format!("dot {series}")));
    }
    parts
}

fn grid(language: Language, top: f64, bottom: f64) -> Vec<AnyView> {
    let ticks = [0.0, 0.25, 0.5, 0.75, 1.0];
    let lines = ticks.into_iter().flat_map(|tick| {
        let x = across(tick);
        let words = language.decimal(tick, 2);
        [
            line((x, top), (x, bottom), "grid"),
            text((x, bottom + 16.0), Anchor::Middle, "soft", words),
        ]
    });
    lines.collect()
}

fn across(value: f64) -> f64 {
    let value = if value.is_finite() { value } else { 0.0 };
    LEFT + value.clamp(0.0, 1.0) * (RIGHT - LEFT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{charts::entry::entries, page};

    #[test]
    fn thousands_of_values_make_a_bounded_drawing() {
        let lane = Lane {
            five: Some([0.0, 0.25, 0.5, 0.75, 1.0]),
            dots: vec![0.5; 10_000],
        };
        let group = Group {
            name: "нощ <b>".to_owned(),
            lanes: vec![lane; 2],
        };
        let named = entries(Language::Bg, ["x".to_owned(), "y".to_owned()]);
        let html = page::write(|| drawn(Language::Bg, "z", &named, &vec![group; 100]));
        assert!(html.len() < 1_500_000, "{}", html.len());
        assert_eq!(html.matches("нощ &lt;b&gt;").count(), MOST_GROUPS);
        assert!(html.matches("<circle").count() <= MOST_GROUPS * 2 * MOST_DOTS);
    }
}
