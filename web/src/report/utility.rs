//! What a challenge's own programs lose on what is published, as a part of a report.

use leptos::prelude::*;
use pilotbox_model::report::{ProgramPoints, Utility};

use super::{Part, light};
use crate::{
    components::table::Column,
    language::{Language, Locale as _},
    texts::report as texts,
};

pub(super) fn part(language: Language, utility: &Utility) -> Part {
    let allowed = points(language, utility.max_points_lost);
    let program = |one: &ProgramPoints| -> Vec<AnyView> {
        let name = format!("{}, {}", utility.challenge, one.name);
        let after = match one.after {
            Some(after) => points(language, after),
            None => texts::NOT_RUN.of(language).to_owned(),
        };
        vec![
            view! { <code>{name}</code> }.into_any(),
            points(language, one.before).into_any(),
            after.into_any(),
            points(language, one.points_lost).into_any(),
            allowed.clone().into_any(),
            light(language, one.light),
        ]
    };
    Part {
        title: texts::UTILITY,
        lead: texts::UTILITY_LEAD,
        columns: vec![
            Column::text(texts::PROGRAM.of(language)),
            Column::number(texts::BEFORE.of(language)),
            Column::number(texts::AFTER.of(language)),
            Column::number(texts::POINTS_LOST.of(language)),
            Column::number(texts::ALLOWED.of(language)),
            Column::text(texts::LIGHT.of(language)),
        ],
        rows: if utility.programs.is_empty() {
            vec![unmeasured(language, utility)]
        } else {
            utility.programs.iter().map(program).collect()
        },
    }
}

/// The demand alone, before anybody has measured.
fn unmeasured(language: Language, utility: &Utility) -> Vec<AnyView> {
    let challenge = utility.challenge.clone();
    vec![
        view! { <code>{challenge}</code> }.into_any(),
        texts::NOT_MEASURED.of(language).into_any(),
        "".into_any(),
        "".into_any(),
        points(language, utility.max_points_lost).into_any(),
        light(language, utility.light),
    ]
}

fn points(language: Language, points: f64) -> String {
    language.decimal(points, 1)
}
