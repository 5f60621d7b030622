//! Charts with invented values, and runs' states in a word.

use leptos::prelude::*;
use pilotbox_model::api::runs::RunState;

use crate::{
    charts::{
        bars::{Bar, Bars},
        figure::Figure,
        intervals::{Intervals, Span},
        shape::Shape,
        strip::{Kind, Strip},
    },
    components::{run::RunBadge, table::Column},
    language::Locale as _,
    pages::compare::sample_charts,
    texts::design as texts,
    visit::Visit,
};

/// Marks of the strip; every seventh is of the other kind.
const MARKS: usize = 40;

pub(super) fn run_states(visit: &Visit) -> impl IntoView + use<> {
    let states = RunState::ALL.map(|state| view! { <RunBadge visit=visit.clone() state=state/> });
    view! { <p class="line">{states.into_iter().collect_view()}</p> }
}

pub(super) fn section(visit: &Visit) -> impl IntoView + use<> {
    view! {
        <section>
            <h2>{visit.say(texts::CHARTS)}</h2>
            {bars(visit)}
            {intervals(visit)}
            {strip(visit)}
        </section>
        <section>
            {sample_charts(visit)}
        </section>
    }
}

fn bars(visit: &Visit) -> impl IntoView + use<> {
    let values = [(texts::DISTRICT_1, 0.75), (texts::DISTRICT_2, 0.4)];
    let bars = values.map(|(name, value)| Bar {
        name: visit.say(name).to_owned(),
        value,
        text: visit.language.decimal(value, 2),
    });
    let row = |bar: &Bar| vec![bar.name.clone().into_any(), bar.text.clone().into_any()];
    let rows: Vec<_> = bars.iter().map(row).collect();
    let columns = vec![
        Column::text(visit.say(texts::DISTRICT)),
        Column::number(visit.say(texts::SHARE)),
    ];
    let caption = visit.say(texts::BARS).to_owned();
    let (label, visit, bars) = (caption.clone(), visit.clone(), bars.to_vec());
    view! {
        <Figure visit=visit.clone() caption=caption table=(columns, rows)>
            <Bars visit=visit label=label bars=bars full=1.0/>
        </Figure>
    }
}

fn intervals(visit: &Visit) -> impl IntoView + use<> {
    let values = [
        (texts::DISTRICT_1, 0.75, 0.125),
        (texts::DISTRICT_2, 0.4, 0.25),
    ];
    let spans = values.map(|(name, value, half)| {
        let ends = (value - half, value + half);
        let [low, high] = [ends.0, ends.1].map(|end| visit.language.decimal(end, 2));
        Span {
            name: visit.say(name).to_owned(),
            value,
            ends: Some(ends),
            text: format!("{} ({low}–{high})", visit.language.decimal(value, 2)),
        }
    });
    let row = |span: &Span| vec![span.name.clone().into_any(), span.text.clone().into_any()];
    let rows: Vec<_> = spans.iter().map(row).collect();
    let columns = vec![
        Column::text(visit.say(texts::DISTRICT)),
        Column::number(visit.say(texts::INTERVAL)),
    ];
    let caption = visit.say(texts::INTERVALS).to_owned();
    let (label, visit, spans) = (caption.clone(), visit.clone(), spans.to_vec());
    view! {
        <Figure visit=visit.clone() caption=caption table=(columns, rows)>
            <Intervals visit=visit label=label spans=spans/>
        </Figure>
    }
}

fn strip(visit: &Visit) -> impl IntoView + use<> {
    let kinds = [(Shape::Disc, texts::GOOD), (Shape::Cross, texts::BAD)];
    let kinds = kinds.map(|(shape, text)| Kind {
        shape,
        name: visit.say(text).to_owned(),
    });
    let mark = |at: usize| (format!("c{at}"), usize::from(at.is_multiple_of(7)));
    let marks: Vec<_> = (1..=MARKS).map(mark).collect();
    let caption = visit.say(texts::STRIP).to_owned();
    let (label, visit, kinds) = (caption.clone(), visit.clone(), kinds.to_vec());
    view! {
        <Figure visit=visit.clone() caption=caption>
            <Strip visit=visit label=label kinds=kinds marks=marks/>
        </Figure>
    }
}
