//! Whether an evaluator has a conflict of interest: asked before anything of the dossier
//! is shown.

use axum::response::Response;
use leptos::prelude::*;
use pilotbox_model::api::{
    assignments::OwnAssignmentView, challenges::ChallengeState, jury::ConflictAsk,
};

use super::facts;
use crate::{
    components::{
        choice::Choice,
        form::{ErrorSummary, Field, FormGuard, Kind},
    },
    form::{Errors, Fields, Reader, refused},
    page::{Page, address, go_to},
    pages::{evaluation::work, staff::Back},
    texts::{evaluator as texts, failure as failures, jury},
    visit::Visit,
};

/// Longest reason, in characters; the API takes no longer one.
const REASON: usize = 2_000;

/// Keeps what the form says.
pub(super) async fn post(visit: &Visit, about: &OwnAssignmentView, fields: &Fields) -> Response {
    let declared = match read(visit, fields) {
        Ok(ask) => {
            let done = visit.api.declare_conflict(&about.id, &ask).await;
            done.map(|()| ask.has_conflict)
                .map_err(|failure| Errors::of(&failure, visit.language))
        }
        Err(errors) => Err(errors),
    };
    match declared {
        // The work is gone, so the list says what became of it.
        Ok(true) => go_to(visit, "/evaluation?done=conflict"),
        Ok(false) => go_to(visit, &format!("{}?done=declared", work::place(&about.id))),
        Err(errors) => refused(page(visit, about, fields, &errors)),
    }
}

fn read(visit: &Visit, fields: &Fields) -> Result<ConflictAsk, Errors> {
    let mut reader = Reader::new(fields, visit.language);
    let reason = reader.optional("reason", REASON);
    let has_conflict = match fields.typed("conflict") {
        "yes" => true,
        "no" => false,
        _ => {
            reader.wrong("conflict", failures::FIELD_CHOOSE);
            return reader.finish(ConflictAsk {
                has_conflict: false,
                reason: None,
            });
        }
    };
    if has_conflict && reason.is_none() {
        reader.wrong("reason", failures::FIELD_REQUIRED);
    }
    if !has_conflict && reason.is_some() {
        reader.wrong("conflict", jury::REASON_WITHOUT_CONFLICT);
    }
    reader.finish(ConflictAsk {
        has_conflict,
        reason,
    })
}

/// The form, with what is known of the work without its dossier.
pub(super) fn page(
    visit: &Visit,
    about: &OwnAssignmentView,
    fields: &Fields,
    errors: &Errors,
) -> Page {
    let title = texts::CODE.fill(visit.language, &[("code", &about.code)]);
    visit.page(title.clone(), || {
        content(visit, title, about, fields, errors)
    })
}

fn content(
    visit: &Visit,
    title: String,
    about: &OwnAssignmentView,
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    let form = if about.state <= ChallengeState::Jury {
        form(visit, fields, errors).into_any()
    } else {
        view! { <p>{visit.say(texts::DECIDED)}</p> }.into_any()
    };
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <Back visit=visit.clone() path="/evaluation".to_owned() text=texts::BACK_TO_WORK/>
        <h1>{title}</h1>
        {facts(visit, about, None)}
        <section>
            <h2>{visit.say(jury::DECLARATION)}</h2>
            <p>{visit.say(jury::DECLARE_FIRST)}</p>
            {form}
        </section>
    }
}

fn form(visit: &Visit, fields: &Fields, errors: &Errors) -> impl IntoView + use<> {
    let options = [("no", jury::NO_CONFLICT), ("yes", jury::HAS_CONFLICT)];
    let options = options.map(|(value, text)| (value.to_owned(), visit.say(text).to_owned()));
    view! {
        <p>{visit.say(jury::DECLARE_LEAD)}</p>
        <form method="post" action=address(visit.language, visit) novalidate="">
            <FormGuard visit=visit.clone()/>
            <Choice name="conflict" legend=visit.say(jury::DECLARE).to_owned()
                help=Some(visit.say(jury::DECLARE_ONCE).to_owned()) options=options.to_vec()
                fields=fields.clone() errors=errors.clone()/>
            <Field visit=visit.clone() name="reason" label=jury::CONFLICT_REASON help=jury::CONFLICT_REASON_HELP
                kind=Kind::Text fields=fields.clone() errors=errors.clone() optional=true/>
            <p class="actions"><button type="submit">{visit.say(jury::DECLARE_BUTTON)}</button></p>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(conflict: &str, reason: &str) -> Result<ConflictAsk, Errors> {
        let visit = Visit::for_tests("/assignments/01A");
        let fields = Fields::of([
            ("conflict", conflict.to_owned()),
            ("reason", reason.to_owned()),
        ]);
        read(&visit, &fields)
    }

    #[test]
    fn a_conflict_has_a_reason_and_none_has_none() {
        let none = said("no", " ").expect("it is right");
        assert_eq!((none.has_conflict, none.reason), (false, None));
        let some = said("yes", " kin ").expect("it is right");
        assert_eq!(
            (some.has_conflict, some.reason.as_deref()),
            (true, Some("kin"))
        );
        for (conflict, reason, field) in [
            ("", "", "conflict"),
            ("yes", "", "reason"),
            ("no", "kin", "conflict"),
            ("yes", &*"ж".repeat(REASON + 1), "reason"),
        ] {
            let errors = said(conflict, reason).err().unwrap_or_default();
            assert!(errors.at(field).is_some(), "{conflict} {field}");
        }
    }
}
