//! One policy: what it would make of the data, its file, and the button that approves it,
//! for everybody on the staff but its own author.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use futures_util::future::try_join;
use leptos::prelude::*;
use pilotbox_model::api::{
    data::{DataPolicyDetail, DataPolicyView},
    problem::Code,
};

use super::{
    Seen, by_on, policies, seen,
    wrong::{self, Known},
};
use crate::{
    backend::part,
    components::{
        facts::Facts,
        form::{ErrorSummary, FormGuard},
    },
    failure::Failure,
    form::{Errors, Posted, refused},
    page::{Page, go_to},
    pages::{
        data::shown,
        staff::{Back, Done},
        trouble,
    },
    report,
    texts::{Text, data_set as texts},
    visit::Visit,
};

/// Words that say what a form has done.
const DONE: [(&str, Text); 2] = [
    ("proposed", texts::DONE_PROPOSED),
    ("approved", texts::DONE_APPROVED),
];

const KNOWN: [Known; 4] = [
    (Code::NotAllowed, None, texts::APPROVE_OWN),
    (Code::Changed, None, texts::APPROVED_ALREADY),
    (Code::Conflict, None, texts::APPROVED_ALREADY),
    (Code::WrongState, None, texts::APPROVED_ALREADY),
];

/// `GET /{language}/staff/data/{id}/policies/{version}`
pub(crate) async fn show(visit: Visit, Path((id, version)): Path<(String, String)>) -> Response {
    match load(&visit, &id, &version).await {
        Ok((seen, policy)) => page(&visit, &seen, &policy, &Errors::none()).into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/staff/data/{id}/policies/{version}`: approves it.
pub(crate) async fn approve(
    Path((id, version)): Path<(String, String)>,
    Posted { visit, .. }: Posted,
) -> Response {
    let (seen, policy) = match load(&visit, &id, &version).await {
        Ok(found) => found,
        Err(failure) => return trouble::page(&visit, &failure).into_response(),
    };
    match visit.api.approve_policy(&id, &version).await {
        Ok(()) => go_to(&visit, &format!("{}?done=approved", place(&id, &version))),
        Err(failure) => {
            let errors = wrong::errors(&visit, &failure, &KNOWN, &[]);
            refused(page(&visit, &seen, &policy, &errors))
        }
    }
}

/// The page of a policy.
pub(super) fn place(id: &str, version: &str) -> String {
    format!("{}/policies/{}", super::place(id), part(version))
}

async fn load(visit: &Visit, id: &str, version: &str) -> Result<(Seen, DataPolicyDetail), Failure> {
    try_join(seen(visit, id), visit.api.data_policy(id, version)).await
}

fn page(visit: &Visit, seen: &Seen, policy: &DataPolicyDetail, errors: &Errors) -> Page {
    let title = texts::POLICY_OF.fill(
        visit.language,
        &[
            ("title", seen.title(visit)),
            ("version", &policy.about.version),
        ],
    );
    visit.page(title.clone(), || {
        content(visit, title, seen, policy, errors)
    })
}

fn content(
    visit: &Visit,
    title: String,
    seen: &Seen,
    policy: &DataPolicyDetail,
    errors: &Errors,
) -> impl IntoView + use<> {
    let id = &seen.set.id;
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <Done visit=visit.clone() known=DONE.to_vec()/>
        <Back visit=visit.clone() path=super::place(id) text=texts::BACK_TO_SET/>
        <h1>{title}</h1>
        {facts(visit, &policy.about)}
        {next(visit, id, &policy.about)}
        {report::part(visit.language, &policy.report)}
        <h2>{visit.say(texts::FILE_TEXT)}</h2>
        {shown::policy(visit, &policy.toml)}
    }
}

fn facts(visit: &Visit, about: &DataPolicyView) -> impl IntoView + use<> {
    let proposed = by_on(visit, &about.proposed_by, about.proposed_at);
    let digest = about.digest.to_string();
    let facts = vec![
        (
            visit.say(texts::PROPOSED),
            view! { <bdi>{proposed}</bdi> }.into_any(),
        ),
        (
            visit.say(texts::APPROVAL),
            view! { <bdi>{policies::approval(visit, about)}</bdi> }.into_any(),
        ),
        (
            visit.say(texts::RISK),
            report::light(visit.language, about.light),
        ),
        (
            visit.say(texts::DIGEST),
            view! { <code class="breakable">{digest}</code> }.into_any(),
        ),
    ];
    view! { <Facts facts=facts/> }
}

/// What comes next: to approve it, to wait for a colleague, to release by it.
fn next(visit: &Visit, id: &str, about: &DataPolicyView) -> AnyView {
    if about.approved_at.is_some() {
        let policy = part(&about.version);
        let href = visit.at(&format!("{}/releases?policy={policy}", super::place(id)));
        let text = visit.say(texts::RELEASE_BY);
        return view! { <p class="actions"><a class="button" href=href>{text}</a></p> }.into_any();
    }
    if about.is_own {
        return view! {
            <p>{visit.say(texts::PREVIEW_LEAD)}</p>
            <p>{visit.say(texts::APPROVE_OWN)}</p>
        }
        .into_any();
    }
    view! {
        <p>{visit.say(texts::PREVIEW_LEAD)}</p>
        <p>{visit.say(texts::APPROVE_HELP)}</p>
        <form method="post" action=visit.at(&place(id, &about.version)) novalidate="">
            <FormGuard visit=visit.clone()/>
            <p class="actions"><button type="submit">{visit.say(texts::APPROVE)}</button></p>
        </form>
    }
    .into_any()
}
