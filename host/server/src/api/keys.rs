//! The keys that sign receipts, and the chain of receipts, decisions and audit
//! events: what anybody needs to check the installation's word.

use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use pilotbox_model::api::{
    problem::Code,
    runs::{ChainHeadView, ChainLink, KeyView},
};
use pilotbox_store::{KeyRow, from_millis};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::routes;

use super::{Api, extract::Params, problems::Problems};
use crate::{problem::Problem, rights::Action, state::AppState};

/// Most links of one answer.
const MAX_LINKS: u32 = 10_000;

/// All routes.
pub fn routes(api: Api<AppState>) -> Api<AppState> {
    api.add(Action::ReadKeys, routes!(list_keys))
        .add(Action::ReadChain, routes!(read_chain))
        .add(Action::ReadChain, routes!(read_chain_head))
}

/// Every key that ever signed, with the dates between which its signatures count;
/// newest first. Whoever verifies keeps a list of their own: see `pilotbox verify
/// --trusted-key`.
#[utoipa::path(
    get,
    path = "/api/v1/keys",
    operation_id = "list_keys",
    tag = "receipts",
    responses((status = 200, description = "The keys.", body = Vec<KeyView>), Problems)
)]
async fn list_keys(State(state): State<AppState>) -> Result<Json<Vec<KeyView>>, Problem> {
    let rows = state.store.signing_keys().await?;
    Ok(Json(rows.into_iter().map(view).collect()))
}

/// Which links.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct ChainQuery {
    /// The number after which the page starts.
    #[param(minimum = 0, maximum = 9_007_199_254_740_991_u64)]
    after: Option<u64>,
    /// Links, at most 10,000.
    #[param(minimum = 1, maximum = 10_000)]
    limit: Option<u32>,
}

/// Links of the chain, one JSON object a line. The last line's `seq` is the next
/// page's `after`; an empty answer is the end.
#[utoipa::path(
    get,
    path = "/api/v1/chain",
    operation_id = "read_chain",
    tag = "receipts",
    params(ChainQuery),
    responses((status = 200, description = "JSON lines.", body = ChainLink,
        content_type = "application/jsonl"), Problems)
)]
async fn read_chain(
    State(state): State<AppState>,
    Params(query): Params<ChainQuery>,
) -> Result<Response, Problem> {
    let limit = query.limit.unwrap_or(MAX_LINKS);
    if limit == 0 || limit > MAX_LINKS {
        return Err(Problem::new(Code::BadRequest)
            .detail(format!("`limit` is {limit}, 1 to {MAX_LINKS} are allowed")));
    }
    let after = i64::try_from(query.after.unwrap_or(0)).unwrap_or(i64::MAX);
    let links = state.store.links_after(after, i64::from(limit)).await?;
    let mut text = Vec::new();
    for link in &links {
        serde_json::to_writer(&mut text, link).map_err(Problem::internal)?;
        text.push(b'\n');
    }
    Ok(([(header::CONTENT_TYPE, "application/jsonl")], text).into_response())
}

/// Where the chain stands: print it, and nobody can rewrite what came before.
#[utoipa::path(
    get,
    path = "/api/v1/chain/head",
    operation_id = "read_chain_head",
    tag = "receipts",
    responses((status = 200, description = "The last link's number and digest.",
        body = ChainHeadView), Problems)
)]
async fn read_chain_head(State(state): State<AppState>) -> Result<Json<ChainHeadView>, Problem> {
    let head = state.store.chain_head().await?;
    Ok(Json(ChainHeadView {
        seq: head.seq,
        digest: head.digest,
    }))
}

fn view(row: KeyRow) -> KeyView {
    KeyView {
        name: row.name,
        public_key: row.public_key,
        not_before: from_millis(row.not_before),
        not_after: from_millis(row.not_after),
    }
}
