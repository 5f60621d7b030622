//! Figures of the public account, each with how it is counted, and where they are fetched.

use leptos::prelude::*;
use pilotbox_model::api::trails::{FigureUnit, FigureView};

use super::table::{Column, Table};
use crate::{
    backend::data::CATALOGUE, language::Locale as _, pages::data::theme, texts::trail as texts,
    visit::Visit,
};

/// All figures as a table. The strategy's plan has a column where any figure has one.
#[component]
pub fn FigureTable(visit: Visit, figures: Vec<FigureView>) -> impl IntoView {
    let has_plan = figures.iter().any(|one| one.activity.is_some());
    let mut columns = vec![
        Column::text(visit.say(texts::FIGURE)),
        Column::number(visit.say(texts::VALUE)),
    ];
    columns.extend(has_plan.then(|| Column::text(visit.say(texts::PLAN))));
    columns.push(Column::text(visit.say(texts::HOW)));
    let rows = figures
        .iter()
        .map(|one| {
            let mut row = vec![
                title(&visit, one).into_any(),
                amount(&visit, one).into_any(),
            ];
            row.extend(has_plan.then(|| plan(&visit, one).into_any()));
            row.push(visit.language.pick(&one.how).to_owned().into_any());
            row
        })
        .collect();
    let caption = visit.say(texts::FIGURES).to_owned();
    view! { <Table caption=caption hide_caption=true columns=columns rows=rows/> }
}

/// A few figures, large.
#[component]
pub fn FigureHead(visit: Visit, figures: Vec<FigureView>) -> impl IntoView {
    let items: Vec<_> = figures
        .iter()
        .map(|one| view! { <div><dt>{title(&visit, one)}</dt><dd>{amount(&visit, one)}</dd></div> })
        .collect();
    view! { <div class="numbers"><dl class="facts">{items}</dl></div> }
}

/// Where an account is fetched: `path` in the API, `name` of the file.
#[component]
pub fn Downloads(visit: Visit, path: String, name: String) -> impl IntoView {
    let json = format!("/api/v1{path}");
    let table = format!("{json}?format=csv");
    let [catalogue, _] = CATALOGUE;
    view! {
        <section>
            <h2>{visit.say(texts::DOWNLOADS)}</h2>
            <p class="line">
                <a href=table download=format!("{name}.csv")>{visit.say(texts::GET_CSV)}</a>
                <a href=json>{visit.say(texts::GET_JSON)}</a>
            </p>
            <p class="help">
                {visit.say(texts::OPEN_DATA)}" "<a href=catalogue>{visit.say(texts::IN_CATALOGUE)}</a>"."
            </p>
        </section>
    }
}

/// What a figure is. Themes stand in the data as codes, since these are what others use.
pub fn title(visit: &Visit, one: &FigureView) -> String {
    let title = visit.language.pick(&one.title);
    let theme = one.part.as_deref().and_then(theme::named);
    let theme = theme.zip(title.split_once(": "));
    theme.map_or_else(
        || title.to_owned(),
        |(theme, (whole, _))| format!("{whole}: {}", visit.say(theme)),
    )
}

fn amount(visit: &Visit, one: &FigureView) -> String {
    match one.unit {
        FigureUnit::Count => visit.language.whole(one.value),
        FigureUnit::Eur => visit.language.euro(one.value),
    }
}

fn plan(visit: &Visit, one: &FigureView) -> String {
    let (Some(activity), Some(target)) = (&one.activity, one.target) else {
        return String::new();
    };
    let target = visit.language.whole(target);
    let values = [("activity", activity.as_str()), ("target", target.as_str())];
    match &one.baseline {
        None => texts::PLAN_TO.fill(visit.language, &values),
        Some(from) => {
            let [activity, target] = values;
            texts::PLAN_FROM_TO.fill(visit.language, &[activity, ("from", from.as_str()), target])
        }
    }
}
