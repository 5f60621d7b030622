//! `pilotbox evaluation`: what an evaluator does on a server.

use pilotbox_model::api::{
    assignments::{NoteAsk, OwnAssignmentDetail, OwnAssignmentView},
    jury::{ConflictAsk, MarkAsk, MarksAsk, RubricView},
};
use reqwest::Method;

use crate::{
    arguments::evaluation::{
        Declare, Evaluation, EvaluationCommand, GiveMarks, KeepNote, OwnRubric,
    },
    client::{Client, id},
    exit::Failure,
    show::{self, Page},
};

/// Rows of a list: far more than one person judges.
const MOST: usize = 1_000;

pub(crate) fn evaluation(arguments: &Evaluation) -> Result<(), Failure> {
    let client = Client::signed_in(&arguments.at.place())?;
    match &arguments.command {
        EvaluationCommand::List(list) => print(&client, list.json),
        EvaluationCommand::Declare(work) => declare(&client, work),
        EvaluationCommand::Rubric(work) => rubric(&client, work),
        EvaluationCommand::Mark(work) => mark(&client, work),
        EvaluationCommand::Note(work) => note(&client, work),
    }
}

fn print(client: &Client, as_json: bool) -> Result<(), Failure> {
    let work: Vec<OwnAssignmentView> = client.list("assignments", &[("limit", "200")], MOST)?;
    if as_json {
        return show::json(&work);
    }
    let mut table = show::table(&["id", "challenge", "code", "due", "state"]);
    for one in &work {
        table.add_row([
            one.id.clone(),
            one.challenge.clone(),
            one.code.clone(),
            one.due_on.to_string(),
            state(one).to_owned(),
        ]);
    }
    let mut page = Page::default();
    page.told(table);
    page.print()
}

fn state(one: &OwnAssignmentView) -> &'static str {
    match (one.done_at, one.declared_at, one.is_late) {
        (Some(_), ..) => "done",
        (None, _, true) => "late",
        (None, None, false) => "to declare",
        (None, Some(_), false) => "to do",
    }
}

fn declare(client: &Client, work: &Declare) -> Result<(), Failure> {
    let own = id(&work.of.id)?;
    let ask = ConflictAsk {
        has_conflict: work.conflict.is_some(),
        reason: work.conflict.clone(),
    };
    client.change(Method::PUT, &format!("assignments/{own}/conflict"), &ask)?;
    if work.conflict.is_some() {
        let mut page = Page::default();
        page.told("the work is withdrawn");
        return page.print();
    }
    tell(client, own)
}

fn rubric(client: &Client, work: &OwnRubric) -> Result<(), Failure> {
    let own = id(&work.of.id)?;
    let rubric: RubricView = client.get(&format!("assignments/{own}/rubric"))?;
    if work.json {
        return show::json(&rubric);
    }
    let mut table = show::table(&["criterion", "title", "mark", "stands"]);
    let shown = |mark: Option<u8>| mark.map_or_else(String::new, |mark| mark.to_string());
    for one in &rubric.criteria {
        table.add_row([
            one.id.clone(),
            one.title.en.clone(),
            shown(one.mark),
            shown(one.moderated),
        ]);
    }
    let mut page = Page::default();
    page.told(table);
    page.print()
}

fn mark(client: &Client, work: &GiveMarks) -> Result<(), Failure> {
    let own = id(&work.of.id)?;
    if !work.marks.is_empty() {
        // A mark keeps the comment that was written in the portal.
        let before: RubricView = client.get(&format!("assignments/{own}/rubric"))?;
        let comment = |criterion: &str| {
            let found = before.criteria.iter().find(|one| one.id == criterion);
            found.map(|one| one.comment.clone()).unwrap_or_default()
        };
        let marks = work.marks.iter().map(|(criterion, mark)| MarkAsk {
            criterion: criterion.clone(),
            mark: Some(*mark),
            comment: comment(criterion),
        });
        let ask = MarksAsk {
            marks: marks.collect(),
        };
        client.change(Method::PUT, &format!("assignments/{own}/marks"), &ask)?;
    }
    if work.hand_in {
        let path = format!("assignments/{own}/judgement");
        client.send(|| client.request(Method::POST, &path))?;
    }
    tell(client, own)
}

fn note(client: &Client, work: &KeepNote) -> Result<(), Failure> {
    let own = id(&work.of.id)?;
    let ask = NoteAsk {
        note: work.note.clone(),
    };
    client.change(Method::PUT, &format!("assignments/{own}/note"), &ask)?;
    tell(client, own)
}

/// Where the work is now.
fn tell(client: &Client, own: &str) -> Result<(), Failure> {
    let now: OwnAssignmentDetail = client.get(&format!("assignments/{own}"))?;
    let about = &now.about;
    let mut page = Page::default();
    page.told(format_args!(
        "{} {}: {}",
        about.challenge,
        about.code,
        state(about)
    ));
    page.print()
}
