//! `pilotbox admin backup` and `restore`.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use pilotbox_server::backup::{self, BackupError, Contents, settings_digest};
use serde_json::json;

use crate::{
    arguments::server::Archive,
    commands::serve::block_on,
    exit::{Exit, Failure},
    show::{self, Page},
};

pub(super) fn backup(archive: &Archive) -> Result<(), Failure> {
    let config = super::load_own(&archive.config)?;
    let contents = block_on(backup::backup(&config, &archive.file, told("backup")))?;
    let contents = contents.map_err(failed)?;
    if archive.json {
        return print_json(archive, &contents);
    }
    let mut page = Page::default();
    page.line(summary(archive, &contents));
    page.line("it holds the signing key and hidden data: encrypt it before it leaves the machine");
    page.print()
}

pub(super) fn restore(archive: &Archive) -> Result<(), Failure> {
    let config = super::load_own(&archive.config)?;
    let contents = block_on(backup::restore(&config, &archive.file, told("restore")))?;
    let contents = contents.map_err(failed)?;
    if archive.json {
        return print_json(archive, &contents);
    }
    let mut page = Page::default();
    page.line(summary(archive, &contents));
    if contents.settings != settings_digest(&config) {
        page.line("note: limits, quotas, accounts or names are set otherwise than they were");
    }
    page.line(format_args!(
        "restored into {}",
        config.server.data.display()
    ));
    let key = config.data_key_file();
    if !key.exists() {
        page.line(format_args!(
            "note: no backup holds the data key; put it back as {} before raw data is read or brought",
            key.display()
        ));
    }
    page.print()
}

/// Shows how much has been done.
fn told(what: &str) -> impl Fn(u64) + Send + use<> {
    let bar = show::bytes_bar(what, None);
    let done = Arc::new(AtomicU64::new(0));
    move |bytes| {
        let before = done.fetch_add(bytes, Ordering::Relaxed);
        bar.set_position(before.saturating_add(bytes));
    }
}

fn summary(archive: &Archive, contents: &Contents) -> String {
    let bytes: u64 = contents.parts.iter().map(|part| part.bytes).sum();
    format!(
        "{}: {} files of {bytes} bytes, made {} by {}",
        archive.file.display(),
        contents.parts.len(),
        show::local_time(contents.created_at),
        contents.version
    )
}

fn print_json(archive: &Archive, contents: &Contents) -> Result<(), Failure> {
    show::json(&json!({ "file": archive.file, "contents": contents }))
}

fn failed(error: BackupError) -> Failure {
    let exit = match error {
        BackupError::There { .. } | BackupError::Damaged(_) | BackupError::OtherDatabase { .. } => {
            Exit::Usage
        }
        _ => Exit::Host,
    };
    Failure::new(exit, error)
}
