//! Own versions side by side: each submission's total and its quality by stratum, one
//! table for each set of cases.

use leptos::prelude::*;
use pilotbox_model::api::{runs::ScoreView, submissions::SubmissionView};

use super::newest;
use crate::{
    backend::part,
    components::table::{Column, Table},
    language::Locale as _,
    texts::{Text, compare, submission as texts},
    visit::Visit,
};

/// The sets of cases, as they are called in the API and here.
const SPLITS: [(&str, Text); 3] = [
    ("final", texts::COMPARE_FINAL),
    ("public", texts::COMPARE_PUBLIC),
    ("sample", texts::COMPARE_SAMPLE),
];

/// Tables of scores; nothing while nothing has a score.
pub(super) fn tables(visit: &Visit, submissions: &[SubmissionView]) -> Option<AnyView> {
    let tables: Vec<_> = SPLITS
        .into_iter()
        .filter_map(|(split, name)| table(visit, submissions, split, name))
        .collect();
    if tables.is_empty() {
        return None;
    }
    let link = submissions.first().filter(|_| submissions.len() > 1);
    let link = link.map(|one| {
        let path = format!("/challenges/{}/compare", part(&one.challenge));
        view! { <p><a href=visit.at(&path)>{visit.say(compare::LINK_OWN)}</a></p> }
    });
    let view = view! {
        <h2>{visit.say(texts::COMPARE)}</h2>
        <p>{visit.say(texts::COMPARE_LEAD)}</p>
        {link}
        {tables}
    };
    Some(view.into_any())
}

fn table(
    visit: &Visit,
    submissions: &[SubmissionView],
    split: &str,
    name: Text,
) -> Option<AnyView> {
    let scored: Vec<(&SubmissionView, &ScoreView)> = submissions
        .iter()
        .filter_map(|one| Some((one, newest(one, split)?.score.as_ref()?)))
        .collect();
    if scored.is_empty() {
        return None;
    }
    let strata = strata(scored.iter().map(|(_, score)| *score));
    let mut columns = vec![
        Column::text(visit.say(texts::SUBMISSION)),
        Column::number(visit.say(texts::SCORE)),
    ];
    columns.extend(strata.iter().cloned().map(Column::number));
    let rows: Vec<_> = scored
        .iter()
        .map(|(one, score)| row(visit, one, score, &strata))
        .collect();
    let view = view! { <Table caption=visit.say(name).to_owned() columns=columns rows=rows/> };
    Some(view.into_any())
}

/// Names of all strata, in the order in which they come.
fn strata<'a>(scores: impl Iterator<Item = &'a ScoreView>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for stratum in scores.flat_map(|score| &score.strata) {
        if !names.contains(&stratum.name) {
            names.push(stratum.name.clone());
        }
    }
    names
}

fn row(visit: &Visit, one: &SubmissionView, score: &ScoreView, strata: &[String]) -> Vec<AnyView> {
    let language = visit.language;
    let href = visit.at(&format!("/submissions/{}", one.id));
    let title = one.dossier.title.clone();
    let mut cells = vec![
        view! { <a href=href><bdi>{title}</bdi></a> }.into_any(),
        language.decimal(score.total, 1).into_any(),
    ];
    cells.extend(strata.iter().map(|name| {
        let found = score.strata.iter().find(|stratum| stratum.name == *name);
        let text = found.map(|stratum| language.decimal(stratum.quality, 2));
        text.unwrap_or_else(|| "–".to_owned()).into_any()
    }));
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use pilotbox_model::api::runs::StratumView;

    fn score(names: &[&str]) -> ScoreView {
        let strata = names.iter().map(|name| StratumView {
            name: (*name).to_owned(),
            quality: 0.5,
        });
        ScoreView {
            total: 50.0,
            low: None,
            high: None,
            strata: strata.collect(),
            fuel_p95: 1,
            broken_gates: Vec::new(),
            full: None,
        }
    }

    #[test]
    fn versions_with_other_strata_share_one_table() {
        let scores = [score(&["day", "night"]), score(&["rush", "night"])];
        assert_eq!(strata(scores.iter()), ["day", "night", "rush"]);
    }
}
