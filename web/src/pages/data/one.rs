//! A data set: what it is, its newest release as a whole, the others, and who uses it.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::api::data::{DataSetView, ReleaseDetail, ReleaseView};

use super::{path_of, path_of_release, shown, theme};
use crate::{
    backend::data::set_address,
    components::{
        facts::Facts,
        notice::{Notice, Tone},
        table::{Column, Table},
    },
    failure::Failure,
    language::Locale as _,
    pages::{staff::data as bench, trouble},
    report,
    texts::catalogue as texts,
    visit::Visit,
};

/// `GET /{language}/data/{id}`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match load(&visit, &id).await {
        Ok((set, newest)) => {
            let title = visit.language.pick(&set.title).to_owned();
            let page = visit.page(title.clone(), || content(&visit, title, &set, newest));
            page.into_response()
        }
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

async fn load(visit: &Visit, id: &str) -> Result<(DataSetView, Option<ReleaseDetail>), Failure> {
    let set = visit.api.data_set(id).await?;
    let newest = match set.releases.first() {
        Some(newest) => Some(visit.api.data_release(id, newest.number).await?),
        None => None,
    };
    Ok((set, newest))
}

fn content(
    visit: &Visit,
    title: String,
    set: &DataSetView,
    newest: Option<ReleaseDetail>,
) -> impl IntoView + use<> {
    let about = visit.language.pick(&set.description).to_owned();
    let newest = if let Some(newest) = newest {
        self::newest(visit, set, &newest).into_any()
    } else {
        let text = visit.say(texts::NO_RELEASE);
        view! { <Notice><p>{text}</p></Notice> }.into_any()
    };
    view! {
        <p class="above"><a href=visit.at("/data")>{visit.say(texts::TITLE)}</a></p>
        <h1>{title}</h1>
        <p class="lead">{about}</p>
        {facts(visit, set)}
        {way_in(visit, set)}
        {newest}
        {releases(visit, set)}
        <h2>{visit.say(texts::USED_BY)}</h2>
        {shown::used_by(visit, &set.used_by)}
        <h2>{visit.say(texts::FOR_PROGRAMS)}</h2>
        <p class="line">
            {super::for_programs(visit)}
            <a href=set_address(&set.id)>{visit.say(texts::AS_JSON)}</a>
        </p>
    }
}

fn facts(visit: &Visit, set: &DataSetView) -> impl IntoView + use<> {
    let theme = if let Some(text) = theme::named(&set.theme) {
        visit.say(text).into_any()
    } else {
        let code = set.theme.clone();
        view! { <code>{code}</code> }.into_any()
    };
    let owner = set.owner.clone();
    let facts = vec![
        (
            visit.say(texts::OWNER),
            view! { <bdi>{owner}</bdi> }.into_any(),
        ),
        (visit.say(texts::THEME), theme),
    ];
    view! { <Facts facts=facts/> }
}

/// Staff go on to where they work on it.
fn way_in(visit: &Visit, set: &DataSetView) -> Option<impl IntoView + use<>> {
    let href = visit.at(&bench::place(&set.id));
    set.inside
        .is_some()
        .then(|| view! { <p><a href=href>{visit.say(texts::WORKBENCH)}</a></p> })
}

fn newest(visit: &Visit, set: &DataSetView, newest: &ReleaseDetail) -> impl IntoView + use<> {
    let number = visit.language.whole(newest.about.number.into());
    let heading = texts::NEWEST.fill(visit.language, &[("n", &number)]);
    view! {
        <h2>{heading}</h2>
        {shown::release(visit, set, newest)}
    }
}

fn releases(visit: &Visit, set: &DataSetView) -> Option<impl IntoView + use<>> {
    if set.releases.is_empty() {
        return None;
    }
    let columns = vec![
        Column::text(visit.say(texts::RELEASE)),
        Column::text(visit.say(texts::PUBLISHED)),
        Column::number(visit.say(texts::ROWS)),
        Column::text(visit.say(texts::RISK)),
        Column::text(visit.say(texts::STATE)),
    ];
    let rows = set.releases.iter().map(|one| row(visit, &set.id, one));
    let rows = rows.collect();
    let title = visit.say(texts::RELEASES);
    Some(view! {
        <h2>{title}</h2>
        <Table caption=title.to_owned() hide_caption=true columns=columns rows=rows/>
    })
}

fn row(visit: &Visit, id: &str, one: &ReleaseView) -> Vec<AnyView> {
    let language = visit.language;
    let number = language.whole(one.number.into());
    let text = texts::RELEASE_N.fill(language, &[("n", &number)]);
    let href = visit.at(&path_of_release(id, one.number));
    vec![
        view! { <a href=href>{text}</a> }.into_any(),
        language.day(one.published_at).into_any(),
        language.whole(one.rows).into_any(),
        report::light(language, one.light),
        visit.say(shown::access(one)).into_any(),
    ]
}

/// The way back from a release, with the data set's name.
pub(super) fn back(visit: &Visit, set: &DataSetView) -> impl IntoView + use<> {
    let name = visit.language.pick(&set.title).to_owned();
    let href = visit.at(&path_of(&set.id));
    view! { <p class="above"><a href=href>{name}</a></p> }
}

/// How a sealed release is told.
pub(super) fn sealed(visit: &Visit) -> impl IntoView + use<> {
    let text = visit.say(texts::SEALED_MEANS);
    view! { <Notice tone=Tone::Warn><p>{text}</p></Notice> }
}
