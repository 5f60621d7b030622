//! To submit a program to a challenge.

mod quota;

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::api::{
    admin::QuotaView, challenges::ChallengeDetail, problem::Code, submissions::SubmissionView,
};

use super::{submissions::dossier, trouble};
use crate::{
    backend::SubmittedFiles,
    components::{
        form::{ErrorSummary, FileField, FormGuard, Select},
        notice::{Notice, Tone},
    },
    failure::Failure,
    form::{Errors, Fields, Reader, SentFiles, refused},
    islands::upload::{Upload, Words},
    language::Locale as _,
    page::{Page, go_to},
    texts::{failure as failures, submission as texts},
    visit::{Viewer, Visit},
};

/// `GET /{language}/challenges/{id}/submit`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match find(&visit, &id).await {
        Ok(found) => page(&visit, &found, &Fields::default(), &Errors::none()).into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/challenges/{id}/submit`
pub(crate) async fn post(Path(id): Path<String>, sent: SentFiles) -> Response {
    let errors = match submit(&id, &sent).await {
        Ok(made) => {
            return go_to(
                &sent.visit,
                &format!("/submissions/{}?done=submitted", made.id),
            );
        }
        Err(errors) => errors,
    };
    let visit = &sent.visit;
    match (errors, find(visit, &id).await) {
        (Wrong::Form(errors), Ok(found)) => refused(page(visit, &found, &sent.fields, &errors)),
        (Wrong::Page(failure), _) | (_, Err(failure)) => {
            trouble::page(visit, &failure).into_response()
        }
    }
}

/// Why nothing was submitted.
enum Wrong {
    /// Something is to be corrected.
    Form(Errors),
    /// The form itself will not do.
    Page(Failure),
}

/// What the page shows.
struct Found {
    challenge: ChallengeDetail,
    quotas: Vec<QuotaView>,
}

async fn find(visit: &Visit, id: &str) -> Result<Found, Failure> {
    visit.demand_viewer()?;
    let challenge = visit.api.challenge(id).await?;
    let quotas = quota::find(visit, id).await;
    Ok(Found { challenge, quotas })
}

async fn submit(id: &str, sent: &SentFiles) -> Result<SubmissionView, Wrong> {
    let visit = &sent.visit;
    if let Some(failure) = &sent.failure {
        return Err(wrong(visit, failure));
    }
    let mut reader = Reader::new(&sent.fields, visit.language);
    let dossier = dossier::read(&mut reader);
    let organisation = reader.optional("organisation", 128);
    let plugin = sent.file("plugin");
    if plugin.is_none() {
        reader.wrong("plugin", texts::PLUGIN_MISSING);
    }
    let dossier = reader.finish(dossier).map_err(Wrong::Form)?;
    let Some(plugin) = plugin else {
        return Err(Wrong::Page(Failure::new(Code::BadRequest)));
    };
    let files = SubmittedFiles {
        plugin,
        document: sent.file("document"),
    };
    let submitted = visit
        .api
        .submit(id, organisation.as_deref(), &dossier, files)
        .await;
    submitted.map_err(|failure| wrong(visit, &failure))
}

/// What a failure means for the form: beside a field where it is about one.
fn wrong(visit: &Visit, failure: &Failure) -> Wrong {
    let mut errors = Errors::none();
    let is_about = |name: &str| {
        let detail = failure.detail.as_deref().unwrap_or_default();
        detail.starts_with(&format!("`{name}`"))
    };
    match failure.code {
        Code::SignInNeeded | Code::ForeignForm | Code::NotFound => {
            return Wrong::Page(failure.clone());
        }
        Code::Rejected if is_about("document") => {
            errors.add("document", visit.say(texts::DOCUMENT_NO_PDF));
        }
        Code::Rejected if is_about("plugin") => {
            errors.add("plugin", visit.say(texts::PLUGIN_NO_WASM));
        }
        Code::TooLarge => errors.add("plugin", visit.say(texts::FILE_TOO_LARGE)),
        _ => errors = Errors::of(failure, visit.language),
    }
    Wrong::Form(errors)
}

fn page(visit: &Visit, found: &Found, fields: &Fields, errors: &Errors) -> Page {
    visit.page(visit.say(texts::SUBMIT), || {
        content(visit, found, fields, errors)
    })
}

fn content(
    visit: &Visit,
    found: &Found,
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    let challenge = &found.challenge;
    let title = visit.language.pick(&challenge.about.title).to_owned();
    let heading = texts::SUBMIT_TO.fill(visit.language, &[("challenge", &title)]);
    let back = visit.at(&format!("/challenges/{}", challenge.about.id));
    let obstacle = obstacle(visit, challenge);
    let body = match obstacle {
        Some(obstacle) => obstacle,
        None => form(visit, &found.quotas, fields, errors),
    };
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <p class="above"><a href=back>{title}</a></p>
        <h1>{heading}</h1>
        {body}
    }
}

/// Why there is no form, and where to go instead.
fn obstacle(visit: &Visit, challenge: &ChallengeDetail) -> Option<AnyView> {
    let own = visit.viewer.as_ref().map(|viewer| &viewer.me.organisations);
    let about = &challenge.about;
    let (text, link) = if own.is_none_or(Vec::is_empty) {
        let link = ("/account".to_owned(), texts::TO_ACCOUNT);
        (texts::NO_ORGANISATION, link)
    } else if !visit.switches.takes_submissions {
        let link = ("/challenges".to_owned(), texts::OPEN_CHALLENGES);
        (failures::NO_SUBMISSIONS_NOW, link)
    } else if !about.accepts_submissions {
        let link = ("/challenges".to_owned(), texts::OPEN_CHALLENGES);
        (texts::NOT_OPEN, link)
    } else if !challenge.is_enrolled {
        let link = (format!("/challenges/{}", about.id), texts::TO_ENROL);
        (texts::NOT_ENROLLED, link)
    } else {
        return None;
    };
    let (path, name) = link;
    let (text, name, href) = (visit.say(text), visit.say(name), visit.at(&path));
    let view = view! {
        <Notice tone=Tone::Warn><p>{text}</p></Notice>
        <p class="actions"><a class="button" href=href>{name}</a></p>
    };
    Some(view.into_any())
}

fn form(visit: &Visit, quotas: &[QuotaView], fields: &Fields, errors: &Errors) -> AnyView {
    let quota = quota::shown(visit, quotas);
    let action = visit.at(&visit.path);
    let organisation = organisation(visit, fields, errors);
    let inputs = dossier::inputs(visit, fields, errors);
    let errors = errors.clone();
    let (inner, again) = (visit.clone(), !errors.is_empty());
    let again = again.then(|| view! { <p>{visit.say(texts::FILE_AGAIN)}</p> });
    view! {
        <p class="lead">{visit.say(texts::SUBMIT_LEAD)}</p>
        {quota}
        <Upload words=words(visit)>
            <form method="post" action=action enctype="multipart/form-data" novalidate="">
                <FormGuard visit=inner.clone()/>
                {organisation}
                {again}
                <FileField visit=inner.clone() name="plugin" label=texts::PLUGIN help=texts::PLUGIN_HELP
                    accept=".wasm,application/wasm" errors=errors.clone()/>
                {inputs}
                <FileField visit=inner.clone() name="document" label=texts::DOCUMENT help=texts::DOCUMENT_HELP
                    accept=".pdf,application/pdf" optional=true errors=errors/>
                <p class="actions"><button type="submit">{inner.say(texts::SEND)}</button></p>
            </form>
        </Upload>
    }
    .into_any()
}

/// For whom, where there is a choice.
fn organisation(visit: &Visit, fields: &Fields, errors: &Errors) -> Option<AnyView> {
    let of = |viewer: &Viewer| viewer.me.organisations.clone();
    let own = visit.viewer.as_ref().map(of).unwrap_or_default();
    if own.len() < 2 {
        return None;
    }
    let options = own.into_iter().map(|one| (one.id, one.name)).collect();
    let view = view! {
        <Select visit=visit.clone() name="organisation" label=texts::ORGANISATION options=options
            fields=fields.clone() errors=errors.clone()/>
    };
    Some(view.into_any())
}

fn words(visit: &Visit) -> Words {
    let say = |text| visit.say(text).to_owned();
    Words {
        drop: say(texts::DROP),
        sending: say(texts::SENDING),
        sent: say(texts::SENT),
        broke: say(texts::SEND_BROKE),
        progress: say(texts::SEND_PROGRESS),
    }
}
