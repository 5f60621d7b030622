//! One rejudge: how far it is, what it would change, and the decision.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::api::{
    accounts::Role,
    challenges::{RejudgePhase, RejudgeVerdict, RejudgeView, ScoreChange},
    runs::RunState,
};

use super::{
    Back, Done, place,
    rejudges::{phase_text, place_of, split_text},
};
use crate::{
    backend::part,
    components::{
        facts::Facts,
        form::{ErrorSummary, FormGuard},
        list::Empty,
        notice::Notice,
        run::state_text,
        table::{Column, Table},
    },
    failure::Failure,
    form::{Errors, Posted, refused},
    language::Locale as _,
    page::{Page, address, go_to},
    pages::trouble,
    texts::{Text, failure as failures, site, staff as texts},
    visit::Visit,
};

/// Submissions of the preview: one page, those that change before the others.
const SHOWN: usize = 500;

/// Words that say what a form has done.
const DONE: [(&str, Text); 3] = [
    ("started", texts::DONE_STARTED),
    ("applied", texts::DONE_APPLIED),
    ("cancelled", texts::DONE_CANCELLED),
];

/// `GET /{language}/staff/rejudges/{id}`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match load(&visit, &id).await {
        Ok(rejudge) => page(&visit, &rejudge, &Errors::none()).into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/staff/rejudges/{id}`
pub(crate) async fn decide(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Response {
    let rejudge = match load(&visit, &id).await {
        Ok(rejudge) => rejudge,
        Err(failure) => return trouble::page(&visit, &failure).into_response(),
    };
    let (decision, word) = match fields.typed("decision") {
        "apply" => (RejudgeVerdict::Apply, "applied"),
        "cancel" => (RejudgeVerdict::Cancel, "cancelled"),
        _ => {
            let mut errors = Errors::none();
            errors.add("decision", visit.say(failures::FIELD_CHOOSE));
            return refused(page(&visit, &rejudge, &errors));
        }
    };
    match visit.api.decide_rejudge(&rejudge.id, decision).await {
        Ok(()) => go_to(&visit, &format!("{}?done={word}", place_of(&rejudge.id))),
        Err(failure) => {
            let errors = Errors::of(&failure, visit.language);
            refused(page(&visit, &rejudge, &errors))
        }
    }
}

async fn load(visit: &Visit, id: &str) -> Result<RejudgeView, Failure> {
    visit.demand_role(Role::Staff)?;
    visit.api.rejudge(id).await
}

fn page(visit: &Visit, rejudge: &RejudgeView, errors: &Errors) -> Page {
    visit.page(visit.say(texts::REJUDGE), || {
        content(visit, rejudge, errors)
    })
}

fn content(visit: &Visit, rejudge: &RejudgeView, errors: &Errors) -> impl IntoView + use<> {
    let back = format!("{}/rejudges", place(&rejudge.challenge));
    let waiting = (rejudge.state == RejudgePhase::Running).then(|| {
        let text = texts::WAITING.of(visit.language, rejudge.waiting);
        let href = visit.at(&place_of(&rejudge.id));
        let refresh = visit.say(texts::REFRESH);
        view! { <Notice><p>{text} " " <a href=href>{refresh}</a></p></Notice> }
    });
    let is_open = matches!(rejudge.state, RejudgePhase::Running | RejudgePhase::Ready);
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <Done visit=visit.clone() known=DONE.to_vec()/>
        <Back visit=visit.clone() path=back text=texts::REJUDGES/>
        <h1>{visit.say(texts::REJUDGE)}</h1>
        {facts(visit, rejudge)}
        {waiting}
        <h2>{visit.say(texts::CHANGES)}</h2>
        {changes(visit, rejudge)}
        {is_open.then(|| decision(visit, rejudge.state))}
    }
}

fn facts(visit: &Visit, rejudge: &RejudgeView) -> impl IntoView + use<> {
    let language = visit.language;
    let href = visit.at(&place(&rejudge.challenge));
    let challenge = rejudge.challenge.clone();
    let mut facts = vec![
        (
            visit.say(texts::NAME),
            view! { <a href=href>{challenge}</a> }.into_any(),
        ),
        (
            visit.say(texts::STATE),
            visit.say(phase_text(rejudge.state)).into_any(),
        ),
        (
            visit.say(texts::SPLIT),
            visit.say(split_text(&rejudge.split)).into_any(),
        ),
        (
            visit.say(texts::VERSION),
            rejudge.version.clone().into_any(),
        ),
        (
            visit.say(texts::STARTED),
            language.moment(rejudge.created_at).into_any(),
        ),
    ];
    facts.extend(
        rejudge
            .decided_at
            .map(|at| (visit.say(texts::DECIDED), language.moment(at).into_any())),
    );
    view! { <Facts facts=facts/> }
}

fn changes(visit: &Visit, rejudge: &RejudgeView) -> AnyView {
    if rejudge.changes.is_empty() {
        return view! { <Empty text=visit.say(texts::NO_CHANGES)/> }.into_any();
    }
    let (changed, same): (Vec<_>, Vec<_>) = rejudge.changes.iter().partition(|one| one.is_changed);
    let count = u64::try_from(changed.len()).unwrap_or(u64::MAX);
    let shown = changed.into_iter().chain(same).take(SHOWN);
    let rows = shown.map(|one| row(visit, one)).collect();
    let columns = vec![
        Column::text(visit.say(texts::SUBMISSION)),
        Column::text(visit.say(texts::BEFORE)),
        Column::text(visit.say(texts::AFTER)),
        Column::text(visit.say(texts::DIFFERS)),
    ];
    let more = (rejudge.changes.len() > SHOWN).then(|| {
        let most = visit
            .language
            .whole(u64::try_from(SHOWN).unwrap_or(u64::MAX));
        let text = texts::MORE_CHANGES.fill(visit.language, &[("n", &most)]);
        view! { <p class="help">{text}</p> }
    });
    view! {
        <p>{texts::CHANGED_COUNT.of(visit.language, count)}</p>
        <Table caption=visit.say(texts::CHANGES).to_owned() hide_caption=true columns=columns rows=rows/>
        {more}
    }
    .into_any()
}

fn row(visit: &Visit, one: &ScoreChange) -> Vec<AnyView> {
    let href = visit.at(&format!("/submissions/{}", part(&one.submission)));
    let submission = one.submission.clone();
    let differs = if one.is_changed { site::YES } else { site::NO };
    vec![
        view! { <a href=href><code>{submission}</code></a> }.into_any(),
        outcome(visit, &one.old_state, one.old_score).into_any(),
        outcome(visit, &one.new_state, one.new_score).into_any(),
        visit.say(differs).into_any(),
    ]
}

/// How a run ended: its score, or its state in words. Changes may be smaller than
/// the one decimal of boards.
fn outcome(visit: &Visit, state: &str, score: Option<f64>) -> String {
    match (score, RunState::parse(state)) {
        (Some(score), _) => visit.language.decimal(score, 3),
        (None, Some(state)) => visit.say(state_text(state)).to_owned(),
        (None, None) => state.to_owned(),
    }
}

fn decision(visit: &Visit, state: RejudgePhase) -> impl IntoView + use<> {
    let apply = (state == RejudgePhase::Ready).then(|| {
        view! {
            <form method="post" action=address(visit.language, visit) novalidate="">
                <FormGuard visit=visit.clone()/>
                <input type="hidden" name="decision" value="apply"/>
                <button type="submit">{visit.say(texts::APPLY)}</button>
            </form>
        }
    });
    view! {
        <h2 id="decision">{visit.say(texts::DECIDE)}</h2>
        <p>{visit.say(texts::DECIDE_LEAD)}</p>
        <div class="actions">
            {apply}
            <form method="post" action=address(visit.language, visit) novalidate="">
                <FormGuard visit=visit.clone()/>
                <input type="hidden" name="decision" value="cancel"/>
                <button type="submit" class="danger">{visit.say(texts::CANCEL_REJUDGE)}</button>
            </form>
        </div>
    }
}
