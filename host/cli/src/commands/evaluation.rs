//! `pilotbox evaluation`: what an evaluator does on a server.

use pilotbox_model::api::assignments::{DoneAsk, OwnAssignmentDetail, OwnAssignmentView};
use reqwest::Method;

use crate::{
    arguments::evaluation::{Evaluation, EvaluationCommand},
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
        EvaluationCommand::Done(work) => set(&client, &work.of.id, true, work.note.as_ref()),
        EvaluationCommand::Reopen(work) => set(&client, &work.id, false, None),
    }
}

fn print(client: &Client, as_json: bool) -> Result<(), Failure> {
    let work: Vec<OwnAssignmentView> = client.list("assignments", &[("limit", "200")], MOST)?;
    if as_json {
        return show::json(&work);
    }
    let mut table = show::table(&["id", "challenge", "code", "due", "state"]);
    for one in &work {
        let state = match (one.done_at, one.is_late) {
            (Some(_), _) => "done",
            (None, true) => "late",
            (None, false) => "to do",
        };
        table.add_row([
            one.id.clone(),
            one.challenge.clone(),
            one.code.clone(),
            one.due_on.to_string(),
            state.to_owned(),
        ]);
    }
    let mut page = Page::default();
    page.told(table);
    page.print()
}

fn set(client: &Client, work: &str, is_done: bool, note: Option<&String>) -> Result<(), Failure> {
    let work = id(work)?;
    let ask = DoneAsk {
        is_done,
        note: note.cloned(),
    };
    client.change(Method::PUT, &format!("assignments/{work}/done"), &ask)?;
    let now: OwnAssignmentDetail = client.get(&format!("assignments/{work}"))?;
    let state = if now.about.done_at.is_some() {
        "done"
    } else {
        "to do"
    };
    let mut page = Page::default();
    page.told(format_args!(
        "{} {}: {state}",
        now.about.challenge, now.about.code
    ));
    page.print()
}
