//! To upload a pack: as a new challenge, or as a new version of one.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use pilotbox_model::api::accounts::Role;

use super::{challenge_of, place, sending::Sending};
use crate::{form::SentFiles, page::go_to, pages::trouble, texts::staff as texts, visit::Visit};

/// `GET /{language}/staff/upload`
pub(crate) async fn show_new(visit: Visit) -> Response {
    match visit.demand_role(Role::Staff) {
        Ok(_) => new(&visit).page(&visit).into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/staff/upload`
pub(crate) async fn post_new(sent: SentFiles) -> Response {
    let visit = &sent.visit;
    if let Err(failure) = visit.demand_role(Role::Staff) {
        return trouble::page(visit, &failure).into_response();
    }
    let sending = new(visit);
    let pack = match sending.file(&sent) {
        Ok(pack) => pack,
        Err(response) => return *response,
    };
    match visit.api.create_challenge(pack).await {
        Ok(made) => go_to(visit, &format!("{}?done=created", place(&made.about.id))),
        Err(failure) => sending.refuse(visit, &failure),
    }
}

/// `GET /{language}/staff/challenges/{id}/versions`
pub(crate) async fn show_version(visit: Visit, Path(id): Path<String>) -> Response {
    match challenge_of(&visit, &id).await {
        Ok(_) => version(&visit, &id).page(&visit).into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/staff/challenges/{id}/versions`
pub(crate) async fn post_version(Path(id): Path<String>, sent: SentFiles) -> Response {
    let visit = &sent.visit;
    if let Err(failure) = challenge_of(visit, &id).await {
        return trouble::page(visit, &failure).into_response();
    }
    let sending = version(visit, &id);
    let pack = match sending.file(&sent) {
        Ok(pack) => pack,
        Err(response) => return *response,
    };
    match visit.api.create_version(&id, pack).await {
        Ok(_) => go_to(visit, &format!("{}?done=version", place(&id))),
        Err(failure) => sending.refuse(visit, &failure),
    }
}

fn new(visit: &Visit) -> Sending {
    Sending {
        title: visit.say(texts::UPLOAD_NEW).to_owned(),
        lead: texts::UPLOAD_NEW_LEAD,
        field: "pack",
        label: texts::PACK,
        help: texts::PACK_HELP,
        button: texts::SEND_PACK,
        back: ("/staff".to_owned(), texts::BACK_TO_LIST),
        other: None,
    }
}

fn version(visit: &Visit, id: &str) -> Sending {
    Sending {
        title: texts::UPLOAD_VERSION_OF.fill(visit.language, &[("id", id)]),
        lead: texts::UPLOAD_VERSION_LEAD,
        field: "pack",
        label: texts::PACK,
        help: texts::PACK_HELP,
        button: texts::SEND_PACK,
        back: (place(id), texts::BACK_TO_CHALLENGE),
        other: None,
    }
}
