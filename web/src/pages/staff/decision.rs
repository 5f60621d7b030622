//! How staff decide a contest: they declare the rule, look at what would come of it and what
//! is missing, one proposes, another one publishes; later, corrections in the same way.

mod correct;
mod missing;
mod propose;
mod settings;

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use futures_util::future::try_join;
use leptos::prelude::*;
use pilotbox_model::api::{
    accounts::Role,
    assignments::JuryView,
    challenges::{Bilingual, ChallengeDetail},
    decisions::{
        DecisionPreview, DecisionView, EvaluatorCodeView, LetterHead, LettersView, ProposalView,
        PublicationAsk,
    },
    problem::Code,
};

use super::{Back, Done, challenge_of, evaluators::person, place};
use crate::{
    components::{
        form::ErrorSummary,
        list::Empty,
        notice::Notice,
        table::{Column, Table},
    },
    failure::Failure,
    form::{Errors, Fields, Posted, Reader, refused},
    language::Locale as _,
    page::{Page, go_to},
    pages::{
        decision::{self, letter_place},
        trouble,
    },
    texts::{Text, challenge as common, decision as texts, jury, staff},
    visit::Visit,
};

/// Most characters of a reason; the API takes no more.
const REASON: usize = 2_000;

/// Words that say what a form has done.
const DONE: [(&str, Text); 5] = [
    ("declared", texts::SAID_DECLARED),
    ("left-out", texts::SAID_LEFT_OUT),
    ("taken-back", texts::SAID_TAKEN_BACK),
    ("proposed", texts::SAID_PROPOSED),
    ("published", texts::SAID_PUBLISHED),
];

/// What the page is made from.
struct Found {
    challenge: ChallengeDetail,
    stage: Stage,
}

/// Where the decision is.
enum Stage {
    /// Not out yet.
    Ahead(Box<(DecisionPreview, JuryView)>),
    /// Out, with what is proposed as a correction.
    Out(Box<(DecisionView, Option<ProposalView>, LettersView)>),
    /// There is none, and there will be none: the results came out without one.
    Absent,
}

/// `GET /{language}/staff/challenges/{id}/decision`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match load(&visit, &id).await {
        Ok(found) => page(&visit, &found, &Fields::default(), &Errors::none()).into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/staff/challenges/{id}/decision`
pub(crate) async fn post(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Response {
    if let Err(failure) = visit.demand_role(Role::Staff) {
        return trouble::page(&visit, &failure).into_response();
    }
    let found = match load(&visit, &id).await {
        Ok(found) => found,
        Err(failure) => return trouble::page(&visit, &failure).into_response(),
    };
    match act(&visit, &id, &found, &fields).await {
        Ok(word) => go_to(&visit, &format!("{}/decision?done={word}", place(&id))),
        Err(errors) => refused(page(&visit, &found, &fields, &errors)),
    }
}

async fn load(visit: &Visit, id: &str) -> Result<Found, Failure> {
    let challenge = challenge_of(visit, id).await?;
    let api = &visit.api;
    let stage = if let Some(view) = api.decision(id, None).await? {
        let more = try_join(api.decision_proposal(id), api.letters(id));
        let (proposal, letters) = more.await?;
        Stage::Out(Box::new((view, proposal, letters)))
    } else {
        let found = try_join(api.decision_preview(id), api.jury(id)).await;
        match found {
            Ok(found) => Stage::Ahead(Box::new(found)),
            Err(failure) if is_past(&failure, &challenge) => Stage::Absent,
            Err(failure) => return Err(failure),
        }
    };
    Ok(Found { challenge, stage })
}

/// Whether there is no preview because the results are out without a decision.
fn is_past(failure: &Failure, challenge: &ChallengeDetail) -> bool {
    let is_refused = matches!(failure.code, Code::WrongState | Code::NotFound);
    is_refused && challenge.about.state.is_published()
}

/// Does what the form asks for; tells the word for it.
async fn act(
    visit: &Visit,
    id: &str,
    found: &Found,
    fields: &Fields,
) -> Result<&'static str, Errors> {
    let api = &visit.api;
    let (done, word) = match (fields.typed("act"), &found.stage) {
        ("settings", Stage::Ahead(ahead)) => {
            let ask = settings::read(visit, &ahead.1.criteria, fields)?;
            (api.declare_decision(id, &ask).await, "declared")
        }
        ("leave-out", _) => {
            let ask = missing::read(visit, fields)?;
            (api.leave_out(id, &ask).await, "left-out")
        }
        ("take-back", _) => {
            let omission = fields.typed("omission");
            (api.take_back_omission(id, omission).await, "taken-back")
        }
        ("publish", _) => {
            let digest = fields.typed("digest").to_owned();
            let done = api.publish_decision(id, &PublicationAsk { digest }).await;
            (done.map(drop), "published")
        }
        ("correct", Stage::Out(out)) => {
            let ask = correct::read(visit, &out.0, fields)?;
            (api.propose_decision(id, &ask).await.map(drop), "proposed")
        }
        _ => {
            let ask = propose::of_preview(fields);
            (api.propose_decision(id, &ask).await.map(drop), "proposed")
        }
    };
    done.map_err(|failure| Errors::of(&failure, visit.language))?;
    Ok(word)
}

/// A reason in both languages.
fn reason(reader: &mut Reader<'_>) -> Bilingual {
    Bilingual {
        bg: reader.text("reason_bg", REASON),
        en: reader.text("reason_en", REASON),
    }
}

fn page(visit: &Visit, found: &Found, fields: &Fields, errors: &Errors) -> Page {
    let name = visit.language.pick(&found.challenge.about.title);
    let title = texts::DECIDING.fill(visit.language, &[("title", name)]);
    visit.page(title.clone(), || {
        content(visit, title, found, fields, errors)
    })
}

fn content(
    visit: &Visit,
    title: String,
    found: &Found,
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    let id = &found.challenge.about.id;
    let stage = match &found.stage {
        Stage::Ahead(both) => ahead(visit, both, fields, errors),
        Stage::Out(all) => out(visit, all, fields, errors),
        Stage::Absent => view! { <Empty text=visit.say(texts::OUT_WITHOUT)/> }.into_any(),
    };
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <Done visit=visit.clone() known=DONE.to_vec()/>
        <Back visit=visit.clone() path=place(id) text=staff::BACK_TO_CHALLENGE/>
        <h1>{title}</h1>
        {stage}
    }
}

/// Before it is out: what is missing, what it would be, and the rule.
fn ahead(
    visit: &Visit,
    both: &(DecisionPreview, JuryView),
    fields: &Fields,
    errors: &Errors,
) -> AnyView {
    let (preview, jury) = both;
    let numbers = preview.numbers.as_ref().map(|numbers| {
        let text = visit.say(texts::PREVIEW_LEAD);
        view! {
            <Notice><p>{text}</p></Notice>
            {decision::numbers_section(visit, numbers)}
        }
    });
    view! {
        <p class="lead">{visit.say(texts::DECIDING_LEAD)}</p>
        {propose::waiting(visit, preview.proposal.as_ref(), preview.numbers.as_ref())}
        {missing::section(visit, preview, fields, errors)}
        {propose::section(visit, preview)}
        {numbers}
        {codes(visit, &preview.evaluators)}
        {settings::section(visit, preview.settings.as_ref(), &jury.criteria, fields, errors)}
    }
    .into_any()
}

/// Once it is out: where it is, the letters, and what corrects it.
fn out(
    visit: &Visit,
    all: &(DecisionView, Option<ProposalView>, LettersView),
    fields: &Fields,
    errors: &Errors,
) -> AnyView {
    let (view, proposal, letters) = all;
    let href = visit.at(&decision::place(&view.challenge));
    let inquiries = visit.at(&decision::inquiries_place(&view.challenge));
    view! {
        <p class="line">
            <a href=href>{visit.say(texts::TO_DECISION)}</a>
            <a href=inquiries>{visit.say(texts::TO_INQUIRIES)}</a>
        </p>
        {propose::waiting(visit, proposal.as_ref(), Some(&view.numbers))}
        {self::letters(visit, &letters.letters)}
        {correct::section(visit, view, fields, errors)}
    }
    .into_any()
}

/// Which evaluator is behind which code.
fn codes(visit: &Visit, all: &[EvaluatorCodeView]) -> Option<AnyView> {
    if all.is_empty() {
        return None;
    }
    let columns = vec![
        Column::text(visit.say(jury::WHO)),
        Column::text(visit.say(texts::NAME)),
    ];
    let rows = all.iter().map(|one| {
        let code = one.code.clone();
        vec![code.into_any(), person(visit, &one.name).into_any()]
    });
    let rows = rows.collect();
    let heading = visit.say(texts::CODES);
    let view = view! {
        <h2>{heading}</h2>
        <p>{visit.say(texts::CODES_LEAD)}</p>
        <div class="narrow">
            <Table caption=heading.to_owned() hide_caption=true columns=columns rows=rows/>
        </div>
    };
    Some(view.into_any())
}

/// The letters, and whether their mails went.
fn letters(visit: &Visit, all: &[LetterHead]) -> AnyView {
    let heading = visit.say(texts::LETTERS);
    if all.is_empty() {
        return view! { <h2>{heading}</h2><Empty text=visit.say(texts::NO_LETTERS)/> }.into_any();
    }
    let columns = vec![
        Column::text(visit.say(common::TEAM)),
        Column::text(visit.say(texts::LETTER)),
        Column::text(visit.say(texts::SENT)),
    ];
    let rows = all.iter().map(|one| {
        let href = visit.at(&letter_place(&one.submission));
        let (organisation, title) = (one.organisation.clone(), one.title.clone());
        let sent = one.sent_at.map(|at| visit.language.moment(at));
        let sent = sent.unwrap_or_else(|| visit.say(texts::NOT_SENT).to_owned());
        vec![
            view! { <bdi>{organisation}</bdi> }.into_any(),
            view! { <a href=href><bdi>{title}</bdi></a> }.into_any(),
            sent.into_any(),
        ]
    });
    let rows = rows.collect();
    view! {
        <h2>{heading}</h2>
        <Table caption=heading.to_owned() hide_caption=true columns=columns rows=rows/>
    }
    .into_any()
}

#[cfg(test)]
mod tests;
