//! The public account of a pilot: its indicators over time, and all steps by their days.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::api::{
    pilots::{IndicatorView, MeasurementView},
    trails::{PilotTrail, TrailKind},
};

use super::{badge, facts, place};
use crate::{
    backend::trails::pilot_trail_path,
    charts::{
        figure::{Figure, Wide},
        line,
    },
    components::{
        figures::Downloads,
        table::{Column, Table},
        trail::TimeLine,
    },
    language::Locale as _,
    pages::trouble,
    texts::trail as texts,
    visit::Visit,
};

/// Values of an indicator that stand on the page; what is fetched has all.
const SHOWN: usize = 100;

/// `GET /{language}/pilots/{id}/trail`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match visit.api.pilot_trail(&id).await {
        Ok(trail) => {
            let name = visit.language.pick(&trail.about.title);
            let title = texts::ACCOUNT_OF.fill(visit.language, &[("title", name)]);
            visit
                .page(title.clone(), || content(&visit, title, trail))
                .into_response()
        }
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

fn content(visit: &Visit, title: String, mut trail: PilotTrail) -> impl IntoView + use<> {
    let id = trail.about.id.clone();
    let name = visit.language.pick(&trail.about.title).to_owned();
    let summary = visit.language.pick(&trail.about.summary).to_owned();
    let state = badge(visit, trail.about.state);
    let exit = facts::decided(visit, trail.exit.as_ref());
    let values: Vec<_> = trail
        .indicators
        .iter()
        .map(|one| values(visit, one))
        .collect();
    let indicators = facts::indicators(visit, &trail.indicators);
    // The values stand with their indicators, where they can be compared.
    trail
        .entries
        .retain(|entry| entry.kind != TrailKind::Measured);
    view! {
        <p class="above"><a href=visit.at(&place(&id))>{name}</a></p>
        <h1>{title}</h1>
        <p class="line">{state}</p>
        <p class="lead">{visit.say(texts::LEAD_PILOT)}</p>
        <p>{summary}</p>
        {exit}
        {indicators}
        {values}
        <section>
            <h2>{visit.say(texts::BY_DATE)}</h2>
            <TimeLine visit=visit.clone() entries=trail.entries/>
        </section>
        <Downloads visit=visit.clone() path=pilot_trail_path(&id) name=format!("{id}-trail")/>
    }
}

/// What was measured of an indicator, drawn and as a table; nothing where nothing was.
fn values(visit: &Visit, one: &IndicatorView) -> Option<AnyView> {
    if one.measured.is_empty() {
        return None;
    }
    let name = visit.language.pick(&one.indicator);
    let caption = texts::VALUES_OF.fill(visit.language, &[("name", name)]);
    let view = view! {
        <section>
            <h3>{caption.clone()}</h3>
            {drawn(visit, one, &caption)}
            {newest(visit, one, caption)}
        </section>
    };
    Some(view.into_any())
}

/// The values along their days; one alone is no line.
fn drawn(visit: &Visit, one: &IndicatorView, caption: &str) -> Option<AnyView> {
    let language = visit.language;
    let start = one.measured.first().filter(|_| one.measured.len() > 1)?.on;
    let point = |measured: &MeasurementView| {
        let days = (measured.on - start).get_days();
        (f64::from(days), measured.value)
    };
    let points: Vec<_> = one.measured.iter().map(point).collect();
    let up = format!("{}, {}", language.pick(&one.indicator), one.unit);
    let drawing = line::drawn(language, visit.say(texts::DAYS_ON), &up, &points);
    let label = caption.to_owned();
    let view = view! {
        <Figure visit=visit.clone() caption=caption.to_owned()>
            <Wide label=label>{drawing}</Wide>
        </Figure>
    };
    Some(view.into_any())
}

fn newest(visit: &Visit, one: &IndicatorView, caption: String) -> impl IntoView + use<> {
    let language = visit.language;
    let columns = vec![
        Column::text(visit.say(texts::DAY)),
        Column::number(one.unit.clone()),
    ];
    let earlier = one.measured.len().saturating_sub(SHOWN);
    let row = |measured: &MeasurementView| {
        let value = language.decimal(measured.value, 2);
        vec![language.date(measured.on).into_any(), value.into_any()]
    };
    let rows: Vec<_> = one.measured.iter().skip(earlier).map(row).collect();
    let cut = (earlier > 0).then(|| {
        let most = u64::try_from(SHOWN).unwrap_or_default();
        let text = texts::NEWEST.fill(language, &[("n", &language.whole(most))]);
        view! { <p class="help">{text}</p> }
    });
    view! {
        <Table caption=caption hide_caption=true columns=columns rows=rows/>
        {cut}
    }
}
