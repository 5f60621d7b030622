//! Tables, facts, lists, boards, commands, with invented rows.

use jiff::Timestamp;
use leptos::prelude::*;
use pilotbox_model::api::challenges::{ChallengeView, PlaceView};

use crate::{
    components::{
        board::{Places, shared_places},
        facts::Facts,
        list::{Empty, Pager},
        table::{Column, Table},
    },
    islands::copy::CopyCommand,
    language::Locale as _,
    pages::challenges::Cards,
    texts::{challenge, design as texts},
    visit::Visit,
};

/// A log as a plugin may write it: markup in it is text.
const LOG: &str = "info: 27 car parks, 35 days\nwarn: <b>no</b> measurement at 08:30\nerror: \u{fffd}[31mred\u{fffd}[0m";

pub(super) fn table_and_facts(visit: &Visit) -> impl IntoView + use<> {
    let language = visit.language;
    let columns = vec![
        Column::text(visit.say(texts::DISTRICT)),
        Column::number(visit.say(texts::RUNS)),
        Column::number(visit.say(texts::SHARE)),
    ];
    let rows = [
        (texts::DISTRICT_1, 12_345, 0.75),
        (texts::DISTRICT_2, 4_115, 0.25),
    ];
    let rows = rows.map(|(name, runs, share)| {
        vec![
            visit.say(name).into_any(),
            language.whole(runs).into_any(),
            language.percent(share).into_any(),
        ]
    });
    let caption = visit.say(texts::TABLE).to_owned();
    let facts: Vec<(&'static str, AnyView)> = vec![
        (visit.say(texts::SIZE), language.bytes(1_572_864).into_any()),
        (visit.say(texts::AMOUNT), language.euro(45_000).into_any()),
        (
            visit.say(texts::DAY),
            language.day(Timestamp::UNIX_EPOCH).into_any(),
        ),
    ];
    view! {
        <section>
            <h2>{visit.say(texts::DATA)}</h2>
            <Table caption=caption columns=columns rows=rows.into()/>
            <h3>{visit.say(texts::FACTS)}</h3>
            <Facts facts=facts/>
        </section>
    }
}

/// Cards, a list with nothing in it, and a list of three pages to walk through.
pub(super) fn lists(visit: &Visit, challenges: Vec<ChallengeView>) -> impl IntoView + use<> {
    let next = match visit.asked("cursor").as_deref() {
        None => Some("2".to_owned()),
        Some("2") => Some("3".to_owned()),
        Some(_) => None,
    };
    let cards = (!challenges.is_empty()).then(|| {
        view! {
            <h3>{visit.say(texts::CARDS)}</h3>
            <Cards visit=visit.clone() challenges=challenges level=4/>
        }
    });
    view! {
        <section>
            <h2>{visit.say(texts::LISTS)}</h2>
            <Empty text=visit.say(texts::EMPTY)/>
            <Pager visit=visit.clone() next=next/>
            {cards}
        </section>
    }
}

pub(super) fn board(visit: &Visit) -> impl IntoView + use<> {
    let place = |place, name: &str, score, (low, high), is_own| PlaceView {
        place,
        rank_low: Some(low),
        rank_high: Some(high),
        name: name.to_owned(),
        is_own,
        score,
        submitted_at: Timestamp::UNIX_EPOCH,
    };
    let places = vec![
        place(1, "T-4K7QXM", 90.1, (1, 2), false),
        place(1, "T-9ZB2HC", 89.8, (1, 2), true),
        place(3, "T-0F3WDN", 42.0, (3, 3), false),
    ];
    let shared = shared_places(&places);
    let caption = visit.say(texts::BOARD_TABLE).to_owned();
    view! {
        <section>
            <h2>{visit.say(texts::BOARD)}</h2>
            <Places visit=visit.clone() caption=caption places=places shared=shared/>
        </section>
    }
}

pub(super) fn commands(visit: &Visit) -> impl IntoView + use<> {
    let label = visit.say(challenge::COPY).to_owned();
    let done = visit.say(challenge::COPIED).to_owned();
    view! {
        <section>
            <h2>{visit.say(texts::COMMANDS)}</h2>
            <CopyCommand command="pilotbox challenges".to_owned() label=label done=done/>
            <pre class="log" tabindex="0">{LOG}</pre>
            <label for="progress">{visit.say(texts::PROGRESS)}</label>
            <progress id="progress" max="100" value="40">{visit.language.percent(0.4)}</progress>
        </section>
    }
}
