//! Phases: when plugins are accepted, and how many.

mod section;

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use jiff::Timestamp;
use leptos::prelude::*;
use pilotbox_model::api::challenges::{ChallengeDetail, PhaseAsk, PhaseView, Quota};

use super::{Back, challenge_of, place};
use crate::{
    components::form::{ErrorSummary, Field, FormGuard, Kind},
    failure::Failure,
    form::{Errors, Fields, Posted, Reader, refused},
    language::{of_clock, to_clock},
    page::{Page, address, go_to},
    pages::trouble,
    texts::{Text, failure as failures, site, staff as texts},
    visit::Visit,
};

pub(super) use section::section;

/// Most characters of a phase's name.
const NAME: usize = 64;

/// The quotas: name, label, help and the most of each.
const QUOTAS: [(&str, Text, Text, u32); 3] = [
    ("per_day", texts::PER_DAY, texts::PER_DAY_HELP, 1_000),
    (
        "per_phase",
        texts::PER_PHASE,
        texts::PER_PHASE_HELP,
        100_000,
    ),
    ("concurrent", texts::CONCURRENT, texts::CONCURRENT_HELP, 100),
];

/// `GET /{language}/staff/challenges/{id}/phases`
pub(crate) async fn show_new(visit: Visit, Path(id): Path<String>) -> Response {
    match challenge_of(&visit, &id).await {
        Ok(_) => page(&visit, &id, None, &Fields::default(), &Errors::none()).into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/staff/challenges/{id}/phases`
pub(crate) async fn post_new(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Response {
    match challenge_of(&visit, &id).await {
        Ok(detail) => {
            let name = read_name(&visit, &detail, &fields);
            save(&visit, &id, None, name, &fields).await
        }
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `GET /{language}/staff/challenges/{id}/phases/{name}`
pub(crate) async fn show(visit: Visit, Path((id, name)): Path<(String, String)>) -> Response {
    match phase_of(&visit, &id, &name).await {
        Ok(phase) => {
            let fields = filled(&phase);
            page(&visit, &id, Some(&name), &fields, &Errors::none()).into_response()
        }
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/staff/challenges/{id}/phases/{name}`
pub(crate) async fn post(
    Path((id, name)): Path<(String, String)>,
    Posted { visit, fields }: Posted,
) -> Response {
    match phase_of(&visit, &id, &name).await {
        Ok(_) => save(&visit, &id, Some(&name), Ok(name.clone()), &fields).await,
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

async fn phase_of(visit: &Visit, id: &str, name: &str) -> Result<PhaseView, Failure> {
    let detail = challenge_of(visit, id).await?;
    let found = detail.phases.into_iter().find(|phase| phase.name == name);
    found.ok_or_else(Failure::missing)
}

/// A phase as the form shows it.
fn filled(phase: &PhaseView) -> Fields {
    Fields::of([
        ("opens_at", to_clock(phase.opens_at)),
        (
            "closes_at",
            phase.closes_at.map(to_clock).unwrap_or_default(),
        ),
        ("per_day", phase.quota.per_day.to_string()),
        ("per_phase", phase.quota.per_phase.to_string()),
        ("concurrent", phase.quota.concurrent.to_string()),
    ])
}

async fn save(
    visit: &Visit,
    id: &str,
    old: Option<&str>,
    name: Result<String, Errors>,
    fields: &Fields,
) -> Response {
    let read = name.and_then(|name| Ok((name, read(visit, fields)?)));
    let (name, ask) = match read {
        Ok(read) => read,
        Err(errors) => return refused(page(visit, id, old, fields, &errors)),
    };
    match visit.api.set_phase(id, &name, &ask).await {
        Ok(()) => go_to(visit, &format!("{}?done=phase", place(id))),
        Err(failure) => {
            let errors = Errors::of(&failure, visit.language);
            refused(page(visit, id, old, fields, &errors))
        }
    }
}

/// The name of a phase that is not there yet. It becomes a part of addresses.
fn read_name(visit: &Visit, detail: &ChallengeDetail, fields: &Fields) -> Result<String, Errors> {
    let mut reader = Reader::new(fields, visit.language);
    let name = reader.text("name", NAME);
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if !name.chars().all(is_plain) {
        reader.wrong("name", texts::PHASE_NAME_WRONG);
    } else if detail.phases.iter().any(|phase| phase.name == name) {
        reader.wrong("name", texts::PHASE_NAME_TAKEN);
    }
    reader.finish(name)
}

fn read(visit: &Visit, fields: &Fields) -> Result<PhaseAsk, Errors> {
    let mut reader = Reader::new(fields, visit.language);
    let opens_at = moment(&mut reader, fields, "opens_at");
    if fields.text("opens_at").is_none() {
        reader.wrong("opens_at", failures::FIELD_REQUIRED);
    }
    let closes_at = moment(&mut reader, fields, "closes_at");
    if let (Some(opens), Some(closes)) = (opens_at, closes_at)
        && closes <= opens
    {
        reader.wrong("closes_at", texts::PHASE_ORDER);
    }
    let [per_day, per_phase, concurrent] = QUOTAS.map(|(name, _, help, most)| {
        let number = fields.text(name).and_then(|text| text.parse().ok());
        let number = number.filter(|number| (1..=most).contains(number));
        if number.is_none() {
            reader.wrong(name, help);
        }
        number.unwrap_or(1)
    });
    reader.finish(PhaseAsk {
        opens_at: opens_at.unwrap_or_default(),
        closes_at,
        quota: Quota {
            per_day,
            per_phase,
            concurrent,
        },
    })
}

fn moment(reader: &mut Reader<'_>, fields: &Fields, name: &'static str) -> Option<Timestamp> {
    let text = fields.text(name)?;
    let at = of_clock(&text);
    if at.is_none() {
        reader.wrong(name, failures::FIELD_NO_DATE);
    }
    at
}

fn page(visit: &Visit, id: &str, old: Option<&str>, fields: &Fields, errors: &Errors) -> Page {
    let title = old.map_or_else(
        || visit.say(texts::NEW_PHASE).to_owned(),
        |name| texts::EDIT_PHASE.fill(visit.language, &[("name", name)]),
    );
    visit.page(title.clone(), || {
        content(visit, title, id, old.is_none(), fields, errors)
    })
}

fn content(
    visit: &Visit,
    title: String,
    id: &str,
    is_new: bool,
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    let form = inputs(visit, is_new, fields, errors);
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <Back visit=visit.clone() path=place(id) text=texts::BACK_TO_CHALLENGE/>
        <h1>{title}</h1>
        <p class="lead">{visit.say(texts::PHASE_LEAD)}</p>
        <form method="post" action=address(visit.language, visit) novalidate="">
            <FormGuard visit=visit.clone()/>
            {form}
            <p class="actions">
                <button type="submit">{visit.say(site::SAVE)}</button>
                <a href=visit.at(&place(id))>{visit.say(site::CANCEL)}</a>
            </p>
        </form>
    }
}

/// What is typed of a phase; the name of one that is there stays.
fn inputs(visit: &Visit, is_new: bool, fields: &Fields, errors: &Errors) -> impl IntoView + use<> {
    let (fields, errors) = (fields.clone(), errors.clone());
    let name = is_new.then(|| {
        view! {
            <Field visit=visit.clone() name="name" label=texts::PHASE_NAME help=texts::PHASE_NAME_HELP
                fields=fields.clone() errors=errors.clone()/>
        }
    });
    let quotas = QUOTAS.map(|(name, label, help, _)| {
        view! {
            <Field visit=visit.clone() name=name label=label help=help kind=Kind::Number
                fields=fields.clone() errors=errors.clone()/>
        }
    });
    view! {
        {name}
        <Field visit=visit.clone() name="opens_at" label=texts::PHASE_OPENS kind=Kind::Moment
            fields=fields.clone() errors=errors.clone()/>
        <Field visit=visit.clone() name="closes_at" label=texts::PHASE_CLOSES help=texts::PHASE_CLOSES_HELP
            kind=Kind::Moment optional=true fields=fields.clone() errors=errors.clone()/>
        {quotas.into_iter().collect::<Vec<_>>()}
    }
}
