//! The versions of a challenge: uploaded by one, approved by another.

use leptos::prelude::*;
use pilotbox_model::api::{
    challenges::{ChallengeDetail, ChallengeState, VersionView},
    problem::Code,
};

use super::place;
use crate::{
    backend::part,
    components::{
        form::FormGuard,
        table::{Column, Table},
    },
    form::{Errors, Fields},
    language::Locale as _,
    page::address,
    texts::{Text, staff as texts},
    visit::Visit,
};

/// Approves the version that the form names; tells the word for it.
pub(super) async fn approve(
    visit: &Visit,
    challenge: &str,
    fields: &Fields,
) -> Result<&'static str, Errors> {
    let version = fields.typed("version");
    let approved = visit.api.approve_version(challenge, version).await;
    approved.map(|()| "approved").map_err(|failure| {
        // Staff may approve every version but their own.
        if failure.code != Code::NotAllowed {
            return Errors::of(&failure, visit.language);
        }
        let mut errors = Errors::none();
        errors.add("versions", visit.say(texts::APPROVE_OWN));
        errors
    })
}

/// The part of the workbench with the versions.
pub(super) fn section(visit: &Visit, detail: &ChallengeDetail) -> impl IntoView + use<> {
    let columns = vec![
        Column::text(visit.say(texts::VERSION)),
        Column::text(visit.say(texts::UPLOADED)),
        Column::text(visit.say(texts::APPROVAL)),
        Column::text(visit.say(texts::FINAL_DATA)),
        Column::text(visit.say(texts::ACTIONS)),
    ];
    let may_change = may_change(detail.about.state);
    let rows = detail.versions.iter();
    let rows = rows.map(|one| row(visit, &detail.about.id, one, may_change));
    let rows = rows.collect();
    let upload = may_change.then(|| {
        let href = visit.at(&format!("{}/versions", place(&detail.about.id)));
        view! { <p class="actions"><a class="button quiet" href=href>{visit.say(texts::UPLOAD_VERSION)}</a></p> }
    });
    view! {
        <h2 id="versions">{visit.say(texts::VERSIONS)}</h2>
        <p>{visit.say(texts::APPROVE_HELP)}</p>
        <Table caption=visit.say(texts::VERSIONS).to_owned() hide_caption=true columns=columns rows=rows/>
        {upload}
    }
}

/// Whether packs are taken and approved in this state.
fn may_change(state: ChallengeState) -> bool {
    state <= ChallengeState::Closed
}

fn row(visit: &Visit, challenge: &str, one: &VersionView, may_change: bool) -> Vec<AnyView> {
    let language = visit.language;
    let approval = one.approved_at.map_or_else(
        || visit.say(texts::NOT_APPROVED).to_owned(),
        |at| texts::APPROVED_ON.fill(language, &[("when", &language.moment(at))]),
    );
    let data = if one.is_final_waiting {
        texts::FINAL_WAITING
    } else if one.has_final {
        texts::FINAL_THERE
    } else {
        texts::FINAL_MISSING
    };
    vec![
        one.version.clone().into_any(),
        language.moment(one.created_at).into_any(),
        approval.into_any(),
        visit.say(data).into_any(),
        actions(visit, challenge, one, may_change).into_any(),
    ]
}

fn actions(
    visit: &Visit,
    challenge: &str,
    one: &VersionView,
    may_change: bool,
) -> impl IntoView + use<> {
    let version = part(&one.version);
    let pack = |audience: &str| {
        let id = part(challenge);
        format!("/api/v1/challenges/{id}/pack?audience={audience}&version={version}")
    };
    let attach = (may_change && !one.has_final).then(|| {
        let href = visit.at(&format!("{}/versions/{version}/final", place(challenge)));
        view! { <a href=href>{visit.say(texts::ATTACH)}</a> }
    });
    let (waits, final_waits) = (one.approved_at.is_none(), one.is_final_waiting);
    let approve = (may_change && waits && !one.is_own)
        .then(|| approval(visit, &one.version, texts::APPROVE_ONE));
    // A version that waits takes its data with it, if somebody else has brought both.
    let approve_final = (may_change && final_waits && !one.is_final_own && approve.is_none())
        .then(|| approval(visit, &one.version, texts::APPROVE_FINAL));
    let is_own = may_change && (waits && one.is_own || final_waits && one.is_final_own);
    let own =
        is_own.then(|| view! { <span class="help">{visit.say(texts::OTHER_APPROVES)}</span> });
    view! {
        <div class="line">
            {approve}
            {approve_final}
            {own}
            {attach}
            <a href=pack("city")>{visit.say(texts::CITY_PACK)}</a>
            <a href=pack("startup")>{visit.say(texts::STARTUP_PACK)}</a>
        </div>
    }
}

fn approval(visit: &Visit, version: &str, text: Text) -> impl IntoView + use<> {
    let text = text.fill(visit.language, &[("version", version)]);
    view! {
        <form method="post" action=address(visit.language, visit) novalidate="">
            <FormGuard visit=visit.clone()/>
            <input type="hidden" name="act" value="approve"/>
            <input type="hidden" name="version" value=version.to_owned()/>
            <button type="submit" class="small">{text}</button>
        </form>
    }
}
