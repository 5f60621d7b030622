//! To attach withheld final data to a version: from a file, or from the catalogue.

pub mod catalogue;

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};

use super::{
    challenge_of, place,
    sending::{OtherWay, Sending},
};
use crate::{
    backend::part,
    failure::Failure,
    form::SentFiles,
    page::go_to,
    pages::trouble,
    texts::{data_set, staff as texts},
    visit::Visit,
};

/// `GET /{language}/staff/challenges/{id}/versions/{version}/final`
pub(crate) async fn show(visit: Visit, Path((id, version)): Path<(String, String)>) -> Response {
    match demand_version(&visit, &id, &version).await {
        Ok(()) => page(&visit, &id, &version).page(&visit).into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/staff/challenges/{id}/versions/{version}/final`
pub(crate) async fn post(Path((id, version)): Path<(String, String)>, sent: SentFiles) -> Response {
    let visit = &sent.visit;
    if let Err(failure) = demand_version(visit, &id, &version).await {
        return trouble::page(visit, &failure).into_response();
    }
    let sending = page(visit, &id, &version);
    let data = match sending.file(&sent) {
        Ok(data) => data,
        Err(response) => return *response,
    };
    match visit.api.attach_final(&id, &version, data).await {
        Ok(_) => go_to(visit, &format!("{}?done=final", place(&id))),
        Err(failure) => sending.refuse(visit, &failure),
    }
}

async fn demand_version(visit: &Visit, id: &str, version: &str) -> Result<(), Failure> {
    let detail = challenge_of(visit, id).await?;
    let is_there = detail.versions.iter().any(|one| one.version == version);
    is_there.then_some(()).ok_or_else(Failure::missing)
}

fn page(visit: &Visit, id: &str, version: &str) -> Sending {
    Sending {
        title: texts::ATTACH_TO.fill(visit.language, &[("version", version)]),
        lead: texts::ATTACH_LEAD,
        field: "data",
        label: texts::DATA,
        help: texts::DATA_HELP,
        button: texts::SEND_DATA,
        back: (place(id), texts::BACK_TO_CHALLENGE),
        other: Some(OtherWay {
            path: format!("{}/catalogue", place_of(id, version)),
            lead: data_set::FROM_CATALOGUE_OR,
            link: data_set::FROM_CATALOGUE,
        }),
    }
}

/// The page of a version's final data.
fn place_of(id: &str, version: &str) -> String {
    format!("{}/versions/{}/final", place(id), part(version))
}
