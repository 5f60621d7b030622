//! Runs in words: states, splits, how cases ended. And what every page shows of a run:
//! where it is, why it failed, its score.

use leptos::prelude::*;
use pilotbox_model::{
    FaultCode,
    api::runs::{RunState, RunView},
};

use super::{
    badge::Badge,
    facts::Facts,
    notice::{Notice, Tone},
};
use crate::{
    islands::run::{LiveRun, Standing, Words},
    language::{Language, Locale as _},
    texts::{Text, submission as texts},
    visit::Visit,
};

/// A run's state in a word.
#[component]
pub fn RunBadge(visit: Visit, state: RunState) -> impl IntoView {
    let tone = match state {
        RunState::Scored => Tone::Good,
        RunState::PluginFailed | RunState::Rejected => Tone::Bad,
        RunState::ChallengeFailed => Tone::Warn,
        _ => Tone::Plain,
    };
    view! { <Badge tone=tone text=visit.say(state_text(state))/> }
}

/// Where a run is, in a word and more: live until it has ended, then how it ended.
#[component]
pub fn RunProgress(visit: Visit, run: RunView) -> impl IntoView {
    if run.state.is_final() {
        let badge = view! { <RunBadge visit=visit.clone() state=run.state/> };
        return view! { <p>{badge}</p><Ended visit=visit run=run/> }.into_any();
    }
    let standing = standing(&run, visit.language);
    let words = words(visit.language);
    view! { <LiveRun id=run.id standing=standing words=words/> }.into_any()
}

#[component]
fn Ended(visit: Visit, run: RunView) -> impl IntoView {
    let meaning = visit.say(state_means(run.state));
    let fault = run.fault.as_deref().and_then(fault_of);
    let fault = fault.map(|code| {
        let kind = visit.say(verdict_text(code.as_str()));
        view! {
            <p>{visit.say(texts::FAULT)} ": " {kind} " (" <code>{code.as_str()}</code> ")"</p>
            <p>{visit.say(texts::WHAT_TO_DO)} ": " {visit.say(fault_hint(code))}</p>
        }
    });
    let tone = match run.state {
        RunState::PluginFailed | RunState::Rejected => Tone::Bad,
        RunState::ChallengeFailed => Tone::Warn,
        _ => return view! { <p>{meaning}</p> }.into_any(),
    };
    // A known fault has its reason and its advice in the reader's language.
    let why = run.reason.filter(|_| fault.is_none());
    let why = why.map(|reason| self::why(&visit, &reason));
    view! { <Notice tone=tone><p>{meaning}</p>{fault}{why}</Notice> }.into_any()
}

/// The reason as the host wrote it, in English, and what it advises.
fn why(visit: &Visit, reason: &str) -> impl IntoView + use<> {
    let (what, hint) = split_hint(reason);
    let what = what.to_owned();
    let hint = hint.map(|hint| {
        let hint = hint.to_owned();
        view! {
            <p>{visit.say(texts::WHAT_TO_DO)} ": " <span lang="en"><bdi>{hint}</bdi></span></p>
        }
    });
    view! {
        <p>{visit.say(texts::WHY)} ":"</p>
        <pre class="log" tabindex="0" lang="en">{what}</pre>
        {hint}
    }
}

/// The score in short: total, interval, fuel, broken gates.
#[component]
pub fn ScoreFacts(visit: Visit, run: RunView) -> impl IntoView {
    let Some(score) = run.score else {
        return ().into_any();
    };
    let language = visit.language;
    let total = language.decimal(score.total, 1);
    let total = texts::OF_HUNDRED.fill(language, &[("score", &total)]);
    let mut facts = vec![(visit.say(texts::TOTAL), total.into_any())];
    if let (Some(low), Some(high)) = (score.low, score.high) {
        let (low, high) = (language.decimal(low, 1), language.decimal(high, 1));
        let text = texts::FROM_TO.fill(language, &[("low", &low), ("high", &high)]);
        facts.push((visit.say(texts::INTERVAL), text.into_any()));
    }
    let fuel = language.whole(score.fuel_p95);
    facts.push((visit.say(texts::FUEL), fuel.into_any()));
    let unreliable = score.full.is_some_and(|full| !full.interval.reliable);
    let unreliable =
        unreliable.then(|| view! { <p class="help">{visit.say(texts::UNRELIABLE)}</p> });
    let gates = (!score.broken_gates.is_empty()).then(|| {
        let names = score.broken_gates.join(", ");
        let text = texts::BROKEN_GATES.fill(language, &[("names", &names)]);
        view! { <Notice tone=Tone::Bad><p>{text}</p></Notice> }
    });
    view! { {gates}<Facts facts=facts/>{unreliable} }.into_any()
}

/// The word for a state.
pub fn state_text(state: RunState) -> Text {
    match state {
        RunState::Received => texts::RECEIVED,
        RunState::Checked => texts::CHECKED,
        RunState::Queued => texts::QUEUED,
        RunState::Running => texts::RUNNING,
        RunState::Scored => texts::SCORED,
        RunState::PluginFailed => texts::PLUGIN_FAILED,
        RunState::ChallengeFailed => texts::CHALLENGE_FAILED,
        RunState::Rejected => texts::REJECTED,
        RunState::Withdrawn => texts::WITHDRAWN,
    }
}

fn state_means(state: RunState) -> Text {
    match state {
        RunState::Received => texts::RECEIVED_MEANS,
        RunState::Checked => texts::CHECKED_MEANS,
        RunState::Queued => texts::QUEUED_MEANS,
        RunState::Running => texts::RUNNING_MEANS,
        RunState::Scored => texts::SCORED_MEANS,
        RunState::PluginFailed => texts::PLUGIN_FAILED_MEANS,
        RunState::ChallengeFailed => texts::CHALLENGE_FAILED_MEANS,
        RunState::Rejected => texts::REJECTED_MEANS,
        RunState::Withdrawn => texts::WITHDRAWN_MEANS,
    }
}

/// What a split is called.
pub fn split_text(split: &str) -> Text {
    match split {
        "sample" => texts::SPLIT_SAMPLE,
        "public" => texts::SPLIT_PUBLIC,
        _ => texts::SPLIT_FINAL,
    }
}

/// How a case ended, in words, by its code.
pub fn verdict_text(code: &str) -> Text {
    match (code, fault_of(code)) {
        ("scored", _) => texts::CASE_SCORED,
        ("harness-fault", _) => texts::HARNESS_FAULT,
        (_, None) => texts::OTHER_END,
        (_, Some(code)) => match code {
            FaultCode::OutOfFuel => texts::OUT_OF_FUEL,
            FaultCode::OutOfMemory => texts::OUT_OF_MEMORY,
            FaultCode::StackOverflow => texts::STACK_OVERFLOW,
            FaultCode::Trapped => texts::TRAPPED,
            FaultCode::Deadline => texts::DEADLINE,
            FaultCode::OutputLimit => texts::OUTPUT_LIMIT,
            FaultCode::BadAnswer => texts::BAD_ANSWER,
            FaultCode::Declined => texts::DECLINED,
            FaultCode::BrokeHarness => texts::BROKE_HARNESS,
        },
    }
}

fn fault_hint(code: FaultCode) -> Text {
    match code {
        FaultCode::OutOfFuel => texts::DO_OUT_OF_FUEL,
        FaultCode::OutOfMemory => texts::DO_OUT_OF_MEMORY,
        FaultCode::StackOverflow => texts::DO_STACK_OVERFLOW,
        FaultCode::Trapped => texts::DO_TRAPPED,
        FaultCode::Deadline => texts::DO_DEADLINE,
        FaultCode::OutputLimit => texts::DO_OUTPUT_LIMIT,
        FaultCode::BadAnswer => texts::DO_BAD_ANSWER,
        FaultCode::Declined => texts::DO_DECLINED,
        FaultCode::BrokeHarness => texts::DO_BROKE_HARNESS,
    }
}

fn fault_of(code: &str) -> Option<FaultCode> {
    FaultCode::ALL.into_iter().find(|one| one.as_str() == code)
}

/// What happened, and the advice after it, if there is one.
fn split_hint(reason: &str) -> (&str, Option<&str>) {
    match reason.rsplit_once("hint: ") {
        Some((what, hint)) => (what.trim_end().trim_end_matches(';'), Some(hint)),
        None => (reason, None),
    }
}

fn standing(run: &RunView, language: Language) -> Standing {
    #[expect(
        clippy::cast_precision_loss,
        reason = "numbers of runs and cases, which a browser counts as it counts all"
    )]
    let number = |count: u64| count as f64;
    Standing {
        state: run.state.as_str().to_owned(),
        progress: run.progress,
        cases: run.cases.map(number),
        before: run.place_in_queue.map(number),
        expected: run.expected_start.map(|at| language.moment(at)),
    }
}

fn words(language: Language) -> Words {
    let say = |text: Text| text.of(language).to_owned();
    let means = |state: RunState| {
        let (name, meaning) = (say(state_text(state)), say(state_means(state)));
        (state.as_str().to_owned(), name, meaning)
    };
    Words {
        language: language.as_str().to_owned(),
        states: RunState::ALL.into_iter().map(means).collect(),
        waiting_one: say(texts::WAITING.one),
        waiting_more: say(texts::WAITING.other),
        next_in_line: say(texts::NEXT_IN_LINE),
        expected: say(texts::EXPECTED),
        done_of: say(texts::DONE_OF),
        done_share: say(texts::DONE_SHARE),
        progress: say(texts::PROGRESS),
        refresh: say(texts::REFRESH),
        live: say(texts::LIVE),
        broken: say(texts::LIVE_BROKEN),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_advice_is_told_apart_from_what_happened() {
        let reason = "it imports `wasi:http`; hint: build it without";
        assert_eq!(
            split_hint(reason),
            ("it imports `wasi:http`", Some("build it without"))
        );
        assert_eq!(split_hint("no reason"), ("no reason", None));
    }

    #[test]
    fn every_verdict_has_its_own_word() {
        let codes = FaultCode::ALL.map(FaultCode::as_str);
        let mut words: Vec<_> = codes.iter().map(|code| verdict_text(code).en).collect();
        words.extend(["scored", "harness-fault", "?"].map(|code| verdict_text(code).en));
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), FaultCode::ALL.len() + 3);
    }
}
