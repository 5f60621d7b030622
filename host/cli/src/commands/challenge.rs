//! `pilotbox challenge`: what staff do with a challenge on a server.

use std::path::Path;

use pilotbox_challenge::pack::read_pack;
use pilotbox_model::api::{
    assignments::{AssignedView, AssignmentAsk},
    challenges::{ChallengeDetail, PhaseAsk, PhaseView, Quota, Transition},
};
use reqwest::{
    Method,
    blocking::multipart::{Form, Part},
};

use crate::{
    arguments::staff::{
        Assign, AttachFinal, Challenge, ChallengeCommand, Move, OfVersion, PackFile, Phase,
    },
    client::{Client, id, json},
    exit::Failure,
    files,
    show::{self, Page},
};

pub(crate) fn challenge(arguments: &Challenge) -> Result<(), Failure> {
    let client = Client::signed_in(&arguments.at.place())?;
    let detail = match &arguments.command {
        ChallengeCommand::Phase(phase) => return set_phase(&client, phase),
        ChallengeCommand::Assign(work) => return assign(&client, work),
        ChallengeCommand::Create(file) => create(&client, file),
        ChallengeCommand::Version(file) => version(&client, file),
        ChallengeCommand::Approve(of) => approve(&client, of),
        ChallengeCommand::Move(to) => move_on(&client, to),
        ChallengeCommand::AttachFinal(data) => attach_final(&client, data),
    }?;
    print(&detail)
}

fn create(client: &Client, file: &PackFile) -> Result<ChallengeDetail, Failure> {
    let pack = files::read(&file.pack)?;
    send(client, Method::POST, "challenges", "pack", &pack)
}

fn version(client: &Client, file: &PackFile) -> Result<ChallengeDetail, Failure> {
    let pack = files::read(&file.pack)?;
    // Whose version it is stands in the pack.
    let challenge = read_pack(pack.clone())?.package.manifest().id.clone();
    let path = format!("challenges/{}/versions", id(&challenge)?);
    send(client, Method::POST, &path, "pack", &pack)
}

fn approve(client: &Client, of: &OfVersion) -> Result<ChallengeDetail, Failure> {
    let path = format!("{}/approval", version_path(of)?);
    json(client.send(|| client.request(Method::PUT, &path))?)
}

fn move_on(client: &Client, to: &Move) -> Result<ChallengeDetail, Failure> {
    let path = format!("challenges/{}/transitions", id(&to.challenge)?);
    let transition = Transition {
        to: to.to.state(),
        reason: to.reason.clone(),
    };
    client.post(&path, &transition)
}

fn set_phase(client: &Client, set: &Phase) -> Result<(), Failure> {
    let path = format!(
        "challenges/{}/phases/{}",
        id(&set.challenge)?,
        id(&set.name)?
    );
    let now: PhaseView = client.get(&path)?;
    let quota = Quota {
        per_day: set.per_day.unwrap_or(now.quota.per_day),
        per_phase: set.per_phase.unwrap_or(now.quota.per_phase),
        concurrent: set.concurrent.unwrap_or(now.quota.concurrent),
    };
    let ask = PhaseAsk {
        opens_at: set.opens.unwrap_or(now.opens_at),
        closes_at: set.closes.or(now.closes_at),
        quota,
    };
    let phase: PhaseView = json(client.change(Method::PUT, &path, &ask)?)?;
    let mut page = Page::default();
    let closes = phase
        .closes_at
        .map_or("open end".to_owned(), show::local_time);
    page.told(format_args!(
        "phase {}: {} to {closes}; {} a day, {} in all, {} at once",
        phase.name,
        show::local_time(phase.opens_at),
        phase.quota.per_day,
        phase.quota.per_phase,
        phase.quota.concurrent
    ));
    page.print()
}

fn assign(client: &Client, work: &Assign) -> Result<(), Failure> {
    let path = format!("challenges/{}/assignments", id(&work.challenge)?);
    let ask = AssignmentAsk {
        evaluator: work.evaluator.clone(),
        submission: work.submission.clone(),
        due_on: work.due,
    };
    let given: AssignedView = client.post(&path, &ask)?;
    let mut page = Page::default();
    page.told(format_args!(
        "{} new to judge by {}, {} with another day",
        given.made, work.due, given.moved
    ));
    page.print()
}

fn attach_final(client: &Client, data: &AttachFinal) -> Result<ChallengeDetail, Failure> {
    let path = format!("{}/final", version_path(&data.of)?);
    let archive = files::read(Path::new(&data.file))?;
    send(client, Method::PUT, &path, "data", &archive)
}

fn version_path(of: &OfVersion) -> Result<String, Failure> {
    Ok(format!(
        "challenges/{}/versions/{}",
        id(&of.challenge)?,
        id(&of.version)?
    ))
}

/// Sends one file.
fn send(
    client: &Client,
    method: Method,
    path: &str,
    field: &'static str,
    file: &[u8],
) -> Result<ChallengeDetail, Failure> {
    let bar = show::bytes_bar("upload", Some(file.len() as u64));
    let form = || Form::new().part(field, Part::bytes(file.to_vec()).file_name(field));
    let sent = client.send_form(method, path, None, form);
    bar.finish_and_clear();
    json(sent?)
}

fn print(detail: &ChallengeDetail) -> Result<(), Failure> {
    let mut page = Page::default();
    let about = &detail.about;
    page.told(format_args!(
        "{} {}: {}",
        about.id, about.version, about.state
    ));
    for version in &detail.versions {
        let approved = match version.approved_at {
            Some(at) => format!("approved {}", show::local_time(at)),
            None => "not approved".to_owned(),
        };
        let data = match (version.has_final, version.is_final_waiting) {
            (_, true) => ", final data waits for somebody else's approval",
            (true, false) => "",
            (false, false) => ", no final data",
        };
        page.told(format_args!(
            "  version {}: {approved}{data}",
            version.version
        ));
    }
    page.print()
}
