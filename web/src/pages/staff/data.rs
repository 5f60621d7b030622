//! The workbench of the city's data: every data set, and the form that makes one. What is
//! done with each lies below.

pub mod bench;
mod made;
pub mod policies;
pub mod policy;
mod profile;
pub mod raw;
mod readers;
pub mod releases;
mod wrong;

use axum::response::{IntoResponse as _, Response};
use leptos::prelude::*;
use pilotbox_model::api::{
    Page as ListPage,
    accounts::Role,
    data::{DataSetInside, DataSetListed, DataSetView},
};

use super::Back;
use crate::{
    backend::part,
    components::{
        form::ErrorSummary,
        list::{Empty, Pager},
        table::{Column, Table},
    },
    failure::Failure,
    form::{Errors, Fields, Posted, refused},
    language::Locale as _,
    page::{Page, go_to},
    pages::trouble,
    report,
    texts::data_set as texts,
    visit::Visit,
};

/// `GET /{language}/staff/data`
pub(crate) async fn list(visit: Visit) -> Response {
    match load(&visit).await {
        Ok(found) => page(&visit, &found, &Fields::default(), &Errors::none()).into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/staff/data`: makes a data set.
pub(crate) async fn make(Posted { visit, fields }: Posted) -> Response {
    let found = match load(&visit).await {
        Ok(found) => found,
        Err(failure) => return trouble::page(&visit, &failure).into_response(),
    };
    match made::make(&visit, &fields).await {
        Ok(id) => go_to(&visit, &format!("{}?done=made", place(&id))),
        Err(errors) => refused(page(&visit, &found, &fields, &errors)),
    }
}

async fn load(visit: &Visit) -> Result<ListPage<DataSetListed>, Failure> {
    visit.demand_role(Role::Staff)?;
    let cursor = visit.asked("cursor");
    visit.api.data_sets(None, cursor.as_deref()).await
}

fn page(visit: &Visit, found: &ListPage<DataSetListed>, fields: &Fields, errors: &Errors) -> Page {
    visit.page(visit.say(texts::TITLE), || {
        content(visit, found, fields, errors)
    })
}

fn content(
    visit: &Visit,
    found: &ListPage<DataSetListed>,
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    let list = if found.items.is_empty() {
        view! { <Empty text=visit.say(texts::NONE)/> }.into_any()
    } else {
        table(visit, &found.items).into_any()
    };
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <Back visit=visit.clone() path="/staff".to_owned() text=texts::BACK_TO_BENCH/>
        <h1>{visit.say(texts::TITLE)}</h1>
        <p class="lead">{visit.say(texts::LEAD)}</p>
        {list}
        <Pager visit=visit.clone() next=found.next.clone()/>
        {made::section(visit, fields, errors)}
    }
}

fn table(visit: &Visit, items: &[DataSetListed]) -> impl IntoView + use<> {
    let columns = vec![
        Column::text(visit.say(texts::DATA_SET)),
        Column::text(visit.say(texts::OWNER)),
        Column::text(visit.say(texts::NEWEST)),
        Column::text(visit.say(texts::RISK)),
    ];
    let rows = items.iter().map(|one| {
        let href = visit.at(&place(&one.id));
        let title = visit.language.pick(&one.title).to_owned();
        let owner = one.owner.clone();
        let newest = one.release.map_or_else(
            || visit.say(texts::NO_RELEASE).to_owned(),
            |number| visit.language.whole(number.into()),
        );
        let light = one.light.map(|light| report::light(visit.language, light));
        vec![
            view! { <a href=href>{title}</a> }.into_any(),
            view! { <bdi>{owner}</bdi> }.into_any(),
            newest.into_any(),
            light.into_any(),
        ]
    });
    let rows = rows.collect();
    view! { <Table caption=visit.say(texts::LIST).to_owned() columns=columns rows=rows/> }
}

/// The workbench of a data set.
pub(crate) fn place(id: &str) -> String {
    format!("/staff/data/{}", part(id))
}

/// A data set with what staff alone see.
struct Seen {
    set: DataSetView,
    inside: DataSetInside,
}

/// A data set, for staff alone.
async fn seen(visit: &Visit, id: &str) -> Result<Seen, Failure> {
    visit.demand_role(Role::Staff)?;
    let mut set = visit.api.data_set(id).await?;
    // Whoever has the role is told; without it there would be nothing to work with.
    let inside = set.inside.take().ok_or_else(Failure::missing)?;
    Ok(Seen { set, inside })
}

impl Seen {
    fn title<'a>(&'a self, visit: &Visit) -> &'a str {
        visit.language.pick(&self.set.title)
    }
}

/// A name; that of an account that was erased is gone.
fn person(visit: &Visit, name: &str) -> impl IntoView + use<> {
    let name = if name.is_empty() {
        visit.say(texts::ERASED).to_owned()
    } else {
        name.to_owned()
    };
    view! { <bdi>{name}</bdi> }
}

/// Who did something, and when.
fn by_on(visit: &Visit, name: &str, at: jiff::Timestamp) -> String {
    let name = if name.is_empty() {
        visit.say(texts::ERASED)
    } else {
        name
    };
    let when = visit.language.moment(at);
    texts::BY_ON.fill(visit.language, &[("name", name), ("when", &when)])
}

#[cfg(test)]
mod tests;
