//! The yearly account: a year beside another. Each one's own page is below.

pub mod one;

use axum::response::{IntoResponse as _, Response};
use leptos::prelude::*;
use pilotbox_model::api::{Page as ListPage, years::YearListed};

use super::trouble;
use crate::{
    components::{
        figures::Downloads,
        table::{Column, Table},
    },
    language::Locale as _,
    texts::trail as texts,
    visit::Visit,
};

/// `GET /{language}/years`
pub(crate) async fn list(visit: Visit) -> Response {
    match visit.api.years().await {
        Ok(found) => visit
            .page(visit.say(texts::YEARS), || content(&visit, &found))
            .into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

fn content(visit: &Visit, found: &ListPage<YearListed>) -> impl IntoView + use<> {
    let columns = vec![
        Column::text(visit.say(texts::YEAR)),
        Column::number(visit.say(texts::CHALLENGES_OPENED)),
        Column::number(visit.say(texts::CHALLENGES_PUBLISHED)),
        Column::number(visit.say(texts::SUBMISSIONS)),
        Column::number(visit.say(texts::PILOTS_RUNNING)),
        Column::number(visit.say(texts::OPEN_DATA_SETS)),
    ];
    let rows = found.items.iter().map(|one| row(visit, one)).collect();
    let caption = visit.say(texts::YEARS).to_owned();
    view! {
        <h1>{visit.say(texts::YEARS)}</h1>
        <p class="lead">{visit.say(texts::YEARS_LEAD)}</p>
        <Table caption=caption hide_caption=true columns=columns rows=rows/>
        <Downloads visit=visit.clone() path="/years".to_owned() name="years".to_owned()/>
    }
}

fn row(visit: &Visit, one: &YearListed) -> Vec<AnyView> {
    let year = one.year.to_string();
    let href = visit.at(&format!("/years/{year}"));
    let name = if one.is_over {
        year
    } else {
        texts::SO_FAR.fill(visit.language, &[("year", &year)])
    };
    let numbers = [
        one.challenges_opened,
        one.challenges_published,
        one.submissions,
        one.pilots_running,
        one.open_data_sets,
    ];
    let mut row = vec![view! { <a href=href>{name}</a> }.into_any()];
    row.extend(numbers.map(|number| visit.language.whole(number).into_any()));
    row
}

#[cfg(test)]
mod tests;
