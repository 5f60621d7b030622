//! The last step of loading: secrets are read from their files, and what does
//! not go together is refused.

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use super::{BlobKind, Config, ConfigError, MailKind, SecretText};

/// No configuration and no secret is larger; another file was named by mistake.
const MAX_FILE_BYTES: u64 = 256 * 1024;

impl Config {
    pub(super) fn resolved(mut self) -> Result<Self, ConfigError> {
        self.read_secrets()?;
        self.check_blobs()?;
        self.check_mail()?;
        self.check_jobs()?;
        self.check_providers()?;
        Ok(self)
    }

    fn read_secrets(&mut self) -> Result<(), ConfigError> {
        let database = &mut self.database;
        fill(
            "database.url",
            &mut database.url,
            database.url_file.as_deref(),
        )?;
        let blobs = &mut self.blobs;
        fill(
            "blobs.secret_access_key",
            &mut blobs.secret_access_key,
            blobs.secret_access_key_file.as_deref(),
        )?;
        let mail = &mut self.mail;
        fill(
            "mail.password",
            &mut mail.password,
            mail.password_file.as_deref(),
        )?;
        for provider in &mut self.oidc {
            let key = format!("oidc.{}.client_secret", provider.id);
            let file = provider.client_secret_file.as_deref();
            fill(&key, &mut provider.client_secret, file)?;
        }
        Ok(())
    }

    fn check_blobs(&self) -> Result<(), ConfigError> {
        if self.blobs.kind == BlobKind::S3 && self.blobs.bucket.is_none() {
            return refused(
                "`blobs.kind` is `s3`, and `blobs.bucket` is not set",
                "set `blobs.bucket`, or `kind = \"folder\"`",
            );
        }
        if self.blobs.access_key_id.is_some() != self.blobs.secret_access_key.is_some() {
            return refused(
                "`blobs.access_key_id` and `blobs.secret_access_key` go together, and one is not set",
                "set both, or neither where the machine has a role of its own",
            );
        }
        Ok(())
    }

    fn check_mail(&self) -> Result<(), ConfigError> {
        if self.mail.kind == MailKind::Smtp && self.mail.host.is_none() {
            return refused(
                "`mail.kind` is `smtp`, and `mail.host` is not set",
                "set `mail.host`, or `kind = \"folder\"`",
            );
        }
        if self.mail.username.is_some() != self.mail.password.is_some() {
            return refused(
                "`mail.username` and `mail.password` go together, and one is not set",
                "set both, or neither for a relay that asks for none",
            );
        }
        Ok(())
    }

    /// A worker that is given up between two of its own heartbeats would have
    /// every run done twice.
    fn check_jobs(&self) -> Result<(), ConfigError> {
        let heartbeat = self.jobs.heartbeat_seconds.get();
        let orphan = self.jobs.orphan_seconds.get();
        if orphan < heartbeat.saturating_mul(2) {
            return Err(ConfigError::Combination {
                what: format!(
                    "`jobs.orphan_seconds` is `{orphan}`, less than two heartbeats of `{heartbeat}` seconds"
                ),
                hint: "three heartbeats or more let a busy worker miss one",
            });
        }
        Ok(())
    }

    fn check_providers(&self) -> Result<(), ConfigError> {
        for (index, provider) in self.oidc.iter().enumerate() {
            let id = &provider.id;
            if !is_plain_name(id) {
                return Err(ConfigError::Combination {
                    what: format!(
                        "the provider's `id` `{}` cannot stand in a URL",
                        id.escape_debug()
                    ),
                    hint: "1 to 32 lower-case letters, digits and hyphens",
                });
            }
            if self.oidc.iter().take(index).any(|other| other.id == *id) {
                return Err(ConfigError::Combination {
                    what: format!("two providers have the `id` `{id}`"),
                    hint: "give each its own",
                });
            }
        }
        Ok(())
    }
}

/// Reads a small file of text.
pub(super) fn read_bounded(path: &Path) -> Result<String, ConfigError> {
    let unreadable = |source| ConfigError::Unreadable {
        path: path.to_path_buf(),
        source,
    };
    let text = read_start(path).map_err(unreadable)?;
    if exceeds_bound(&text) {
        return Err(ConfigError::TooLarge {
            path: path.to_path_buf(),
            limit_bytes: MAX_FILE_BYTES,
        });
    }
    Ok(text)
}

/// Puts the secret of a file in its place.
fn fill(
    key: &str,
    secret: &mut Option<SecretText>,
    file: Option<&Path>,
) -> Result<(), ConfigError> {
    let Some(path) = file else { return Ok(()) };
    if secret.is_some() {
        return Err(ConfigError::Combination {
            what: format!("`{key}` and `{key}_file` are both set"),
            hint: "keep the file, which backups of the configuration do not show",
        });
    }
    *secret = Some(read_secret(&format!("{key}_file"), path)?);
    Ok(())
}

fn read_secret(key: &str, path: &Path) -> Result<SecretText, ConfigError> {
    let refuse = |reason: String| ConfigError::SecretFile {
        key: key.to_owned(),
        path: PathBuf::from(path),
        reason,
    };
    let text = read_start(path).map_err(|error| refuse(error.to_string()))?;
    if exceeds_bound(&text) {
        return Err(refuse(format!("it is larger than {MAX_FILE_BYTES} bytes")));
    }
    // Editors end a file with a line break, which is not part of the secret.
    let secret = text.trim_end_matches(['\r', '\n']);
    if secret.is_empty() {
        return Err(refuse("it is empty".to_owned()));
    }
    Ok(SecretText::new(secret))
}

/// One byte more than the bound tells that there is more.
fn read_start(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    File::open(path)?
        .take(MAX_FILE_BYTES + 1)
        .read_to_string(&mut text)?;
    Ok(text)
}

fn exceeds_bound(text: &str) -> bool {
    u64::try_from(text.len()).is_ok_and(|length| length > MAX_FILE_BYTES)
}

fn is_plain_name(name: &str) -> bool {
    (1..=32).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn refused(what: &str, hint: &'static str) -> Result<(), ConfigError> {
    Err(ConfigError::Combination {
        what: what.to_owned(),
        hint,
    })
}
