//! `pilotbox keygen`.

use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use pilotbox_evaluate::{SigningKey, TrustedKeys};

use crate::{arguments::Keygen, exit::Failure, show::Page};

pub(crate) fn keygen(arguments: &Keygen) -> Result<(), Failure> {
    let key = SigningKey::generate()?;
    let (secret, list) = (
        with_ending(&arguments.name, "key"),
        with_ending(&arguments.name, "keys.toml"),
    );
    let name = arguments
        .name
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let from = Timestamp::now();
    let to = from.saturating_add(SignedDuration::from_hours(24 * i64::from(arguments.days)));
    let to = to.map_err(Failure::usage)?;
    if let Some(taken) = [&secret, &list].into_iter().find(|path| path.exists()) {
        let message = format!(
            "`{}` is there already; hint: choose another name",
            taken.display()
        );
        return Err(Failure::usage(message));
    }
    key.write(&secret)?;
    TrustedKeys {
        keys: vec![key.trusted(&name, from, to)],
    }
    .write(&list)?;
    let mut page = Page::default();
    page.line(format_args!(
        "{}: keep it to yourself; it signs receipts",
        secret.display()
    ));
    page.line(format_args!(
        "{}: give it to those who verify them",
        list.display()
    ));
    page.print()
}

fn with_ending(name: &Path, ending: &str) -> PathBuf {
    let mut text = name.as_os_str().to_owned();
    text.push(".");
    text.push(ending);
    text.into()
}
