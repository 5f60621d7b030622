//! What staff do with one pilot: stop it, note steps and values, read what citizens say,
//! end it with a report. A new one is opened below.

pub mod data;
mod forms;
mod lines;
pub mod new;

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use futures_util::future::try_join3;
use leptos::prelude::*;
use pilotbox_model::api::{
    Page as ListPage,
    accounts::Role,
    challenges::Bilingual,
    pilots::{
        ExitAsk, ExitKind, FeedbackDecision, FeedbackView, MilestoneChange, PilotDetail,
        PilotStaffView, StopAsk,
    },
};

use super::{Back, Done};
use crate::{
    components::{
        facts::Facts,
        form::ErrorSummary,
        list::{Empty, Pager},
        notice::{Notice, Tone},
    },
    failure::Failure,
    form::{Errors, Fields, Posted, Reader, refused},
    language::Locale as _,
    page::{Page, go_to},
    pages::{
        pilots::{badge, place, term},
        trouble,
    },
    texts::{Text, pilot as texts, site},
    visit::Visit,
};

pub(in crate::pages::staff) use forms::decimal;

/// Comments of a page.
const ROWS: u32 = 20;

/// Longest reason and longest report; the API takes no longer ones.
const REASON: usize = 1_000;
const REPORT: usize = 20_000;

/// Words that say what a form has done.
const DONE: [(&str, Text); 4] = [
    ("opened", texts::OPENED),
    ("tables", texts::BROUGHT),
    ("stopped", texts::WAS_STOPPED),
    ("saved", site::SAVED),
];

/// What the page is made from.
struct Found {
    pilot: PilotDetail,
    work: PilotStaffView,
    feedback: ListPage<FeedbackView>,
}

/// `GET /{language}/staff/pilots/{id}`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match load(&visit, &id).await {
        Ok(found) => page(&visit, found, &Fields::default(), &Errors::none()).into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/staff/pilots/{id}`
pub(crate) async fn post(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Response {
    if let Err(failure) = visit.demand_role(Role::Staff) {
        return trouble::page(&visit, &failure).into_response();
    }
    match act(&visit, &id, &fields).await {
        Ok(word) => go_to(&visit, &format!("/staff{}?done={word}", place(&id))),
        Err(errors) => match load(&visit, &id).await {
            Ok(found) => refused(page(&visit, found, &fields, &errors)),
            Err(failure) => trouble::page(&visit, &failure).into_response(),
        },
    }
}

async fn load(visit: &Visit, id: &str) -> Result<Found, Failure> {
    visit.demand_role(Role::Staff)?;
    let cursor = visit.asked("cursor");
    let (pilot, work, feedback) = try_join3(
        visit.api.pilot(id),
        visit.api.pilot_work(id),
        visit.api.pilot_feedback(id, cursor.as_deref(), ROWS),
    )
    .await?;
    Ok(Found {
        pilot,
        work,
        feedback,
    })
}

/// Does what the form asks for; tells the word for it.
async fn act(visit: &Visit, id: &str, fields: &Fields) -> Result<&'static str, Errors> {
    let mut reader = Reader::new(fields, visit.language);
    let number = fields.typed("number").parse().unwrap_or_default();
    let (done, word) = match fields.typed("act") {
        "stop" => {
            let reason = reader.text("reason", REASON);
            let ask = reader.finish(StopAsk { reason })?;
            (visit.api.stop_pilot(id, &ask).await, "stopped")
        }
        "milestone" => {
            let is_reached = fields.typed("is_reached") == "yes";
            let change = MilestoneChange { is_reached };
            (visit.api.set_milestone(id, number, change).await, "saved")
        }
        "measure" => {
            let ask = forms::measurement(reader, fields)?;
            (visit.api.measure_pilot(id, number, ask).await, "saved")
        }
        "comment" => {
            let is_shown = fields.typed("is_shown") == "yes";
            let decision = FeedbackDecision { is_shown };
            let comment = fields.typed("comment");
            (
                visit.api.decide_feedback(id, comment, decision).await,
                "saved",
            )
        }
        _ => {
            let ask = exit(reader, fields)?;
            (visit.api.end_pilot(id, &ask).await, "saved")
        }
    };
    done.map_err(|failure| Errors::of(&failure, visit.language))?;
    Ok(word)
}

fn exit(mut reader: Reader<'_>, fields: &Fields) -> Result<ExitAsk, Errors> {
    let decision = ExitKind::parse(fields.typed("decision"));
    if decision.is_none() {
        reader.wrong("decision", texts::WRONG);
    }
    let report = Bilingual {
        bg: reader.text("report_bg", REPORT),
        en: reader.text("report_en", REPORT),
    };
    let ends_on = forms::optional_day(&mut reader, fields, "ends_on");
    reader.finish(ExitAsk {
        decision: decision.unwrap_or(ExitKind::Stop),
        report,
        ends_on,
    })
}

fn page(visit: &Visit, found: Found, fields: &Fields, errors: &Errors) -> Page {
    let title = visit.language.pick(&found.pilot.about.title);
    let title = texts::WORK_OF.fill(visit.language, &[("title", title)]);
    visit.page(title.clone(), || {
        content(visit, title, found, fields, errors)
    })
}

fn content(
    visit: &Visit,
    title: String,
    found: Found,
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    let Found {
        pilot,
        work,
        feedback,
    } = found;
    let path = place(&pilot.about.id);
    let stop = pilot
        .stopped_because
        .is_none()
        .then(|| forms::stop(visit, fields, errors));
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <Done visit=visit.clone() known=DONE.to_vec()/>
        <Back visit=visit.clone() path=path.clone() text=texts::BACK/>
        <h1>{title}</h1>
        <p class="line">{badge(visit, pilot.about.state)}<span>{term(visit, &pilot.about)}</span></p>
        {stop}
        <h2>{visit.say(texts::HEALTH)}</h2>
        {health(visit, &work)}
        <h2>{visit.say(texts::TABLES)}</h2>
        {tables(visit, &path, &work)}
        <h2>{visit.say(texts::FEEDBACK)}</h2>
        {comments(visit, &feedback)}
        <Pager visit=visit.clone() next=feedback.next/>
        {forms::milestones(visit, &pilot.milestones)}
        {forms::indicators(visit, &pilot.indicators, fields, errors)}
        {forms::exit(visit, fields, errors)}
    }
}

fn health(visit: &Visit, work: &PilotStaffView) -> AnyView {
    let language = visit.language;
    let rests = visit.say(texts::RESTS);
    let resting = work.is_resting.then(|| {
        view! { <Notice tone=Tone::Bad>{rests}</Notice> }
    });
    let mut facts = vec![
        (
            visit.say(texts::ASKED),
            language.whole(work.asked).into_any(),
        ),
        (
            visit.say(texts::FAULTS),
            language.whole(work.faults).into_any(),
        ),
        (
            visit.say(texts::UNREAD),
            language.whole(work.unread).into_any(),
        ),
    ];
    if let Some(fault) = &work.last_fault {
        let fault = fault.clone();
        facts.push((
            visit.say(texts::LAST_FAULT),
            view! { <code>{fault}</code> }.into_any(),
        ));
    }
    view! { {resting}<Facts facts=facts/> }.into_any()
}

/// The versions of its tables, and the way to newer ones.
fn tables(visit: &Visit, path: &str, work: &PilotStaffView) -> impl IntoView + use<> {
    let versions: Vec<_> = work
        .data
        .iter()
        .map(|version| {
            let when = visit.language.moment(version.brought_at);
            let digest = version.digest.clone();
            view! { <li>{when}" "<code>{digest}</code></li> }
        })
        .collect();
    let known = if versions.is_empty() {
        view! { <p>{visit.say(texts::TABLES_OF_PACK)}</p> }.into_any()
    } else {
        view! { <ul>{versions}</ul> }.into_any()
    };
    let href = visit.at(&format!("/staff{path}/data"));
    view! {
        {known}
        <p class="actions"><a class="button quiet" href=href>{visit.say(texts::BRING)}</a></p>
    }
}

fn comments(visit: &Visit, feedback: &ListPage<FeedbackView>) -> AnyView {
    if feedback.items.is_empty() {
        return view! { <Empty text=visit.say(texts::NO_COMMENTS)/> }.into_any();
    }
    let items: Vec<_> = feedback
        .items
        .iter()
        .map(|one| forms::comment(visit, one))
        .collect();
    view! { <ul>{items}</ul> }.into_any()
}
