//! Lying intervals: a value for each name with the ends between which it lies.

use leptos::prelude::*;

use super::{
    bars::{FOOT, NAME, ROW, THICK, TICKS, grid, share, short},
    scale::Scale,
};
use crate::{texts::submission as texts, visit::Visit};

/// Half the height of an end's stroke, in pixels.
const END: usize = 5;

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// What it is about.
    pub name: String,
    /// Where the mark stands.
    pub value: f64,
    /// The ends; none where they are not known.
    pub ends: Option<(f64, f64)>,
    /// All of it in words and digits.
    pub text: String,
}

/// Intervals on one scale, as wide as they need.
#[component]
pub fn Intervals(
    visit: Visit,
    /// What is shown.
    label: String,
    spans: Vec<Span>,
) -> impl IntoView {
    let ends = spans.iter().flat_map(|span| {
        let (low, high) = span.ends.unwrap_or((span.value, span.value));
        [low, span.value, high]
    });
    let low = ends.clone().fold(f64::INFINITY, f64::min);
    let high = ends.fold(f64::NEG_INFINITY, f64::max);
    let scale = Scale::nice(low, high, TICKS);
    let bottom = spans.len() * ROW;
    let height = bottom + FOOT;
    let grid = grid(&visit, &scale, bottom);
    let rows: Vec<_> = spans
        .iter()
        .enumerate()
        .map(|(at, span)| row(span, &scale, at * ROW))
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

fn row(span: &Span, scale: &Scale, top: usize) -> AnyView {
    let line = (top + NAME - 6).to_string();
    let middle = top + NAME + THICK / 2;
    let (from, to) = (middle.saturating_sub(END), middle + END);
    let ends = span.ends.map(|(low, high)| {
        let (low, high) = (share(scale.at(low)), share(scale.at(high)));
        let middle = middle.to_string();
        let post = |x: &str| {
            let x = x.to_owned();
            view! { <line class="whisker s1" x1=x.clone() x2=x y1=from.to_string() y2=to.to_string()/> }
        };
        view! {
            <line class="whisker s1" x1=low.clone() x2=high.clone() y1=middle.clone() y2=middle/>
            {post(&low)}
            {post(&high)}
        }
    });
    let at = share(scale.at(span.value));
    view! {
        <text x="0" y=line.clone()>{short(&span.name)}</text>
        <text class="soft" x="100%" y=line text-anchor="end">{span.text.clone()}</text>
        {ends}
        <circle class="mark s1" cx=at cy=middle.to_string() r="5"/>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page;

    #[test]
    fn a_value_stands_between_its_ends_or_alone() {
        let span = |ends| Span {
            name: "a <b>".to_owned(),
            value: 50.0,
            ends,
            text: String::new(),
        };
        let visit = Visit::for_tests("/x");
        let html = page::write(|| {
            let spans = vec![span(Some((0.0, 100.0))), span(None)];
            view! { <Intervals visit=visit label="x".to_owned() spans=spans/> }
        });
        assert_eq!(html.matches("<circle").count(), 2, "{html}");
        assert_eq!(html.matches("cx=\"50.00%\"").count(), 2, "{html}");
        assert_eq!(html.matches("class=\"whisker s1\"").count(), 3, "{html}");
        assert!(html.contains("a &lt;b&gt;"), "{html}");
    }

    #[test]
    fn nothing_to_draw_is_no_error() {
        let visit = Visit::for_tests("/x");
        let html = page::write(
            || view! { <Intervals visit=visit label="x".to_owned() spans=Vec::new()/> },
        );
        assert!(html.contains("<svg"));
    }
}
