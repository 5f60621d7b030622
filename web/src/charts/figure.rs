//! What every chart has: a caption, the drawing with its name, the data as a table.

use leptos::prelude::*;

use crate::{
    components::table::{Column, Table},
    texts::{compare, submission as texts},
    visit::Visit,
};

/// The addresses of a chart's files.
#[derive(Clone, Debug)]
pub struct Files {
    /// Without the ending.
    pub path: String,
    /// What follows the ending, with its question mark.
    pub query: String,
    /// Whether there is a drawing beside the data.
    pub has_drawing: bool,
}

/// A chart with its table. The drawing is the children.
#[component]
pub fn Figure(
    visit: Visit,
    /// What is shown, for the caption and the table.
    caption: String,
    /// Its table: heads, and a row for each mark. Without, the page has one of its own.
    #[prop(optional)]
    table: Option<(Vec<Column>, Vec<Vec<AnyView>>)>,
    /// Where the drawing and its data are files, without the ending.
    #[prop(optional_no_strip)]
    files: Option<Files>,
    children: Children,
) -> impl IntoView {
    let table = table.map(|(columns, rows)| {
        view! {
            <details>
                <summary>{visit.say(texts::CHART_TABLE)}</summary>
                <Table caption=caption.clone() hide_caption=true columns=columns rows=rows/>
            </details>
        }
        .into_any()
    });
    let downloads = files.map(|files| downloads(&visit, &caption, &files));
    view! {
        <figure class="chart">
            <figcaption>{caption}</figcaption>
            {children()}
            {table}
            {downloads}
        </figure>
    }
    .into_any()
}

/// A drawing of one size, which scrolls by itself where the screen is narrow.
#[component]
pub fn Wide(
    /// What is shown, for whoever comes to it by keyboard.
    label: String,
    children: Children,
) -> impl IntoView {
    view! { <section class="chart-scroll" aria-label=label tabindex="0">{children()}</section> }
        .into_any()
}

/// Links to the files of a chart.
pub fn downloads(visit: &Visit, caption: &str, files: &Files) -> AnyView {
    let drawing = files
        .has_drawing
        .then(|| link(visit, caption, files, "svg"));
    let data = link(visit, caption, files, "csv");
    view! { <p class="actions">{drawing}{data}</p> }.into_any()
}

fn link(visit: &Visit, caption: &str, files: &Files, ending: &'static str) -> AnyView {
    let kind = match ending {
        "svg" => compare::GET_SVG,
        _ => compare::GET_CSV,
    };
    let href = format!("{}.{ending}{}", files.path, files.query);
    let label = format!("{}: {caption}", visit.say(kind));
    view! {
        <a class="button quiet small" href=href download="" aria-label=label>{visit.say(kind)}</a>
    }
    .into_any()
}
