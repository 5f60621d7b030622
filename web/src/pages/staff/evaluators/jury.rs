//! What the chair of the jury watches: how far evaluators agree, which marks are talked
//! about, and which conflicts of interest were declared.

use leptos::prelude::*;
use pilotbox_model::api::{
    assignments::JuryView,
    jury::{
        AgreementView, ConflictView, CriterionAgreementView, DisputedMarkView, ModerationView,
        ModerationsView,
    },
};

use super::person;
use crate::{
    backend::part,
    components::{
        list::Empty,
        table::{Column, Table},
    },
    language::Locale as _,
    pages::evaluation::assignment::moderation,
    texts::{jury as texts, staff},
    visit::Visit,
};

pub(super) fn sections(
    visit: &Visit,
    jury: &JuryView,
    moderations: &ModerationsView,
) -> impl IntoView + use<> {
    view! {
        <h2>{visit.say(texts::AGREEMENT)}</h2>
        {agreement(visit, jury)}
        <h2>{visit.say(texts::MODERATIONS)}</h2>
        {moderated(visit, jury, moderations)}
        <h2>{visit.say(texts::CONFLICTS)}</h2>
        {conflicts(visit, &jury.conflicts)}
    }
}

fn agreement(visit: &Visit, jury: &JuryView) -> AnyView {
    alphas(visit, jury.agreement, &jury.criteria)
}

/// Alpha over all criteria and by criterion.
pub(in crate::pages) fn alphas(
    visit: &Visit,
    over_all: Option<AgreementView>,
    criteria: &[CriterionAgreementView],
) -> AnyView {
    let is_known = criteria.iter().any(|one| one.agreement.is_some());
    if over_all.is_none() && !is_known {
        return view! { <Empty text=visit.say(texts::NO_AGREEMENT)/> }.into_any();
    }
    let columns = vec![
        Column::text(visit.say(texts::CRITERION)),
        Column::number(visit.say(texts::ALPHA)),
        Column::number(visit.say(texts::PAIRS)),
    ];
    let over_all = (visit.say(texts::OVER_ALL).to_owned(), over_all);
    let by_criterion = criteria.iter().map(|one| {
        let title = visit.language.pick(&one.title).to_owned();
        (title, one.agreement)
    });
    let rows = std::iter::once(over_all)
        .chain(by_criterion)
        .map(|(title, agreement)| alpha(visit, title, agreement))
        .collect();
    view! {
        <p class="help">{visit.say(texts::AGREEMENT_HELP)}</p>
        <Table caption=visit.say(texts::AGREEMENT).to_owned() hide_caption=true columns=columns rows=rows/>
    }
    .into_any()
}

fn alpha(visit: &Visit, title: String, agreement: Option<AgreementView>) -> Vec<AnyView> {
    let shown = agreement.map_or_else(
        || visit.say(texts::UNDEFINED).to_owned(),
        |one| visit.language.decimal(one.alpha, 2),
    );
    let pairs = agreement.map(|one| visit.language.whole(one.pairable.into()));
    vec![title.into_any(), shown.into_any(), pairs.into_any()]
}

fn moderated(visit: &Visit, jury: &JuryView, found: &ModerationsView) -> AnyView {
    if found.moderations.is_empty() {
        return view! { <Empty text=visit.say(texts::NO_MODERATIONS)/> }.into_any();
    }
    let whole = |number| visit.language.whole(number);
    let (open, settled) = (
        whole(jury.open_moderations),
        whole(jury.settled_moderations),
    );
    let counted = [("open", open.as_str()), ("settled", &settled)];
    let counted = texts::OPEN_MODERATIONS.fill(visit.language, &counted);
    let shown = u64::try_from(found.moderations.len()).unwrap_or(u64::MAX);
    let cut = (found.count > shown).then(|| {
        let text = texts::MORE_MODERATIONS.fill(visit.language, &[("n", &whole(shown))]);
        view! { <p class="help">{text}</p> }
    });
    let all: Vec<_> = found
        .moderations
        .iter()
        .map(|one| one_of_them(visit, one))
        .collect();
    view! {
        <p>{counted}</p>
        {all}
        {cut}
    }
    .into_any()
}

/// A moderation, folded: who gave what, by name.
fn one_of_them(visit: &Visit, one: &ModerationView) -> impl IntoView + use<> {
    let rows = one.marks.iter();
    let rows = rows
        .map(|mark| moderation::mark(visit, mark, name(visit, mark)))
        .collect();
    let title = one.title.clone();
    let organisation = one.organisation.clone().unwrap_or_default();
    let criterion = visit.language.pick(&one.criterion_title).to_owned();
    // Each table is a landmark, and each landmark has a name of its own.
    let marks = visit.say(texts::MARKS);
    let caption = format!("{marks}: {title}, {organisation}, {criterion}");
    let table = moderation::table(visit, caption, rows);
    let (spread, state) = (
        moderation::spread(visit, one),
        moderation::state(visit, one),
    );
    view! {
        <details>
            <summary>
                <bdi>{title}</bdi>", "<bdi>{organisation}</bdi>": "{criterion}" ("{spread}", "{state}")"
            </summary>
            {table}
        </details>
    }
}

fn name(visit: &Visit, mark: &DisputedMarkView) -> AnyView {
    let name = mark.evaluator_name.as_deref().unwrap_or_default();
    person(visit, name).into_any()
}

fn conflicts(visit: &Visit, all: &[ConflictView]) -> AnyView {
    if all.is_empty() {
        return view! { <Empty text=visit.say(texts::NO_CONFLICTS)/> }.into_any();
    }
    let columns = vec![
        Column::text(visit.say(staff::EVALUATOR)),
        Column::text(visit.say(staff::FINALIST)),
        Column::text(visit.say(staff::ORGANISATION)),
        Column::text(visit.say(texts::REASON)),
        Column::text(visit.say(texts::DECLARED_ON)),
    ];
    let rows = all.iter().map(|one| conflict(visit, one)).collect();
    view! { <Table caption=visit.say(texts::CONFLICTS).to_owned() hide_caption=true columns=columns rows=rows/> }
        .into_any()
}

fn conflict(visit: &Visit, one: &ConflictView) -> Vec<AnyView> {
    let href = visit.at(&format!("/submissions/{}", part(&one.submission)));
    let (title, organisation) = (one.title.clone(), one.organisation.clone());
    let reason = one.reason.clone().unwrap_or_default();
    vec![
        person(visit, &one.evaluator_name).into_any(),
        view! { <a href=href><bdi>{title}</bdi></a> }.into_any(),
        view! { <bdi>{organisation}</bdi> }.into_any(),
        view! { <span class="typed"><bdi>{reason}</bdi></span> }.into_any(),
        visit.language.moment(one.declared_at).into_any(),
    ]
}

#[cfg(test)]
mod tests {
    use pilotbox_model::api::challenges::Bilingual;

    use super::*;

    fn jury(agreement: Option<AgreementView>) -> JuryView {
        let title = Bilingual {
            bg: "Полза".to_owned(),
            en: "Use".to_owned(),
        };
        JuryView {
            evaluators: Vec::new(),
            submissions: Vec::new(),
            conflicts: Vec::new(),
            open_moderations: 0,
            settled_moderations: 0,
            agreement,
            criteria: vec![CriterionAgreementView {
                criterion: "use".to_owned(),
                title,
                agreement: None,
            }],
        }
    }

    #[test]
    fn agreement_that_is_not_defined_is_said_in_words() {
        let visit = Visit::for_tests("/staff/challenges/parking/evaluators");
        let shown = |agreement| crate::page::write(|| self::agreement(&visit, &jury(agreement)));
        assert!(shown(None).contains(texts::NO_AGREEMENT.bg));
        let html = shown(Some(AgreementView {
            alpha: 0.9028,
            pairable: 8,
        }));
        assert!(
            html.contains("0,90") && html.contains(texts::UNDEFINED.bg),
            "{html}"
        );
    }
}
