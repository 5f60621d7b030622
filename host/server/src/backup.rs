//! Backups: database, blobs and keys in one tar archive, with a list of digests at
//! its end. Made while the server runs: the database is copied first, and blobs are
//! never changed, so that whatever it names is there.
//!
//! Not in it: configuration, mails in a folder, uploads that are not whole, and what
//! is made again by itself.

mod archive;
mod database;
mod restore;

use std::{
    fs, io,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use futures_util::TryStreamExt;
use jiff::Timestamp;
use pilotbox_model::Digest;
use pilotbox_store::{BlobError, Blobs, StoreError};
use serde::{Deserialize, Serialize};
use tokio::{runtime::Handle, task::spawn_blocking};

use self::archive::{BlobReader, Writer};
use crate::{
    config::Config,
    open::{self, OpenError},
};

pub use self::restore::restore;

/// The archive's layout. Another one is refused.
const FORMAT: u32 = 1;

/// Where things lie in the archive.
const LIST: &str = "backup.json";
const DATABASE: &str = "database";
const SIGNING_KEY: &str = "keys/signing.pem";
const TRUSTED_KEYS: &str = "keys/trusted.toml";
const BLOBS: &str = "blobs/";

/// Which database a backup was made of: one cannot be restored as the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DatabaseKind {
    /// One file.
    Sqlite,
    /// What `pg_dump` writes.
    Postgres,
}

/// What a backup is, as it says itself at its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contents {
    /// The archive's layout.
    pub format: u32,
    /// The program that made it.
    pub version: String,
    /// When.
    pub created_at: Timestamp,
    /// Of which database.
    pub database: DatabaseKind,
    /// Digest of the settings that decide what may be done: limits, quotas,
    /// accounts, names.
    pub settings: Digest,
    /// Every file before it.
    pub parts: Vec<Part>,
}

/// A file of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Where it lies in the archive.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// Its digest.
    pub digest: Digest,
}

/// Why there is no backup, or it cannot be restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// What is kept cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database cannot be copied or looked into.
    #[error("the database: {0}")]
    Store(#[from] StoreError),
    /// A blob cannot be read or written.
    #[error(transparent)]
    Blob(#[from] BlobError),
    /// A file cannot be read or written.
    #[error("`{path}`: {cause}")]
    File {
        /// Which.
        path: String,
        /// Why.
        cause: io::Error,
    },
    /// Something is there that would be replaced.
    #[error("`{path}` is there already; hint: {hint}")]
    There {
        /// What.
        path: String,
        /// What to do.
        hint: &'static str,
    },
    /// The archive is not what was written.
    #[error("the backup cannot be used: {0}; hint: take another backup")]
    Damaged(String),
    /// It was made of another kind of database.
    #[error(
        "the backup is of a {made} database, and the configuration names a {wanted} one; hint: set `database.url`"
    )]
    OtherDatabase {
        /// The backup's.
        made: &'static str,
        /// The configuration's.
        wanted: &'static str,
    },
    /// PostgreSQL's own program failed.
    #[error("`{program}` failed: {reason}")]
    Program {
        /// Which.
        program: &'static str,
        /// What it said.
        reason: String,
    },
    /// A task ended before its time.
    #[error("the backup was interrupted: {0}")]
    Interrupted(String),
}

impl DatabaseKind {
    fn of(config: &Config) -> Self {
        if config.database_url().reveal().starts_with("sqlite:") {
            Self::Sqlite
        } else {
            Self::Postgres
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// Writes a backup, readable by its owner alone. Tells what is in it; `on_part` is
/// told each file's size as it is written.
pub async fn backup(
    config: &Config,
    to: &Path,
    on_part: impl Fn(u64) + Send + 'static,
) -> Result<Contents, BackupError> {
    demand_nothing(to, "name a new file: no backup replaces another one")?;
    let folder = parent(to);
    let scratch = tempfile::Builder::new()
        .prefix(".pilotbox-backup")
        .tempdir_in(&folder)
        .map_err(|cause| file_error(&folder, cause))?;
    let copy = scratch.path().join(DATABASE);
    // Before the blobs are listed: what it names is there already.
    database::dump(config, &copy).await?;
    let blobs = open::blobs(config)?;
    let mut all: Vec<_> = blobs.all().try_collect().await?;
    all.sort_unstable();
    let draft = scratch.path().join("draft");
    let (settings, draft_path) = (config.clone(), draft.clone());
    let handle = Handle::current();
    let writing = move || {
        let found = Found {
            config: &settings,
            database: &copy,
            blobs: &blobs,
            all,
        };
        found.write(&draft_path, &handle, &on_part)
    };
    let contents = spawn_blocking(writing).await;
    let contents = contents.map_err(|error| BackupError::Interrupted(error.to_string()))??;
    fs::rename(&draft, to).map_err(|cause| file_error(to, cause))?;
    Ok(contents)
}

/// The file of the database, where it is SQLite's.
pub fn sqlite_file(config: &Config) -> Option<PathBuf> {
    let is_file = DatabaseKind::of(config) == DatabaseKind::Sqlite;
    is_file.then(|| database::sqlite_file(config))
}

/// Digest of the settings that decide what may be done here.
pub fn settings_digest(config: &Config) -> Digest {
    let settings = (
        &config.limits,
        &config.quota,
        &config.accounts,
        &config.keys.issuer,
        &config.server.public_url,
    );
    // Plain values: they can always be written.
    Digest::of(&serde_json::to_vec(&settings).unwrap_or_default())
}

/// What goes into a backup.
struct Found<'a> {
    config: &'a Config,
    database: &'a Path,
    blobs: &'a Blobs,
    all: Vec<(Digest, u64)>,
}

impl Found<'_> {
    fn write(
        &self,
        draft: &Path,
        handle: &Handle,
        on_part: &dyn Fn(u64),
    ) -> Result<Contents, BackupError> {
        let mut options = fs::OpenOptions::new();
        let file = options.write(true).create_new(true).mode(0o600).open(draft);
        let mut writer = Writer::new(file.map_err(|cause| file_error(draft, cause))?, on_part);
        writer.add_file(DATABASE, self.database)?;
        writer.add_file(SIGNING_KEY, &self.config.signing_key_file())?;
        writer.add_file(TRUSTED_KEYS, &self.config.trusted_keys_file())?;
        for (digest, bytes) in &self.all {
            let path = format!("{BLOBS}{}", digest.hex());
            let (now, stream) = match handle.block_on(self.blobs.stream(*digest)) {
                // Upkeep has just removed what nothing names.
                Err(BlobError::Missing(_)) => continue,
                found => found?,
            };
            if now != *bytes {
                return Err(BlobError::Damaged(*digest).into());
            }
            writer.add(&path, now, BlobReader::new(handle, stream))?;
        }
        writer.finish(Contents {
            format: FORMAT,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            created_at: Timestamp::now(),
            database: DatabaseKind::of(self.config),
            settings: settings_digest(self.config),
            parts: Vec::new(),
        })
    }
}

fn demand_nothing(path: &Path, hint: &'static str) -> Result<(), BackupError> {
    match fs::symlink_metadata(path) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(cause) => Err(file_error(path, cause)),
        Ok(_) => Err(BackupError::There {
            path: path.display().to_string(),
            hint,
        }),
    }
}

fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent.to_path_buf(),
        _ => Path::new(".").to_path_buf(),
    }
}

fn file_error(path: &Path, cause: io::Error) -> BackupError {
    BackupError::File {
        path: path.display().to_string(),
        cause,
    }
}

#[cfg(test)]
mod tests;
