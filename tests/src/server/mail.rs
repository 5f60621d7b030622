//! The folder of mails, as the people who get them would read it.

use std::{fs, path::Path, thread, time::Duration};

/// Looks into the folder until a mail must be there, however busy the machine is.
const MAX_LOOKS: usize = 6_000;

/// Between two looks, so that the server gets the time to write it.
const PAUSE: Duration = Duration::from_millis(10);

/// The secret of the link in the newest mail to an address.
pub(super) fn secret(folder: &Path, address: &str) -> String {
    for _ in 0..MAX_LOOKS {
        if let Some(secret) = newest(folder, address).as_deref().and_then(link_secret) {
            return secret;
        }
        thread::sleep(PAUSE);
    }
    panic!("no mail with a link came to `{address}`");
}

/// The newest mail to an address, once it holds a text.
pub(super) fn with(folder: &Path, address: &str, text: &str) -> String {
    for _ in 0..MAX_LOOKS {
        if let Some(mail) = newest(folder, address).filter(|mail| mail.contains(text)) {
            return mail;
        }
        thread::sleep(PAUSE);
    }
    panic!("no mail with `{text}` came to `{address}`");
}

/// The newest mail to an address. Names sort by time, and a mail is whole as soon
/// as it has its name.
fn newest(folder: &Path, address: &str) -> Option<String> {
    let entries = fs::read_dir(folder).ok()?.flatten();
    let paths = entries.map(|entry| entry.path());
    let mut paths: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "eml"))
        .collect();
    paths.sort();
    let mails = paths
        .iter()
        .rev()
        .filter_map(|path| fs::read_to_string(path).ok());
    let is_to = |line: &str| line.starts_with("To:") && line.contains(address);
    mails.into_iter().find(|mail| mail.lines().any(is_to))
}

fn link_secret(mail: &str) -> Option<String> {
    let link = mail.lines().find(|line| line.contains("?secret="))?;
    let (_, secret) = link.split_once("?secret=")?;
    Some(secret.trim().to_owned())
}
