//! Which mails went and which did not. Never what they say, to whom, or their links.

use axum::{extract::State, response::Response};
use pilotbox_model::api::{
    Page,
    admin::{MailState, MailView},
};
use pilotbox_store::{MailRow, from_millis, to_millis};

use super::count;
use crate::{
    api::{
        list::{Ask, ListQuery},
        problems::Problems,
    },
    problem::Problem,
    state::AppState,
};

/// Of a mail that is sent once nothing more will be heard after so long: the server
/// stopped meanwhile. No try takes as long.
const LOST_MS: i64 = 10 * 60 * 1000;

/// One that is sent again by itself is given up once it was not tried for so long: the
/// longest pause is an hour.
const GIVEN_UP_MS: i64 = 2 * 60 * 60 * 1000;

/// Mails of the last month, from new to old.
#[utoipa::path(
    get,
    path = "/api/v1/admin/mails",
    operation_id = "list_mails",
    tag = "admin",
    params(ListQuery),
    responses((status = 200, description = "A page.", body = Page<MailView>), Problems)
)]
pub(super) async fn list_mails(
    State(state): State<AppState>,
    ask: Ask,
) -> Result<Response, Problem> {
    let rows = state.store.mails(ask.after.as_deref(), ask.fetch).await?;
    let now = to_millis(state.clock.now());
    let views = rows.into_iter().map(|row| view(row, now)).collect();
    ask.answer(views, |view: &MailView| view.id.clone())
}

fn view(row: MailRow, now: i64) -> MailView {
    let has_ended = row.sent_at.is_some() || row.failed_at.is_some();
    let patience = if row.is_repeated() {
        GIVEN_UP_MS
    } else {
        LOST_MS
    };
    let is_lost = !has_ended && row.tried_at < now.saturating_sub(patience);
    let state = if row.sent_at.is_some() {
        MailState::Sent
    } else if row.failed_at.is_some() || is_lost {
        MailState::Failed
    } else {
        MailState::Waiting
    };
    MailView {
        id: row.id,
        purpose: row.purpose,
        domain: row.domain,
        state,
        attempts: count(row.attempts),
        fault: row
            .fault
            .or_else(|| is_lost.then(|| "interrupted".to_owned())),
        created_at: from_millis(row.created_at),
        ended_at: row.sent_at.or(row.failed_at).map(from_millis),
    }
}
