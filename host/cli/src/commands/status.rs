//! `pilotbox status`: runs and submissions, once or until they have ended.

use pilotbox_model::api::{
    problem::Code,
    runs::{RunState, RunView},
    submissions::SubmissionView,
};

use crate::{
    arguments::client::Status,
    client::{Client, follow, id},
    exit::{Exit, Failure},
    show::{self, RunBar},
};

/// Submissions that are listed without an id.
const NEWEST: usize = 20;

/// What somebody asked about.
enum Thing {
    Run(Box<RunView>),
    Submission(Box<SubmissionView>),
}

pub(crate) fn status(arguments: &Status) -> Result<(), Failure> {
    let client = Client::best(&arguments.at.place())?;
    let Some(named) = &arguments.id else {
        return list(&client, arguments.json);
    };
    match (find(&client, id(named)?)?, arguments.watch) {
        (Thing::Run(run), true) => {
            let run = watch_run(&client, *run, arguments.json)?;
            ended(&[run])
        }
        (Thing::Submission(submission), true) => watch(&client, &submission, arguments.json),
        (Thing::Run(run), false) if arguments.json => show::json(&run),
        (Thing::Run(run), false) => show::print_run_view(&run),
        (Thing::Submission(submission), false) if arguments.json => show::json(&submission),
        (Thing::Submission(submission), false) => show::print_submission(&submission),
    }
}

/// Stays until every run of a submission has ended.
pub(super) fn watch(
    client: &Client,
    submission: &SubmissionView,
    as_json: bool,
) -> Result<(), Failure> {
    let mut runs = Vec::new();
    for run in &submission.runs {
        runs.push(watch_run(client, run.clone(), as_json)?);
    }
    ended(&runs)
}

fn watch_run(client: &Client, run: RunView, as_json: bool) -> Result<RunView, Failure> {
    let bar = (!as_json).then(|| RunBar::new(&run.split));
    let run = follow(client, run, |run| match &bar {
        Some(bar) => {
            bar.set(run);
            Ok(())
        }
        None => show::json_line(run),
    })?;
    drop(bar);
    if !as_json {
        show::print_run_view(&run)?;
    }
    Ok(run)
}

/// The exit code says what became of the runs, as `pilotbox run` would.
fn ended(runs: &[RunView]) -> Result<(), Failure> {
    let exit = runs.iter().find_map(|run| match run.state {
        RunState::Rejected => Some(Exit::Rejected),
        RunState::PluginFailed => Some(Exit::PluginFailed),
        RunState::ChallengeFailed => Some(Exit::Challenge),
        _ => None,
    });
    exit.map_or(Ok(()), |exit| Err(Failure::silent(exit)))
}

fn find(client: &Client, id: &str) -> Result<Thing, Failure> {
    match client.get(&format!("runs/{id}")) {
        Ok(run) => return Ok(Thing::Run(Box::new(run))),
        Err(failure) if failure.problem() == Some(Code::NotFound) => {}
        Err(failure) => return Err(failure),
    }
    match client.get(&format!("submissions/{id}")) {
        Ok(submission) => Ok(Thing::Submission(Box::new(submission))),
        Err(failure) if failure.problem() == Some(Code::NotFound) => Err(Failure::new(
            Exit::Refused,
            format!("`{id}` is neither a run nor a submission that you may see"),
        )),
        Err(failure) => Err(failure),
    }
}

fn list(client: &Client, as_json: bool) -> Result<(), Failure> {
    let newest: Vec<SubmissionView> = client.list("submissions", &[("limit", "20")], NEWEST)?;
    if as_json {
        return show::json(&newest);
    }
    show::print_submissions(&newest)
}
