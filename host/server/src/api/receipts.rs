//! Receipts: the signed records of runs. A receipt of hidden cases holds the score
//! to the last digit, so it is out only with the results.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use pilotbox_model::{
    Digest,
    api::{Page, accounts::Role, problem::Code, runs::ReceiptView},
};
use pilotbox_store::{ReceiptFilter, ReceiptRow, from_millis};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::routes;

use super::{
    Api,
    extract::Id,
    list::{Filtered, ListQuery},
    problems::Problems,
    text::demand_key,
};
use crate::{
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
    visibility::{Level, level_of},
};

/// All routes.
pub fn routes(api: Api<AppState>) -> Api<AppState> {
    api.add(Action::ReadReceipt, routes!(list_receipts))
        .add(Action::ReadReceipt, routes!(read_receipt))
}

/// Which receipts.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct ReceiptsQuery {
    /// Only those of a challenge.
    #[param(max_length = 128)]
    challenge: Option<String>,
}

/// Receipts from new to old, as far as the reader may fetch them.
#[utoipa::path(
    get,
    path = "/api/v1/receipts",
    operation_id = "list_receipts",
    tag = "receipts",
    params(ReceiptsQuery, ListQuery),
    responses((status = 200, description = "A page.", body = Page<ReceiptView>), Problems)
)]
async fn list_receipts(
    State(state): State<AppState>,
    principal: Principal,
    Filtered(ask, query): Filtered<ReceiptsQuery>,
) -> Result<Response, Problem> {
    let filter = ReceiptFilter {
        account: principal.reader().unwrap_or_default().to_owned(),
        is_staff: principal.has(Role::Staff),
        challenge: demand_key("challenge", query.challenge)?,
    };
    let rows = state
        .store
        .receipts(&filter, ask.after.as_deref(), ask.fetch)
        .await?;
    ask.answer(rows.into_iter().map(view).collect(), |view| {
        view.run.clone()
    })
}

/// The receipt of a run: an in-toto statement in a DSSE envelope.
#[utoipa::path(
    get,
    path = "/api/v1/runs/{id}/receipt",
    operation_id = "read_receipt",
    tag = "receipts",
    params(("id" = String, Path, max_length = 128)),
    responses((status = 200, description = "The envelope, byte for byte as it was signed.",
        body = Object), Problems)
)]
async fn read_receipt(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
) -> Result<Response, Problem> {
    let run = state.store.run(&id).await?;
    let subject = Subject {
        organisation: Some(&run.organisation_id),
        ..Subject::default()
    };
    rights::demand(&principal, Action::ReadReceipt, subject)?;
    match level_of(&principal, &run) {
        Level::Nothing => return Err(Problem::new(Code::NotFound)),
        Level::State | Level::Round => {
            return Err(Problem::new(Code::NotAllowed)
                .detail(format!("receipts of the split `{}` are not out", run.split))
                .hint("they are shown once results are published"));
        }
        Level::Receipt | Level::All => {}
    }
    let digest = run
        .receipt_digest
        .ok_or_else(|| Problem::new(Code::NotFound).detail("the run has no receipt"))?;
    let digest: Digest = digest.parse().map_err(Problem::internal)?;
    let envelope = state.blobs.get(digest).await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], envelope).into_response())
}

fn view(row: ReceiptRow) -> ReceiptView {
    ReceiptView {
        run: row.run_id,
        challenge: row.challenge_id,
        split: row.split,
        digest: row.digest,
        key: row.key_name,
        salt: (row.is_published == 1).then_some(row.salt),
        issued_at: from_millis(row.issued_at),
    }
}
