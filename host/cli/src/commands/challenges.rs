//! `pilotbox challenges`, `enrol` and `pull`: what is asked, and all that is needed
//! to work on it without a network.

use std::io::Read as _;

use pilotbox_model::{
    Digest,
    api::challenges::{ChallengeDetail, ChallengeView, EnrolAsk, EnrolmentView},
};
use reqwest::{Method, header::ETAG};
use serde_json::json;

use crate::{
    arguments::{
        Audience,
        client::{Challenges, Enrol, Pull},
    },
    client::{Client, id},
    exit::{Exit, Failure},
    files,
    show::{self, Page, table},
};

/// Challenges that are listed at most.
const MAX_CHALLENGES: usize = 10_000;

/// Bytes of a pack at most: what `pilotbox run` opens.
const MAX_PACK_BYTES: u64 = 1 << 30;

/// Bytes that are read at once.
const CHUNK_BYTES: u64 = 256 * 1024;

pub(crate) fn challenges(arguments: &Challenges) -> Result<(), Failure> {
    let client = Client::best(&arguments.at.place())?;
    let all: Vec<ChallengeView> = client.list("challenges", &[], MAX_CHALLENGES)?;
    if arguments.json {
        return show::json(&all);
    }
    let mut table = table(&["challenge", "version", "state", "closes", "title"]);
    for challenge in &all {
        table.add_row([
            challenge.id.clone(),
            challenge.version.clone(),
            challenge.state.to_string(),
            challenge.closes_at.map_or("-".to_owned(), show::local_time),
            challenge.title.en.clone(),
        ]);
    }
    let mut page = Page::default();
    page.told(table);
    page.print()
}

pub(crate) fn enrol(arguments: &Enrol) -> Result<(), Failure> {
    let client = Client::signed_in(&arguments.at.place())?;
    let challenge = id(&arguments.challenge)?;
    let ask = EnrolAsk {
        organisation: arguments.organisation.clone(),
    };
    let path = format!("challenges/{challenge}/enrolments");
    let enrolled: EnrolmentView = client.post(&path, &ask)?;
    let mut page = Page::default();
    page.told(format_args!(
        "`{}` takes part in `{challenge}`; boards call it `{}` until results are published",
        enrolled.name, enrolled.pseudonym
    ));
    page.print()
}

pub(crate) fn pull(arguments: &Pull) -> Result<(), Failure> {
    let client = Client::best(&arguments.at.place())?;
    let challenge = id(&arguments.challenge)?;
    let version = if let Some(version) = &arguments.version {
        version.clone()
    } else {
        let detail: ChallengeDetail = client.get(&format!("challenges/{challenge}"))?;
        detail.about.version
    };
    // The server's word becomes a part of a file's name.
    let version = id(&version)?;
    let audience = match arguments.audience {
        Audience::City => "city",
        Audience::Startup => "startup",
    };
    let bytes = download(&client, challenge, version, audience)?;
    let path = arguments
        .to
        .join(format!("{challenge}-{version}.{audience}.pack"));
    make_folder(arguments)?;
    files::write(&path, &bytes)?;
    if arguments.json {
        let digest = Digest::of(&bytes);
        return show::json(&json!({
            "challenge": challenge, "version": version, "file": path, "digest": digest,
        }));
    }
    let mut page = Page::default();
    page.told(format_args!("{}: {} bytes", path.display(), bytes.len()));
    page.told(format_args!(
        "next: `pilotbox run --challenge {} --plugin FILE`",
        path.display()
    ));
    page.print()
}

/// The pack, checked against the digest that the server gives for it.
fn download(
    client: &Client,
    challenge: &str,
    version: &str,
    audience: &str,
) -> Result<Vec<u8>, Failure> {
    let path = format!("challenges/{challenge}/pack");
    let query = [("version", version), ("audience", audience)];
    let response = client.send(|| client.request_with(Method::GET, &path, &query))?;
    let tag = response
        .headers()
        .get(ETAG)
        .and_then(|tag| tag.to_str().ok());
    let told = tag.unwrap_or_default().trim_matches('"').to_owned();
    let broken = |error| Failure::new(Exit::Server, format!("the pack broke off: {error}"));
    let bar = show::bytes_bar("pull", response.content_length());
    let mut body = response.take(MAX_PACK_BYTES + 1);
    let mut bytes = Vec::new();
    while (&mut body)
        .take(CHUNK_BYTES)
        .read_to_end(&mut bytes)
        .map_err(broken)?
        > 0
    {
        bar.set_position(bytes.len() as u64);
    }
    bar.finish_and_clear();
    if bytes.len() as u64 > MAX_PACK_BYTES {
        let message = format!("the pack is larger than {MAX_PACK_BYTES} bytes");
        return Err(Failure::new(Exit::Server, message));
    }
    let digest = Digest::of(&bytes);
    if digest.hex() == told {
        return Ok(bytes);
    }
    Err(Failure::new(
        Exit::Server,
        format!("the pack has the digest `{digest}`, and not `{told}`; hint: pull it again"),
    ))
}

fn make_folder(arguments: &Pull) -> Result<(), Failure> {
    std::fs::create_dir_all(&arguments.to)
        .map_err(|error| Failure::usage(format!("`{}`: {error}", arguments.to.display())))
}
