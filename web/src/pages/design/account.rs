//! A time line and figures, with invented steps.

use jiff::{Timestamp, civil::date};
use leptos::prelude::*;
use pilotbox_model::api::{
    challenges::Bilingual,
    trails::{FigureUnit, FigureView, TrailEntry, TrailKind},
};

use crate::{
    components::{
        figures::{FigureHead, FigureTable},
        trail::TimeLine,
    },
    texts::{Text, trail as texts},
    visit::Visit,
};

pub(super) fn section(visit: &Visit) -> impl IntoView + use<> {
    let figures = vec![
        figure(texts::CHALLENGES_OPENED, 3, FigureUnit::Count),
        FigureView {
            activity: Some("2.5.1".to_owned()),
            baseline: Some("<10".to_owned()),
            target: Some(20),
            ..figure(texts::PILOTS_RUNNING, 2, FigureUnit::Count)
        },
        figure(texts::VALUE, 12_000, FigureUnit::Eur),
    ];
    view! {
        <section>
            <h2>{visit.say(texts::ACCOUNT)}</h2>
            <FigureHead visit=visit.clone() figures=figures.clone()/>
            <FigureTable visit=visit.clone() figures=figures/>
            <TimeLine visit=visit.clone() entries=steps()/>
            <TimeLine visit=visit.clone() entries=Vec::new()/>
        </section>
    }
}

fn steps() -> Vec<TrailEntry> {
    let plain = TrailEntry {
        on: date(2026, 12, 1),
        at: Some(Timestamp::UNIX_EPOCH),
        kind: TrailKind::Opened,
        is_ahead: false,
        text: both(texts::CHALLENGES_OPENED),
        name: Some("water-demand".to_owned()),
        note: None,
        value: None,
        unit: None,
        digest: None,
        record: Some(12),
        address: None,
    };
    let result = TrailEntry {
        kind: TrailKind::Result,
        value: Some(81.2),
        digest: Some(format!("sha256:{}", "0".repeat(64))),
        ..plain.clone()
    };
    let ahead = TrailEntry {
        on: date(2099, 1, 1),
        is_ahead: true,
        record: None,
        ..plain.clone()
    };
    vec![plain, result, ahead]
}

fn figure(text: Text, value: u64, unit: FigureUnit) -> FigureView {
    FigureView {
        name: text.en.to_owned(),
        part: None,
        title: both(text),
        value,
        unit,
        how: both(texts::YEARS_LEAD),
        activity: None,
        baseline: None,
        target: None,
    }
}

fn both(text: Text) -> Bilingual {
    Bilingual {
        bg: text.bg.to_owned(),
        en: text.en.to_owned(),
    }
}
