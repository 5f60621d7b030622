//! One dossier that is assigned to an evaluator: the declaration first, then the dossier,
//! the rubric, and a note of the evaluator's own.

mod declare;
mod filled;
pub mod moderation;
mod rubric;

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::api::{
    accounts::Role,
    assignments::{NoteAsk, OwnAssignmentDetail, OwnAssignmentView},
    challenges::ChallengeState,
    jury::{ModerationView, RubricView},
    submissions::Dossier,
};

use super::{cost, parts, work};
use crate::{
    backend::part,
    components::{
        facts::Facts,
        form::{ErrorSummary, Field, FormGuard, Kind},
    },
    failure::Failure,
    form::{Errors, Fields, Posted, Reader, refused},
    language::Locale as _,
    page::{Page, address, go_to},
    pages::{
        decision,
        staff::{Back, Done},
        trouble,
    },
    texts::{Text, compare, decision as decision_texts, evaluator as texts, jury},
    visit::Visit,
};

/// Longest note, in characters; the API takes no longer one.
const NOTE: usize = 4_000;

/// Words that say what a form has done.
const DONE: [(&str, Text); 5] = [
    ("declared", jury::SAID_DECLARED),
    ("draft", jury::SAID_DRAFT),
    ("handed-in", jury::SAID_HANDED_IN),
    ("moderated", jury::SAID_MODERATED),
    ("saved", texts::SAID_SAVED),
];

/// What the page of work is made from once it is declared.
struct Found {
    about: OwnAssignmentView,
    dossier: Dossier,
    rubric: RubricView,
    /// What of it is moderated.
    moderations: Vec<ModerationView>,
    /// Whether its contest is decided, so that those who took part may ask.
    is_decided: bool,
}

/// Work, as far as its evaluator may see it.
enum Work {
    /// Nothing of the dossier is shown yet.
    Undeclared(Box<OwnAssignmentView>),
    Declared(Box<Found>),
}

/// `GET /{language}/assignments/{id}`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match load(&visit, &id).await {
        Ok(Work::Undeclared(about)) => {
            declare::page(&visit, &about, &Fields::default(), &Errors::none()).into_response()
        }
        Ok(Work::Declared(found)) => {
            let fields = rubric::kept(&found.rubric, &found.about.note);
            page(&visit, *found, &fields, &Errors::none()).into_response()
        }
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/assignments/{id}`
pub(crate) async fn post(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Response {
    let found = match load(&visit, &id).await {
        Ok(Work::Declared(found)) => found,
        Ok(Work::Undeclared(about)) => return declare::post(&visit, &about, &fields).await,
        Err(failure) => return trouble::page(&visit, &failure).into_response(),
    };
    match act(&visit, &found, &fields).await {
        Ok(word) => go_to(&visit, &format!("{}?done={word}", work::place(&id))),
        Err(errors) => refused(page(&visit, *found, &fields, &errors)),
    }
}

async fn load(visit: &Visit, id: &str) -> Result<Work, Failure> {
    visit.demand_role(Role::Evaluator)?;
    let OwnAssignmentDetail { about, dossier } = visit.api.own_assignment(id).await?;
    let Some(dossier) = dossier else {
        return Ok(Work::Undeclared(Box::new(about)));
    };
    let rubric = visit.api.rubric(id).await?;
    let moderations = if rubric.judged_at.is_some() {
        own_moderations(visit, &about).await?
    } else {
        Vec::new()
    };
    let is_decided = is_decided(visit, &about).await;
    Ok(Work::Declared(Box::new(Found {
        about,
        dossier,
        rubric,
        moderations,
        is_decided,
    })))
}

/// Results may be out without a decision, where nobody has declared how it is made.
async fn is_decided(visit: &Visit, about: &OwnAssignmentView) -> bool {
    if !about.state.is_published() {
        return false;
    }
    let declared = visit.api.decision_settings(&about.challenge).await;
    declared.is_ok_and(|declared| declared.is_some())
}

/// What is moderated of this work.
async fn own_moderations(
    visit: &Visit,
    about: &OwnAssignmentView,
) -> Result<Vec<ModerationView>, Failure> {
    let all = visit.api.moderations(&about.challenge).await?.moderations;
    let is_own = |one: &ModerationView| one.assignment.as_deref() == Some(&*about.id);
    Ok(all.into_iter().filter(is_own).collect())
}

/// Whether marks can be given now.
fn is_open(found: &Found) -> bool {
    found.about.state == ChallengeState::Jury && found.rubric.judged_at.is_none()
}

/// Does what the form asks for; tells the word for it. Whoever sends the form by a key
/// presses its first button, which saves and ends nothing.
async fn act(visit: &Visit, found: &Found, fields: &Fields) -> Result<&'static str, Errors> {
    let id = &found.about.id;
    let told = |failure: Failure| Errors::of(&failure, visit.language);
    if !is_open(found) {
        let note = read_note(visit, fields)?;
        let kept = visit.api.set_assignment_note(id, &note).await;
        return kept.map(|()| "saved").map_err(told);
    }
    let is_last = fields.typed("act") == "hand-in";
    let (note, marks) = rubric::read(visit, &found.rubric, fields, is_last)?;
    let kept = visit.api.set_assignment_note(id, &note).await;
    kept.map_err(told)?;
    visit.api.save_marks(id, &marks).await.map_err(told)?;
    if !is_last {
        return Ok("draft");
    }
    let done = visit.api.hand_in_rubric(id).await;
    done.map(|()| "handed-in").map_err(told)
}

fn read_note(visit: &Visit, fields: &Fields) -> Result<NoteAsk, Errors> {
    let mut reader = Reader::new(fields, visit.language);
    let note = reader.optional("note", NOTE).unwrap_or_default();
    reader.finish(NoteAsk { note })
}

fn page(visit: &Visit, found: Found, fields: &Fields, errors: &Errors) -> Page {
    visit.page(found.dossier.title.clone(), || {
        content(visit, found, fields, errors)
    })
}

fn content(visit: &Visit, found: Found, fields: &Fields, errors: &Errors) -> impl IntoView + use<> {
    let judging = judging(visit, &found, fields, errors);
    let moderations = moderation::list(visit, &found.about, &found.moderations);
    let inquiries = found.is_decided.then(|| {
        let href = visit.at(&decision::inquiries_place(&found.about.challenge));
        view! { <a href=href>{visit.say(decision_texts::TO_INQUIRIES)}</a> }
    });
    let Found { about, dossier, .. } = found;
    let code = texts::CODE.fill(visit.language, &[("code", &about.code)]);
    let compared = visit.at(&work::comparison(&about.challenge));
    let cost = cost(visit, &dossier);
    let title = dossier.title.clone();
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <Done visit=visit.clone() known=DONE.to_vec()/>
        <Back visit=visit.clone() path="/evaluation".to_owned() text=texts::BACK_TO_WORK/>
        <h1><bdi>{title}</bdi></h1>
        <p class="line">
            <span class="help">{code}</span>
            <a href=compared>{visit.say(compare::LINK_BLIND)}</a>
            {inquiries}
        </p>
        {facts(visit, &about, Some(cost))}
        {moderations}
        <article>
            <h2>{visit.say(texts::DOSSIER)}</h2>
            {parts(visit, dossier)}
        </article>
        {judging}
    }
}

/// What is known of work before its dossier is shown, and what a pilot costs after that.
fn facts(visit: &Visit, about: &OwnAssignmentView, cost: Option<String>) -> impl IntoView + use<> {
    let language = visit.language;
    let href = visit.at(&format!("/evaluation/{}", part(&about.challenge)));
    let challenge = language.pick(&about.title).to_owned();
    let state = match about.done_at {
        Some(at) => texts::IS_DONE.fill(language, &[("when", &language.moment(at))]),
        None if about.is_late => visit.say(texts::LATE).to_owned(),
        None if about.declared_at.is_none() => visit.say(jury::TO_DECLARE).to_owned(),
        None => visit.say(texts::TO_DO).to_owned(),
    };
    let mut facts = vec![
        (
            visit.say(texts::CHALLENGE),
            view! { <a href=href>{challenge}</a> }.into_any(),
        ),
        (
            visit.say(texts::DUE),
            language.date(about.due_on).into_any(),
        ),
        (visit.say(texts::STATE), state.into_any()),
    ];
    facts.extend(cost.map(|cost| (visit.say(texts::COST), cost.into_any())));
    view! { <Facts facts=facts/> }
}

/// The rubric and the note: one form while marks can be given; else what was given, and a
/// form for the note alone.
fn judging(
    visit: &Visit,
    found: &Found,
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    if is_open(found) {
        return rubric::form(visit, &found.rubric, fields, errors).into_any();
    }
    let about = &found.about;
    let rubric = filled::section(visit, about, &found.rubric);
    let note = if about.state <= ChallengeState::Jury {
        note_form(visit, fields, errors).into_any()
    } else {
        note_read(visit, &about.note).into_any()
    };
    view! {
        {rubric}
        <section>
            <h2>{visit.say(texts::YOUR_NOTE)}</h2>
            {note}
        </section>
    }
    .into_any()
}

/// What was noted, once nothing can be changed any more.
fn note_read(visit: &Visit, note: &str) -> impl IntoView + use<> {
    let note = if note.is_empty() {
        visit.say(texts::NO_NOTE).to_owned()
    } else {
        note.to_owned()
    };
    let note = view! { <span class="typed"><bdi>{note}</bdi></span> }.into_any();
    view! {
        <p>{visit.say(texts::DECIDED)}</p>
        <Facts facts=vec![(visit.say(texts::NOTE), note)]/>
    }
}

fn note_form(visit: &Visit, fields: &Fields, errors: &Errors) -> impl IntoView + use<> {
    view! {
        <form method="post" action=address(visit.language, visit) novalidate="">
            <FormGuard visit=visit.clone()/>
            <Field visit=visit.clone() name="note" label=texts::NOTE help=texts::NOTE_HELP kind=Kind::Text
                fields=fields.clone() errors=errors.clone() optional=true/>
            <p class="actions">
                <button type="submit" name="act" value="note">{visit.say(texts::SAVE_NOTE)}</button>
            </p>
        </form>
    }
}

#[cfg(test)]
mod tests;
