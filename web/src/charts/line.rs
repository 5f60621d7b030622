//! One line: numbers along numbers.

use leptos::prelude::*;

use super::{
    draw::{Anchor, Pair, WIDTH, drawing, line, text, through},
    scale::Scale,
};
use crate::language::{Language, Locale as _};

/// Where the field begins and ends, and how high it is.
const LEFT: f64 = 56.0;
const RIGHT: f64 = WIDTH - 12.0;
const TOP: f64 = 24.0;
const HEIGHT: f64 = 220.0;
const FOOT: f64 = 40.0;

const TICKS: u32 = 5;

/// The drawing. `across` and `up` say what the numbers are.
pub fn drawn(language: Language, across: &str, up: &str, points: &[(f64, f64)]) -> AnyView {
    let xs = ends(points.iter().map(|point| point.0));
    let (low, high) = ends(points.iter().map(|point| point.1));
    // Amounts begin at nothing.
    let ups = Scale::nice(low.min(0.0), high, TICKS);
    let acrosses = Scale::nice(xs.0, xs.1, TICKS);
    let x = |value| LEFT + acrosses.at(value) * (RIGHT - LEFT);
    let y = |value| TOP + HEIGHT - ups.at(value) * HEIGHT;
    let mut parts = vec![text((0.0, 14.0), Anchor::Start, "soft", up.to_owned())];
    for tick in ups.ticks() {
        parts.push(line((LEFT, y(tick)), (RIGHT, y(tick)), "grid"));
        let words = language.decimal(tick, ups.decimals());
        parts.push(text(
            (LEFT - 8.0, y(tick) + 4.0),
            Anchor::End,
            "soft",
            words,
        ));
    }
    for tick in acrosses.ticks() {
        let words = language.decimal(tick, acrosses.decimals());
        let at = (x(tick), TOP + HEIGHT + 18.0);
        parts.push(text(at, Anchor::Middle, "soft", words));
    }
    let places: Vec<Pair> = points
        .iter()
        .map(|point| (x(point.0), y(point.1)))
        .collect();
    parts.push(through(&places, "stroke s0"));
    let foot = (RIGHT, TOP + HEIGHT + 36.0);
    parts.push(text(foot, Anchor::End, "soft", across.to_owned()));
    drawing(language, "chart-line", TOP + HEIGHT + FOOT, up, parts)
}

fn ends(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let start = (f64::INFINITY, f64::NEG_INFINITY);
    values.fold(start, |(low, high), value| {
        (low.min(value), high.max(value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page;

    #[test]
    fn a_line_has_its_names_and_a_place_for_each_point() {
        let points = [(0.0, 1.0), (1.0, 3.0), (2.0, 2.0)];
        let html = page::write(|| drawn(Language::En, "Hour", "Flow", &points));
        assert!(html.contains("Hour") && html.contains("Flow"));
        let line = html.split("points=\"").nth(1).expect("there is a line");
        let line = line.split('"').next().unwrap_or_default();
        assert_eq!(line.split(' ').count(), 3);
    }

    #[test]
    fn nothing_to_draw_is_no_error() {
        let html = page::write(|| drawn(Language::Bg, "x", "y", &[]));
        assert!(html.contains("<svg"));
    }
}
