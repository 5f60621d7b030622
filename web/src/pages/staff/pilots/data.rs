//! Newer tables of a pilot: an archive that staff choose. It answers from them as soon as
//! its harness has described the form from them.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use pilotbox_model::api::{accounts::Role, pilots::PilotDetail};

use crate::{
    failure::Failure,
    form::SentFiles,
    language::Locale as _,
    page::go_to,
    pages::{pilots::place, staff::sending::Sending, trouble},
    texts::pilot as texts,
    visit::Visit,
};

/// The field of the archive.
const FIELD: &str = "tables";

/// `GET /{language}/staff/pilots/{id}/data`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match load(&visit, &id).await {
        Ok(pilot) => sending(&visit, &pilot).page(&visit).into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/staff/pilots/{id}/data`
pub(crate) async fn bring(Path(id): Path<String>, sent: SentFiles) -> Response {
    let visit = &sent.visit;
    let pilot = match load(visit, &id).await {
        Ok(pilot) => pilot,
        Err(failure) => return trouble::page(visit, &failure).into_response(),
    };
    let sending = sending(visit, &pilot);
    let tables = match sending.file(&sent) {
        Ok(tables) => tables,
        Err(response) => return *response,
    };
    match visit.api.bring_pilot_data(&id, tables).await {
        Ok(()) => go_to(visit, &format!("/staff{}?done=tables", place(&id))),
        Err(failure) => sending.refuse(visit, &failure),
    }
}

async fn load(visit: &Visit, id: &str) -> Result<PilotDetail, Failure> {
    visit.demand_role(Role::Staff)?;
    visit.api.pilot(id).await
}

fn sending(visit: &Visit, pilot: &PilotDetail) -> Sending {
    let title = visit.language.pick(&pilot.about.title);
    Sending {
        title: texts::TABLES_OF.fill(visit.language, &[("title", title)]),
        lead: texts::TABLES_LEAD,
        field: FIELD,
        label: texts::TABLES,
        help: texts::TABLES_HELP,
        button: texts::BRING,
        back: (
            format!("/staff{}", place(&pilot.about.id)),
            texts::BACK_TO_WORK,
        ),
        other: None,
    }
}
