//! `[mail]`: how mail leaves.

use std::{num::NonZeroU16, path::PathBuf};

use serde::{Deserialize, Serialize};

use super::SecretText;

/// Where mail goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailKind {
    /// Into a folder, one file a mail: for trying out.
    #[default]
    Folder,
    /// To a server.
    Smtp,
}

/// How the connection to the mail server is kept secret.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SmtpEncryption {
    /// TLS from the first byte, as on port 465.
    #[default]
    Tls,
    /// TLS after a greeting, demanded, as on port 587.
    Starttls,
    /// None: for a relay on the same machine only.
    None,
}

/// `[mail]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MailConfig {
    /// Folder or server.
    pub kind: MailKind,
    /// Whom mail comes from.
    pub from: String,
    /// The folder; by default `mail` in the data folder.
    pub path: Option<PathBuf>,
    /// The mail server.
    pub host: Option<String>,
    /// Its port; by default the usual one of the encryption.
    pub port: Option<NonZeroU16>,
    /// How the connection is kept secret.
    pub encryption: SmtpEncryption,
    /// The account at the mail server.
    pub username: Option<String>,
    /// Its password.
    pub password: Option<SecretText>,
    /// A file that holds its password.
    pub password_file: Option<PathBuf>,
}

impl Default for MailConfig {
    fn default() -> Self {
        Self {
            kind: MailKind::Folder,
            from: "Pilotbox <pilotbox@localhost>".to_owned(),
            path: None,
            host: None,
            port: None,
            encryption: SmtpEncryption::Tls,
            username: None,
            password: None,
            password_file: None,
        }
    }
}
