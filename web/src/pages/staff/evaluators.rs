//! Who judges what in a challenge: given, withdrawn, and how far it is. Evaluators see
//! their own part under codes; here are names.

mod form;
pub(in crate::pages) mod jury;

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::api::{
    Page as ListPage,
    assignments::{AssignmentView, EvaluatorView, JuryView},
    challenges::ChallengeState,
    jury::ModerationsView,
};

use super::{Back, Done, challenge_of, place};
use crate::{
    backend::part,
    components::{
        form::{ErrorSummary, FormGuard},
        list::{Empty, Pager},
        table::{Column, Table},
    },
    failure::Failure,
    form::{Errors, Fields, Posted, refused},
    language::Locale as _,
    page::{Page, address, go_to},
    pages::trouble,
    texts::{Text, jury as jury_texts, site, staff as texts},
    visit::Visit,
};

/// Assignments of a page.
const ROWS: u32 = 50;

/// Words that say what a form has done.
const DONE: [(&str, Text); 2] = [
    ("assigned", texts::DONE_ASSIGNED),
    ("withdrawn", texts::DONE_WITHDRAWN),
];

/// What the page is made from.
struct Found {
    /// Whether work is given and withdrawn in this state.
    may_change: bool,
    jury: JuryView,
    moderations: ModerationsView,
    assignments: ListPage<AssignmentView>,
}

/// `GET /{language}/staff/challenges/{id}/evaluators`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match load(&visit, &id).await {
        Ok(found) => page(&visit, &id, &found, &Fields::default(), &Errors::none()).into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/staff/challenges/{id}/evaluators`
pub(crate) async fn post(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Response {
    let found = match load(&visit, &id).await {
        Ok(found) => found,
        Err(failure) => return trouble::page(&visit, &failure).into_response(),
    };
    let done = match fields.typed("act") {
        "withdraw" => withdraw(&visit, &fields).await,
        _ => form::assign(&visit, &id, &fields).await,
    };
    match done {
        Ok(word) => go_to(&visit, &format!("{}/evaluators?done={word}", place(&id))),
        Err(errors) => refused(page(&visit, &id, &found, &fields, &errors)),
    }
}

async fn load(visit: &Visit, id: &str) -> Result<Found, Failure> {
    let state = challenge_of(visit, id).await?.about.state;
    let cursor = visit.asked("cursor");
    Ok(Found {
        may_change: (ChallengeState::Closed..=ChallengeState::Jury).contains(&state),
        jury: visit.api.jury(id).await?,
        moderations: visit.api.moderations(id).await?,
        assignments: visit.api.assignments(id, cursor.as_deref(), ROWS).await?,
    })
}

async fn withdraw(visit: &Visit, fields: &Fields) -> Result<&'static str, Errors> {
    let done = visit.api.withdraw_assignment(fields.typed("assignment"));
    let done = done.await.map(|()| "withdrawn");
    done.map_err(|failure| Errors::of(&failure, visit.language))
}

fn page(visit: &Visit, id: &str, found: &Found, fields: &Fields, errors: &Errors) -> Page {
    let title = texts::EVALUATORS_OF.fill(visit.language, &[("id", id)]);
    visit.page(title.clone(), || {
        content(visit, id, title, found, fields, errors)
    })
}

fn content(
    visit: &Visit,
    id: &str,
    title: String,
    found: &Found,
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    let evaluators = if found.jury.evaluators.is_empty() {
        view! { <Empty text=visit.say(texts::NO_EVALUATORS)/> }.into_any()
    } else {
        evaluators(visit, &found.jury.evaluators).into_any()
    };
    let assign = if found.may_change {
        form::section(visit, &found.jury, fields, errors).into_any()
    } else {
        view! { <p>{visit.say(texts::ASSIGN_LATER)}</p> }.into_any()
    };
    let next = found.assignments.next.clone();
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <Done visit=visit.clone() known=DONE.to_vec()/>
        <Back visit=visit.clone() path=place(id) text=texts::BACK_TO_CHALLENGE/>
        <h1>{title}</h1>
        <p class="lead">{visit.say(texts::EVALUATORS_LEAD)}</p>
        {how_far(visit, &found.jury)}
        {evaluators}
        <h2>{visit.say(texts::ASSIGN)}</h2>
        {assign}
        <h2>{visit.say(texts::WHO_JUDGES)}</h2>
        {list(visit, id, found)}
        <Pager visit=visit.clone() next=next/>
        {jury::sections(visit, &found.jury, &found.moderations)}
    }
}

/// How much of all is done; nothing, if nothing was given.
fn how_far(visit: &Visit, jury: &JuryView) -> impl IntoView + use<> {
    let of = |count: fn(&EvaluatorView) -> u64| -> u64 { jury.evaluators.iter().map(count).sum() };
    let (all, done) = (of(|one| one.assigned), of(|one| one.done));
    let whole = |number| visit.language.whole(number);
    let places = [("done", whole(done)), ("all", whole(all))];
    let places = places
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    (all > 0).then(|| {
        let text = texts::HOW_FAR.fill(visit.language, &places);
        view! { <p>{text}</p> }
    })
}

fn evaluators(visit: &Visit, all: &[EvaluatorView]) -> impl IntoView + use<> {
    let columns = vec![
        Column::text(visit.say(texts::EVALUATOR)),
        Column::text(visit.say(texts::MAY_JUDGE)),
        Column::number(visit.say(texts::GIVEN)),
        Column::number(visit.say(jury_texts::DECLARED)),
        Column::number(visit.say(jury_texts::CONFLICTS)),
        Column::number(visit.say(texts::JUDGED)),
    ];
    let rows = all.iter().map(|one| {
        let may = if one.may_judge { site::YES } else { site::NO };
        vec![
            person(visit, &one.name).into_any(),
            visit.say(may).into_any(),
            visit.language.whole(one.assigned).into_any(),
            visit.language.whole(one.declared).into_any(),
            visit.language.whole(one.conflicts).into_any(),
            visit.language.whole(one.done).into_any(),
        ]
    });
    let rows = rows.collect();
    view! { <Table caption=visit.say(texts::EVALUATORS).to_owned() hide_caption=true columns=columns rows=rows/> }
}

fn list(visit: &Visit, id: &str, found: &Found) -> impl IntoView + use<> {
    if found.assignments.items.is_empty() {
        return view! { <Empty text=visit.say(texts::NOTHING_ASSIGNED)/> }.into_any();
    }
    let columns = vec![
        Column::text(visit.say(texts::EVALUATOR)),
        Column::text(visit.say(texts::FINALIST)),
        Column::text(visit.say(texts::ORGANISATION)),
        Column::text(visit.say(texts::DUE)),
        Column::text(visit.say(texts::STATE)),
        Column::text(visit.say(texts::ACTIONS)),
    ];
    let rows = found.assignments.items.iter();
    let rows = rows.map(|one| row(visit, one, found.may_change)).collect();
    let export = format!("/api/v1/challenges/{}/assignments?format=csv", part(id));
    view! {
        <Table caption=visit.say(texts::WHO_JUDGES).to_owned() hide_caption=true columns=columns rows=rows/>
        <p><a href=export>{visit.say(texts::EXPORT_CSV)}</a></p>
    }
    .into_any()
}

fn row(visit: &Visit, one: &AssignmentView, may_change: bool) -> Vec<AnyView> {
    let language = visit.language;
    let state = match (one.done_at, one.declared_at) {
        (Some(at), _) => texts::JUDGED_ON.fill(language, &[("when", &language.moment(at))]),
        (None, Some(_)) => visit.say(texts::TO_JUDGE).to_owned(),
        (None, None) => visit.say(texts::TO_DECLARE).to_owned(),
    };
    let href = visit.at(&format!("/submissions/{}", part(&one.submission)));
    let (title, organisation) = (one.title.clone(), one.organisation.clone());
    let withdraw = may_change.then(|| withdrawal(visit, one));
    vec![
        person(visit, &one.evaluator_name).into_any(),
        view! { <a href=href><bdi>{title}</bdi></a> }.into_any(),
        view! { <bdi>{organisation}</bdi> }.into_any(),
        language.date(one.due_on).into_any(),
        state.into_any(),
        withdraw.into_any(),
    ]
}

/// A button that says to those who hear it alone whose work it withdraws.
fn withdrawal(visit: &Visit, one: &AssignmentView) -> impl IntoView + use<> {
    let AssignmentView {
        id,
        title,
        evaluator_name,
        ..
    } = one.clone();
    view! {
        <form method="post" action=address(visit.language, visit) novalidate="">
            <FormGuard visit=visit.clone()/>
            <input type="hidden" name="act" value="withdraw"/>
            <input type="hidden" name="assignment" value=id/>
            <button type="submit" class="danger small">
                {visit.say(texts::WITHDRAW)}
                <span class="unseen">" "<bdi>{evaluator_name}</bdi>", "<bdi>{title}</bdi></span>
            </button>
        </form>
    }
}

/// A name; that of an account that was erased is gone.
pub(super) fn person(visit: &Visit, name: &str) -> impl IntoView + use<> {
    let name = if name.is_empty() {
        visit.say(texts::ERASED).to_owned()
    } else {
        name.to_owned()
    };
    view! { <bdi>{name}</bdi> }
}
