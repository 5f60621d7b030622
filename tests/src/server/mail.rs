//! The folder of mails, as the people who get them would read it.

use std::{fs, path::Path};

use super::patience::awaited;

/// The secret of the link in the newest mail to an address.
pub(super) fn secret(folder: &Path, address: &str) -> String {
    secret_after(folder, address, "")
}

/// The same, once it is another one than that of an earlier mail.
pub(super) fn secret_after(folder: &Path, address: &str, before: &str) -> String {
    awaited(&format!("a mail with a link to `{address}`"), || {
        let secret = newest(folder, address).as_deref().and_then(link_secret);
        secret.filter(|secret| secret != before)
    })
}

/// The newest mail to an address, once it holds a text.
pub(super) fn with(folder: &Path, address: &str, text: &str) -> String {
    awaited(&format!("a mail with `{text}` to `{address}`"), || {
        newest(folder, address).filter(|mail| mail.contains(text))
    })
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
