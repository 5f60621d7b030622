//! The problems that a challenge came from.

use leptos::prelude::*;
use pilotbox_model::api::{
    Page as ListPage,
    civic_problems::{CityProblemOrder, CityProblemView},
};

use crate::{
    backend::ProblemQuery, failure::Failure, pages::problems::place_of, texts::problem as texts,
    visit::Visit,
};

/// Problems that are shown: those with most support.
const SHOWN: u32 = 20;

/// Which they are.
pub(super) async fn of(
    visit: &Visit,
    challenge: &str,
) -> Result<ListPage<CityProblemView>, Failure> {
    let query = ProblemQuery {
        challenge: Some(challenge.to_owned()),
        order: CityProblemOrder::Support,
        ..ProblemQuery::default()
    };
    visit.api.problems(&query, None, SHOWN).await
}

/// The section of the challenge's page; nothing where there are none.
pub(super) fn section(visit: &Visit, found: &ListPage<CityProblemView>) -> AnyView {
    if found.items.is_empty() {
        return ().into_any();
    }
    let items: Vec<_> = found
        .items
        .iter()
        .map(|one| {
            let href = visit.at(&place_of(&one.id));
            let (title, code) = (one.title.clone(), one.language.as_str());
            let support = texts::SUPPORTED_BY.of(visit.language, one.supporters);
            view! { <li><a href=href lang=code dir="auto">{title}</a>" – "{support}</li> }
        })
        .collect();
    view! {
        <section>
            <h2>{visit.say(texts::OF_CHALLENGE)}</h2>
            <ul>{items}</ul>
        </section>
    }
    .into_any()
}
