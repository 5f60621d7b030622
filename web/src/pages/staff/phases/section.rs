//! The part of the workbench with the phases.

use leptos::prelude::*;
use pilotbox_model::api::challenges::{ChallengeDetail, ChallengeState, PhaseView};

use crate::{
    backend::part,
    components::{
        list::Empty,
        table::{Column, Table},
    },
    language::Locale as _,
    pages::staff::place,
    texts::staff as texts,
    visit::Visit,
};

/// The phases, and the ways to change them.
pub(in crate::pages::staff) fn section(
    visit: &Visit,
    detail: &ChallengeDetail,
) -> impl IntoView + use<> {
    let may_change = detail.about.state <= ChallengeState::Open;
    let list = if detail.phases.is_empty() {
        view! { <Empty text=visit.say(texts::NO_PHASES)/> }.into_any()
    } else {
        table(visit, detail, may_change).into_any()
    };
    let new = may_change.then(|| {
        let href = visit.at(&format!("{}/phases", place(&detail.about.id)));
        view! { <p class="actions"><a class="button quiet" href=href>{visit.say(texts::NEW_PHASE)}</a></p> }
    });
    view! {
        <h2>{visit.say(texts::PHASES)}</h2>
        {list}
        {new}
    }
}

fn table(visit: &Visit, detail: &ChallengeDetail, may_change: bool) -> impl IntoView + use<> {
    let columns = vec![
        Column::text(visit.say(texts::PHASE)),
        Column::text(visit.say(texts::PHASE_OPENS)),
        Column::text(visit.say(texts::PHASE_CLOSES)),
        Column::number(visit.say(texts::PER_DAY)),
        Column::number(visit.say(texts::PER_PHASE)),
        Column::number(visit.say(texts::CONCURRENT)),
        Column::text(visit.say(texts::ACTIONS)),
    ];
    let rows = detail.phases.iter();
    let rows = rows.map(|one| row(visit, &detail.about.id, one, may_change));
    let rows = rows.collect();
    view! {
        <Table caption=visit.say(texts::PHASES).to_owned() hide_caption=true columns=columns rows=rows/>
    }
}

fn row(visit: &Visit, challenge: &str, one: &PhaseView, may_change: bool) -> Vec<AnyView> {
    let language = visit.language;
    let whole = |number: u32| language.whole(number.into()).into_any();
    let closes = one.closes_at.map_or_else(
        || visit.say(texts::NO_END).to_owned(),
        |at| language.moment(at),
    );
    let change = may_change.then(|| {
        let href = visit.at(&format!("{}/phases/{}", place(challenge), part(&one.name)));
        let text = texts::CHANGE_ONE.fill(language, &[("name", &one.name)]);
        view! { <a href=href>{text}</a> }
    });
    vec![
        one.name.clone().into_any(),
        language.moment(one.opens_at).into_any(),
        closes.into_any(),
        whole(one.quota.per_day),
        whole(one.quota.per_phase),
        whole(one.quota.concurrent),
        change.into_any(),
    ]
}
