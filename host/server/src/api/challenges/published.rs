//! Organisations that took part, by the names that boards show once results are
//! published, and nobody else's.

use axum::{extract::State, response::Response};
use pilotbox_model::api::{Page, challenges::PublishedOrganisation, problem::Code};
use pilotbox_store::challenges::PublishedName;

use crate::{
    api::{extract::Params, list::ListQuery, problems::Problems},
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
};

/// Organisations on boards of published results, by name.
#[utoipa::path(
    get,
    path = "/api/v1/organisations",
    operation_id = "list_published_organisations",
    tag = "challenges",
    params(ListQuery),
    responses(
        (status = 200, description = "A page.", body = Page<PublishedOrganisation>),
        Problems
    )
)]
pub(super) async fn list_published(
    State(state): State<AppState>,
    principal: Principal,
    Params(query): Params<ListQuery>,
) -> Result<Response, Problem> {
    rights::demand(&principal, Action::ReadBoard, Subject::default())?;
    let ask = query.ask()?;
    let after = first_row(ask.after.as_deref())?;
    let rows = state
        .store
        .published_organisations(after, ask.fetch)
        .await?;
    let next = after.saturating_add(ask.fetch - 1);
    let views = rows.into_iter().map(view).collect();
    ask.answer(views, |_| next.to_string())
}

/// Names are no keys of a cursor, so it counts rows.
fn first_row(cursor: Option<&str>) -> Result<i64, Problem> {
    let Some(cursor) = cursor else {
        return Ok(0);
    };
    let row = cursor.parse::<u32>().map(i64::from);
    row.map_err(|_| {
        Problem::new(Code::BadRequest)
            .detail("`cursor` is none of this list's")
            .hint("give `next` of the page before as it is")
    })
}

fn view(row: PublishedName) -> PublishedOrganisation {
    PublishedOrganisation {
        name: row.name,
        challenges: u32::try_from(row.challenges).unwrap_or(u32::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_a_row() {
        assert_eq!(first_row(None).unwrap(), 0);
        assert_eq!(first_row(Some("50")).unwrap(), 50);
        for bad in ["-1", "a", "99999999999"] {
            assert_eq!(first_row(Some(bad)).unwrap_err().code(), Code::BadRequest);
        }
    }
}
