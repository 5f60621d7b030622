//! A pilot's page: what it is, its form, its answer, and what citizens say of it. The same
//! form and answer alone are a page for frames of other sites.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::api::{
    accounts::Role,
    pilots::{FeedbackAsk, FeedbackKind, PilotAnswer, PilotAsk, PilotDetail},
};

use super::{
    answer, badge, facts,
    form::{Faults, read},
    form_view, place,
};
use crate::{
    components::{
        form::{ErrorSummary, Field, FormGuard, Kind, Tick},
        notice::{Notice, Tone},
    },
    form::{Errors, Fields, Posted, Reader, refused},
    language::Locale as _,
    page::{Page, go_to},
    pages::{staff::Done, trouble},
    texts::{Text, pilot as texts, trail},
    visit::Visit,
};

/// Longest comment, in characters; the API takes no longer one.
const COMMENT: usize = 2_000;

const KINDS: [(FeedbackKind, Text); 3] = [
    (FeedbackKind::Helpful, texts::HELPFUL),
    (FeedbackKind::NotHelpful, texts::NOT_HELPFUL),
    (FeedbackKind::Problem, texts::PROBLEM),
];

/// What a form has brought forth.
#[derive(Default)]
struct Outcome {
    fields: Fields,
    faults: Faults,
    answer: Option<PilotAnswer>,
}

/// `GET /{language}/pilots/{id}`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match visit.api.pilot(&id).await {
        Ok(pilot) => page(&visit, &pilot, &Outcome::default(), &Errors::none()).into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/pilots/{id}`: the answer is shown at once and kept nowhere, so there
/// is no address to go on to.
pub(crate) async fn ask(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Response {
    match asked(&visit, &id, fields).await {
        Ok((pilot, outcome)) => {
            let is_refused = outcome.answer.is_none();
            let page = page(&visit, &pilot, &outcome, &Errors::none());
            if is_refused {
                refused(page)
            } else {
                page.into_response()
            }
        }
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `GET /{language}/pilots/{id}/frame`
pub(crate) async fn show_framed(visit: Visit, Path(id): Path<String>) -> Response {
    match visit.api.pilot(&id).await {
        Ok(pilot) => framed(&visit, &pilot, &Outcome::default()).into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/pilots/{id}/frame`
pub(crate) async fn ask_framed(
    Path(id): Path<String>,
    Posted { visit, fields }: Posted,
) -> Response {
    match asked(&visit, &id, fields).await {
        Ok((pilot, outcome)) => framed(&visit, &pilot, &outcome).into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `GET /{language}/pilots/{id}/feedback`: who comes here reads the pilot's page.
pub(crate) async fn stay(visit: Visit, Path(id): Path<String>) -> Response {
    go_to(&visit, &place(&id))
}

/// `POST /{language}/pilots/{id}/feedback`
pub(crate) async fn say(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Response {
    let pilot = match visit.api.pilot(&id).await {
        Ok(pilot) => pilot,
        Err(failure) => return trouble::page(&visit, &failure).into_response(),
    };
    let said = match read_feedback(&visit, &fields) {
        Ok(ask) => {
            let said = visit.api.say_of_pilot(&id, &ask).await;
            said.map_err(|failure| Errors::of(&failure, visit.language))
        }
        Err(errors) => Err(errors),
    };
    match said {
        Ok(()) => go_to(&visit, &format!("{}?done=thanks", place(&id))),
        Err(errors) => {
            let outcome = Outcome {
                fields,
                ..Outcome::default()
            };
            refused(page(&visit, &pilot, &outcome, &errors))
        }
    }
}

async fn asked(
    visit: &Visit,
    id: &str,
    fields: Fields,
) -> Result<(PilotDetail, Outcome), crate::failure::Failure> {
    let pilot = visit.api.pilot(id).await?;
    let Some(form) = &pilot.form else {
        return Ok((pilot, Outcome::default()));
    };
    let input = read(form, &fields, visit.language);
    let (answer, faults) = match input {
        Ok(input) => match visit.api.ask_pilot(id, &PilotAsk { input }).await {
            Ok(answer) => (Some(answer), Faults::default()),
            Err(failure) => (None, Faults::of(&failure, form, visit.language)),
        },
        Err(faults) => (None, faults),
    };
    let outcome = Outcome {
        fields,
        faults,
        answer,
    };
    Ok((pilot, outcome))
}

fn read_feedback(visit: &Visit, fields: &Fields) -> Result<FeedbackAsk, Errors> {
    let mut reader = Reader::new(fields, visit.language);
    let kind = FeedbackKind::parse(fields.typed("kind"));
    if kind.is_none() {
        reader.wrong("kind", texts::WRONG);
    }
    let kind = kind.unwrap_or(FeedbackKind::Helpful);
    let comment = if kind == FeedbackKind::Problem {
        reader.text("comment", COMMENT)
    } else {
        reader.optional("comment", COMMENT).unwrap_or_default()
    };
    reader.finish(FeedbackAsk {
        kind,
        comment,
        may_be_shown: fields.is_ticked("may_be_shown"),
    })
}

fn page(visit: &Visit, pilot: &PilotDetail, outcome: &Outcome, errors: &Errors) -> Page {
    let title = visit.language.pick(&pilot.about.title).to_owned();
    visit.page(title.clone(), || {
        content(visit, pilot, title, outcome, errors)
    })
}

fn content(
    visit: &Visit,
    pilot: &PilotDetail,
    title: String,
    outcome: &Outcome,
    errors: &Errors,
) -> impl IntoView + use<> {
    let summary = visit.language.pick(&pilot.about.summary).to_owned();
    let account = visit.at(&format!("{}/trail", place(&pilot.about.id)));
    let work = visit
        .viewer
        .as_ref()
        .filter(|viewer| viewer.has(Role::Staff))
        .map(|_| {
            let href = visit.at(&format!("/staff{}", place(&pilot.about.id)));
            view! { <a href=href>{visit.say(texts::WORK)}</a> }
        });
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <Done visit=visit.clone() known=vec![("thanks", texts::THANKS), ("opened", texts::OPENED)]/>
        <p><a href=visit.at("/pilots")>{visit.say(texts::BACK)}</a></p>
        <h1>{title}</h1>
        <p class="line">{badge(visit, pilot.about.state)}<a href=account>{visit.say(trail::ACCOUNT)}</a>{work}</p>
        <p class="lead">{summary}</p>
        {form(visit, pilot, place(&pilot.about.id), outcome)}
        {facts::facts(visit, pilot)}
        {facts::exit(visit, pilot)}
        {feedback(visit, pilot, outcome, errors)}
        {facts::milestones(visit, &pilot.milestones)}
        {facts::indicators(visit, &pilot.indicators)}
        {embed(visit, pilot)}
    }
}

/// The form, which is sent to an address, with its answer; or why there is none.
fn form(visit: &Visit, pilot: &PilotDetail, address: String, outcome: &Outcome) -> AnyView {
    let Some(form) = &pilot.form else {
        return facts::silence(visit, pilot);
    };
    let answer = outcome
        .answer
        .as_ref()
        .map(|answer| answer::drawn(visit, answer));
    let about = outcome
        .answer
        .is_none()
        .then(|| answer::about(visit, &form.data));
    view! {
        {form_view::summary(visit, form, &outcome.faults)}
        {answer}
        <section>
            <h2>{visit.say(texts::ASK)}</h2>
            {about}
            {form_view::drawn(visit, &address, form, &outcome.fields, &outcome.faults)}
        </section>
    }
    .into_any()
}

fn framed(visit: &Visit, pilot: &PilotDetail, outcome: &Outcome) -> Page {
    let title = visit.language.pick(&pilot.about.title).to_owned();
    Page::framed(visit, title.clone(), &pilot.frame_origins, || {
        let place = place(&pilot.about.id);
        let whole = visit.at(&place);
        view! {
            <h1>{title}</h1>
            {form(visit, pilot, format!("{place}/frame"), outcome)}
            <p class="help"><a href=whole target="_blank" rel="noopener">{visit.say(texts::TO_WHOLE)}</a></p>
        }
    })
}

fn feedback(
    visit: &Visit,
    pilot: &PilotDetail,
    outcome: &Outcome,
    errors: &Errors,
) -> impl IntoView + use<> {
    let fields = outcome.fields.clone();
    let action = visit.at(&format!("{}/feedback", place(&pilot.about.id)));
    let chosen = fields.typed("kind").to_owned();
    let kinds: Vec<_> = KINDS
        .iter()
        .map(|(kind, text)| {
            let (value, id) = (kind.as_str(), format!("kind-{}", kind.as_str()));
            let checked = chosen == value;
            view! {
                <div class="tick">
                    <input type="radio" id=id.clone() name="kind" value=value checked=checked/>
                    <label for=id>{visit.say(*text)}</label>
                </div>
            }
        })
        .collect();
    let ticked = fields.is_ticked("may_be_shown");
    let lead = visit.say(texts::FEEDBACK_LEAD);
    let wrong = errors.at("kind").map(str::to_owned);
    let wrong = wrong.map(|text| view! { <p class="error" id="kind-error">{text}</p> });
    view! {
        <section>
            <h2>{visit.say(texts::FEEDBACK)}</h2>
            {facts::comments(visit, pilot)}
            <Notice tone=Tone::Plain>{lead}</Notice>
            <form method="post" action=action novalidate="">
                <FormGuard visit=visit.clone()/>
                <fieldset id="kind"><legend>{visit.say(texts::KIND)}</legend>{wrong}{kinds}</fieldset>
                <Field visit=visit.clone() name="comment" label=texts::COMMENT kind=Kind::Text optional=true
                    fields=fields errors=errors.clone()/>
                <Tick id="may_be_shown".to_owned() name="may_be_shown" text=visit.say(texts::MAY_SHOW).to_owned()
                    ticked=ticked/>
                <p class="actions"><button type="submit">{visit.say(texts::SEND)}</button></p>
            </form>
        </section>
    }
}

/// What another site puts into its page.
fn embed(visit: &Visit, pilot: &PilotDetail) -> AnyView {
    if pilot.frame_origins.is_empty() {
        return ().into_any();
    }
    let path = visit.at(&format!("{}/frame", place(&pilot.about.id)));
    let title = visit.language.pick(&pilot.about.title);
    let code = format!(
        r#"<iframe src="{}{path}" title="{}" width="100%" height="720" loading="lazy"></iframe>"#,
        visit.site,
        crate::page::escape(title),
    );
    view! {
        <details>
            <summary>{visit.say(texts::EMBED)}</summary>
            <p>{visit.say(texts::EMBED_HELP)}</p>
            <pre><code>{code}</code></pre>
        </details>
    }
    .into_any()
}
