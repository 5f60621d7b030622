//! What every chart has: a caption, the drawing with its name, the data as a table.

use leptos::prelude::*;

use crate::{
    components::table::{Column, Table},
    texts::submission as texts,
    visit::Visit,
};

/// A chart with its table. The drawing is the children.
#[component]
pub fn Figure(
    visit: Visit,
    /// What is shown, for the caption and the table.
    caption: String,
    /// Its table: heads, and a row for each mark. Without, the page has one of its own.
    #[prop(optional)]
    table: Option<(Vec<Column>, Vec<Vec<AnyView>>)>,
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
    view! {
        <figure class="chart">
            <figcaption>{caption}</figcaption>
            {children()}
            {table}
        </figure>
    }
    .into_any()
}
