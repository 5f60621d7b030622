//! The form that declares how a contest is decided.

use leptos::prelude::*;
use pilotbox_model::api::{
    decisions::{CriterionWeightView, DecisionSettingsAsk, DecisionSettingsView},
    jury::CriterionAgreementView,
};

use crate::{
    components::form::{Field, FormGuard, Kind, Tick, complaint, described},
    form::{Errors, Fields, Reader},
    language::Locale as _,
    page::address,
    pages::{
        decision::{declaration, rule_facts},
        staff::pilots::decimal,
    },
    texts::{Text, decision as texts},
    visit::Visit,
};

/// Fields of the criteria's weights: a rubric has six at most.
const WEIGHTS: [&str; 6] = [
    "weight-0", "weight-1", "weight-2", "weight-3", "weight-4", "weight-5",
];

pub(super) fn read(
    visit: &Visit,
    criteria: &[CriterionAgreementView],
    fields: &Fields,
) -> Result<DecisionSettingsAsk, Errors> {
    let mut reader = Reader::new(fields, visit.language);
    let mut number = |name: &'static str, wrong: Text, fits: fn(f64) -> bool| {
        let found = decimal(fields.typed(name)).filter(|number| fits(*number));
        if found.is_none() {
            reader.wrong(name, wrong);
        }
        found.unwrap_or_default()
    };
    let share = number("automatic_share", texts::WRONG_SHARE, |n| {
        n > 0.0 && n < 100.0
    });
    let automatic_threshold = number("automatic_threshold", texts::WRONG_THRESHOLD, |n| {
        n > 0.0 && n <= 100.0
    });
    let human_threshold = number("human_threshold", texts::WRONG_HUMAN, |n| {
        (0.0..=100.0).contains(&n)
    });
    let weight_concentration = number("concentration", texts::WRONG_CONCENTRATION, |n| {
        (10.0..=10_000.0).contains(&n)
    });
    let fewest_evaluators = whole(&mut reader, fields, "fewest", (3, 64), texts::WRONG_FEWEST);
    let inquiry_days = whole(&mut reader, fields, "days", (1, 90), texts::WRONG_DAYS);
    let ask = reader.finish(DecisionSettingsAsk {
        automatic_share: share / 100.0,
        automatic_threshold,
        human_threshold,
        criterion_weights: Vec::new(),
        fewest_evaluators,
        weight_concentration,
        inquiry_days,
        shows_members: fields.is_ticked("shows_members"),
    });
    with_weights(ask, weights(visit, criteria, fields))
}

/// The declaration with its weights, or all that is wrong with either.
fn with_weights(
    ask: Result<DecisionSettingsAsk, Errors>,
    weights: Result<Vec<CriterionWeightView>, WrongWeights>,
) -> Result<DecisionSettingsAsk, Errors> {
    let wrong = match (ask, weights) {
        (Ok(ask), Ok(criterion_weights)) => {
            return Ok(DecisionSettingsAsk {
                criterion_weights,
                ..ask
            });
        }
        (ask, weights) => (
            ask.err().unwrap_or_default(),
            weights.err().unwrap_or_default(),
        ),
    };
    let (mut errors, weights) = wrong;
    for (name, text) in weights {
        errors.add(name, text);
    }
    Err(errors)
}

fn whole(
    reader: &mut Reader<'_>,
    fields: &Fields,
    name: &'static str,
    (least, most): (u32, u32),
    wrong: Text,
) -> u32 {
    let found: Option<u32> = fields.text(name).and_then(|text| text.parse().ok());
    let found = found.filter(|number| (least..=most).contains(number));
    if found.is_none() {
        reader.wrong(name, wrong);
    }
    found.unwrap_or_default()
}

/// Weights that are wrong: the field and what to say.
type WrongWeights = Vec<(&'static str, String)>;

/// A weight for each criterion, or none where all are left empty.
fn weights(
    visit: &Visit,
    criteria: &[CriterionAgreementView],
    fields: &Fields,
) -> Result<Vec<CriterionWeightView>, WrongWeights> {
    let asked = || criteria.iter().zip(WEIGHTS);
    if asked().all(|(_, name)| fields.text(name).is_none()) {
        return Ok(Vec::new());
    }
    let (mut weights, mut wrong) = (Vec::new(), Vec::new());
    for (criterion, name) in asked() {
        let weight = decimal(fields.typed(name)).filter(|weight| *weight > 0.0);
        if let Some(weight) = weight {
            weights.push(CriterionWeightView {
                criterion: criterion.criterion.clone(),
                weight,
            });
        } else {
            let title = visit.language.pick(&criterion.title);
            let text = texts::WRONG_WEIGHT.fill(visit.language, &[("title", title)]);
            wrong.push((name, text));
        }
    }
    if wrong.is_empty() {
        Ok(weights)
    } else {
        Err(wrong)
    }
}

/// What is declared, as the form has it; what is usual, if nothing is.
fn kept(settings: Option<&DecisionSettingsView>, criteria: &[CriterionAgreementView]) -> Fields {
    let rule = settings.map(|settings| &settings.rule);
    let share = rule.map_or(0.6, |rule| rule.automatic_share);
    let threshold = |value: Option<f64>| value.map(plain).unwrap_or_default();
    let days = settings.map_or(14, |settings| settings.inquiry_days);
    let mut values = vec![
        ("automatic_share", plain(share * 100.0)),
        (
            "automatic_threshold",
            threshold(rule.map(|rule| rule.automatic_threshold)),
        ),
        (
            "human_threshold",
            threshold(rule.map(|rule| rule.human_threshold)),
        ),
        (
            "fewest",
            rule.map_or(3, |rule| rule.fewest_evaluators).to_string(),
        ),
        (
            "concentration",
            plain(rule.map_or(50.0, |rule| rule.weight_concentration)),
        ),
        ("days", days.to_string()),
    ];
    for (criterion, name) in criteria.iter().zip(WEIGHTS) {
        let declared = rule.map_or(&[][..], |rule| &rule.criterion_weights);
        let mut declared = declared.iter();
        let found = declared.find(|one| one.criterion == criterion.criterion);
        values.push((name, found.map(|one| plain(one.weight)).unwrap_or_default()));
    }
    if settings.is_some_and(|settings| settings.shows_members) {
        values.push(("shows_members", "yes".to_owned()));
    }
    Fields::of(values)
}

/// A number as it is typed: without zeros at its end, and without the last bits of a
/// multiplication.
fn plain(number: f64) -> String {
    let text = format!("{number:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    text.to_owned()
}

/// The form; what was declared, once it cannot change any more.
pub(super) fn section(
    visit: &Visit,
    settings: Option<&DecisionSettingsView>,
    criteria: &[CriterionAgreementView],
    fields: &Fields,
    errors: &Errors,
) -> AnyView {
    let known =
        settings.map(|settings| rule_facts(visit, &settings.rule, declaration(visit, settings)));
    let form = settings
        .is_none_or(|settings| settings.may_change)
        .then(|| {
            let fields = if fields.typed("act") == "settings" {
                fields.clone()
            } else {
                kept(settings, criteria)
            };
            form(visit, criteria, &fields, errors)
        });
    let lead = if form.is_some() {
        texts::DECLARE_LEAD
    } else {
        texts::DECLARED_FIXED
    };
    view! {
        <h2>{visit.say(texts::RULE)}</h2>
        <p>{visit.say(lead)}</p>
        {known}
        {form}
    }
    .into_any()
}

fn form(
    visit: &Visit,
    criteria: &[CriterionAgreementView],
    fields: &Fields,
    errors: &Errors,
) -> AnyView {
    let (v, f, e) = (visit.clone(), fields.clone(), errors.clone());
    let weights = criteria.iter().zip(WEIGHTS);
    let weights: Vec<_> = weights
        .map(|(criterion, name)| weight(visit, criterion, name, fields, errors))
        .collect();
    let ticked = fields.is_ticked("shows_members");
    view! {
        <form method="post" action=address(visit.language, visit) novalidate="">
            <FormGuard visit=v.clone()/>
            <input type="hidden" name="act" value="settings"/>
            <Field visit=v.clone() name="automatic_share" label=texts::SHARE_ASK help=texts::SHARE_HELP
                fields=f.clone() errors=e.clone()/>
            <Field visit=v.clone() name="automatic_threshold" label=texts::AUTOMATIC_THRESHOLD help=texts::THRESHOLD_HELP
                fields=f.clone() errors=e.clone()/>
            <Field visit=v.clone() name="human_threshold" label=texts::HUMAN_THRESHOLD help=texts::HUMAN_HELP
                fields=f.clone() errors=e.clone()/>
            <Field visit=v.clone() name="fewest" label=texts::FEWEST kind=Kind::Number
                fields=f.clone() errors=e.clone()/>
            <Field visit=v.clone() name="days" label=texts::WINDOW_ASK help=texts::WINDOW_HELP kind=Kind::Number
                fields=f.clone() errors=e.clone()/>
            <Field visit=v.clone() name="concentration" label=texts::CONCENTRATION help=texts::CONCENTRATION_HELP
                fields=f errors=e/>
            <fieldset>
                <legend>{visit.say(texts::CRITERION_WEIGHTS)}</legend>
                <p class="help">{visit.say(texts::WEIGHT_HELP)}</p>
                {weights}
            </fieldset>
            <Tick id="shows_members".to_owned() name="shows_members" text=visit.say(texts::SHOW_MEMBERS).to_owned()
                ticked=ticked/>
            <p class="actions"><button type="submit">{visit.say(texts::DECLARE)}</button></p>
        </form>
    }
    .into_any()
}

/// A field whose label is the criterion's name.
fn weight(
    visit: &Visit,
    criterion: &CriterionAgreementView,
    name: &'static str,
    fields: &Fields,
    errors: &Errors,
) -> AnyView {
    let error = errors.wrong_at(name);
    let described = described(name, false, error.is_some());
    let invalid = error.is_some().then_some("true");
    let value = fields.typed(name).to_owned();
    let title = visit.language.pick(&criterion.title).to_owned();
    view! {
        <div class="field">
            <label for=name>{title}</label>
            {complaint(name, error)}
            <input id=name name=name type="text" inputmode="decimal" value=value aria-describedby=described
                aria-invalid=invalid/>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests;
