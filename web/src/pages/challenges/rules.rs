//! The rules of a challenge: what bounds a program, how a score comes about, when
//! submissions are taken.

mod score;

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use futures_util::future::try_join;
use jiff::Timestamp;
use leptos::prelude::*;
use pilotbox_model::api::challenges::{ChallengeDetail, LimitsView, PhaseView, RulesView};

use super::{
    path_of,
    tabs::{Tab, head},
};
use crate::{
    components::{
        list::Empty,
        table::{Column, Table},
    },
    failure::Failure,
    language::Locale as _,
    page::Page,
    pages::trouble,
    texts::{Text, challenge as challenge_texts, data as texts},
    visit::Visit,
};

/// `GET /{language}/challenges/{id}/rules`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match page(&visit, &id).await {
        Ok(page) => page.into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

async fn page(visit: &Visit, id: &str) -> Result<Page, Failure> {
    let (challenge, rules) = try_join(visit.api.challenge(id), visit.api.rules(id)).await?;
    let name = visit.language.pick(&challenge.about.title);
    let title = texts::RULES_OF.fill(visit.language, &[("title", name)]);
    Ok(visit.page(title.clone(), || content(visit, title, &challenge, &rules)))
}

fn content(
    visit: &Visit,
    title: String,
    challenge: &ChallengeDetail,
    rules: &RulesView,
) -> impl IntoView + use<> {
    let json = format!("/api/v1{}/rules", path_of(&challenge.about.id));
    view! {
        {head(visit, challenge, title, Tab::Rules)}
        <p class="lead">{visit.say(texts::RULES_LEAD)}</p>
        {limits(visit, rules)}
        {score::section(visit, rules)}
        {score::example(visit, rules)}
        {timeline(visit, &challenge.phases)}
        <p class="line">
            <a href=json>{visit.say(texts::GET_RULES)}</a>
            <a href=visit.at("/methodology")>{visit.say(challenge_texts::BOARD_HOW)}</a>
        </p>
    }
}

fn limits(visit: &Visit, rules: &RulesView) -> impl IntoView + use<> {
    let rows = limit_rows(visit, &rules.limits);
    let rows: Vec<Vec<AnyView>> = rows
        .into_iter()
        .map(|(name, value, plain)| {
            let (name, plain) = (visit.say(name), visit.say(plain));
            vec![name.into_any(), value.into_any(), plain.into_any()]
        })
        .collect();
    let heads = vec![
        Column::text(visit.say(texts::LIMIT)),
        Column::number(visit.say(texts::AT_MOST)),
        Column::text(visit.say(texts::PLAIN)),
    ];
    let caption = visit.say(texts::LIMITS).to_owned();
    let granted = if rules.granted.is_empty() {
        visit.say(texts::NO_GRANTED).to_owned()
    } else {
        let names = rules.granted.join(", ");
        texts::GRANTED_TABLES.fill(visit.language, &[("names", &names)])
    };
    view! {
        <section>
            <h2>{visit.say(texts::LIMITS)}</h2>
            <Table caption=caption hide_caption=true columns=heads rows=rows/>
            <p>{granted}</p>
            <p>{visit.say(texts::NETWORK)}</p>
        </section>
    }
}

/// Name, value and meaning of each limit.
fn limit_rows(visit: &Visit, limits: &LimitsView) -> [(Text, String, Text); 7] {
    let language = visit.language;
    let bytes = |count| language.bytes(count);
    let whole = |count| language.whole(count);
    let seconds = limits.wall_clock_ms.div_ceil(1_000);
    let seconds = texts::SECONDS.fill(language, &[("n", &whole(seconds))]);
    [
        (texts::FUEL, whole(limits.fuel), texts::FUEL_PLAIN),
        (
            texts::MEMORY,
            bytes(limits.memory_bytes),
            texts::MEMORY_PLAIN,
        ),
        (texts::TIME, seconds, texts::TIME_PLAIN),
        (
            texts::OUTPUT,
            bytes(limits.output_bytes),
            texts::OUTPUT_PLAIN,
        ),
        (texts::LOG, bytes(limits.log_bytes), texts::LOG_PLAIN),
        (
            texts::FILE,
            bytes(limits.component_bytes),
            texts::FILE_PLAIN,
        ),
        (
            texts::TABLES,
            whole(limits.table_elements),
            texts::TABLES_PLAIN,
        ),
    ]
}

/// The beginnings and ends of phases, in the order of time.
fn timeline(visit: &Visit, phases: &[PhaseView]) -> impl IntoView + use<> {
    let mut moments: Vec<(Timestamp, String)> = Vec::new();
    for phase in phases {
        let name = [("phase", phase.name.as_str())];
        let text = |text: Text| text.fill(visit.language, &name);
        moments.push((phase.opens_at, text(texts::PHASE_OPENS)));
        if let Some(end) = phase.closes_at {
            moments.push((end, text(texts::PHASE_CLOSES)));
        }
    }
    moments.sort();
    let content = if moments.is_empty() {
        view! { <Empty text=visit.say(challenge_texts::NO_PHASES)/> }.into_any()
    } else {
        let items: Vec<_> = moments
            .into_iter()
            .map(|(at, text)| {
                let when = visit.language.moment(at);
                view! { <li><strong>{when}</strong> " – " {text}</li> }
            })
            .collect();
        view! { <ol>{items}</ol> }.into_any()
    };
    view! {
        <section>
            <h2>{visit.say(texts::TIMELINE)}</h2>
            {content}
            <p class="help">{visit.say(texts::AFTER_CLOSE)}</p>
        </section>
    }
}
