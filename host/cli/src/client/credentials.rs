//! The server and the token that `pilotbox login` keeps: one file that its owner
//! alone can read.

use std::{fs::DirBuilder, os::unix::fs::DirBuilderExt, path::PathBuf};

use serde::{Deserialize, Serialize};

use crate::{
    exit::{Exit, Failure},
    files,
};

/// Where a server's name and token may come from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Place {
    /// `--server`, or `PILOTBOX_SERVER`.
    pub(crate) server: Option<String>,
    /// `PILOTBOX_TOKEN`.
    pub(crate) token: Option<String>,
}

/// A server and the token for it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Credentials {
    /// The server's address.
    pub(crate) server: String,
    /// The token.
    pub(crate) token: String,
}

impl Credentials {
    /// What the caller gave, else what was kept. A kept token never goes to
    /// another server than its own.
    pub(crate) fn find(place: &Place) -> Result<Self, Failure> {
        if let (Some(server), Some(token)) = (&place.server, &place.token) {
            return Ok(Self {
                server: server.clone(),
                token: token.clone(),
            });
        }
        let kept = Self::read()?;
        match (&place.server, &place.token) {
            (None, Some(token)) => Ok(Self {
                token: token.clone(),
                ..kept
            }),
            (Some(server), None) if same(server, &kept.server) => Ok(kept),
            (Some(server), None) => Err(Failure::new(
                Exit::NotAllowed,
                format!(
                    "not signed in to `{server}`, but to `{}`; hint: `pilotbox login --server {server}`",
                    kept.server
                ),
            )),
            _ => Ok(kept),
        }
    }

    fn read() -> Result<Self, Failure> {
        let path = file()?;
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(Failure::new(
                    Exit::NotAllowed,
                    "not signed in; hint: `pilotbox login --server https://…`",
                ));
            }
            Err(error) => {
                return Err(Failure::usage(format!("`{}`: {error}", path.display())));
            }
        };
        toml::from_str(&text).map_err(|error| {
            Failure::usage(format!(
                "`{}` is not as it was written: {}; hint: `pilotbox login` writes it anew",
                path.display(),
                error.message()
            ))
        })
    }

    /// Keeps them for the next command.
    pub(crate) fn keep(&self) -> Result<PathBuf, Failure> {
        let path = file()?;
        if let Some(folder) = path.parent() {
            let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
            made.map_err(|error| {
                Failure::new(Exit::Host, format!("`{}`: {error}", folder.display()))
            })?;
        }
        let text = toml::to_string(self).map_err(|error| Failure::new(Exit::Host, error))?;
        files::write_secret(&path, text.as_bytes())?;
        Ok(path)
    }

    /// Forgets them; there may be none.
    pub(crate) fn forget() -> Result<(), Failure> {
        let path = file()?;
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Failure::new(
                Exit::Host,
                format!("`{}`: {error}", path.display()),
            )),
            _ => Ok(()),
        }
    }
}

fn same(one: &str, other: &str) -> bool {
    one.trim_end_matches('/') == other.trim_end_matches('/')
}

/// `$XDG_CONFIG_HOME/pilotbox/credentials.toml`, else below `~/.config`.
fn file() -> Result<PathBuf, Failure> {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    let folder = set("XDG_CONFIG_HOME")
        .map(PathBuf::from)
        .or_else(|| set("HOME").map(|home| PathBuf::from(home).join(".config")));
    let folder = folder.ok_or_else(|| {
        Failure::usage("no place for credentials; hint: set HOME or XDG_CONFIG_HOME")
    })?;
    Ok(folder.join("pilotbox").join("credentials.toml"))
}
