//! How the service stands, as far as its public addresses tell: the queue, the keys,
//! the chain. A part that does not answer is named, and the page still comes.

use axum::response::{IntoResponse as _, Response};
use futures_util::future::join4;
use jiff::Timestamp;
use leptos::prelude::*;
use pilotbox_model::api::runs::{ChainHeadView, KeyView, QueueView};

use crate::{
    components::{
        badge::Badge,
        notice::{Notice, Tone},
        table::{Column, Table},
    },
    failure::Failure,
    language::Locale as _,
    texts::{Text, about as texts, site},
    visit::Visit,
};

/// Where programs read each part.
const CHALLENGES: &str = "/api/v1/challenges";
const QUEUE: &str = "/api/v1/queue";
const KEYS: &str = "/api/v1/keys";
const CHAIN: &str = "/api/v1/chain/head";

/// One part of the service.
struct Part {
    name: Text,
    tone: Tone,
    particulars: String,
    address: &'static str,
}

/// `GET /{language}/status`
pub(crate) async fn show(visit: Visit) -> Response {
    let api = &visit.api;
    let (challenges, queue, keys, chain) = join4(
        api.some_challenges(None, 1),
        api.queue(),
        api.keys(),
        api.chain_head(),
    )
    .await;
    let listed = keys.clone().unwrap_or_default();
    let parts = [
        part(&visit, texts::CHALLENGES, CHALLENGES, challenges, |_| {
            (Tone::Good, visit.say(texts::CHALLENGES_READ).to_owned())
        }),
        part(&visit, texts::QUEUE, QUEUE, queue, |queue| {
            (Tone::Good, queue_text(&visit, &queue))
        }),
        part(&visit, texts::KEYS, KEYS, keys, |keys| {
            keys_text(&visit, &keys, Timestamp::now())
        }),
        part(&visit, texts::CHAIN, CHAIN, chain, |head| {
            (Tone::Good, chain_text(&visit, &head))
        }),
    ];
    visit
        .page(visit.say(site::STATUS), || content(&visit, parts, &listed))
        .into_response()
}

/// A part that answered, as it says; or one that did not.
fn part<T>(
    visit: &Visit,
    name: Text,
    address: &'static str,
    answer: Result<T, Failure>,
    tell: impl FnOnce(T) -> (Tone, String),
) -> Part {
    let (tone, particulars) = match answer {
        Ok(answer) => tell(answer),
        Err(failure) => (Tone::Bad, failure.text(visit.language).to_owned()),
    };
    Part {
        name,
        tone,
        particulars,
        address,
    }
}

fn queue_text(visit: &Visit, queue: &QueueView) -> String {
    let language = visit.language;
    let (waiting, running) = (language.whole(queue.waiting), language.whole(queue.running));
    let values = [("waiting", waiting.as_str()), ("running", running.as_str())];
    let stands = texts::QUEUE_STANDS.fill(language, &values);
    match queue.median_seconds {
        Some(seconds) => {
            let seconds = language.whole(seconds);
            let takes = texts::QUEUE_TAKES.fill(language, &[("seconds", &seconds)]);
            format!("{stands} {takes}")
        }
        None => stands,
    }
}

/// The newest key whose signatures count now. Keys come newest first.
fn keys_text(visit: &Visit, keys: &[KeyView], now: Timestamp) -> (Tone, String) {
    let counts = |key: &&KeyView| key.not_before <= now && now < key.not_after;
    let Some(key) = keys.iter().find(counts) else {
        return (Tone::Warn, visit.say(texts::KEYS_NONE).to_owned());
    };
    let when = visit.language.day(key.not_after);
    let values = [("name", key.name.as_str()), ("when", when.as_str())];
    (Tone::Good, texts::KEYS_GOOD.fill(visit.language, &values))
}

fn chain_text(visit: &Visit, head: &ChainHeadView) -> String {
    let count = texts::LINKS.of(visit.language, head.seq);
    let values = [("count", count.as_str()), ("digest", head.digest.as_str())];
    texts::CHAIN_STANDS.fill(visit.language, &values)
}

fn content(visit: &Visit, parts: [Part; 4], keys: &[KeyView]) -> impl IntoView + use<> {
    let all_work = parts.iter().all(|part| part.tone == Tone::Good);
    let (tone, text) = if all_work {
        (Tone::Good, texts::ALL_WORKS)
    } else {
        (Tone::Warn, texts::SOME_FAIL)
    };
    let text = visit.say(text);
    let columns = vec![
        Column::text(visit.say(texts::PART)),
        Column::text(visit.say(texts::STATE)),
        Column::text(visit.say(texts::PARTICULARS)),
        Column::text(visit.say(texts::DATA)),
    ];
    let rows: Vec<_> = parts.into_iter().map(|part| row(visit, part)).collect();
    let caption = visit.say(texts::PARTS).to_owned();
    view! {
        <h1>{visit.say(site::STATUS)}</h1>
        <p class="lead">{visit.say(texts::STATUS_LEAD)}</p>
        <Notice tone=tone><p>{text}</p></Notice>
        <h2>{visit.say(texts::PARTS)}</h2>
        <Table caption=caption hide_caption=true columns=columns rows=rows/>
        <p class="help">{visit.say(texts::CHAIN_HELP)}</p>
        {key_table(visit, keys)}
    }
}

fn row(visit: &Visit, part: Part) -> Vec<AnyView> {
    let word = match part.tone {
        Tone::Good | Tone::Plain => texts::WORKS,
        Tone::Warn => texts::ATTENTION,
        Tone::Bad => texts::FAILS,
    };
    let address = part.address;
    vec![
        visit.say(part.name).into_any(),
        view! { <Badge tone=part.tone text=visit.say(word)/> }.into_any(),
        view! { <span class="breakable">{part.particulars}</span> }.into_any(),
        view! { <a href=address><code>{address}</code></a> }.into_any(),
    ]
}

fn key_table(visit: &Visit, keys: &[KeyView]) -> Option<impl IntoView + use<>> {
    let columns = vec![
        Column::text(visit.say(texts::KEY)),
        Column::text(visit.say(texts::VALID_FROM)),
        Column::text(visit.say(texts::VALID_UNTIL)),
        Column::text(visit.say(texts::PUBLIC_KEY)),
    ];
    let row = |key: &KeyView| -> Vec<AnyView> {
        let public_key = key.public_key.clone();
        vec![
            key.name.clone().into_any(),
            visit.language.day(key.not_before).into_any(),
            visit.language.day(key.not_after).into_any(),
            view! { <code class="breakable">{public_key}</code> }.into_any(),
        ]
    };
    let rows: Vec<_> = keys.iter().map(row).collect();
    let caption = visit.say(texts::KEYS_TABLE).to_owned();
    (!keys.is_empty()).then(|| {
        view! {
            <h2>{visit.say(texts::KEYS_TABLE)}</h2>
            <Table caption=caption hide_caption=true columns=columns rows=rows/>
            <p class="help">{visit.say(texts::KEYS_HELP)}</p>
        }
    })
}
