//! The releases of a data set, and the page that makes one by an approved policy. What the
//! API refuses it names figure by figure, and so does the page.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::api::{
    data::{DataPolicyView, ReleaseAsk, ReleaseView},
    problem::{Code, FieldProblem},
};

use super::{
    Seen, place, seen,
    wrong::{self, Known},
};
use crate::{
    components::{
        form::{ErrorSummary, FormGuard, Select, Tick},
        list::Empty,
        table::{Column, Table},
    },
    failure::Failure,
    form::{Errors, Fields, Posted, Reader, refused},
    language::Locale as _,
    page::{Page, go_to},
    pages::{
        data::{self as catalogue, shown},
        staff::Back,
        trouble,
    },
    report::{self, words},
    texts::{catalogue as public, data_set as texts, failure as failures},
    visit::Visit,
};

/// Longest version of a policy.
const VERSION: usize = 32;

const RELEASING: [Known; 2] = [
    (Code::WrongState, Some("policy"), texts::RELEASE_STATE),
    (Code::NotAllowed, None, texts::NOT_READER_FORM),
];

const OPENING: [Known; 1] = [(Code::WrongState, None, texts::OPEN_LATER)];

/// What is wrong with a release: with the form, and why nothing may be published.
#[derive(Default)]
struct Wrong {
    errors: Errors,
    /// Figures beyond their thresholds and broken promises: name, and why in English.
    reasons: Vec<(String, String)>,
}

/// `GET /{language}/staff/data/{id}/releases`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match seen(&visit, &id).await {
        Ok(seen) => {
            let policy = visit.asked("policy").unwrap_or_default();
            let fields = Fields::of([("policy", policy)]);
            page(&visit, &seen, &fields, &Wrong::default()).into_response()
        }
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/staff/data/{id}/releases`: makes one.
pub(crate) async fn make(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Response {
    let seen = match seen(&visit, &id).await {
        Ok(seen) => seen,
        Err(failure) => return trouble::page(&visit, &failure).into_response(),
    };
    match send(&visit, &id, &fields).await {
        Ok(()) => go_to(&visit, &format!("{}?done=released", place(&id))),
        Err(wrong) => refused(page(&visit, &seen, &fields, &wrong)),
    }
}

/// Opens the sealed release that the form names; tells the word for it.
pub(super) async fn open(visit: &Visit, id: &str, fields: &Fields) -> Result<&'static str, Errors> {
    let wrong = |failure: Failure| wrong::errors(visit, &failure, &OPENING, &[]);
    let number = fields.typed("number").parse();
    let number: u32 = number.map_err(|_| wrong(Failure::new(Code::BadRequest)))?;
    let opened = visit.api.open_release(id, number).await;
    opened.map(|()| "opened").map_err(wrong)
}

async fn send(visit: &Visit, id: &str, fields: &Fields) -> Result<(), Wrong> {
    let mut reader = Reader::new(fields, visit.language);
    let policy = reader.optional("policy", VERSION).unwrap_or_default();
    if policy.is_empty() {
        reader.wrong("policy", failures::FIELD_CHOOSE);
    }
    let ask = ReleaseAsk {
        policy,
        is_sealed: fields.is_ticked("is_sealed"),
    };
    let ask = reader.finish(ask).map_err(|errors| Wrong {
        errors,
        ..Wrong::default()
    })?;
    let made = visit.api.release_data(id, &ask).await;
    made.map(drop).map_err(|failure| told(visit, &failure))
}

/// Why nothing was published: reason by reason where the risk is too high.
fn told(visit: &Visit, failure: &Failure) -> Wrong {
    if failure.code != Code::Rejected {
        return Wrong {
            errors: wrong::errors(visit, failure, &RELEASING, &[("policy", "policy")]),
            ..Wrong::default()
        };
    }
    let mut errors = Errors::none();
    errors.add("policy", visit.say(texts::RELEASE_RED));
    let reason = |one: &FieldProblem| (one.field.clone(), one.message.clone());
    let reasons = failure.fields.iter().map(reason).collect();
    Wrong { errors, reasons }
}

fn page(visit: &Visit, seen: &Seen, fields: &Fields, wrong: &Wrong) -> Page {
    let title = texts::RELEASE_OF.fill(visit.language, &[("title", seen.title(visit))]);
    visit.page(title.clone(), || content(visit, title, seen, fields, wrong))
}

fn content(
    visit: &Visit,
    title: String,
    seen: &Seen,
    fields: &Fields,
    wrong: &Wrong,
) -> impl IntoView + use<> {
    let form = if can_release(seen) {
        form(visit, seen, fields, &wrong.errors).into_any()
    } else {
        view! { <Empty text=visit.say(texts::RELEASE_FIRST)/> }.into_any()
    };
    view! {
        <ErrorSummary visit=visit.clone() errors=wrong.errors.clone()/>
        <Back visit=visit.clone() path=place(&seen.set.id) text=texts::BACK_TO_SET/>
        <h1>{title}</h1>
        <p class="lead">{visit.say(texts::RELEASE_LEAD)}</p>
        {reasons(visit, &wrong.reasons)}
        {form}
    }
}

fn reasons(visit: &Visit, reasons: &[(String, String)]) -> Option<impl IntoView + use<>> {
    let line = |(name, why): &(String, String)| {
        let known = words::demanded(name).map(|text| visit.say(text));
        let name = known.map_or_else(|| name.clone(), str::to_owned);
        let why = why.clone();
        view! { <li>{name} ": " <span lang="en">{why}</span></li> }
    };
    let lines: Vec<_> = reasons.iter().map(line).collect();
    (!lines.is_empty()).then(|| {
        view! {
            <h2>{visit.say(texts::REASONS)}</h2>
            <ul>{lines}</ul>
        }
    })
}

/// The policy by which a release can be made.
fn releasing(seen: &Seen) -> impl Iterator<Item = &DataPolicyView> {
    let policies = seen.inside.policies.iter();
    policies.filter(|one| seen.inside.release_by.as_ref() == Some(&one.version))
}

/// Whether there is one.
fn can_release(seen: &Seen) -> bool {
    releasing(seen).next().is_some()
}

fn form(visit: &Visit, seen: &Seen, fields: &Fields, errors: &Errors) -> impl IntoView + use<> {
    let options = releasing(seen).map(|one| {
        let name = one.approved_by.as_deref().unwrap_or_default();
        let name = if name.is_empty() {
            visit.say(texts::ERASED)
        } else {
            name
        };
        let values = [("version", one.version.as_str()), ("name", name)];
        let text = texts::POLICY_OPTION.fill(visit.language, &values);
        (one.version.clone(), text)
    });
    let options = options.collect();
    let seal = visit.say(texts::SEAL).to_owned();
    view! {
        <form method="post" action=visit.at(&visit.path) novalidate="">
            <FormGuard visit=visit.clone()/>
            <Select visit=visit.clone() name="policy" label=texts::BY_POLICY options=options
                fields=fields.clone() errors=errors.clone()/>
            <Tick id="is_sealed".to_owned() name="is_sealed" text=seal ticked=fields.is_ticked("is_sealed")/>
            <p class="help">{visit.say(texts::SEAL_HELP)}</p>
            <p class="actions"><button type="submit">{visit.say(texts::RELEASE)}</button></p>
        </form>
    }
}

/// The part of the workbench with the releases.
pub(super) fn section(visit: &Visit, seen: &Seen) -> impl IntoView + use<> {
    let title = visit.say(texts::RELEASES);
    let all = &seen.set.releases;
    let list = if all.is_empty() {
        view! { <Empty text=visit.say(texts::NO_RELEASES)/> }.into_any()
    } else {
        table(visit, &seen.set.id, all).into_any()
    };
    let way = if can_release(seen) {
        let href = visit.at(&format!("{}/releases", place(&seen.set.id)));
        let text = visit.say(texts::RELEASE_NEW);
        view! { <p class="actions"><a class="button" href=href>{text}</a></p> }.into_any()
    } else {
        view! { <p>{visit.say(texts::RELEASE_FIRST)}</p> }.into_any()
    };
    view! {
        <h2>{title}</h2>
        {list}
        {way}
    }
}

fn table(visit: &Visit, id: &str, all: &[ReleaseView]) -> impl IntoView + use<> {
    let columns = vec![
        Column::text(visit.say(public::RELEASE)),
        Column::text(visit.say(public::PUBLISHED)),
        Column::text(visit.say(texts::BY_POLICY)),
        Column::number(visit.say(public::ROWS)),
        Column::text(visit.say(texts::RISK)),
        Column::text(visit.say(public::STATE)),
    ];
    let rows = all.iter().map(|one| row(visit, id, one)).collect();
    view! {
        <Table caption=visit.say(texts::RELEASES).to_owned() hide_caption=true columns=columns rows=rows/>
    }
}

fn row(visit: &Visit, id: &str, one: &ReleaseView) -> Vec<AnyView> {
    let language = visit.language;
    let number = language.whole(one.number.into());
    let text = public::RELEASE_N.fill(language, &[("n", &number)]);
    let href = visit.at(&catalogue::path_of_release(id, one.number));
    let policy = visit.at(&super::policy::place(id, &one.policy));
    let version = one.policy.clone();
    let opening = one.is_sealed.then(|| opening(visit, id, one.number));
    vec![
        view! { <a href=href>{text}</a> }.into_any(),
        language.day(one.published_at).into_any(),
        view! { <a href=policy>{version}</a> }.into_any(),
        language.whole(one.rows).into_any(),
        report::light(language, one.light),
        view! { <div class="line"><span>{visit.say(shown::access(one))}</span>{opening}</div> }
            .into_any(),
    ]
}

/// A button that says to those who hear it alone which release it opens.
fn opening(visit: &Visit, id: &str, number: u32) -> impl IntoView + use<> {
    let of = visit.language.whole(number.into());
    let of = texts::OPEN_NUMBER.fill(visit.language, &[("n", &of)]);
    view! {
        <form method="post" action=visit.at(&place(id)) novalidate="">
            <FormGuard visit=visit.clone()/>
            <input type="hidden" name="act" value="open"/>
            <input type="hidden" name="number" value=number.to_string()/>
            <button type="submit" class="small">
                {visit.say(texts::OPEN)}
                <span class="unseen">" "{of}</span>
            </button>
        </form>
    }
}
