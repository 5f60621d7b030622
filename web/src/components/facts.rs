//! Facts as pairs of a name and a value.

use leptos::prelude::*;

/// A list of facts.
#[component]
pub fn Facts(
    /// Name and value of each.
    facts: Vec<(&'static str, AnyView)>,
) -> impl IntoView {
    let items: Vec<_> = facts
        .into_iter()
        .map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
        .collect();
    view! { <dl class="facts">{items}</dl> }
}
