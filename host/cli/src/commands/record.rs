//! `pilotbox logs`, `receipt`, `keys` and `chain`: what a server has on record.

use std::{
    ffi::OsString,
    io::Write,
    path::{Path, PathBuf},
};

use pilotbox_evaluate::{TrustedKey, TrustedKeys};
use pilotbox_model::{
    api::runs::{ChainLink, KeyView, LogView, ReceiptView, RunView},
    chain::Head,
};
use reqwest::Method;

use crate::{
    arguments::client::{Chain, Keys, Logs, Receipt},
    client::{Client, bytes, id},
    exit::{Exit, Failure},
    files,
    show::{self, Page},
};

/// Lines of log, and receipts, that are looked at.
const MAX_ROWS: usize = 1_000_000;

/// Bytes of a receipt.
const MAX_RECEIPT_BYTES: u64 = 256 * 1024 * 1024;

/// Bytes of one page of the chain: 10,000 links.
const MAX_PAGE_BYTES: u64 = 256 * 1024 * 1024;

pub(crate) fn logs(arguments: &Logs) -> Result<(), Failure> {
    let client = Client::best(&arguments.at.place())?;
    let path = format!("runs/{}/logs", id(&arguments.run)?);
    let lines: Vec<LogView> = client.list(&path, &[("limit", "200")], MAX_ROWS)?;
    if arguments.json {
        return lines.iter().try_for_each(show::json_line);
    }
    let mut page = Page::default();
    for line in &lines {
        // Guests of strangers wrote this.
        page.told(format_args!(
            "{}: {}: {}",
            line.case, line.level, line.message
        ));
    }
    page.print()
}

pub(crate) fn receipt(arguments: &Receipt) -> Result<(), Failure> {
    let client = Client::best(&arguments.at.place())?;
    let run: RunView = client.get(&format!("runs/{}", id(&arguments.run)?))?;
    let envelope = client.get_bytes(&format!("runs/{}/receipt", run.id), MAX_RECEIPT_BYTES)?;
    let named = || PathBuf::from(format!("{}.receipt.json", arguments.run));
    let path = arguments.to.clone().unwrap_or_else(named);
    files::write(&path, &envelope)?;
    let mut page = Page::default();
    page.line(format_args!("{}: {} bytes", path.display(), envelope.len()));
    let mut next = format!("pilotbox verify {} --trusted-key KEYS", path.display());
    if let Some(salt) = salt(&client, &run)? {
        let beside = salt_path(&path);
        files::write(&beside, format!("{salt}\n").as_bytes())?;
        next = format!("{next} --salt {}", beside.display());
    }
    page.line(format_args!("next: `{next}`"));
    page.print()
}

/// The salt of hidden cases, if it is out.
fn salt(client: &Client, run: &RunView) -> Result<Option<String>, Failure> {
    if run.split == "sample" {
        return Ok(None);
    }
    let query = [("challenge", run.challenge.as_str()), ("limit", "200")];
    let all: Vec<ReceiptView> = client.list("receipts", &query, MAX_ROWS)?;
    let own = all.into_iter().find(|receipt| receipt.run == run.id);
    Ok(own.and_then(|receipt| receipt.salt))
}

fn salt_path(receipt: &Path) -> PathBuf {
    let mut name = OsString::from(receipt);
    name.push(".salt");
    name.into()
}

pub(crate) fn keys(arguments: &Keys) -> Result<(), Failure> {
    let client = Client::best(&arguments.at.place())?;
    let keys: Vec<KeyView> = client.get("keys")?;
    let trusted = |key: KeyView| TrustedKey {
        name: key.name,
        public_key: key.public_key,
        not_before: key.not_before,
        not_after: key.not_after,
    };
    let list = TrustedKeys {
        keys: keys.into_iter().map(trusted).collect(),
    };
    let text = toml::to_string(&list).map_err(|error| Failure::new(Exit::Host, error))?;
    let mut page = Page::default();
    match &arguments.to {
        Some(path) => {
            files::write(path, text.as_bytes())?;
            page.line(format_args!("{}: {} keys", path.display(), list.keys.len()));
            page.line("compare them with what the city publishes elsewhere before you trust them");
        }
        None => page.line(text.trim_end()),
    }
    page.print()
}

pub(crate) fn chain(arguments: &Chain) -> Result<(), Failure> {
    let client = Client::best(&arguments.at.place())?;
    let Some(path) = &arguments.to else {
        let mut out = anstream::stdout();
        return fetch_chain(&client, &mut out).map(|_| ());
    };
    let mut text = Vec::new();
    let head = fetch_chain(&client, &mut text)?;
    files::write(path, &text)?;
    let mut page = Page::default();
    page.line(format_args!(
        "{}: {} links, the chain holds",
        path.display(),
        head.seq
    ));
    page.line(format_args!("head {}", head.digest));
    page.print()
}

/// Reads the chain page by page, and stops at a link that does not follow.
fn fetch_chain(client: &Client, out: &mut impl Write) -> Result<Head, Failure> {
    let mut head = Head::start();
    loop {
        let path = format!("chain?after={}", head.seq);
        let page = bytes(
            client.send(|| client.request(Method::GET, &path))?,
            MAX_PAGE_BYTES,
        )?;
        if page.is_empty() {
            return Ok(head);
        }
        head = follow_chain(head, &page)?;
        let written = out.write_all(&page);
        written.map_err(|error| Failure::new(Exit::Host, format!("not written: {error}")))?;
    }
}

/// Where a chain stands after lines of it.
pub(super) fn follow_chain(head: Head, lines: &[u8]) -> Result<Head, Failure> {
    let broken = |error: &dyn std::fmt::Display| Failure::new(Exit::Receipt, error);
    let lines = lines.split(|byte| *byte == b'\n');
    lines
        .filter(|line| !line.is_empty())
        .try_fold(head, |head, line| {
            let link: ChainLink = serde_json::from_slice(line)
                .map_err(|error| broken(&format!("after link {}: {error}", head.seq)))?;
            head.follow(&link).map_err(|error| broken(&error))
        })
}

#[cfg(test)]
mod tests {
    use pilotbox_model::chain::link_digest;

    use super::*;

    #[test]
    fn a_line_that_was_changed_is_found() {
        let mut link = ChainLink {
            seq: 1,
            at: jiff::Timestamp::UNIX_EPOCH,
            kind: "receipt-issued".to_owned(),
            actor: "system".to_owned(),
            subject: "01J".to_owned(),
            body: "{}".to_owned(),
            previous: Head::start().digest,
            digest: String::new(),
        };
        link.digest = link_digest(&link).to_string();
        let text = serde_json::to_string(&link).unwrap();
        let head = follow_chain(Head::start(), format!("{text}\n").as_bytes()).unwrap();
        assert_eq!((head.seq, head.digest), (1, link.digest));
        let forged = text.replace("01J", "02J");
        let failure = follow_chain(Head::start(), forged.as_bytes()).unwrap_err();
        assert_eq!(failure.exit(), Exit::Receipt);
        assert!(follow_chain(Head::start(), b"{]").is_err());
    }
}
