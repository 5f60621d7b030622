//! The forms of a pilot's own page for staff.

use jiff::civil::Date;
use leptos::prelude::*;
use pilotbox_model::api::pilots::{
    ExitKind, FeedbackKind, FeedbackView, IndicatorView, MeasurementAsk, MilestoneView,
};

use crate::{
    components::form::{Field, FormGuard, Kind, Select},
    form::{Errors, Fields, Reader},
    language::Locale as _,
    page::address,
    texts::{Text, failure as common, pilot as texts},
    visit::Visit,
};

/// Reads what was measured on which day.
pub(super) fn measurement(
    mut reader: Reader<'_>,
    fields: &Fields,
) -> Result<MeasurementAsk, Errors> {
    let on = optional_day(&mut reader, fields, "on");
    if on.is_none() {
        reader.wrong("on", common::FIELD_REQUIRED);
    }
    let value = decimal(fields.typed("value"));
    if value.is_none() {
        reader.wrong("value", common::FIELD_NO_NUMBER);
    }
    reader.finish(MeasurementAsk {
        on: on.unwrap_or_default(),
        value: value.unwrap_or_default(),
    })
}

/// A day, if one was typed.
pub(super) fn optional_day(
    reader: &mut Reader<'_>,
    fields: &Fields,
    name: &'static str,
) -> Option<Date> {
    let text = fields.text(name)?;
    let day = text.parse().ok();
    if day.is_none() {
        reader.wrong(name, texts::WRONG);
    }
    day
}

/// A number as people of either language write it.
pub(in crate::pages::staff) fn decimal(text: &str) -> Option<f64> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let number: f64 = plain.replace(',', ".").parse().ok()?;
    number.is_finite().then_some(number)
}

/// The switch that ends a pilot at once.
pub(super) fn stop(visit: &Visit, fields: &Fields, errors: &Errors) -> AnyView {
    view! {
        <form method="post" action=address(visit.language, visit) novalidate="">
            <FormGuard visit=visit.clone()/>
            <Field visit=visit.clone() name="reason" label=texts::STOP_REASON
                fields=fields.clone() errors=errors.clone()/>
            <p class="actions">
                <button type="submit" class="danger" name="act" value="stop">{visit.say(texts::STOP_NOW)}</button>
            </p>
        </form>
    }
    .into_any()
}

pub(super) fn milestones(visit: &Visit, all: &[MilestoneView]) -> AnyView {
    if all.is_empty() {
        return ().into_any();
    }
    let items: Vec<_> = all.iter().map(|one| milestone(visit, one)).collect();
    view! { <h2>{visit.say(texts::MILESTONES)}</h2><ul>{items}</ul> }.into_any()
}

fn milestone(visit: &Visit, one: &MilestoneView) -> AnyView {
    let title = visit.language.pick(&one.title).to_owned();
    let due = visit.language.date(one.due_on);
    let (value, text): (_, Text) = match one.reached_at {
        Some(_) => ("no", texts::MARK_NOT_REACHED),
        None => ("yes", texts::MARK_REACHED),
    };
    let reached = one.reached_at.map(|at| visit.language.day(at));
    let reached = reached.unwrap_or_else(|| visit.say(texts::NOT_REACHED).to_owned());
    let unseen = title.clone();
    view! {
        <li>
            <p>{title}" – "{due}" – "{reached}</p>
            <form method="post" action=address(visit.language, visit) novalidate="">
                <FormGuard visit=visit.clone()/>
                <input type="hidden" name="act" value="milestone"/>
                <input type="hidden" name="number" value=one.number.to_string()/>
                <input type="hidden" name="is_reached" value=value/>
                <button type="submit" class="small">
                    {visit.say(text)}<span class="unseen">" "{unseen}</span>
                </button>
            </form>
        </li>
    }
    .into_any()
}

/// One form for the values of all indicators.
pub(super) fn indicators(
    visit: &Visit,
    all: &[IndicatorView],
    fields: &Fields,
    errors: &Errors,
) -> AnyView {
    if all.is_empty() {
        return ().into_any();
    }
    let options: Vec<_> = all
        .iter()
        .map(|one| {
            let name = visit.language.pick(&one.indicator);
            (one.number.to_string(), format!("{name} ({})", one.unit))
        })
        .collect();
    view! {
        <h2>{visit.say(texts::MEASURE)}</h2>
        <form method="post" action=address(visit.language, visit) novalidate="">
            <FormGuard visit=visit.clone()/>
            <input type="hidden" name="act" value="measure"/>
            <Select visit=visit.clone() name="number" label=texts::INDICATOR options=options
                fields=fields.clone() errors=errors.clone()/>
            <Field visit=visit.clone() name="on" label=texts::MEASURED_ON kind=Kind::Day
                fields=fields.clone() errors=errors.clone()/>
            <Field visit=visit.clone() name="value" label=texts::VALUE
                fields=fields.clone() errors=errors.clone()/>
            <p class="actions"><button type="submit">{visit.say(texts::MEASURE)}</button></p>
        </form>
    }
    .into_any()
}

pub(super) fn exit(visit: &Visit, fields: &Fields, errors: &Errors) -> AnyView {
    let options = [
        (ExitKind::Adopt, texts::ADOPT),
        (ExitKind::Extend, texts::EXTEND),
        (ExitKind::Stop, texts::STOP),
    ];
    let options: Vec<_> = options
        .into_iter()
        .map(|(kind, text)| (kind.as_str().to_owned(), visit.say(text).to_owned()))
        .collect();
    view! {
        <h2>{visit.say(texts::EXIT)}</h2>
        <form method="post" action=address(visit.language, visit) novalidate="">
            <FormGuard visit=visit.clone()/>
            <input type="hidden" name="act" value="exit"/>
            <Select visit=visit.clone() name="decision" label=texts::DECISION options=options
                fields=fields.clone() errors=errors.clone()/>
            <Field visit=visit.clone() name="report_bg" label=texts::REPORT_BG kind=Kind::Text
                fields=fields.clone() errors=errors.clone()/>
            <Field visit=visit.clone() name="report_en" label=texts::REPORT_EN kind=Kind::Text
                fields=fields.clone() errors=errors.clone()/>
            <Field visit=visit.clone() name="ends_on" label=texts::NEW_LAST_DAY kind=Kind::Day optional=true
                fields=fields.clone() errors=errors.clone()/>
            <p class="actions"><button type="submit">{visit.say(texts::DECIDE)}</button></p>
        </form>
    }
    .into_any()
}

/// A comment with what can be done about it.
pub(super) fn comment(visit: &Visit, one: &FeedbackView) -> AnyView {
    let kind = match one.kind {
        FeedbackKind::Helpful => texts::HELPFUL,
        FeedbackKind::NotHelpful => texts::NOT_HELPFUL,
        FeedbackKind::Problem => texts::PROBLEM,
    };
    let state = one.is_shown.map(|shown| {
        visit.say(if shown {
            texts::IS_SHOWN
        } else {
            texts::IS_HIDDEN
        })
    });
    let show = if one.may_be_shown {
        decision(visit, one, "yes", texts::SHOW_COMMENT)
    } else {
        view! { <p class="help">{visit.say(texts::NOT_RELEASED)}</p> }.into_any()
    };
    let text = one.comment.clone();
    view! {
        <li>
            <p class="help">{visit.say(kind)}" – "{visit.language.moment(one.at)}" "{state}</p>
            <p><bdi>{text}</bdi></p>
            <div class="actions">{show}{decision(visit, one, "no", texts::HIDE_COMMENT)}</div>
        </li>
    }
    .into_any()
}

fn decision(visit: &Visit, one: &FeedbackView, value: &'static str, text: Text) -> AnyView {
    let when = visit.language.moment(one.at);
    view! {
        <form method="post" action=address(visit.language, visit) novalidate="">
            <FormGuard visit=visit.clone()/>
            <input type="hidden" name="act" value="comment"/>
            <input type="hidden" name="comment" value=one.id.clone()/>
            <input type="hidden" name="is_shown" value=value/>
            <button type="submit" class="small">
                {visit.say(text)}<span class="unseen">" "{when}</span>
            </button>
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_either_language_writes_them() {
        assert_eq!(decimal("1 234,5"), Some(1234.5));
        assert_eq!(decimal("-2.25"), Some(-2.25));
        assert_eq!(decimal("inf"), None);
        assert_eq!(decimal("x"), None);
    }
}
