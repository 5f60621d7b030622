//! What is kept, and how much room is left for more.

use axum::{Json, extract::State};
use pilotbox_model::api::admin::{DiskView, StorageView};

use super::count;
use crate::{api::problems::Problems, guard::free_bytes, problem::Problem, state::AppState};

/// Blobs by kind, the database, and the disk under the data folder.
#[utoipa::path(
    get,
    path = "/api/v1/admin/storage",
    operation_id = "read_storage",
    tag = "admin",
    responses((status = 200, description = "What is kept.", body = StorageView), Problems)
)]
pub(super) async fn read_storage(
    State(state): State<AppState>,
) -> Result<Json<StorageView>, Problem> {
    let counted = state.live().storage(&state).await?;
    let disk = free_bytes(&state.config.server.data).map(|free_bytes| DiskView {
        free_bytes,
        least_bytes: state.config.limits.min_free_disk_bytes,
    });
    Ok(Json(StorageView {
        blobs: counted.blobs.clone(),
        database_bytes: count(state.store.database_bytes().await?),
        disk,
        counted_at: counted.at,
    }))
}
