//! Lying bars: one value for each name, from 0 on.

use leptos::prelude::*;

use super::scale::Scale;
use crate::{language::Locale as _, texts::submission as texts, visit::Visit};

/// Height of a bar with its name above it.
pub(super) const ROW: usize = 42;

/// Height of the name's line, and of the bar itself.
pub(super) const NAME: usize = 20;
pub(super) const THICK: usize = 14;

/// Room below the bars for the numbers of the scale.
pub(super) const FOOT: usize = 24;

/// Most characters of a name in the drawing; the table has all of it.
const NAME_CHARS: usize = 30;

/// About so many lines across.
pub(super) const TICKS: u32 = 5;

/// One bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What it is about.
    pub name: String,
    /// How long it is.
    pub value: f64,
    /// Its value in words and digits.
    pub text: String,
}

/// Bars on one scale, which reaches at least to `full`.
#[component]
pub fn Bars(
    visit: Visit,
    /// What is shown.
    label: String,
    bars: Vec<Bar>,
    /// Where a bar is full, such as 1.
    full: f64,
) -> impl IntoView {
    let values = bars.iter().map(|bar| bar.value);
    let low = values.clone().fold(0.0, f64::min);
    let high = values.fold(full, f64::max);
    let scale = Scale::nice(low, high, TICKS);
    let bottom = bars.len() * ROW;
    let height = bottom + FOOT;
    let grid = grid(&visit, &scale, bottom);
    let rows: Vec<_> = bars
        .iter()
        .enumerate()
        .map(|(at, bar)| row(bar, &scale, at * ROW))
        .collect();
    let label = texts::CHART_OF.fill(visit.language, &[("what", &label)]);
    view! {
        <svg class="chart-svg chart-bars" height=height.to_string() role="img" aria-label=label>
            {grid}
            {rows}
        </svg>
    }
    .into_any()
}

fn row(bar: &Bar, scale: &Scale, top: usize) -> AnyView {
    let (from, to) = (scale.at(0.0), scale.at(bar.value));
    let (x, width) = (share(from.min(to)), share((to - from).abs()));
    let line = (top + NAME - 6).to_string();
    view! {
        <text x="0" y=line.clone()>{short(&bar.name)}</text>
        <text class="soft" x="100%" y=line text-anchor="end">{bar.text.clone()}</text>
        <rect class="mark s1" x=x y=(top + NAME).to_string() width=width height=THICK.to_string()/>
    }
    .into_any()
}

/// Lines across with their numbers below.
pub(super) fn grid(visit: &Visit, scale: &Scale, bottom: usize) -> Vec<AnyView> {
    let ticks = scale.ticks();
    let last = ticks.len().saturating_sub(1);
    let lines = ticks.into_iter().enumerate().map(|(at, tick)| {
        let x = share(scale.at(tick));
        let anchor = match at {
            0 => "start",
            at if at == last => "end",
            _ => "middle",
        };
        let text = visit.language.decimal(tick, scale.decimals());
        view! {
            <line class="grid" x1=x.clone() x2=x.clone() y1="0" y2=bottom.to_string()/>
            <text class="soft" x=x y=(bottom + 16).to_string() text-anchor=anchor>{text}</text>
        }
        .into_any()
    });
    lines.collect()
}

/// A share of the width.
pub(super) fn share(part: f64) -> String {
    format!("{:.2}%", part * 100.0)
}

/// As much of a name as fits.
pub(super) fn short(name: &str) -> String {
    if name.chars().count() <= NAME_CHARS {
        return name.to_owned();
    }
    let kept: String = name.chars().take(NAME_CHARS - 1).collect();
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_cut_at_a_character() {
        assert_eq!(short("ден"), "ден");
        let long = "ж".repeat(200);
        assert_eq!(short(&long).chars().count(), NAME_CHARS);
    }

    #[test]
    fn a_share_is_an_attribute_that_svg_reads() {
        assert_eq!(share(1.0 / 3.0), "33.33%");
    }
}
