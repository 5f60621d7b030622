//! An entry of a trail, from what the database holds of it.

use jiff::civil::Date;
use pilotbox_model::api::{
    challenges::Bilingual,
    trails::{TrailEntry, TrailKind},
};
use pilotbox_store::from_millis;

use super::words;
use crate::{data, problem::Problem};

/// Money, as units name it.
pub(super) const EUR: &str = "EUR";

/// Something that happened at a moment.
pub(super) fn at(kind: TrailKind, millis: i64) -> Result<TrailEntry, Problem> {
    let moment = from_millis(millis);
    Ok(TrailEntry {
        at: Some(moment),
        ..on(kind, data::day(moment)?)
    })
}

/// Something of a day.
pub(super) fn on(kind: TrailKind, day: Date) -> TrailEntry {
    let (bg, en) = words::of(kind);
    TrailEntry {
        on: day,
        at: None,
        kind,
        is_ahead: false,
        text: both(bg, en),
        name: None,
        note: None,
        value: None,
        unit: None,
        digest: None,
        record: None,
        address: None,
    }
}

/// The words of an entry with the name of what it is about.
pub(super) fn about(kind: TrailKind, title: &Bilingual) -> Bilingual {
    let (bg, en) = words::of(kind);
    both(
        &format!("{bg}: {}", title.bg),
        &format!("{en}: {}", title.en),
    )
}

/// A text in both languages.
pub(super) fn both(bg: &str, en: &str) -> Bilingual {
    Bilingual {
        bg: bg.to_owned(),
        en: en.to_owned(),
    }
}

/// An amount in euro, which is far below 2^53.
#[expect(
    clippy::cast_precision_loss,
    reason = "budgets are bounded at ten million euro"
)]
pub(super) fn euro(amount: i64) -> f64 {
    amount as f64
}

/// A number of the record.
pub(super) fn record(seq: i64) -> Option<u64> {
    u64::try_from(seq).ok()
}
