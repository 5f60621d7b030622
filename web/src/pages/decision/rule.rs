//! How a contest is decided: shares, thresholds, weights, when that was declared, and the
//! lottery's commitment.

use leptos::prelude::*;
use pilotbox_model::api::{
    challenges::Bilingual,
    decisions::{
        DecidedNumbers, DecisionMoment, DecisionRuleView, DecisionSettingsView, DecisionView,
    },
};

use super::SCORE;
use crate::{
    backend::part,
    components::{
        facts::Facts,
        notice::{Notice, Tone},
        table::{Column, Table},
    },
    language::Locale as _,
    texts::{Text, decision as texts, jury},
    visit::Visit,
};

/// The rule of a decision that is out.
pub(super) fn section(visit: &Visit, view: &DecisionView) -> AnyView {
    let more = vec![
        (
            visit.say(texts::DECLARED_AT),
            visit.language.moment(view.declared_at).into_any(),
        ),
        (
            visit.say(texts::DECLARED),
            visit.say(moment(view.declared)).into_any(),
        ),
        (visit.say(texts::SEED), code(&view.seed.to_string())),
    ];
    view! {
        <section>
            <h2>{visit.say(texts::RULE)}</h2>
            <p class="formula">{formula(visit, &view.rule)}</p>
            <p>{visit.say(texts::RULE_LEAD)}</p>
            {facts(visit, &view.rule, more)}
            {weights(visit, &view.rule, &view.numbers)}
        </section>
    }
    .into_any()
}

/// The total in one line.
pub(super) fn formula(visit: &Visit, rule: &DecisionRuleView) -> String {
    let automatic = super::share(visit, rule.automatic_share);
    let human = super::share(visit, 1.0 - rule.automatic_share);
    let places = [("automatic", automatic.as_str()), ("human", &human)];
    texts::FORMULA.fill(visit.language, &places)
}

/// What the rule says, and what else is to stand there.
pub(in crate::pages) fn facts(
    visit: &Visit,
    rule: &DecisionRuleView,
    more: Vec<(&'static str, AnyView)>,
) -> AnyView {
    let language = visit.language;
    let least = |score: f64| {
        let score = language.decimal(score, SCORE);
        texts::AT_LEAST.fill(language, &[("score", &score)])
    };
    let mut facts = vec![
        (
            visit.say(texts::AUTOMATIC_THRESHOLD),
            least(rule.automatic_threshold).into_any(),
        ),
        (
            visit.say(texts::HUMAN_THRESHOLD),
            least(rule.human_threshold).into_any(),
        ),
        (
            visit.say(texts::FEWEST),
            language.whole(rule.fewest_evaluators.into()).into_any(),
        ),
        (
            visit.say(texts::SPREAD),
            language.whole(rule.moderation_spread.into()).into_any(),
        ),
        (
            visit.say(texts::CONCENTRATION),
            language.decimal(rule.weight_concentration, 0).into_any(),
        ),
    ];
    facts.extend(more);
    view! { <Facts facts=facts/> }.into_any()
}

/// Weights of the criteria, as shares of their sum.
fn weights(visit: &Visit, rule: &DecisionRuleView, numbers: &DecidedNumbers) -> Option<AnyView> {
    let sum: f64 = rule.criterion_weights.iter().map(|one| one.weight).sum();
    let rows: Vec<_> = rule
        .criterion_weights
        .iter()
        .map(|one| {
            let known = numbers.panel.criteria.iter();
            let mut known = known.filter(|known| known.criterion == one.criterion);
            let title = known.next().map(|known| visit.language.pick(&known.title));
            let title = title.unwrap_or(&one.criterion).to_owned();
            vec![
                title.into_any(),
                super::share(visit, one.weight / sum).into_any(),
            ]
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let columns = vec![
        Column::text(visit.say(jury::CRITERION)),
        Column::number(visit.say(texts::WEIGHT)),
    ];
    let caption = visit.say(texts::CRITERION_WEIGHTS).to_owned();
    let view = view! {
        <div class="narrow"><Table caption=caption columns=columns rows=rows/></div>
    };
    Some(view.into_any())
}

/// The page of a contest that is not decided yet.
pub(super) fn declared(
    visit: &Visit,
    title: String,
    name: &Bilingual,
    settings: &DecisionSettingsView,
) -> AnyView {
    let text = visit.say(texts::NOT_YET);
    // The other pages of a decision are there once it is.
    let above = visit.at(&format!("/challenges/{}", part(&settings.challenge)));
    let name = visit.language.pick(name).to_owned();
    let late = late(settings.declared).map(|text| {
        let text = visit.say(text);
        view! { <Notice tone=Tone::Warn><p>{text}</p></Notice> }
    });
    view! {
        <p class="above"><a href=above>{name}</a></p>
        <h1>{title}</h1>
        <Notice><p>{text}</p></Notice>
        {late}
        <h2>{visit.say(texts::RULE)}</h2>
        <p class="formula">{formula(visit, &settings.rule)}</p>
        <p>{visit.say(texts::RULE_LEAD)}</p>
        {facts(visit, &settings.rule, declaration(visit, settings))}
        <p class="help">{visit.say(texts::COMMITMENT_HELP)}</p>
    }
    .into_any()
}

/// When and how late a rule was declared, and what goes with it.
pub(in crate::pages) fn declaration(
    visit: &Visit,
    settings: &DecisionSettingsView,
) -> Vec<(&'static str, AnyView)> {
    let days = texts::DAYS.of(visit.language, settings.inquiry_days.into());
    vec![
        (visit.say(texts::WINDOW), days.into_any()),
        (
            visit.say(texts::DECLARED_AT),
            visit.language.moment(settings.declared_at).into_any(),
        ),
        (
            visit.say(texts::DECLARED),
            visit.say(moment(settings.declared)).into_any(),
        ),
        (visit.say(texts::SEED), code(&settings.seed.to_string())),
        (
            visit.say(texts::COMMITMENT),
            code(&settings.lottery_commitment),
        ),
    ]
}

fn code(text: &str) -> AnyView {
    let text = text.to_owned();
    view! { <code class="breakable">{text}</code> }.into_any()
}

/// How late a rule was declared, in words.
fn moment(declared: DecisionMoment) -> Text {
    match declared {
        DecisionMoment::BeforeOpening => texts::BEFORE_OPENING,
        DecisionMoment::BeforeClose => texts::BEFORE_CLOSE,
        DecisionMoment::BeforeJudging => texts::BEFORE_JUDGING,
        DecisionMoment::WhileJudging => texts::WHILE_JUDGING,
    }
}

/// What has to be said of a rule that was declared when something was known already.
pub(super) fn late(declared: DecisionMoment) -> Option<Text> {
    match declared {
        DecisionMoment::BeforeOpening | DecisionMoment::BeforeClose => None,
        DecisionMoment::BeforeJudging => Some(texts::LATE_BEFORE_JUDGING),
        DecisionMoment::WhileJudging => Some(texts::LATE_WHILE_JUDGING),
    }
}
