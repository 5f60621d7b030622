//! `pilotbox challenge`: what staff do with a challenge on a server.

use std::path::Path;

use pilotbox_challenge::Pack;
use pilotbox_model::api::challenges::{ChallengeDetail, Transition};
use reqwest::{
    Method,
    blocking::multipart::{Form, Part},
};

use crate::{
    arguments::client::{AttachFinal, Challenge, ChallengeCommand, Move, OfVersion, PackFile},
    client::{Client, id, json},
    exit::Failure,
    files,
    show::{self, Page},
};

pub(crate) fn challenge(arguments: &Challenge) -> Result<(), Failure> {
    let client = Client::signed_in(&arguments.at.place())?;
    let detail = match &arguments.command {
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
    let challenge = Pack::open(pack.clone())?.manifest().id.clone();
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

fn attach_final(client: &Client, data: &AttachFinal) -> Result<ChallengeDetail, Failure> {
    let path = format!("{}/final", version_path(&data.of)?);
    let archive = files::read(Path::new(&data.file))?;
    send(client, Method::PUT, &path, "data", &archive)
}

fn version_path(of: &OfVersion) -> Result<String, Failure> {
    Ok(format!("challenges/{}/versions/{}", id(&of.challenge)?, id(&of.version)?))
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
    page.line(format_args!("{} {}: {}", about.id, about.version, about.state));
    for version in &detail.versions {
        let approved = match version.approved_at {
            Some(at) => format!("approved {}", show::local_time(at)),
            None => "not approved".to_owned(),
        };
        let data = if version.has_final { "" } else { ", no final data" };
        page.line(format_args!("  version {}: {approved}{data}", version.version));
    }
    page.print()
}
