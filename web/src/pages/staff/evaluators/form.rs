//! The form that gives work: one evaluator or all, one finalist or all, the last day.

use jiff::{Timestamp, civil::Date};
use leptos::prelude::*;
use pilotbox_model::api::assignments::{AssignmentAsk, JuryView};

use crate::{
    components::form::{Field, FormGuard, Kind, Select},
    form::{Errors, Fields, Reader},
    language::day_in_sofia,
    page::address,
    texts::{failure as failures, staff as texts},
    visit::Visit,
};

/// Gives what the form asks for; tells the word for it.
pub(super) async fn assign(
    visit: &Visit,
    challenge: &str,
    fields: &Fields,
) -> Result<&'static str, Errors> {
    let ask = read(visit, fields, day_in_sofia(Timestamp::now()))?;
    let given = visit.api.assign(challenge, &ask).await;
    given
        .map(|_| "assigned")
        .map_err(|failure| Errors::of(&failure, visit.language))
}

fn read(visit: &Visit, fields: &Fields, today: Date) -> Result<AssignmentAsk, Errors> {
    let mut reader = Reader::new(fields, visit.language);
    let day: Option<Date> = fields.typed("due_on").trim().parse().ok();
    match day {
        None => reader.wrong("due_on", failures::FIELD_NO_DAY),
        Some(day) if day < today => reader.wrong("due_on", texts::DUE_PAST),
        Some(_) => {}
    }
    reader.finish(AssignmentAsk {
        evaluator: fields.text("evaluator"),
        submission: fields.text("submission"),
        due_on: day.unwrap_or(today),
    })
}

/// The form, with whoever can judge and whatever there is to judge.
pub(super) fn section(
    visit: &Visit,
    jury: &JuryView,
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    view! {
        <p>{visit.say(texts::ASSIGN_HELP)}</p>
        <form method="post" action=address(visit.language, visit) novalidate="">
            <FormGuard visit=visit.clone()/>
            <input type="hidden" name="act" value="assign"/>
            <Select visit=visit.clone() name="evaluator" label=texts::EVALUATOR options=evaluators(visit, jury)
                fields=fields.clone() errors=errors.clone()/>
            <Select visit=visit.clone() name="submission" label=texts::FINALIST options=finalists(visit, jury)
                fields=fields.clone() errors=errors.clone()/>
            <Field visit=visit.clone() name="due_on" label=texts::DUE help=texts::DUE_HELP kind=Kind::Day
                fields=fields.clone() errors=errors.clone()/>
            <p class="actions"><button type="submit">{visit.say(texts::ASSIGN_BUTTON)}</button></p>
        </form>
    }
}

fn evaluators(visit: &Visit, jury: &JuryView) -> Vec<(String, String)> {
    let all = (String::new(), visit.say(texts::ALL_EVALUATORS).to_owned());
    let able = jury.evaluators.iter().filter(|one| one.may_judge);
    let rest = able.map(|one| (one.id.clone(), one.name.clone()));
    std::iter::once(all).chain(rest).collect()
}

fn finalists(visit: &Visit, jury: &JuryView) -> Vec<(String, String)> {
    let all = (String::new(), visit.say(texts::ALL_FINALISTS).to_owned());
    let rest = jury.submissions.iter().map(|one| {
        let text = format!("{}, {}", one.title, one.organisation);
        (one.id.clone(), text)
    });
    std::iter::once(all).chain(rest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(evaluator: &str, due_on: &str) -> Fields {
        Fields::of([
            ("evaluator", evaluator.to_owned()),
            ("due_on", due_on.to_owned()),
        ])
    }

    #[test]
    fn a_day_is_today_or_later_and_nobody_named_is_everybody() {
        let visit = Visit::for_tests("/staff/challenges/parking/evaluators");
        let today: Date = "2027-01-15".parse().unwrap_or_default();
        let ask = read(&visit, &fields("", "2027-01-15"), today).expect("it is right");
        assert_eq!((ask.evaluator, ask.due_on), (None, today));
        let ask = read(&visit, &fields("01A", "2027-01-16"), today).expect("it is right");
        assert_eq!(ask.evaluator.as_deref(), Some("01A"));
        for (wrong, text) in [
            ("", failures::FIELD_NO_DAY),
            ("tomorrow", failures::FIELD_NO_DAY),
            ("2027-01-14", texts::DUE_PAST),
        ] {
            let errors = read(&visit, &fields("", wrong), today).expect_err(wrong);
            assert_eq!(errors.at("due_on"), Some(text.bg));
        }
    }
}
