//! What is said of a pilot beside its form: for whom, until when, what it may see, how it
//! scored, its milestones and indicators, how it ended, and what citizens say.

use leptos::prelude::*;
use pilotbox_model::api::pilots::{
    ExitKind, ExitView, IndicatorView, MilestoneView, PilotDetail, PilotState,
};

use super::term;
use crate::{
    backend::part,
    charts::districts::{DISTRICTS, find},
    components::{
        facts::Facts,
        notice::{Notice, Tone},
        table::{Column, Table},
    },
    language::{Language, Locale as _},
    markdown::Markdown,
    texts::pilot as texts,
    visit::Visit,
};

/// Why it does not answer, if it does not.
pub(super) fn silence(visit: &Visit, pilot: &PilotDetail) -> AnyView {
    let language = visit.language;
    let text = match pilot.about.state {
        PilotState::Stopped => {
            let reason = pilot.stopped_because.clone().unwrap_or_default();
            texts::IS_STOPPED.fill(language, &[("reason", &reason)])
        }
        PilotState::Over => {
            texts::IS_OVER.fill(language, &[("when", &language.date(pilot.about.ends_on))])
        }
        PilotState::Planned => {
            texts::IS_PLANNED.fill(language, &[("when", &language.date(pilot.about.starts_on))])
        }
        PilotState::Running => visit.say(texts::NO_FORM).to_owned(),
    };
    view! { <Notice tone=Tone::Warn>{text}</Notice> }.into_any()
}

pub(super) fn facts(visit: &Visit, pilot: &PilotDetail) -> AnyView {
    let language = visit.language;
    let about = &pilot.about;
    let whom = if about.districts.is_empty() {
        visit.say(texts::WHOLE_CITY).to_owned()
    } else {
        let names = about.districts.iter().map(|name| named(language, name));
        names.collect::<Vec<_>>().join(", ")
    };
    let challenge = visit.at(&format!("/challenges/{}", part(&about.challenge)));
    let challenge = view! { <a href=challenge>{visit.say(texts::TO_CHALLENGE)}</a> };
    let organisation = about.organisation.clone();
    let facts = vec![
        (visit.say(texts::TERM), term(visit, about).into_any()),
        (visit.say(texts::FOR_WHOM), whom.into_any()),
        (
            visit.say(texts::BUDGET),
            language.euro(pilot.budget_eur).into_any(),
        ),
        (
            visit.say(texts::WHOSE),
            view! { <bdi>{organisation}</bdi>" "{challenge} }.into_any(),
        ),
        (visit.say(texts::MAY_SEE), sees(visit, pilot)),
        (visit.say(texts::SCORED), scored(visit, pilot)),
    ];
    view! { <Facts facts=facts/> }.into_any()
}

/// A district in the reader's language; a name that is none stays as it was written.
fn named(language: Language, name: &str) -> String {
    let known = find(name).and_then(|place| DISTRICTS.get(place));
    known.map_or_else(
        || name.to_owned(),
        |district| district.named(language).to_owned(),
    )
}

fn sees(visit: &Visit, pilot: &PilotDetail) -> AnyView {
    let tables = (!pilot.grants.is_empty()).then(|| {
        let tables = pilot.grants.join(", ");
        texts::SEES_TABLES.fill(visit.language, &[("tables", &tables)])
    });
    view! { {visit.say(texts::SEES_FORM)}" "{tables} }.into_any()
}

fn scored(visit: &Visit, pilot: &PilotDetail) -> AnyView {
    let score = visit.language.decimal(pilot.scored.score, 1);
    let score = texts::SCORE_IS.fill(visit.language, &[("score", &score)]);
    let href = pilot.scored.receipt.clone();
    view! { {score}" "<a href=href>{visit.say(texts::RECEIPT)}</a> }.into_any()
}

pub(super) fn milestones(visit: &Visit, all: &[MilestoneView]) -> AnyView {
    if all.is_empty() {
        return ().into_any();
    }
    let language = visit.language;
    let columns = vec![
        Column::text(visit.say(texts::MILESTONE)),
        Column::text(visit.say(texts::DUE)),
        Column::text(visit.say(texts::REACHED)),
    ];
    let row = |one: &MilestoneView| {
        let reached = one.reached_at.map(|at| language.day(at));
        let reached = reached.unwrap_or_else(|| visit.say(texts::NOT_REACHED).to_owned());
        vec![
            language.pick(&one.title).to_owned().into_any(),
            language.date(one.due_on).into_any(),
            reached.into_any(),
        ]
    };
    let rows = all.iter().map(row).collect();
    view! {
        <h2>{visit.say(texts::MILESTONES)}</h2>
        <Table caption=visit.say(texts::MILESTONES).to_owned() hide_caption=true columns=columns rows=rows/>
    }
    .into_any()
}

pub(super) fn indicators(visit: &Visit, all: &[IndicatorView]) -> AnyView {
    if all.is_empty() {
        return ().into_any();
    }
    let columns = vec![
        Column::text(visit.say(texts::INDICATOR)),
        Column::text(visit.say(texts::RESULT)),
        Column::number(visit.say(texts::BASELINE)),
        Column::number(visit.say(texts::TARGET)),
        Column::text(visit.say(texts::DUE)),
        Column::text(visit.say(texts::MEASURED)),
        Column::text(visit.say(texts::VERIFICATION)),
    ];
    let rows = all.iter().map(|one| indicator(visit, one)).collect();
    view! {
        <h2>{visit.say(texts::INDICATORS)}</h2>
        <Table caption=visit.say(texts::INDICATORS).to_owned() hide_caption=true columns=columns rows=rows/>
    }
    .into_any()
}

fn indicator(visit: &Visit, one: &IndicatorView) -> Vec<AnyView> {
    let language = visit.language;
    let amount = |value: f64| format!("{} {}", language.decimal(value, 2), one.unit);
    let newest = one.measured.last().map(|measured| {
        format!(
            "{} ({})",
            amount(measured.value),
            language.date(measured.on)
        )
    });
    let newest = newest.unwrap_or_else(|| visit.say(texts::NOT_MEASURED).to_owned());
    vec![
        language.pick(&one.indicator).to_owned().into_any(),
        language.pick(&one.result).to_owned().into_any(),
        amount(one.baseline).into_any(),
        amount(one.target).into_any(),
        language.date(one.due_on).into_any(),
        newest.into_any(),
        language.pick(&one.verification).to_owned().into_any(),
    ]
}

pub(super) fn exit(visit: &Visit, pilot: &PilotDetail) -> AnyView {
    decided(visit, pilot.exit.as_ref())
}

/// How it was decided at the end, if it was.
pub(super) fn decided(visit: &Visit, exit: Option<&ExitView>) -> AnyView {
    let Some(exit) = exit else {
        return ().into_any();
    };
    let decision = match exit.decision {
        ExitKind::Adopt => texts::ADOPT,
        ExitKind::Extend => texts::EXTEND,
        ExitKind::Stop => texts::STOP,
    };
    let report = visit.language.pick(&exit.report).to_owned();
    view! {
        <h2>{visit.say(texts::EXIT)}</h2>
        <p class="lead">{visit.say(decision)}</p>
        <Markdown text=report above=2/>
    }
    .into_any()
}

pub(super) fn comments(visit: &Visit, pilot: &PilotDetail) -> AnyView {
    let language = visit.language;
    let (yes, no) = (
        language.whole(pilot.helpful.yes),
        language.whole(pilot.helpful.no),
    );
    let helped = texts::HELPED.fill(language, &[("yes", &yes), ("no", &no)]);
    let items: Vec<_> = pilot
        .comments
        .iter()
        .map(|comment| {
            let text = comment.text.clone();
            view! {
                <li><p><bdi>{text}</bdi></p><p class="help">{language.day(comment.at)}</p></li>
            }
        })
        .collect();
    let list = (!items.is_empty()).then(|| {
        view! { <h3>{visit.say(texts::COMMENTS)}</h3><ul>{items}</ul> }
    });
    view! { <p class="help">{helped}</p>{list} }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_district_is_named_in_the_readers_language_and_a_quarter_as_it_was_written() {
        assert_eq!(named(Language::En, "Красно село"), "Krasno selo");
        assert_eq!(named(Language::Bg, "krasno-selo"), "Красно село");
        assert_eq!(named(Language::En, "Хладилника"), "Хладилника");
    }
}
