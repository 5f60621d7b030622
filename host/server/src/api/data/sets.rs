//! Data sets: listed, made and read.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use pilotbox_model::{
    Digest,
    api::{
        Page,
        accounts::Role,
        challenges::Bilingual,
        data::{DataSetAsk, DataSetListed, DataSetView},
        problem::Code,
    },
};
use pilotbox_sanitize::catalogue::Theme;
use pilotbox_store::{
    StoreError,
    data::{DataSetFilter, NewDataSet},
    to_millis,
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{views, visible};
use crate::{
    api::{
        etag::tagged,
        extract::{Body, Id},
        list::{Filtered, ListQuery},
        problems::Problems,
        text::{demand_line, demand_text},
    },
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
};

/// Longest id: that of a data set in a policy.
const ID_CHARS: usize = 64;

/// Longest title, and longest name of who answers for the data.
const TITLE_CHARS: usize = 400;

/// Longest description in one language: as in a policy.
const DESCRIPTION_CHARS: usize = 4_000;

/// Longest text that is searched for.
const SEARCH_CHARS: usize = 200;

/// Most days for which raw data is kept: as in a policy.
const MAX_RAW_DAYS: u32 = 36_500;

/// Which data sets.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct DataQuery {
    /// What id, title, description or owner have to hold.
    #[param(max_length = 200)]
    q: Option<String>,
    /// Whether those without a release are left out, for staff too.
    released: Option<bool>,
}

/// Data sets in the order of their ids: those with a release, for staff all unless they
/// ask for less.
#[utoipa::path(
    get,
    path = "/api/v1/data-sets",
    operation_id = "list_data_sets",
    tag = "data",
    params(DataQuery, ListQuery),
    responses((status = 200, description = "A page.", body = Page<DataSetListed>), Problems)
)]
pub(super) async fn list_data_sets(
    State(state): State<AppState>,
    principal: Principal,
    Filtered(ask, query): Filtered<DataQuery>,
) -> Result<Response, Problem> {
    let q = query.q.unwrap_or_default();
    demand_text("q", &q, 0, SEARCH_CHARS)?;
    let filter = DataSetFilter {
        after: ask.after.as_deref().unwrap_or_default(),
        q: q.trim(),
        with_hidden: principal.has(Role::Staff) && !query.released.unwrap_or_default(),
    };
    let rows = state.store.data_sets(&filter, ask.fetch).await?;
    let views: Result<Vec<_>, _> = rows.into_iter().map(views::listed).collect();
    ask.answer(views?, |view| view.id.clone())
}

/// Makes a data set. Whoever makes it is its first reader.
#[utoipa::path(
    post,
    path = "/api/v1/data-sets",
    operation_id = "create_data_set",
    tag = "data",
    request_body = DataSetAsk,
    responses(
        (status = 201, description = "The data set.", body = DataSetView,
            headers(("location" = String))),
        Problems
    )
)]
pub(super) async fn create_data_set(
    State(state): State<AppState>,
    principal: Principal,
    Body(ask): Body<DataSetAsk>,
) -> Result<Response, Problem> {
    rights::demand(&principal, Action::CreateData, Subject::default())?;
    demand(&ask)?;
    let new = NewDataSet {
        id: &ask.id,
        title_bg: &ask.title.bg,
        title_en: &ask.title.en,
        description_bg: &ask.description.bg,
        description_en: &ask.description.en,
        owner: &ask.owner,
        theme: &ask.theme,
        raw_days: i64::from(ask.raw_days),
        by: principal.account().unwrap_or_default(),
        at: to_millis(state.clock.now()),
    };
    let created = state.store.create_data_set(&new);
    created.await.map_err(|error| match error {
        StoreError::Conflict(_) => {
            Problem::new(Code::Conflict).detail(format!("there is a data set `{}`", ask.id))
        }
        other => other.into(),
    })?;
    let set = visible(&state, &principal, &ask.id).await?;
    let view = views::whole(&state, &principal, set).await?;
    let location = [(header::LOCATION, format!("/api/v1/data-sets/{}", ask.id))];
    Ok((StatusCode::CREATED, location, Json(view)).into_response())
}

/// A data set with its releases; for staff also its readers, its raw data without a cell
/// of it, its policies and who had to do with the raw data.
#[utoipa::path(
    get,
    path = "/api/v1/data-sets/{id}",
    operation_id = "read_data_set",
    tag = "data",
    params(("id" = String, Path, max_length = 128)),
    responses(
        (status = 200, description = "The data set.", body = DataSetView),
        (status = 304, description = "Unchanged."),
        Problems
    )
)]
pub(super) async fn read_data_set(
    State(state): State<AppState>,
    principal: Principal,
    headers: HeaderMap,
    Id(id): Id,
) -> Result<Response, Problem> {
    let set = visible(&state, &principal, &id).await?;
    let view = views::whole(&state, &principal, set).await?;
    // Names of people and states of challenges are in it, which no revision counts.
    let body = serde_json::to_vec(&view).map_err(Problem::internal)?;
    let tag = format!("\"{}\"", Digest::of(&body).hex());
    Ok(tagged(&headers, &tag, Json(view)))
}

fn demand(ask: &DataSetAsk) -> Result<(), Problem> {
    if !is_slug(&ask.id) {
        return Err(Problem::new(Code::BadRequest)
            .detail("`id` is no name of a data set")
            .hint("small latin letters, digits and single hyphens, such as `water-meters`"));
    }
    both("title", &ask.title, |name, text| {
        demand_line(name, text, TITLE_CHARS)
    })?;
    both("description", &ask.description, |name, text| {
        demand_text(name, text, 1, DESCRIPTION_CHARS)?;
        demand_filled(name, text)
    })?;
    demand_line("owner", &ask.owner, TITLE_CHARS)?;
    if Theme::of_code(&ask.theme).is_none() {
        let known: Vec<_> = Theme::ALL.into_iter().map(Theme::code).collect();
        return Err(Problem::new(Code::BadRequest)
            .detail("`theme` is no theme of the European Union's list")
            .hint(format!("one of {}", known.join(", "))));
    }
    if !(1..=MAX_RAW_DAYS).contains(&ask.raw_days) {
        return Err(Problem::new(Code::BadRequest).detail(format!(
            "`raw_days` is {}, 1 to {MAX_RAW_DAYS} are allowed",
            ask.raw_days
        )));
    }
    Ok(())
}

fn both(
    name: &str,
    texts: &Bilingual,
    demand: impl Fn(&str, &str) -> Result<(), Problem>,
) -> Result<(), Problem> {
    demand(&format!("{name}.bg"), &texts.bg)?;
    demand(&format!("{name}.en"), &texts.en)
}

fn demand_filled(name: &str, text: &str) -> Result<(), Problem> {
    let is_blank = text.trim().is_empty();
    (!is_blank)
        .then_some(())
        .ok_or_else(|| Problem::new(Code::BadRequest).detail(format!("`{name}` is blank")))
}

/// As a policy names its data set.
fn is_slug(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let part = |part: &str| !part.is_empty() && part.bytes().all(fits);
    text.len() <= ID_CHARS
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.split('-').all(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask() -> DataSetAsk {
        let both = |text: &str| Bilingual {
            bg: text.to_owned(),
            en: text.to_owned(),
        };
        DataSetAsk {
            id: "water-meters".to_owned(),
            title: both("Meters"),
            description: both("Readings\nby month"),
            owner: "a directorate".to_owned(),
            theme: "ENVI".to_owned(),
            raw_days: 30,
        }
    }

    fn refused(change: impl Fn(&mut DataSetAsk)) -> String {
        let mut ask = ask();
        change(&mut ask);
        demand(&ask).unwrap_err().body().detail.unwrap_or_default()
    }

    #[test]
    fn each_field_has_its_bounds() {
        assert!(demand(&ask()).is_ok());
        for id in [
            "",
            "Water",
            "9-lives",
            "a--b",
            "a-",
            "вода",
            &"a".repeat(65),
        ] {
            assert!(
                refused(|ask| ask.id = id.to_owned()).contains("`id`"),
                "{id}"
            );
        }
        let told = [
            (
                refused(|ask| ask.title.bg = "a\nb".to_owned()),
                "`title.bg`",
            ),
            (refused(|ask| ask.title.en = String::new()), "`title.en`"),
            (
                refused(|ask| ask.description.en = " \n".to_owned()),
                "`description.en`",
            ),
            (
                refused(|ask| ask.description.bg = "x".repeat(4_001)),
                "`description.bg`",
            ),
            (refused(|ask| ask.owner = "x".repeat(401)), "`owner`"),
            (refused(|ask| ask.theme = "WATR".to_owned()), "`theme`"),
            (refused(|ask| ask.raw_days = 0), "`raw_days`"),
            (refused(|ask| ask.raw_days = 36_501), "`raw_days`"),
        ];
        for (told, field) in told {
            assert!(told.starts_with(field), "{told}");
        }
    }
}
