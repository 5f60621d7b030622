//! The strokes that charts of one size are made of. Positions are attributes and colours
//! are classes: the page's policy allows no styles inside.

use leptos::prelude::*;

use crate::{
    language::Language,
    texts::{compare as words, submission as texts},
};

/// Width of each drawing.
pub(super) const WIDTH: f64 = 720.0;

/// A place or a size: across, and down.
pub(super) type Pair = (f64, f64);

/// Where a text begins, is centred or ends.
#[derive(Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A whole drawing. `class` names its kind.
pub(super) fn drawing(
    language: Language,
    class: &'static str,
    height: f64,
    label: &str,
    parts: Vec<AnyView>,
) -> AnyView {
    let size = format!("0 0 {} {}", number(WIDTH), number(height));
    let class = format!("chart-svg chart-wide {class}");
    let label = texts::CHART_OF.fill(language, &[("what", label)]);
    let (width, height) = (number(WIDTH), number(height));
    view! {
        <svg class=class viewBox=size width=width height=height role="img" aria-label=label>{parts}</svg>
    }
    .into_any()
}

/// A text; `class` may be empty.
pub(super) fn text(at: Pair, anchor: Anchor, class: &'static str, words: String) -> AnyView {
    let anchor = match anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    };
    let class = (!class.is_empty()).then_some(class);
    view! { <text class=class x=number(at.0) y=number(at.1) text-anchor=anchor>{words}</text> }
        .into_any()
}

/// A straight line.
pub(super) fn line(from: Pair, to: Pair, class: impl Into<String>) -> AnyView {
    let class = class.into();
    view! { <line class=class x1=number(from.0) y1=number(from.1) x2=number(to.0) y2=number(to.1)/> }
        .into_any()
}

/// A rectangle by its upper left corner and its size.
pub(super) fn rect(at: Pair, size: Pair, class: impl Into<String>) -> AnyView {
    let class = class.into();
    view! { <rect class=class x=number(at.0) y=number(at.1) width=number(size.0) height=number(size.1)/> }
        .into_any()
}

/// A disc or a ring.
pub(super) fn circle(at: Pair, radius: f64, class: impl Into<String>) -> AnyView {
    let class = class.into();
    view! { <circle class=class cx=number(at.0) cy=number(at.1) r=number(radius)/> }.into_any()
}

/// A line through several places.
pub(super) fn through(places: &[Pair], class: impl Into<String>) -> AnyView {
    let class = class.into();
    let points: Vec<String> = places
        .iter()
        .map(|(x, y)| format!("{},{}", number(*x), number(*y)))
        .collect();
    view! { <polyline class=class points=points.join(" ")/> }.into_any()
}

/// A count as a number that positions are reckoned with.
pub(super) fn count(things: usize) -> f64 {
    u32::try_from(things).map_or(0.0, f64::from)
}

/// As much of a text as fits; the table has all of it.
pub(super) fn short(text: &str, chars: usize) -> String {
    if text.chars().count() <= chars {
        return text.to_owned();
    }
    let kept: String = text.chars().take(chars.saturating_sub(1)).collect();
    format!("{kept}…")
}

/// The class of a quality's colour: six steps from 0 to 1.
pub(super) fn ramp(quality: f64) -> &'static str {
    match quality {
        quality if quality < 1.0 / 6.0 => "r0",
        quality if quality < 2.0 / 6.0 => "r1",
        quality if quality < 3.0 / 6.0 => "r2",
        quality if quality < 4.0 / 6.0 => "r3",
        quality if quality < 5.0 / 6.0 => "r4",
        _ => "r5",
    }
}

/// The class of a text on that colour.
pub(super) fn on_ramp(quality: f64) -> &'static str {
    match ramp(quality) {
        "r4" | "r5" => "on-dark",
        "r3" => "on-mid",
        _ => "on-light",
    }
}

/// The six steps of the colours with their ends in words, and their height.
pub(super) fn ramp_key(language: Language, top: f64) -> (Vec<AnyView>, f64) {
    let mut parts = vec![text(
        (0.0, top + 14.0),
        Anchor::Start,
        "soft",
        words::RAMP_LOW.of(language).to_owned(),
    )];
    for step in 0..6_u32 {
        let quality = f64::from(step) / 6.0 + 0.01;
        let at = (150.0 + f64::from(step) * 28.0, top + 2.0);
        parts.push(rect(at, (28.0, 16.0), format!("cell {}", ramp(quality))));
    }
    let end = words::RAMP_HIGH.of(language).to_owned();
    parts.push(text((326.0, top + 14.0), Anchor::Start, "soft", end));
    (parts, 30.0)
}

fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    match text.strip_suffix(".0") {
        Some(whole) => whole.to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_short_and_colours_have_six_steps() {
        assert_eq!([1.0, 1.25, -0.5].map(number), ["1", "1.2", "-0.5"]);
        let steps = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0, f64::NAN].map(ramp);
        assert_eq!(steps, ["r0", "r1", "r2", "r3", "r4", "r5", "r5"]);
    }

    #[test]
    fn a_long_text_is_cut_at_a_character() {
        assert_eq!(short("ден", 3), "ден");
        assert_eq!(short(&"ж".repeat(200), 30).chars().count(), 30);
    }
}
