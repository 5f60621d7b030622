//! Which challenges a list shows: by state, by area, by budget, by deadline, by a word of
//! the title.

use jiff::{Timestamp, civil::Date};
use leptos::prelude::*;
use pilotbox_model::api::challenges::{BudgetBand, ChallengeState, ChallengeView};

use super::state_text;
use crate::{
    components::form::Select,
    form::{Errors, Fields},
    language::{Locale as _, day_in_sofia},
    texts::{Text, challenge as texts},
    visit::Visit,
};

/// Most characters of a search that are looked for: no title is longer.
const MOST_CHARS: usize = 200;

/// The packages of interfaces, each an area of the city's work.
const AREAS: [(&str, Text); 4] = [
    ("mobility", texts::MOBILITY),
    ("utilities", texts::UTILITIES),
    ("services", texts::SERVICES),
    ("templates", texts::GENERAL),
];

/// What a visitor has chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filter {
    state: Option<ChallengeState>,
    area: Option<&'static str>,
    budget: Option<BudgetBand>,
    /// The last day on which it may close, as Sofia counts days.
    closes: Option<Date>,
    /// As it was typed.
    words: String,
}

impl Filter {
    /// What the address says. What is no choice counts as none.
    pub(super) fn of(visit: &Visit) -> Self {
        let area = visit.asked("area").unwrap_or_default();
        let known = AREAS.into_iter().find(|(name, _)| *name == area);
        let words = visit.asked("q").unwrap_or_default();
        Self {
            state: visit
                .asked("state")
                .and_then(|name| ChallengeState::parse(&name)),
            area: known.map(|(name, _)| name),
            budget: visit
                .asked("budget")
                .and_then(|name| BudgetBand::parse(&name)),
            closes: visit.asked("closes").and_then(|day| day.parse().ok()),
            words: words.chars().take(MOST_CHARS).collect(),
        }
    }

    /// Whether everything fits.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a challenge fits. Titles are searched in both languages, whatever the
    /// letters' case.
    pub(super) fn fits(&self, one: &ChallengeView) -> bool {
        let words = self.words.to_lowercase();
        let holds = |title: &str| title.to_lowercase().contains(&words);
        self.state.is_none_or(|state| state == one.state)
            && self.area.is_none_or(|area| is_of(&one.interface, area))
            && self.budget.is_none_or(|band| band.holds(one.budget_eur))
            && self.closes.is_none_or(|day| ends_by(one.closes_at, day))
            && (holds(&one.title.bg) || holds(&one.title.en))
    }

    /// The form that sets it.
    pub(super) fn form(&self, visit: &Visit) -> impl IntoView + use<> {
        let fields = Fields::of([
            (
                "state",
                self.state.map_or("", ChallengeState::as_str).to_owned(),
            ),
            ("area", self.area.unwrap_or_default().to_owned()),
            (
                "budget",
                self.budget.map_or("", BudgetBand::as_str).to_owned(),
            ),
        ]);
        let action = visit.at("/challenges");
        let clear = (!self.is_empty()).then(|| {
            let href = action.clone();
            view! { <a class="button quiet" href=href>{visit.say(texts::CLEAR)}</a> }
        });
        view! {
            <form class="search" method="get" action=action role="search" aria-label=visit.say(texts::FILTER)>
                <div class="field">
                    <label for="q">{visit.say(texts::TITLE_HOLDS)}</label>
                    <input type="search" id="q" name="q" value=self.words.clone() maxlength=MOST_CHARS.to_string()/>
                </div>
                <Select visit=visit.clone() name="state" label=texts::STATE options=states(visit)
                    fields=fields.clone() errors=Errors::none()/>
                <Select visit=visit.clone() name="area" label=texts::AREA options=areas(visit)
                    fields=fields.clone() errors=Errors::none()/>
                <Select visit=visit.clone() name="budget" label=texts::BUDGET options=budgets(visit)
                    fields=fields errors=Errors::none()/>
                {self.deadline(visit)}
                <button type="submit">{visit.say(texts::SHOW)}</button>
                {clear}
            </form>
        }
    }

    /// The field for the deadline.
    fn deadline(&self, visit: &Visit) -> impl IntoView + use<> {
        let value = self.closes.map(|day| day.to_string()).unwrap_or_default();
        view! {
            <div class="field">
                <label for="closes">{visit.say(texts::CLOSES_BEFORE)}</label>
                <input type="date" id="closes" name="closes" value=value aria-describedby="closes-help"/>
                <p class="help" id="closes-help">{visit.say(texts::CLOSES_HELP)}</p>
            </div>
        }
    }
}

/// Whether there is a deadline, on this day in Sofia or before it.
fn ends_by(closes_at: Option<Timestamp>, day: Date) -> bool {
    closes_at.is_some_and(|at| day_in_sofia(at) <= day)
}

/// Whether an interface is of a package: `pilotbox:mobility/…`, whoever publishes it.
fn is_of(interface: &str, area: &str) -> bool {
    let package = interface.split('/').next().unwrap_or_default();
    package.split(':').next_back() == Some(area)
}

/// The states that everybody sees, and for staff the others.
fn states(visit: &Visit) -> Vec<(String, String)> {
    use pilotbox_model::api::accounts::Role;
    let is_staff = visit
        .viewer
        .as_ref()
        .is_some_and(|viewer| viewer.has(Role::Staff));
    let any = (String::new(), visit.say(texts::ANY_STATE).to_owned());
    let shown = ChallengeState::ALL.into_iter();
    let shown = shown.filter(|state| is_staff || state.is_public());
    let rest = shown.map(|state| {
        let text = visit.say(state_text(state));
        (state.as_str().to_owned(), text.to_owned())
    });
    std::iter::once(any).chain(rest).collect()
}

fn areas(visit: &Visit) -> Vec<(String, String)> {
    let any = (String::new(), visit.say(texts::ANY_AREA).to_owned());
    let rest = AREAS.map(|(name, text)| (name.to_owned(), visit.say(text).to_owned()));
    std::iter::once(any).chain(rest).collect()
}

fn budgets(visit: &Visit) -> Vec<(String, String)> {
    let any = (String::new(), visit.say(texts::ANY_BUDGET).to_owned());
    let rest = BudgetBand::ALL.map(|band| (band.as_str().to_owned(), band_text(visit, band)));
    std::iter::once(any).chain(rest).collect()
}

/// A band in words: what is just above the one before begins there.
fn band_text(visit: &Visit, band: BudgetBand) -> String {
    let euro = |amount: u64| visit.language.euro(amount);
    let fill = |text: Text, values: &[(&str, &str)]| text.fill(visit.language, values);
    match band.bounds() {
        None => visit.say(texts::BUDGET_NOT_STATED).to_owned(),
        Some((0, most)) => fill(texts::BUDGET_UP_TO, &[("sum", &euro(most))]),
        Some((least, u64::MAX)) => fill(texts::BUDGET_ABOVE, &[("sum", &euro(least - 1))]),
        Some((least, most)) => {
            let (low, high) = (euro(least - 1), euro(most));
            fill(texts::BUDGET_BETWEEN, &[("low", &low), ("high", &high)])
        }
    }
}

#[cfg(test)]
mod tests {
    use pilotbox_model::api::challenges::Bilingual;

    use super::*;

    fn parking() -> ChallengeView {
        ChallengeView {
            id: "parking".to_owned(),
            title: Bilingual {
                bg: "Къде ще има свободно място?".to_owned(),
                en: "Where will a place be free?".to_owned(),
            },
            state: ChallengeState::Open,
            accepts_submissions: true,
            version: "1.0.0".to_owned(),
            interface: "pilotbox:mobility/parking-forecast@0.1.0".to_owned(),
            is_practice: true,
            budget_eur: Some(30_000),
            opens_at: jiff::Timestamp::UNIX_EPOCH,
            closes_at: None,
            updated_at: jiff::Timestamp::UNIX_EPOCH,
        }
    }

    fn fits(state: Option<ChallengeState>, area: Option<&'static str>, words: &str) -> bool {
        let filter = Filter {
            state,
            area,
            words: words.to_owned(),
            ..Filter::default()
        };
        filter.fits(&parking())
    }

    #[test]
    fn each_choice_narrows_the_list() {
        assert!(fits(None, None, ""));
        assert!(fits(Some(ChallengeState::Open), Some("mobility"), "free"));
        assert!(!fits(Some(ChallengeState::Jury), None, ""));
        assert!(!fits(None, Some("services"), ""));
        assert!(!fits(None, Some("forecast"), ""));
        assert!(!fits(None, None, "water"));
    }

    #[test]
    fn words_are_found_in_both_languages_whatever_their_case() {
        assert!(fits(None, None, "СВОБОДНО"));
        assert!(fits(None, None, "Place"));
    }

    #[test]
    fn budgets_are_chosen_by_bands_that_say_what_is_in_them() {
        let fits = |band| {
            let budget = Some(band);
            let filter = Filter {
                budget,
                ..Filter::default()
            };
            assert!(!filter.is_empty());
            filter.fits(&parking())
        };
        assert!(fits(BudgetBand::To50000));
        for other in [
            BudgetBand::To10000,
            BudgetBand::Above50000,
            BudgetBand::NotStated,
        ] {
            assert!(!fits(other), "{other:?}");
        }
        let visit = Visit::for_tests("/challenges");
        let texts: Vec<_> = budgets(&visit).into_iter().map(|(_, text)| text).collect();
        let texts: Vec<_> = texts
            .iter()
            .map(|text| text.replace('\u{a0}', " "))
            .collect();
        let bands = [
            "до 10 000 €",
            "над 10 000 € до 50 000 €",
            "над 50 000 €",
            "не е посочен",
        ];
        assert_eq!(texts[1..], bands);
    }

    #[test]
    fn a_deadline_counts_by_the_day_in_sofia() {
        let by = |day: &str, closes_at: Option<&str>| {
            let closes_at = closes_at.map(|at| at.parse().unwrap());
            ends_by(closes_at, day.parse().unwrap())
        };
        let late = Some("2026-12-01T22:30:00Z");
        assert!(!by("2026-12-01", late));
        assert!(by("2026-12-02", late));
        assert!(!by("2026-12-02", None));
    }
}
