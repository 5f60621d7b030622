//! What admins see of the installation and change in it: organisations and their quotas,
//! workers and queue, storage, mails, and the switches of the whole site.

mod mails;
mod organisations;
mod quotas;
mod site;
mod storage;
mod work;

pub(super) use quotas::view as quota_view;
use utoipa_axum::routes;

use super::Api;
use crate::{rights::Action, state::AppState};

/// The routes of this family.
pub fn routes(api: Api<AppState>) -> Api<AppState> {
    api.add(
        Action::ListOrganisations,
        routes!(organisations::list_organisations),
    )
    .add(
        Action::RenameOrganisation,
        routes!(organisations::rename_organisation),
    )
    .add(
        Action::ManageQuotas,
        routes!(quotas::list_quotas, quotas::change_quota),
    )
    .add(Action::ReadWork, routes!(work::read_work))
    .add(Action::ReadWork, routes!(work::list_unended_runs))
    .add(Action::ReadStorage, routes!(storage::read_storage))
    .add(Action::ReadMailLog, routes!(mails::list_mails))
    .add(Action::ReadSite, routes!(site::read_site))
    .add(Action::ManageSite, routes!(site::set_switches))
}

/// A count from the database, which keeps none below zero.
fn count(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}
