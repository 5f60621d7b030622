//! One dossier that is assigned to an evaluator, and the form in which that evaluator says
//! that it is done. The note is the evaluator's own.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::api::{
    accounts::Role,
    assignments::{DoneAsk, OwnAssignmentDetail, OwnAssignmentView},
    challenges::ChallengeState,
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
        staff::{Back, Done},
        trouble,
    },
    texts::{Text, compare, evaluator as texts},
    visit::Visit,
};

/// Longest note, in characters; the API takes no longer one.
const NOTE: usize = 4_000;

/// Words that say what the form has done.
const DONE: [(&str, Text); 3] = [
    ("done", texts::SAID_DONE),
    ("reopened", texts::SAID_REOPENED),
    ("saved", texts::SAID_SAVED),
];

/// `GET /{language}/assignments/{id}`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match load(&visit, &id).await {
        Ok(found) => {
            let fields = Fields::of([("note", found.about.note.clone())]);
            page(&visit, found, &fields, &Errors::none()).into_response()
        }
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/assignments/{id}`
pub(crate) async fn post(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Response {
    let found = match load(&visit, &id).await {
        Ok(found) => found,
        Err(failure) => return trouble::page(&visit, &failure).into_response(),
    };
    match act(&visit, &found.about, &fields).await {
        Ok(word) => go_to(&visit, &format!("{}?done={word}", work::place(&id))),
        Err(errors) => refused(page(&visit, found, &fields, &errors)),
    }
}

async fn load(visit: &Visit, id: &str) -> Result<OwnAssignmentDetail, Failure> {
    visit.demand_role(Role::Evaluator)?;
    visit.api.own_assignment(id).await
}

/// Does what the form asks for; tells the word for it.
async fn act(
    visit: &Visit,
    about: &OwnAssignmentView,
    fields: &Fields,
) -> Result<&'static str, Errors> {
    let (ask, word) = read(visit, about, fields)?;
    let done = visit.api.set_assignment_done(&about.id, &ask).await;
    done.map_err(|failure| Errors::of(&failure, visit.language))?;
    Ok(word)
}

/// Which button was pressed, with the note. Whoever sends the form by a key presses the
/// first one, which is what most come for.
fn read(
    visit: &Visit,
    about: &OwnAssignmentView,
    fields: &Fields,
) -> Result<(DoneAsk, &'static str), Errors> {
    let mut reader = Reader::new(fields, visit.language);
    let note = reader.optional("note", NOTE).unwrap_or_default();
    let (is_done, word) = match fields.typed("act") {
        "done" => (true, "done"),
        "reopen" => (false, "reopened"),
        _ => (about.done_at.is_some(), "saved"),
    };
    let note = Some(note);
    reader.finish((DoneAsk { is_done, note }, word))
}

fn page(visit: &Visit, found: OwnAssignmentDetail, fields: &Fields, errors: &Errors) -> Page {
    visit.page(found.dossier.title.clone(), || {
        content(visit, found, fields, errors)
    })
}

fn content(
    visit: &Visit,
    found: OwnAssignmentDetail,
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    let OwnAssignmentDetail { about, dossier } = found;
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
        </p>
        {facts(visit, &about, cost)}
        <article>
            <h2>{visit.say(texts::DOSSIER)}</h2>
            {parts(visit, dossier)}
        </article>
        <section>
            <h2>{visit.say(texts::YOUR_PART)}</h2>
            {own_part(visit, &about, fields, errors)}
        </section>
    }
}

fn facts(visit: &Visit, about: &OwnAssignmentView, cost: String) -> impl IntoView + use<> {
    let language = visit.language;
    let href = visit.at(&format!("/evaluation/{}", part(&about.challenge)));
    let challenge = language.pick(&about.title).to_owned();
    let state = match about.done_at {
        Some(at) => texts::IS_DONE.fill(language, &[("when", &language.moment(at))]),
        None if about.is_late => visit.say(texts::LATE).to_owned(),
        None => visit.say(texts::TO_DO).to_owned(),
    };
    let facts = vec![
        (
            visit.say(texts::CHALLENGE),
            view! { <a href=href>{challenge}</a> }.into_any(),
        ),
        (
            visit.say(texts::DUE),
            language.date(about.due_on).into_any(),
        ),
        (visit.say(texts::STATE), state.into_any()),
        (visit.say(texts::COST), cost.into_any()),
    ];
    view! { <Facts facts=facts/> }
}

/// The form, or what was noted once nothing can be changed any more.
fn own_part(
    visit: &Visit,
    about: &OwnAssignmentView,
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    if about.state <= ChallengeState::Jury {
        return form(visit, about.done_at.is_some(), fields, errors).into_any();
    }
    let note = if about.note.is_empty() {
        visit.say(texts::NO_NOTE).to_owned()
    } else {
        about.note.clone()
    };
    let note = view! { <span class="typed"><bdi>{note}</bdi></span> }.into_any();
    view! {
        <p>{visit.say(texts::DECIDED)}</p>
        <Facts facts=vec![(visit.say(texts::NOTE), note)]/>
    }
    .into_any()
}

fn form(visit: &Visit, is_done: bool, fields: &Fields, errors: &Errors) -> impl IntoView + use<> {
    let done = (!is_done).then(|| {
        view! { <button type="submit" name="act" value="done">{visit.say(texts::CALL_DONE)}</button> }
    });
    let reopen = is_done.then(|| {
        view! {
            <button type="submit" name="act" value="reopen" class="quiet">{visit.say(texts::REOPEN)}</button>
        }
    });
    let save = (!is_done).then_some("quiet");
    view! {
        <p>{visit.say(texts::YOUR_PART_LEAD)}</p>
        <form method="post" action=address(visit.language, visit) novalidate="">
            <FormGuard visit=visit.clone()/>
            <Field visit=visit.clone() name="note" label=texts::NOTE help=texts::NOTE_HELP kind=Kind::Text
                fields=fields.clone() errors=errors.clone() optional=true/>
            <p class="actions">
                {done}
                <button type="submit" name="act" value="save" class=save>{visit.say(texts::SAVE_NOTE)}</button>
                {reopen}
            </p>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use pilotbox_model::api::challenges::Bilingual;

    use super::*;

    fn about(is_done: bool) -> OwnAssignmentView {
        OwnAssignmentView {
            id: "01A".to_owned(),
            challenge: "parking".to_owned(),
            title: Bilingual {
                bg: "Задача".to_owned(),
                en: "Problem".to_owned(),
            },
            state: ChallengeState::Jury,
            code: "B-1.1".to_owned(),
            dossier_title: "A".to_owned(),
            due_on: "2027-01-15".parse().unwrap_or_default(),
            is_late: false,
            done_at: is_done.then_some(jiff::Timestamp::UNIX_EPOCH),
            note: String::new(),
        }
    }

    #[test]
    fn a_note_alone_leaves_work_as_it_is() {
        let visit = Visit::for_tests("/assignments/01A");
        for is_done in [false, true] {
            for (act, expected, said) in [
                ("done", true, "done"),
                ("reopen", false, "reopened"),
                ("save", is_done, "saved"),
                ("", is_done, "saved"),
            ] {
                let fields = Fields::of([("act", act.to_owned()), ("note", " x ".to_owned())]);
                let (ask, word) = read(&visit, &about(is_done), &fields).expect("it is right");
                assert_eq!((ask.is_done, word), (expected, said), "{act}");
                assert_eq!(ask.note.as_deref(), Some("x"));
            }
        }
    }

    #[test]
    fn a_note_that_is_too_long_is_told_beside_its_field() {
        let visit = Visit::for_tests("/assignments/01A");
        let read = |count| {
            let fields = Fields::of([("note", "ж".repeat(count))]);
            read(&visit, &about(false), &fields)
        };
        assert!(read(NOTE).is_ok());
        let errors = read(NOTE + 1).err().unwrap_or_default();
        assert!(errors.at("note").is_some());
    }
}
