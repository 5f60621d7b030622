//! Which problems the list shows: by words, field, district, state, and in which order.

use leptos::prelude::*;
use pilotbox_model::api::civic_problems::{
    CityField, CityProblemOrder, CityProblemState, DISTRICTS as MOST,
};

use super::{field_text, state_text};
use crate::{
    backend::ProblemQuery,
    charts::districts::DISTRICTS,
    components::form::Select,
    form::{Errors, Fields},
    texts::problem as texts,
    visit::Visit,
};

/// Most characters of a search; the API takes no more.
const MOST_CHARS: usize = 200;

/// States that a visitor can choose.
const STATES: [CityProblemState; 3] = [
    CityProblemState::Shown,
    CityProblemState::Answered,
    CityProblemState::Challenge,
];

/// What the address says. What is no choice counts as none.
pub(super) fn of(visit: &Visit) -> ProblemQuery {
    let asked = |name: &str| visit.asked(name).unwrap_or_default();
    let district = asked("district").parse().ok();
    let state = CityProblemState::parse(&asked("state"));
    let words = asked("q");
    // A character that no text holds would be refused.
    let words = words.chars().filter(|letter| !letter.is_control());
    ProblemQuery {
        field: CityField::parse(&asked("field")),
        district: district.filter(|number| (1..=MOST).contains(number)),
        state: state.filter(|state| STATES.contains(state)),
        challenge: None,
        words: words.take(MOST_CHARS).collect(),
        is_own: visit.viewer.is_some() && asked("own") == "yes",
        order: if asked("sort") == CityProblemOrder::Support.as_str() {
            CityProblemOrder::Support
        } else {
            CityProblemOrder::Newest
        },
    }
}

/// Whether nothing was chosen that narrows the list.
pub(super) fn is_empty(query: &ProblemQuery) -> bool {
    let order = query.order;
    *query
        == ProblemQuery {
            order,
            ..ProblemQuery::default()
        }
}

/// The form that sets it.
pub(super) fn form(visit: &Visit, query: &ProblemQuery) -> impl IntoView + use<> {
    let fields = chosen(query);
    let action = visit.at("/problems");
    let clear = (!is_empty(query)).then(|| {
        let href = action.clone();
        view! { <a class="button quiet" href=href>{visit.say(texts::CLEAR)}</a> }
    });
    let own = query
        .is_own
        .then(|| view! { <input type="hidden" name="own" value="yes"/> });
    view! {
        <form class="search" method="get" action=action role="search" aria-label=visit.say(texts::FILTER)>
            {own}
            <div class="field">
                <label for="q">{visit.say(texts::WORDS)}</label>
                <input type="search" id="q" name="q" value=query.words.clone() maxlength=MOST_CHARS.to_string()/>
            </div>
            <Select visit=visit.clone() name="field" label=texts::FIELD options=fields_of(visit)
                fields=fields.clone() errors=Errors::none()/>
            <Select visit=visit.clone() name="district" label=texts::DISTRICT options=districts(visit)
                fields=fields.clone() errors=Errors::none()/>
            <Select visit=visit.clone() name="state" label=texts::STATE options=states(visit)
                fields=fields.clone() errors=Errors::none()/>
            <Select visit=visit.clone() name="sort" label=texts::ORDER options=orders(visit)
                fields=fields errors=Errors::none()/>
            <button type="submit">{visit.say(texts::SHOW)}</button>
            {clear}
        </form>
    }
}

/// What was chosen, as the form has it.
fn chosen(query: &ProblemQuery) -> Fields {
    let number = query.district.map(|number| number.to_string());
    let field = query.field.map_or("", CityField::as_str);
    let state = query.state.map_or("", CityProblemState::as_str);
    Fields::of([
        ("field", field.to_owned()),
        ("district", number.unwrap_or_default()),
        ("state", state.to_owned()),
        ("sort", query.order.as_str().to_owned()),
    ])
}

fn fields_of(visit: &Visit) -> Vec<(String, String)> {
    let any = (String::new(), visit.say(texts::ANY_FIELD).to_owned());
    let rest = CityField::ALL.map(|field| {
        let text = visit.say(field_text(field));
        (field.as_str().to_owned(), text.to_owned())
    });
    std::iter::once(any).chain(rest).collect()
}

fn districts(visit: &Visit) -> Vec<(String, String)> {
    let any = (String::new(), visit.say(texts::ANY_DISTRICT).to_owned());
    let rest = DISTRICTS.iter().map(|one| {
        let name = one.named(visit.language);
        (one.number.to_string(), name.to_owned())
    });
    std::iter::once(any).chain(rest).collect()
}

fn states(visit: &Visit) -> Vec<(String, String)> {
    let any = (String::new(), visit.say(texts::ANY_STATE).to_owned());
    let rest = STATES.map(|state| {
        let text = visit.say(state_text(state));
        (state.as_str().to_owned(), text.to_owned())
    });
    std::iter::once(any).chain(rest).collect()
}

fn orders(visit: &Visit) -> Vec<(String, String)> {
    let all = [
        (CityProblemOrder::Newest, texts::BY_NEWEST),
        (CityProblemOrder::Support, texts::BY_SUPPORT),
    ];
    let text = |(order, text): (CityProblemOrder, _)| {
        (order.as_str().to_owned(), visit.say(text).to_owned())
    };
    all.map(text).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> ProblemQuery {
        let mut visit = Visit::for_tests("/problems");
        visit.query = query.to_owned();
        of(&visit)
    }

    #[test]
    fn what_is_no_choice_counts_as_none() {
        let query = read("field=ict&district=24&state=answered&sort=support&q=%20bus%00%20");
        assert_eq!(query.field, Some(CityField::Ict));
        assert_eq!(query.district, Some(24));
        assert_eq!(query.state, Some(CityProblemState::Answered));
        assert_eq!(query.order, CityProblemOrder::Support);
        assert_eq!(query.words, "bus");
        let none = read("field=x&district=25&state=proposed&sort=x&own=yes");
        assert!(is_empty(&none) && none.order == CityProblemOrder::Newest);
        assert!(is_empty(&read("sort=support")));
    }
}
