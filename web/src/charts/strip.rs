//! A strip: one mark for each thing in its order, its shape and colour by its kind.

use leptos::prelude::*;

use super::shape::{Shape, ShapeMark};
use crate::{language::Locale as _, texts::submission as texts, visit::Visit};

/// Marks in a row of the strip.
const ACROSS: usize = 30;

/// Width and height of a mark's place.
const PLACE: usize = 16;

/// A kind of thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// How its marks look.
    pub shape: Shape,
    /// What it is.
    pub name: String,
}

/// The strip and its legend, which counts each kind.
#[component]
pub fn Strip(
    visit: Visit,
    /// What is shown.
    label: String,
    kinds: Vec<Kind>,
    /// Each thing's name and the place of its kind.
    marks: Vec<(String, usize)>,
) -> impl IntoView {
    let rows = marks.len().div_ceil(ACROSS).max(1);
    let across = marks.len().clamp(1, ACROSS);
    let size = format!(
        "0 0 {} {}",
        ACROSS.min(across.max(12)) * PLACE,
        rows * PLACE
    );
    let legend = legend(&visit, &kinds, &marks);
    let drawn: Vec<_> = marks
        .into_iter()
        .enumerate()
        .filter_map(|(at, (name, kind))| draw(at, &name, kinds.get(kind)?))
        .collect();
    let label = texts::CHART_OF.fill(visit.language, &[("what", &label)]);
    view! {
        <svg class="chart-svg chart-strip" viewBox=size role="img" aria-label=label>{drawn}</svg>
        {legend}
    }
    .into_any()
}

fn draw(at: usize, name: &str, kind: &Kind) -> Option<AnyView> {
    let place = |step: usize| u32::try_from(step * PLACE + 2).ok();
    let (x, y) = (place(at % ACROSS)?, place(at / ACROSS)?);
    Some(kind.shape.mark(x, y, format!("{name}: {}", kind.name)))
}

fn legend(visit: &Visit, kinds: &[Kind], marks: &[(String, usize)]) -> impl IntoView + use<> {
    let language = visit.language;
    let items: Vec<_> = kinds
        .iter()
        .enumerate()
        .filter_map(|(at, kind)| {
            let count = marks.iter().filter(|(_, own)| *own == at).count();
            let count = u64::try_from(count).ok().filter(|count| *count > 0)?;
            let text = format!("{}: {}", kind.name, language.whole(count));
            Some(view! { <li><ShapeMark shape=kind.shape/>{text}</li> })
        })
        .collect();
    view! { <ul class="chart-legend">{items}</ul> }
}
