//! The policies of a data set, and the page that proposes one: a draft in a long field,
//! and beside it what is wrong in which line. What was typed stays.

pub(super) mod faults;

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::api::{
    data::{DataPolicyAsk, DataPolicyView},
    problem::Code,
};

use super::{
    Seen, by_on, place, policy, seen,
    wrong::{self, Known},
};
use crate::{
    components::{
        form::{ErrorSummary, Field, FormGuard, Kind},
        list::Empty,
        table::{Column, Table},
    },
    failure::Failure,
    form::{Errors, Fields, SentFiles, refused},
    page::{Page, go_to},
    pages::{staff::Back, trouble},
    report,
    texts::{Text, data_set as texts, failure as failures},
    visit::Visit,
};
use faults::Fault;

/// Most bytes of a policy that the API takes.
const MOST_BYTES: usize = 262_144;

/// What a column may be, with its word in a policy.
const ROLES: [Text; 4] = [
    texts::ROLE_IDENTIFIER,
    texts::ROLE_QUASI,
    texts::ROLE_SENSITIVE,
    texts::ROLE_PLAIN,
];

const KNOWN: [Known; 4] = [
    (Code::Conflict, Some("toml"), texts::TOML_TAKEN),
    (Code::TooLarge, Some("toml"), texts::TOML_LARGE),
    (Code::WrongState, None, texts::RAW_FIRST),
    (Code::NotAllowed, None, texts::NOT_READER_FORM),
];

/// What is wrong with a proposal: with the form, and line by line.
#[derive(Default)]
struct Wrong {
    errors: Errors,
    faults: Vec<Fault>,
}

/// `GET /{language}/staff/data/{id}/policies`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match load(&visit, &id).await {
        Ok((seen, draft)) => {
            let fields = Fields::of([("toml", draft)]);
            page(&visit, &seen, &fields, &Wrong::default()).into_response()
        }
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/staff/data/{id}/policies`: proposes one, and tries it.
pub(crate) async fn propose(Path(id): Path<String>, sent: SentFiles) -> Response {
    let visit = &sent.visit;
    let seen = match seen(visit, &id).await {
        Ok(seen) => seen,
        Err(failure) => return trouble::page(visit, &failure).into_response(),
    };
    match send(&id, &sent).await {
        Ok(version) => {
            let path = policy::place(&id, &version);
            go_to(visit, &format!("{path}?done=proposed"))
        }
        Err(wrong) => refused(page(visit, &seen, &sent.fields, &wrong)),
    }
}

/// The data set, and a draft. Without raw data there is neither a draft nor anything to
/// try it on.
async fn load(visit: &Visit, id: &str) -> Result<(Seen, String), Failure> {
    let seen = seen(visit, id).await?;
    if !seen.inside.may_read {
        return Err(Failure::new(Code::NotAllowed));
    }
    if seen.inside.raw.is_none() {
        return Ok((seen, String::new()));
    }
    let draft = visit.api.policy_draft(id).await?;
    Ok((seen, draft.toml))
}

/// Sends the policy; tells its version.
async fn send(id: &str, sent: &SentFiles) -> Result<String, Wrong> {
    let visit = &sent.visit;
    if let Some(failure) = &sent.failure {
        return Err(told(visit, failure, ""));
    }
    let toml = sent.fields.typed("toml").to_owned();
    let mut errors = Errors::none();
    if toml.trim().is_empty() {
        errors.add("toml", visit.say(failures::FIELD_REQUIRED));
    } else if toml.len() > MOST_BYTES {
        errors.add("toml", visit.say(texts::TOML_LARGE));
    }
    if !errors.is_empty() {
        let faults = Vec::new();
        return Err(Wrong { errors, faults });
    }
    let ask = DataPolicyAsk { toml };
    let proposed = visit.api.propose_policy(id, &ask).await;
    proposed
        .map(|proposed| proposed.about.version)
        .map_err(|failure| told(visit, &failure, &ask.toml))
}

/// Faults of the policy stand in a table, line by line; whatever else is wrong, above.
fn told(visit: &Visit, failure: &Failure, toml: &str) -> Wrong {
    let faults = faults::of(failure, toml);
    if faults.is_empty() {
        let errors = wrong::errors(visit, failure, &KNOWN, &[("toml", "toml")]);
        return Wrong { errors, faults };
    }
    let count = u64::try_from(faults.len()).unwrap_or(u64::MAX);
    let mut errors = Errors::none();
    errors.add("toml", texts::FAULTS_IN.of(visit.language, count));
    Wrong { errors, faults }
}

fn page(visit: &Visit, seen: &Seen, fields: &Fields, wrong: &Wrong) -> Page {
    let title = texts::PROPOSE_OF.fill(visit.language, &[("title", seen.title(visit))]);
    visit.page(title.clone(), || content(visit, title, seen, fields, wrong))
}

fn content(
    visit: &Visit,
    title: String,
    seen: &Seen,
    fields: &Fields,
    wrong: &Wrong,
) -> impl IntoView + use<> {
    let form = if seen.inside.raw.is_some() {
        form(visit, fields, wrong).into_any()
    } else {
        view! { <Empty text=visit.say(texts::RAW_FIRST)/> }.into_any()
    };
    view! {
        <ErrorSummary visit=visit.clone() errors=wrong.errors.clone()/>
        <Back visit=visit.clone() path=place(&seen.set.id) text=texts::BACK_TO_SET/>
        <h1>{title}</h1>
        {form}
    }
}

fn form(visit: &Visit, fields: &Fields, wrong: &Wrong) -> impl IntoView + use<> {
    let roles = ROLES.map(|role| view! { <li>{visit.say(role)}</li> });
    let table = (!wrong.faults.is_empty()).then(|| faults::table(visit, &wrong.faults));
    view! {
        <p class="lead">{visit.say(texts::PROPOSE_LEAD)}</p>
        <h2>{visit.say(texts::ROLES)}</h2>
        <ul>{roles.into_iter().collect_view()}</ul>
        <form method="post" action=visit.at(&visit.path) enctype="multipart/form-data" novalidate="">
            <FormGuard visit=visit.clone()/>
            <Field visit=visit.clone() name="toml" label=texts::TOML help=texts::TOML_HELP kind=Kind::Source
                fields=fields.clone() errors=wrong.errors.clone()/>
            {table}
            <p class="actions"><button type="submit">{visit.say(texts::TRY)}</button></p>
        </form>
    }
}

/// The part of the workbench with the policies.
pub(super) fn section(visit: &Visit, seen: &Seen) -> impl IntoView + use<> {
    let title = visit.say(texts::POLICIES);
    let all = &seen.inside.policies;
    let list = if all.is_empty() {
        view! { <Empty text=visit.say(texts::NO_POLICIES)/> }.into_any()
    } else {
        let columns = [
            texts::VERSION,
            texts::PROPOSED,
            texts::APPROVAL,
            texts::RISK,
        ];
        let columns = columns.map(|text| Column::text(visit.say(text))).to_vec();
        let rows = all
            .iter()
            .map(|one| row(visit, &seen.set.id, one))
            .collect();
        view! { <Table caption=title.to_owned() hide_caption=true columns=columns rows=rows/> }
            .into_any()
    };
    let way = match (&seen.inside.raw, seen.inside.may_read) {
        (Some(_), true) => {
            let href = visit.at(&format!("{}/policies", place(&seen.set.id)));
            let text = visit.say(texts::PROPOSE);
            view! { <p class="actions"><a class="button" href=href>{text}</a></p> }.into_any()
        }
        (None, true) => view! { <p>{visit.say(texts::RAW_FIRST)}</p> }.into_any(),
        (_, false) => ().into_any(),
    };
    view! {
        <h2>{title}</h2>
        <p>{visit.say(texts::POLICIES_LEAD)}</p>
        {list}
        {way}
    }
}

fn row(visit: &Visit, id: &str, one: &DataPolicyView) -> Vec<AnyView> {
    let href = visit.at(&policy::place(id, &one.version));
    let version = one.version.clone();
    let proposed = by_on(visit, &one.proposed_by, one.proposed_at);
    vec![
        view! { <a href=href>{version}</a> }.into_any(),
        view! { <bdi>{proposed}</bdi> }.into_any(),
        view! { <bdi>{approval(visit, one)}</bdi> }.into_any(),
        report::light(visit.language, one.light),
    ]
}

/// Who approved a policy, and when; else that it waits.
pub(super) fn approval(visit: &Visit, one: &DataPolicyView) -> String {
    match one.approved_at {
        Some(at) => by_on(visit, one.approved_by.as_deref().unwrap_or_default(), at),
        None => visit.say(texts::WAITS).to_owned(),
    }
}
