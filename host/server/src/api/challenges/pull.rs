//! Packs that are fetched: the startups' by everybody, the city's and final data by
//! staff.

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use futures_util::TryStreamExt;
use pilotbox_model::{
    Digest,
    api::{accounts::Role, problem::Code},
};
use pilotbox_store::challenges::Version;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{demand_version, subject, visible};
use crate::{
    api::{
        etag::tagged,
        extract::{Id, Params},
        problems::Problems,
    },
    principal::Principal,
    problem::Problem,
    rights::{self, Action},
    state::AppState,
};

/// For whom a pack is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum PackFor {
    /// Without hidden splits and the reference.
    #[default]
    Startup,
    /// All of it, for staff.
    City,
    /// Final data that was attached, for staff: what the one who approves it reads.
    Final,
}

/// Which pack.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct PullQuery {
    /// `startup`, `city` or `final`.
    #[param(inline)]
    audience: Option<PackFor>,
    /// The version; the current one when left out.
    #[param(max_length = 32)]
    version: Option<String>,
}

/// Fetches a challenge's pack, from which `pilotbox run` works without a network.
#[utoipa::path(
    get,
    path = "/api/v1/challenges/{id}/pack",
    operation_id = "pull_pack",
    tag = "challenges",
    params(("id" = String, Path, max_length = 128), PullQuery),
    responses(
        (status = 200, description = "The pack; its digest is the ETag.",
            body = Vec<u8>, content_type = "application/x-tar"),
        (status = 304, description = "The reader has it."),
        Problems
    )
)]
pub(super) async fn pull_pack(
    State(state): State<AppState>,
    principal: Principal,
    headers: HeaderMap,
    Id(id): Id,
    Params(query): Params<PullQuery>,
) -> Result<Response, Problem> {
    let found = visible(&state, &principal, &id).await?;
    let audience = query.audience.unwrap_or_default();
    if audience != PackFor::Startup {
        rights::demand(
            &principal,
            Action::ReadPack,
            subject(found.challenge.state()),
        )?;
    }
    let name = query.version.as_deref().unwrap_or(&found.version);
    demand_version(name)?;
    let version = state.store.version_named(&id, name).await?;
    if version.approved_at.is_none() && !principal.has(Role::Staff) {
        return Err(Problem::new(Code::NotFound));
    }
    send(&state, &headers, &version, audience).await
}

async fn send(
    state: &AppState,
    headers: &HeaderMap,
    version: &Version,
    audience: PackFor,
) -> Result<Response, Problem> {
    let (digest, kind) = match (audience, &version.final_digest) {
        (PackFor::Startup, _) => (&version.startup_digest, "startup"),
        (PackFor::City, _) => (&version.pack_digest, "city"),
        (PackFor::Final, Some(digest)) => (digest, "final"),
        (PackFor::Final, None) => {
            return Err(
                Problem::new(Code::NotFound).detail("no final data was attached to this version")
            );
        }
    };
    let digest: Digest = digest.parse().map_err(Problem::internal)?;
    let (bytes, stream) = state.blobs.stream(digest).await?;
    let body = Body::from_stream(stream.inspect_err(|error| {
        tracing::error!(%error, "a pack broke off while it was sent");
    }));
    let name = format!(
        "attachment; filename=\"{}-{}-{kind}.pack\"",
        version.challenge_id, version.version
    );
    let mut response = tagged(headers, &format!("\"{}\"", digest.hex()), body);
    let fields = response.headers_mut();
    if let Ok(name) = HeaderValue::from_str(&name) {
        fields.insert(header::CONTENT_DISPOSITION, name);
    }
    if response.status().is_success() {
        let fields = response.headers_mut();
        fields.insert(header::CONTENT_LENGTH, bytes.into());
        fields.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/x-tar"),
        );
    }
    Ok(response.into_response())
}
