//! The rubric as a form: for each criterion a step from 0 to 5 with its words, and a
//! comment for the startup.

use leptos::prelude::*;
use pilotbox_model::api::{
    assignments::NoteAsk,
    jury::{CriterionView, MarkAsk, MarksAsk, RubricHeading, RubricView},
};

use super::NOTE;
use crate::{
    components::{
        choice::Choice,
        form::{Field, FormGuard, Kind},
    },
    form::{Errors, Fields, Reader},
    language::Locale as _,
    page::address,
    texts::{Text, evaluator as texts, failure as failures, jury},
    visit::Visit,
};

/// Longest comment, in characters; the API takes no longer one.
pub(super) const COMMENT: usize = 2_000;

/// Fields of the criteria, mark and comment: a rubric has six at most.
const FIELDS: [(&str, &str); 6] = [
    ("mark-0", "comment-0"),
    ("mark-1", "comment-1"),
    ("mark-2", "comment-2"),
    ("mark-3", "comment-3"),
    ("mark-4", "comment-4"),
    ("mark-5", "comment-5"),
];

/// Each criterion with its fields.
fn with_fields(
    rubric: &RubricView,
) -> impl Iterator<Item = (&CriterionView, (&'static str, &'static str))> {
    rubric.criteria.iter().zip(FIELDS)
}

/// What is kept, as the form has it.
pub(super) fn kept(rubric: &RubricView, note: &str) -> Fields {
    let own = with_fields(rubric).flat_map(|(criterion, (mark, comment))| {
        let given = criterion
            .mark
            .map_or_else(String::new, |mark| mark.to_string());
        [(mark, given), (comment, criterion.comment.clone())]
    });
    Fields::of(own.chain([("note", note.to_owned())]))
}

/// What was filled in. A draft may have gaps; what is handed in may not.
pub(super) fn read(
    visit: &Visit,
    rubric: &RubricView,
    fields: &Fields,
    is_last: bool,
) -> Result<(NoteAsk, MarksAsk), Errors> {
    let mut reader = Reader::new(fields, visit.language);
    let mut marks = Vec::new();
    let mut missing = Vec::new();
    for (criterion, (mark, comment)) in with_fields(rubric) {
        let given = step(fields, mark);
        let typed = fields.text(mark).is_some();
        if given.is_none() && (typed || is_last) {
            missing.push((mark, criterion));
        }
        marks.push(MarkAsk {
            criterion: criterion.id.clone(),
            mark: given,
            comment: reader.optional(comment, COMMENT).unwrap_or_default(),
        });
    }
    let note = reader.optional("note", NOTE).unwrap_or_default();
    let mut read = reader.finish((NoteAsk { note }, MarksAsk { marks }));
    for (field, criterion) in missing {
        let mut errors = read.err().unwrap_or_default();
        let title = visit.language.pick(&criterion.title);
        let text = jury::MARK_MISSING.fill(visit.language, &[("title", title)]);
        errors.add(field, text);
        read = Err(errors);
    }
    read
}

/// The step that was chosen, from 0 to 5.
pub(super) fn step(fields: &Fields, name: &str) -> Option<u8> {
    let step = fields.typed(name).parse().ok();
    step.filter(|step| *step <= 5)
}

pub(super) fn form(
    visit: &Visit,
    rubric: &RubricView,
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    let criteria: Vec<_> = with_fields(rubric)
        .map(|(criterion, names)| question(visit, criterion, names, fields, errors))
        .collect();
    view! {
        <section>
            <h2>{visit.say(jury::RUBRIC)}</h2>
            <p>{visit.say(jury::RUBRIC_LEAD)}</p>
            <p class="help">{visit.say(jury::COMMENT_HELP)}</p>
            <form method="post" action=address(visit.language, visit) novalidate="">
                <FormGuard visit=visit.clone()/>
                {criteria}
                <Field visit=visit.clone() name="note" label=texts::NOTE help=texts::NOTE_HELP kind=Kind::Text
                    fields=fields.clone() errors=errors.clone() optional=true/>
                <p class="help">{visit.say(jury::HAND_IN_HELP)}</p>
                <p class="actions">
                    <button type="submit" name="act" value="save" class="quiet">{visit.say(jury::SAVE_DRAFT)}</button>
                    <button type="submit" name="act" value="hand-in">{visit.say(jury::HAND_IN)}</button>
                </p>
            </form>
        </section>
    }
}

fn question(
    visit: &Visit,
    criterion: &CriterionView,
    (mark, comment): (&'static str, &'static str),
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    let comment = view! {
        <Field visit=visit.clone() name=comment label=jury::COMMENT kind=Kind::Text
            fields=fields.clone() errors=errors.clone() optional=true/>
    }
    .into_any();
    view! {
        <Choice name=mark legend=visit.language.pick(&criterion.title).to_owned() help=Some(about(visit, criterion))
            options=steps(visit, &criterion.anchors) fields=fields.clone() errors=errors.clone()>
            {comment}
        </Choice>
    }
}

/// What a criterion is judged for, and what else is to be known of it.
pub(super) fn about(visit: &Visit, criterion: &CriterionView) -> String {
    let heading = visit.say(heading(criterion.heading));
    match &criterion.note {
        Some(note) => format!("{heading}. {}", visit.language.pick(note)),
        None => heading.to_owned(),
    }
}

/// The steps from 0 on, each with its words.
pub(super) fn steps(
    visit: &Visit,
    anchors: &[pilotbox_model::api::challenges::Bilingual],
) -> Vec<(String, String)> {
    let steps = anchors.iter().enumerate();
    steps
        .map(|(step, anchor)| {
            let text = format!("{step}. {}", visit.language.pick(anchor));
            (step.to_string(), text)
        })
        .collect()
}

fn heading(heading: RubricHeading) -> Text {
    match heading {
        RubricHeading::Potential => jury::POTENTIAL,
        RubricHeading::Prioritisation => jury::PRIORITISATION,
        RubricHeading::Readiness => jury::READINESS,
        RubricHeading::Sustainability => jury::SUSTAINABILITY,
    }
}

/// Notes that no step was chosen, where one has to be.
pub(super) fn demand_step(reader: &mut Reader<'_>, step: Option<u8>, name: &'static str) -> u8 {
    if step.is_none() {
        reader.wrong(name, failures::FIELD_CHOOSE);
    }
    step.unwrap_or_default()
}
