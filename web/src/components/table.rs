//! Tables with a caption, which scroll by themselves where the screen is narrow.

use std::borrow::Cow;

use leptos::prelude::*;

/// A column's head.
#[derive(Clone, Debug)]
pub struct Column {
    /// What is in it.
    pub name: Cow<'static, str>,
    /// Whether its values are numbers, which stand to the right.
    pub is_number: bool,
}

impl Column {
    /// A column of texts.
    pub fn text(name: impl Into<Cow<'static, str>>) -> Self {
        Self {
            name: name.into(),
            is_number: false,
        }
    }

    /// A column of numbers.
    pub fn number(name: impl Into<Cow<'static, str>>) -> Self {
        Self {
            name: name.into(),
            is_number: true,
        }
    }
}

/// A table. The first cell of each row is its head.
#[component]
pub fn Table(
    caption: String,
    /// Whether the caption is only read out, since a heading says it already.
    #[prop(optional)]
    hide_caption: bool,
    columns: Vec<Column>,
    rows: Vec<Vec<AnyView>>,
) -> impl IntoView {
    let numbers: Vec<bool> = columns.iter().map(|column| column.is_number).collect();
    let heads: Vec<_> = columns
        .into_iter()
        .map(|column| {
            let class = class(column.is_number);
            view! { <th scope="col" class=class>{column.name.into_owned()}</th> }
        })
        .collect();
    let rows: Vec<_> = rows.into_iter().map(|row| line(row, &numbers)).collect();
    let hidden = hide_caption.then_some("unseen");
    let label = caption.clone();
    view! {
        <section class="table" aria-label=label tabindex="0">
            <table>
                <caption class=hidden>{caption}</caption>
                <thead><tr>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}

fn line(row: Vec<AnyView>, numbers: &[bool]) -> impl IntoView + use<> {
    let cells: Vec<_> = row
        .into_iter()
        .enumerate()
        .map(|(at, cell)| {
            let class = class(numbers.get(at).copied().unwrap_or(false));
            if at == 0 {
                view! { <th scope="row" class=class>{cell}</th> }.into_any()
            } else {
                view! { <td class=class>{cell}</td> }.into_any()
            }
        })
        .collect();
    view! { <tr>{cells}</tr> }
}

fn class(is_number: bool) -> Option<&'static str> {
    is_number.then_some("number")
}
