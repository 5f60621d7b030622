//! What keeps a decision from being published, and the form that leaves something out with a
//! reason, for which nobody shall wait any longer.

use leptos::prelude::*;
use pilotbox_model::api::{
    decisions::{
        DecidedNumbers, DecisionMissing, DecisionPreview, LeaveOutAsk, LeftOutView,
        OpenModerationView, UndoneRunView, UnjudgedView,
    },
    runs::RunState,
};

use super::reason;
use crate::{
    components::{
        form::{Field, FormGuard, Kind, Select},
        notice::{Notice, Tone},
        run::state_text,
        table::{Column, Table},
    },
    form::{Errors, Fields, Reader},
    language::Locale as _,
    page::address,
    pages::decision::left_out_row,
    texts::{challenge, decision as texts, failure as failures, staff},
    visit::Visit,
};

/// What the form says: a finalist, or work on it behind a colon.
pub(super) fn read(visit: &Visit, fields: &Fields) -> Result<LeaveOutAsk, Errors> {
    let mut reader = Reader::new(fields, visit.language);
    let what = fields.text("what");
    if what.is_none() {
        reader.wrong("what", failures::FIELD_CHOOSE);
    }
    let what = what.unwrap_or_default();
    let (submission, assignment) = match what.split_once(':') {
        Some((submission, assignment)) => (submission, Some(assignment)),
        None => (what.as_str(), None),
    };
    let reason = reason(&mut reader);
    reader.finish(LeaveOutAsk {
        submission: submission.to_owned(),
        assignment: assignment.map(str::to_owned),
        reason,
    })
}

/// All that is missing, what is left out, and the form.
pub(super) fn section(
    visit: &Visit,
    preview: &DecisionPreview,
    fields: &Fields,
    errors: &Errors,
) -> AnyView {
    let missing = &preview.missing;
    let lines = lines(visit, missing);
    let list = if lines.is_empty() && preview.is_ready {
        let text = visit.say(texts::NOTHING_MISSING);
        view! { <Notice tone=Tone::Good><p>{text}</p></Notice> }.into_any()
    } else if lines.is_empty() {
        ().into_any()
    } else {
        let items: Vec<_> = lines
            .into_iter()
            .map(|text| view! { <li>{text}</li> })
            .collect();
        view! { <ul>{items}</ul> }.into_any()
    };
    let refused = preview.refused.clone().map(|text| {
        let lead = visit.say(texts::REFUSED);
        view! { <Notice tone=Tone::Warn><p>{lead} " " <span lang="en">{text}</span></p></Notice> }
    });
    let options = options(visit, missing, preview.numbers.as_ref());
    let form = (!options.is_empty()).then(|| form(visit, options, fields, errors));
    view! {
        <h2>{visit.say(texts::MISSING)}</h2>
        {list}
        {refused}
        {left_out(visit, &preview.left_out)}
        {form}
    }
    .into_any()
}

/// A line for each thing that is missing.
fn lines(visit: &Visit, missing: &DecisionMissing) -> Vec<String> {
    let mut lines = Vec::new();
    if missing.is_undeclared {
        lines.push(visit.say(texts::UNDECLARED).to_owned());
    }
    if missing.is_too_early {
        lines.push(visit.say(texts::TOO_EARLY).to_owned());
    }
    lines.extend(missing.unjudged.iter().map(|one| unjudged(visit, one)));
    lines.extend(missing.open_moderations.iter().map(|one| open(visit, one)));
    lines.extend(missing.undone_runs.iter().map(|one| undone(visit, one)));
    if !missing.rejudges.is_empty() {
        let count = u64::try_from(missing.rejudges.len()).unwrap_or(u64::MAX);
        lines.push(texts::REJUDGES_OPEN.of(visit.language, count));
    }
    lines
}

fn unjudged(visit: &Visit, one: &UnjudgedView) -> String {
    let waiting: Vec<_> = one
        .waiting
        .iter()
        .map(|rubric| name_of(visit, &rubric.evaluator_name))
        .collect();
    let waiting = waiting.join(", ");
    let [judged, fewest] = [one.judged, one.fewest].map(|n| visit.language.whole(n));
    let text = if one.waiting.is_empty() {
        texts::TOO_FEW_JUDGED
    } else {
        texts::WAITS_FOR
    };
    let places = [
        ("title", one.title.as_str()),
        ("organisation", &one.organisation),
        ("judged", &judged),
        ("fewest", &fewest),
        ("names", &waiting),
    ];
    text.fill(visit.language, &places)
}

fn open(visit: &Visit, one: &OpenModerationView) -> String {
    let (lowest, highest) = (one.lowest.to_string(), one.highest.to_string());
    let places = [
        ("title", one.title.as_str()),
        ("organisation", &one.organisation),
        ("criterion", &one.criterion),
        ("lowest", &lowest),
        ("highest", &highest),
    ];
    texts::MODERATION_OPEN.fill(visit.language, &places)
}

fn undone(visit: &Visit, one: &UndoneRunView) -> String {
    let state = one.state.as_deref();
    let state = state.map(|state| match RunState::parse(state) {
        Some(known) => visit.say(state_text(known)).to_owned(),
        None => state.to_owned(),
    });
    let state = state.unwrap_or_else(|| visit.say(texts::NO_RUN).to_owned());
    let places = [
        ("title", one.title.as_str()),
        ("organisation", &one.organisation),
        ("state", &state),
    ];
    texts::RUN_UNDONE.fill(visit.language, &places)
}

fn name_of(visit: &Visit, name: &str) -> String {
    if name.is_empty() {
        visit.say(staff::ERASED).to_owned()
    } else {
        name.to_owned()
    }
}

/// What can be left out: rubrics that are waited for, and finalists, those that are waited
/// for first.
fn options(
    visit: &Visit,
    missing: &DecisionMissing,
    numbers: Option<&DecidedNumbers>,
) -> Vec<(String, String)> {
    let mut options: Vec<(String, String)> = Vec::new();
    for one in &missing.unjudged {
        for rubric in &one.waiting {
            let value = format!("{}:{}", one.submission, rubric.assignment);
            let name = name_of(visit, &rubric.evaluator_name);
            let places = [("name", name.as_str()), ("title", &one.title)];
            options.push((value, texts::THAT_RUBRIC.fill(visit.language, &places)));
        }
    }
    let unjudged = missing.unjudged.iter();
    let unjudged = unjudged.map(|one| (&one.submission, &one.title, &one.organisation));
    let open = missing.open_moderations.iter();
    let open = open.map(|one| (&one.submission, &one.title, &one.organisation));
    let undone = missing.undone_runs.iter();
    let undone = undone.map(|one| (&one.submission, &one.title, &one.organisation));
    let others = numbers.into_iter().flat_map(|numbers| &numbers.candidates);
    let others = others.map(|one| (&one.submission, &one.title, &one.organisation));
    let all = unjudged.chain(open).chain(undone).chain(others);
    for (submission, title, organisation) in all {
        if options.iter().all(|(value, _)| value != submission) {
            let places = [("title", title.as_str()), ("organisation", organisation)];
            let text = texts::THAT_FINALIST.fill(visit.language, &places);
            options.push((submission.clone(), text));
        }
    }
    options
}

fn form(
    visit: &Visit,
    options: Vec<(String, String)>,
    fields: &Fields,
    errors: &Errors,
) -> AnyView {
    let (v, f, e) = (visit.clone(), fields.clone(), errors.clone());
    view! {
        <h3>{visit.say(texts::LEAVE_OUT)}</h3>
        <p>{visit.say(texts::LEAVE_OUT_LEAD)}</p>
        <form method="post" action=address(visit.language, visit) novalidate="">
            <FormGuard visit=v.clone()/>
            <input type="hidden" name="act" value="leave-out"/>
            <Select visit=v.clone() name="what" label=texts::WHAT_LEFT_OUT options=options
                fields=f.clone() errors=e.clone()/>
            <Field visit=v.clone() name="reason_bg" label=texts::REASON_BG kind=Kind::Text
                fields=f.clone() errors=e.clone()/>
            <Field visit=v name="reason_en" label=texts::REASON_EN kind=Kind::Text fields=f errors=e/>
            <p class="actions">
                <button type="submit" class="danger">{visit.say(texts::LEAVE_OUT)}</button>
            </p>
        </form>
    }
    .into_any()
}

/// What is left out, each with the button that takes it back.
fn left_out(visit: &Visit, all: &[LeftOutView]) -> Option<AnyView> {
    if all.is_empty() {
        return None;
    }
    let columns = vec![
        Column::text(visit.say(challenge::TEAM)),
        Column::text(visit.say(texts::WHAT_LEFT_OUT)),
        Column::text(visit.say(texts::REASON)),
        Column::text(visit.say(staff::ACTIONS)),
    ];
    let rows = all.iter().map(|one| {
        let mut row = left_out_row(visit, one);
        row.push(
            one.id
                .as_ref()
                .map(|id| taking_back(visit, id, one))
                .into_any(),
        );
        row
    });
    let rows = rows.collect();
    let heading = visit.say(texts::LEFT_OUT);
    let view = view! {
        <h3>{heading}</h3>
        <Table caption=heading.to_owned() hide_caption=true columns=columns rows=rows/>
    };
    Some(view.into_any())
}

fn taking_back(visit: &Visit, id: &str, one: &LeftOutView) -> AnyView {
    let (id, title) = (id.to_owned(), one.title.clone());
    view! {
        <form method="post" action=address(visit.language, visit) novalidate="">
            <FormGuard visit=visit.clone()/>
            <input type="hidden" name="act" value="take-back"/>
            <input type="hidden" name="omission" value=id/>
            <button type="submit" class="small">
                {visit.say(texts::TAKE_BACK)}<span class="unseen">" "<bdi>{title}</bdi></span>
            </button>
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use pilotbox_model::api::decisions::WaitingRubricView;

    use super::*;
    use crate::pages::decision::invented;

    fn missing() -> DecisionMissing {
        let unjudged = UnjudgedView {
            submission: "01S1".to_owned(),
            title: "Решение".to_owned(),
            organisation: "Екип".to_owned(),
            judged: 2,
            fewest: 3,
            waiting: vec![WaitingRubricView {
                assignment: "01W".to_owned(),
                evaluator_name: String::new(),
            }],
        };
        DecisionMissing {
            unjudged: vec![unjudged],
            undone_runs: vec![UndoneRunView {
                submission: "01S1".to_owned(),
                title: "Решение".to_owned(),
                organisation: "Екип".to_owned(),
                run: None,
                state: Some("queued".to_owned()),
            }],
            rejudges: vec!["01R".to_owned()],
            ..DecisionMissing::default()
        }
    }

    #[test]
    fn what_is_missing_is_told_and_can_be_left_out_once_each() {
        let visit = Visit::for_tests("/staff/challenges/parking/decision");
        let lines = lines(&visit, &missing());
        assert_eq!(lines.len(), 3, "{lines:?}");
        assert!(lines[0].contains(staff::ERASED.bg), "{}", lines[0]);
        let values = |numbers: Option<&DecidedNumbers>| -> Vec<String> {
            let options = options(&visit, &missing(), numbers);
            options.into_iter().map(|(value, _)| value).collect()
        };
        assert_eq!(values(None), ["01S1:01W", "01S1"]);
        let numbers = invented::numbers();
        let all = ["01S1:01W", "01S1", "01S2", "01S3", "01S4", "01S5", "01S6"];
        assert_eq!(values(Some(&numbers)), all);
    }

    #[test]
    fn leaving_out_takes_a_reason_in_both_languages() {
        let visit = Visit::for_tests("/staff/challenges/parking/decision");
        let typed = |what: &str, bg: &str| {
            Fields::of([
                ("what", what.to_owned()),
                ("reason_bg", bg.to_owned()),
                ("reason_en", "ill".to_owned()),
            ])
        };
        let ask = read(&visit, &typed("01S1:01W", "болест")).expect("it is right");
        assert_eq!(ask.submission, "01S1");
        assert_eq!(ask.assignment.as_deref(), Some("01W"));
        let whole = read(&visit, &typed("01S1", "болест")).expect("it is right");
        assert_eq!(whole.assignment, None);
        let errors = read(&visit, &typed("", " ")).err().unwrap_or_default();
        assert!(errors.at("what").is_some() && errors.at("reason_bg").is_some());
        let long = "ж".repeat(super::super::REASON + 1);
        let errors = read(&visit, &typed("01S1", &long))
            .err()
            .unwrap_or_default();
        assert!(errors.at("reason_bg").is_some());
    }
}
