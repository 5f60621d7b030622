//! What a decision is made of and what is shown of it. Gathers what it rests on, corrects it,
//! lays it out for people; who may see or do what is in [`crate::api::decisions`].

mod codes;
mod correct;
mod differences;
mod gather;
mod letters;
mod missing;
mod numbers;
mod rule;
mod snapshot;
mod table;

pub(crate) use codes::codes;
pub(crate) use correct::{corrected, demand_changes};
pub(crate) use differences::differences;
pub(crate) use gather::{Gathered, gather};
pub(crate) use letters::{Addressed, letter};
pub(crate) use numbers::{left_out, lottery, numbers};
pub(crate) use rule::{declared, rule_of, rule_view, seed_of};
pub(crate) use table::table;

use pilotbox_challenge::manifest::Texts;
use pilotbox_model::api::challenges::Bilingual;

/// A text in both languages, as the wire has it.
fn bilingual(texts: &Texts) -> Bilingual {
    Bilingual {
        bg: texts.bg.clone(),
        en: texts.en.clone(),
    }
}

/// The same back.
pub(crate) fn texts(text: &Bilingual) -> Texts {
    Texts {
        bg: text.bg.clone(),
        en: text.en.clone(),
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
