//! Who may take part in a challenge, and what of it they can do now.

use leptos::prelude::*;
use pilotbox_model::api::challenges::{ChallengeDetail, ChallengeState};

use super::path_of;
use crate::{
    backend::part,
    components::form::{FormGuard, Select},
    form::{Errors, Fields},
    texts::{challenge as texts, site},
    visit::{Viewer, Visit},
};

/// The field with the organisation that is enrolled.
pub(super) const ORGANISATION: &str = "organisation";

/// The section of a challenge's page; nothing, if nobody can take part any more.
pub(super) fn section(
    visit: &Visit,
    challenge: &ChallengeDetail,
    fields: &Fields,
) -> Option<impl IntoView + use<>> {
    let is_over = challenge.about.state > ChallengeState::Open;
    if is_over && !challenge.is_enrolled {
        return None;
    }
    let content = match &visit.viewer {
        None => sign_in(visit, &challenge.about.id).into_any(),
        Some(viewer) if viewer.me.organisations.is_empty() => no_organisation(visit).into_any(),
        Some(viewer) => member(visit, viewer, challenge, fields).into_any(),
    };
    Some(view! {
        <section class="panel">
            <h2>{visit.say(texts::TAKE_PART)}</h2>
            {content}
        </section>
    })
}

/// The way in, for who is not signed in.
pub(super) fn sign_in(visit: &Visit, id: &str) -> impl IntoView + use<> {
    let href = format!("{}?then={}", visit.at("/sign-in"), part(&path_of(id)));
    view! {
        <p>{visit.say(texts::TAKE_PART_SIGN_IN)}</p>
        <p class="actions">
            <a class="button" href=href>{visit.say(site::SIGN_IN)}</a>
            <a class="button quiet" href=visit.at("/register")>{visit.say(site::REGISTER)}</a>
        </p>
    }
}

/// The way to an organisation, for who has none.
pub(super) fn no_organisation(visit: &Visit) -> impl IntoView + use<> {
    view! {
        <p>{visit.say(texts::NO_ORGANISATION)}</p>
        <p><a href=visit.at("/account")>{visit.say(texts::TO_ACCOUNT)}</a></p>
    }
}

fn member(
    visit: &Visit,
    viewer: &Viewer,
    challenge: &ChallengeDetail,
    fields: &Fields,
) -> impl IntoView + use<> {
    let about = &challenge.about;
    let is_enrolled = challenge.is_enrolled;
    let may_enrol = about.state == ChallengeState::Open;
    let enrolled = is_enrolled.then(|| {
        view! { <p>{visit.say(texts::IS_ENROLLED)}</p> }
    });
    let submit = (is_enrolled && about.accepts_submissions).then(|| {
        let href = visit.at(&format!("{}/submit", path_of(&about.id)));
        view! { <p class="actions"><a class="button" href=href>{visit.say(texts::SUBMIT)}</a></p> }
    });
    let has_several = viewer.me.organisations.len() > 1;
    let form = match (may_enrol, is_enrolled) {
        (true, false) => enrol(visit, viewer, &about.id, fields).into_any(),
        (true, true) if has_several => view! {
            <details>
                <summary>{visit.say(texts::ENROL_OTHER)}</summary>
                {enrol(visit, viewer, &about.id, fields)}
            </details>
        }
        .into_any(),
        _ => ().into_any(),
    };
    view! { {enrolled}{submit}{form} }
}

fn enrol(visit: &Visit, viewer: &Viewer, id: &str, fields: &Fields) -> impl IntoView + use<> {
    let action = visit.at(&path_of(id));
    view! {
        <form method="post" action=action novalidate="">
            <FormGuard visit=visit.clone()/>
            <p>{visit.say(texts::ENROL_LEAD)}</p>
            {organisation(visit, viewer, ORGANISATION, fields)}
            <p class="actions"><button type="submit">{visit.say(texts::ENROL)}</button></p>
        </form>
    }
}

/// For which organisation a member acts: a choice only where there is one.
pub(super) fn organisation(
    visit: &Visit,
    viewer: &Viewer,
    name: &'static str,
    fields: &Fields,
) -> impl IntoView + use<> {
    let own = viewer.me.organisations.clone();
    if let [only] = own.as_slice() {
        let text = texts::ENROL_AS.fill(visit.language, &[("name", &isolated(&only.name))]);
        return view! {
            <p class="help">{text}</p>
            <input type="hidden" name=name value=only.id.clone()/>
        }
        .into_any();
    }
    let options = own.into_iter().map(|one| (one.id, one.name)).collect();
    view! {
        <Select visit=visit.clone() name=name label=texts::ORGANISATION options=options fields=fields.clone() errors=Errors::none()/>
    }
    .into_any()
}

/// A name within a sentence, whose direction of writing stays its own (Unicode's
/// first strong isolate).
fn isolated(name: &str) -> String {
    format!("\u{2068}{name}\u{2069}")
}
