//! What was found in the columns of raw data: types, how much is missing, whom they may
//! name. No value is shown.

use leptos::prelude::*;
use pilotbox_model::api::data::{RawColumnView, RawKindView};

use super::Seen;
use crate::{
    components::table::{Column, Table},
    language::Locale as _,
    pages::data::shown,
    report::words,
    texts::data_set as texts,
    visit::Visit,
};

/// The part of the workbench with the columns; nothing without raw data.
pub(super) fn section(visit: &Visit, seen: &Seen) -> Option<impl IntoView + use<>> {
    let raw = seen.inside.raw.as_ref()?;
    let columns = vec![
        Column::text(visit.say(texts::COLUMN)),
        Column::text(visit.say(texts::TYPE)),
        Column::text(visit.say(texts::ROLE)),
        Column::number(visit.say(texts::MISSING)),
        Column::number(visit.say(texts::DISTINCT)),
        Column::text(visit.say(texts::MAY_NAME)),
    ];
    let rows = raw
        .columns
        .iter()
        .map(|column| row(visit, column))
        .collect();
    let title = visit.say(texts::PROFILE);
    Some(view! {
        <h2>{title}</h2>
        <p>{visit.say(texts::PROFILE_LEAD)}</p>
        <Table caption=title.to_owned() hide_caption=true columns=columns rows=rows/>
    })
}

fn row(visit: &Visit, column: &RawColumnView) -> Vec<AnyView> {
    let name = column.name.clone();
    let distinct = visit.language.whole(column.distinct);
    let distinct = if column.is_estimate {
        texts::ABOUT_N.fill(visit.language, &[("n", &distinct)])
    } else {
        distinct
    };
    vec![
        view! { <code>{name}</code> }.into_any(),
        shown::data_type(visit, &column.data_type),
        visit.say(words::role(&column.role)).into_any(),
        visit.language.whole(column.missing).into_any(),
        distinct.into_any(),
        kinds(visit, &column.kinds).into_any(),
    ]
}

fn kinds(visit: &Visit, kinds: &[RawKindView]) -> String {
    if kinds.is_empty() {
        return visit.say(texts::NOBODY).to_owned();
    }
    let named = kinds.iter().map(|one| {
        let kind = words::kind(&one.kind);
        let kind = kind.map_or(one.kind.as_str(), |text| visit.say(text));
        let share = visit.language.percent(one.share);
        texts::KIND_SHARE.fill(visit.language, &[("kind", kind), ("share", &share)])
    });
    named.collect::<Vec<_>>().join(", ")
}
