//! Score against cost: marks with their intervals, what they cost along a logarithmic
//! scale, and a line through those that nothing beats.

use leptos::prelude::*;

use super::{
    draw::{Anchor, Pair, WIDTH, circle, drawing, line, text, through},
    entry::{Entry, colour, legend, shape},
    scale::Scale,
};
use crate::{
    language::{Language, Locale as _},
    texts::compare as words,
};

/// Edges of the field of marks, below the legend.
const LEFT: f64 = 56.0;
const RIGHT: f64 = WIDTH - 40.0;
const HEIGHT: f64 = 300.0;

/// Room below for numbers and their name.
const FOOT: f64 = 48.0;

/// About so many lines up.
const TICKS: u32 = 5;

/// One entry.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Its place among the entries.
    pub entry: usize,
    /// What it reaches.
    pub score: f64,
    /// The ends of its interval.
    pub interval: Option<(f64, f64)>,
    /// What it costs.
    pub cost: u64,
    /// Whether nothing beats it.
    pub is_on_front: bool,
}

/// The drawing.
pub fn drawn(language: Language, label: &str, entries: &[Entry], points: &[Point]) -> AnyView {
    let (mut parts, top) = legend(entries);
    let top = top + 18.0;
    let field = Field::of(points, top);
    parts.extend(field.grid(language));
    let mut front: Vec<Pair> = points
        .iter()
        .filter(|point| point.is_on_front)
        .map(|point| field.place(point.cost, point.score))
        .collect();
    front.sort_by(|a, b| a.0.total_cmp(&b.0));
    parts.push(through(&stairs(&front), "front"));
    for point in points {
        parts.extend(point_parts(&field, entries, point));
    }
    let high = top + HEIGHT + FOOT;
    parts.push(circle((8.0, high - 6.0), 7.0, "on-front"));
    let key = words::ON_FRONT.of(language).to_owned();
    parts.push(text((22.0, high - 2.0), Anchor::Start, "", key));
    drawing(language, "chart-trade", high + 6.0, label, parts)
}

fn point_parts(field: &Field, entries: &[Entry], point: &Point) -> Vec<AnyView> {
    let (x, y) = field.place(point.cost, point.score);
    let mut parts = Vec::new();
    if let Some((low, high)) = point.interval {
        let (from, to) = (field.up(low), field.up(high));
        let class = format!("whisker {}", colour(point.entry));
        parts.push(line((x, from), (x, to), class.clone()));
        parts.extend([from, to].map(|end| line((x - 5.0, end), (x + 5.0, end), class.clone())));
    }
    if point.is_on_front {
        parts.push(circle((x, y), 10.0, "on-front"));
    }
    parts.push(shape(point.entry).at((x, y)));
    let letter = entries.get(point.entry).map(|entry| entry.letter.clone());
    // Above the line that goes on from here.
    let at = (x + 10.0, y - 10.0);
    parts.push(text(
        at,
        Anchor::Start,
        "strong",
        letter.unwrap_or_default(),
    ));
    parts
}

/// From mark to mark as far as each is worth its cost: level, then up.
fn stairs(front: &[Pair]) -> Vec<Pair> {
    let mut places = Vec::new();
    for (x, y) in front {
        if let Some((_, before)) = places.last().copied() {
            places.push((*x, before));
        }
        places.push((*x, *y));
    }
    places
}

/// Where things stand.
struct Field {
    top: f64,
    scores: Scale,
    costs: Vec<u64>,
}

impl Field {
    fn of(points: &[Point], top: f64) -> Self {
        let ends = points.iter().flat_map(|point| {
            let (low, high) = point.interval.unwrap_or((point.score, point.score));
            [low, high, point.score]
        });
        let low = ends.clone().fold(f64::INFINITY, f64::min);
        let high = ends.fold(f64::NEG_INFINITY, f64::max);
        Self {
            top,
            scores: Scale::nice(low, high, TICKS),
            costs: steps(points.iter().map(|point| point.cost)),
        }
    }

    fn place(&self, cost: u64, score: f64) -> Pair {
        let log = |cost: u64| logarithm(cost);
        let low = self.costs.first().copied().map_or(0.0, log);
        let high = self.costs.last().copied().map_or(1.0, log);
        let share = ((log(cost) - low) / (high - low).max(1e-9)).clamp(0.0, 1.0);
        (LEFT + share * (RIGHT - LEFT), self.up(score))
    }

    fn up(&self, score: f64) -> f64 {
        self.top + (1.0 - self.scores.at(score)) * HEIGHT
    }

    fn grid(&self, language: Language) -> Vec<AnyView> {
        let bottom = self.top + HEIGHT;
        let mut parts = Vec::new();
        for tick in self.scores.ticks() {
            let y = self.up(tick);
            parts.push(line((LEFT, y), (RIGHT, y), "grid"));
            let name = language.decimal(tick, self.scores.decimals());
            parts.push(text((LEFT - 8.0, y + 4.0), Anchor::End, "soft", name));
        }
        for cost in &self.costs {
            let (x, _) = self.place(*cost, 0.0);
            parts.push(line((x, self.top), (x, bottom), "grid"));
            parts.push(text(
                (x, bottom + 16.0),
                Anchor::Middle,
                "soft",
                power(*cost),
            ));
        }
        let up = words::SCORE_UP.of(language).to_owned();
        parts.push(text((0.0, self.top - 10.0), Anchor::Start, "soft", up));
        let along = words::FUEL_ALONG.of(language).to_owned();
        parts.push(text((RIGHT, bottom + 34.0), Anchor::End, "soft", along));
        parts
    }
}

/// 1, 2, 5, 10, … from below the lowest to above the highest cost; powers of ten alone
/// where the stretch is long.
fn steps(costs: impl Iterator<Item = u64> + Clone) -> Vec<u64> {
    let low = costs.clone().min().unwrap_or(1).max(1);
    let high = costs.max().unwrap_or(1).max(1);
    let powers = (0..19).map(|power| 10_u64.pow(power));
    let all: Vec<u64> = powers
        .clone()
        .flat_map(|power| [1, 2, 5].map(|factor| power.saturating_mul(factor)))
        .collect();
    let between = |all: &[u64]| {
        let from = all.iter().rposition(|step| *step <= low).unwrap_or(0);
        let to = all.iter().position(|step| *step >= high && *step > low);
        let to = to.unwrap_or(all.len() - 1);
        all.get(from..=to).map(<[u64]>::to_vec).unwrap_or_default()
    };
    let fine = between(&all);
    if fine.len() <= 8 {
        fine
    } else {
        between(&powers.collect::<Vec<_>>())
    }
}

/// `2·10⁸`; small ones as they are.
fn power(cost: u64) -> String {
    if cost < 1000 {
        return cost.to_string();
    }
    let exponent = cost.ilog10();
    let factor = cost / 10_u64.pow(exponent);
    let digits = exponent.to_string().chars().map(raised).collect::<String>();
    match factor {
        1 => format!("10{digits}"),
        factor => format!("{factor}·10{digits}"),
    }
}

fn raised(digit: char) -> char {
    match digit {
        '0' => '⁰',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        _ => '⁹',
    }
}

#[expect(clippy::cast_precision_loss, reason = "a place in a drawing")]
fn logarithm(cost: u64) -> f64 {
    (cost.max(1) as f64).log10()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn costs_stand_between_steps_that_people_count_in() {
        let found = |costs: &[u64]| steps(costs.iter().copied());
        assert_eq!(found(&[120, 300]), [100, 200, 500]);
        assert_eq!(found(&[100]), [100, 200]);
        assert_eq!(
            found(&[7, 9_000_000]),
            [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000]
        );
        assert!(found(&[]).len() >= 2);
        assert!(!found(&[u64::MAX, 0]).is_empty());
    }

    #[test]
    fn large_costs_are_written_as_powers() {
        assert_eq!(
            [500, 1_000, 20_000_000_000].map(power),
            ["500", "10³", "2·10¹⁰"]
        );
    }

    #[test]
    fn the_front_is_a_staircase() {
        assert_eq!(
            stairs(&[(1.0, 9.0), (3.0, 4.0)]),
            [(1.0, 9.0), (3.0, 9.0), (3.0, 4.0)]
        );
        assert!(stairs(&[]).is_empty());
    }
}
