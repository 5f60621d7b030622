//! The form that asks: for which submission, about which criterion or metric, what.

use leptos::prelude::*;
use pilotbox_model::api::decisions::{InquiryAsk, InquiryKind};

use super::Found;
use crate::{
    components::form::{Field, FormGuard, Kind, Select},
    form::{Errors, Fields, Reader},
    language::Locale as _,
    pages::decision::inquiries_place,
    texts::{decision as texts, failure as failures},
    visit::Visit,
};

/// Most characters of a question; the API takes no more.
pub(super) const QUESTION: usize = 4_000;

pub(super) fn read(visit: &Visit, found: &Found, fields: &Fields) -> Result<InquiryAsk, Errors> {
    let mut reader = Reader::new(fields, visit.language);
    let own = &found.inquiries.own_submissions;
    let chosen = fields.typed("submission");
    let submission = match own.as_slice() {
        [only] => Some(only),
        several => several.iter().find(|one| *one == chosen),
    };
    if submission.is_none() {
        reader.wrong("submission", failures::FIELD_CHOOSE);
    }
    let topic = fields.typed("topic");
    let known = topics(visit, found);
    let is_known = known.iter().any(|(value, _)| value == topic);
    let topic = Some(topic).filter(|_| is_known).and_then(topic_of);
    if topic.is_none() {
        reader.wrong("topic", failures::FIELD_CHOOSE);
    }
    let question = reader.text("question", QUESTION);
    let (kind, topic) = topic.unwrap_or((InquiryKind::Decision, None));
    reader.finish(InquiryAsk {
        submission: submission.cloned().unwrap_or_default(),
        kind,
        topic,
        question,
    })
}

/// What a value of the list means.
fn topic_of(value: &str) -> Option<(InquiryKind, Option<String>)> {
    let (kind, topic) = value.split_once(':').unwrap_or((value, ""));
    let kind = InquiryKind::parse(kind)?;
    let topic = (!topic.is_empty()).then(|| topic.to_owned());
    Some((kind, topic))
}

/// What can be asked about: the whole, each criterion, each metric.
pub(super) fn topics(visit: &Visit, found: &Found) -> Vec<(String, String)> {
    let numbers = &found.view.numbers;
    let mut topics = vec![(
        InquiryKind::Decision.as_str().to_owned(),
        visit.say(texts::WHOLE_DECISION).to_owned(),
    )];
    let mut add = |value: String, text: String| {
        if !topics.iter().any(|(known, _)| *known == value) {
            topics.push((value, text));
        }
    };
    let human = numbers
        .candidates
        .iter()
        .filter_map(|one| one.human.as_ref());
    for one in human.flat_map(|human| &human.criteria) {
        let title = visit.language.pick(&one.title);
        let text = texts::CRITERION_IS.fill(visit.language, &[("title", title)]);
        add(format!("criterion:{}", one.criterion), text);
    }
    let scores = numbers.candidates.iter();
    let scores = scores.filter_map(|one| one.automatic.as_ref());
    for one in scores.flat_map(|score| &score.metrics) {
        let text = texts::METRIC_IS.fill(visit.language, &[("name", &one.name)]);
        add(format!("metric:{}", one.name), text);
    }
    topics
}

/// The form, for those who took part.
pub(super) fn section(visit: &Visit, found: &Found, fields: &Fields, errors: &Errors) -> AnyView {
    let action = visit.at(&inquiries_place(&found.view.challenge));
    let (v, f, e) = (visit.clone(), fields.clone(), errors.clone());
    let own = own(found);
    let submission = (own.len() > 1).then(|| {
        view! {
            <Select visit=v.clone() name="submission" label=texts::ABOUT_WHICH options=own
                fields=f.clone() errors=e.clone()/>
        }
    });
    let topics = topics(visit, found);
    view! {
        <section id="inquiry">
            <h2>{visit.say(texts::ASK)}</h2>
            <form method="post" action=action novalidate="">
                <FormGuard visit=v.clone()/>
                {submission}
                <Select visit=v.clone() name="topic" label=texts::ABOUT_WHAT options=topics
                    fields=f.clone() errors=e.clone()/>
                <Field visit=v name="question" label=texts::QUESTION help=texts::QUESTION_HELP kind=Kind::Text
                    fields=f errors=e/>
                <p class="actions"><button type="submit">{visit.say(texts::ASK_BUTTON)}</button></p>
            </form>
        </section>
    }
    .into_any()
}

/// Own submissions with their titles.
fn own(found: &Found) -> Vec<(String, String)> {
    let own = found.inquiries.own_submissions.iter();
    own.map(|id| {
        let mut known = found.view.numbers.candidates.iter();
        let known = known.find(|one| one.submission == *id);
        let title = known.map_or(id, |one| &one.title);
        (id.clone(), title.clone())
    })
    .collect()
}
