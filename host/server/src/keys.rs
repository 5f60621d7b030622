//! The key that signs receipts: one file that the server alone can read, and the
//! list of all public keys with dates. A key that is replaced stays in the list, so
//! that its receipts can be verified for ever; its private half is removed.
//!
//! The file decides. A key in it that the list does not know becomes the current
//! one, which is what a first start, a rotation, and a start after an interrupted
//! rotation have in common.

use std::{
    fs, io,
    os::unix::fs::{DirBuilderExt, PermissionsExt},
    path::{Path, PathBuf},
    sync::Arc,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use jiff::{SignedDuration, Timestamp};
use pilotbox_evaluate::{KeyError, SigningKey, TrustedKey, TrustedKeys};
use pilotbox_model::Digest;
use pilotbox_store::{
    KeyRow, Store, StoreError,
    chain::{NewLink, SYSTEM},
    from_millis, to_millis,
};
use serde_json::json;
use tokio::sync::Mutex;

use crate::config::Config;

/// How long a key is trusted unless it is replaced: ten years.
const LIFETIME: SignedDuration = SignedDuration::from_hours(24 * 3653);

/// Hexadecimal digits of a key's id in its name.
const NAME_DIGITS: usize = 12;

/// Why receipts cannot be signed.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// A file cannot be read or written.
    #[error(transparent)]
    File(#[from] KeyError),
    /// A folder or a file cannot be used.
    #[error("`{path}`: {cause}")]
    Io {
        /// Which.
        path: String,
        /// What the system said.
        cause: io::Error,
    },
    /// Others can read the private key.
    #[error(
        "`{path}` can be read by others; hint: `chmod 600 {path}`, and rotate the key if somebody may have read it"
    )]
    Exposed {
        /// The file.
        path: String,
    },
    /// The file holds a key that was replaced.
    #[error(
        "the key `{name}` was replaced; hint: put the current key's file back, or `pilotbox admin rotate-key`"
    )]
    Retired {
        /// Its name.
        name: String,
    },
    /// The key's time is over.
    #[error("the key `{name}` has expired; hint: `pilotbox admin rotate-key`")]
    Expired {
        /// Its name.
        name: String,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A key that signs, with its name in the list.
pub struct CurrentKey {
    /// Its name.
    pub name: String,
    /// Until when it is trusted, in milliseconds since 1970.
    pub not_after: i64,
    /// The private half.
    pub key: SigningKey,
}

/// The keys of an installation.
pub struct Keys {
    store: Store,
    file: PathBuf,
    list: PathBuf,
    issuer: String,
    current: Mutex<Option<Arc<CurrentKey>>>,
}

impl Keys {
    /// Reads the key, makes one where there is none, and writes the public list.
    pub async fn open(config: &Config, store: &Store, now: Timestamp) -> Result<Self, KeysError> {
        let keys = Self {
            store: store.clone(),
            file: config.signing_key_file(),
            list: config.trusted_keys_file(),
            issuer: config.keys.issuer.clone(),
            current: Mutex::new(None),
        };
        if !keys.file.exists() {
            keys.make()?;
        }
        keys.current(now).await?;
        keys.export().await?;
        Ok(keys)
    }

    /// Replaces the key by a new one. Servers that run take it up by themselves.
    pub async fn rotate(&self, now: Timestamp) -> Result<Arc<CurrentKey>, KeysError> {
        let new = beside(&self.file, ".new");
        remove(&new)?;
        SigningKey::generate()?.write(&new)?;
        fs::rename(&new, &self.file).map_err(|cause| io_error(&self.file, cause))?;
        *self.current.lock().await = None;
        let current = self.current(now).await?;
        self.export().await?;
        Ok(current)
    }

    /// The key to sign with now. Looks whether another process has rotated it.
    pub async fn current(&self, now: Timestamp) -> Result<Arc<CurrentKey>, KeysError> {
        let mut held = self.current.lock().await;
        let newest = self.store.signing_keys().await?.into_iter().next();
        let known = held.take().filter(|key| {
            newest
                .as_ref()
                .is_some_and(|newest| newest.name == key.name)
        });
        let key = match known {
            Some(key) => key,
            None => Arc::new(self.read(now).await?),
        };
        if to_millis(now) > key.not_after {
            return Err(KeysError::Expired {
                name: key.name.clone(),
            });
        }
        *held = Some(Arc::clone(&key));
        Ok(key)
    }

    /// The installation's name in receipts.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    fn make(&self) -> Result<(), KeysError> {
        if let Some(folder) = self.file.parent() {
            let mut builder = fs::DirBuilder::new();
            builder.recursive(true).mode(0o700);
            builder
                .create(folder)
                .map_err(|cause| io_error(folder, cause))?;
        }
        match SigningKey::generate()?.write(&self.file) {
            // Another process was quicker; its key is the one.
            Err(KeyError::Io { source, .. }) if source.kind() == io::ErrorKind::AlreadyExists => {
                Ok(())
            }
            other => Ok(other?),
        }
    }

    /// Reads the file, and makes its key the current one if nobody knows it.
    async fn read(&self, now: Timestamp) -> Result<CurrentKey, KeysError> {
        demand_private(&self.file)?;
        let key = SigningKey::read(&self.file)?;
        let not_after = now.saturating_add(LIFETIME).unwrap_or(Timestamp::MAX);
        let public = key.trusted("", now, not_after).public_key;
        let row = KeyRow {
            name: format!("{}-{}", self.issuer, short_id(&public)),
            public_key: public,
            not_before: to_millis(now),
            not_after: to_millis(not_after),
            created_at: to_millis(now),
        };
        let rows = self.store.signing_keys().await?;
        match rows
            .iter()
            .position(|known| known.public_key == row.public_key)
        {
            Some(0) => {}
            Some(_) => return Err(KeysError::Retired { name: row.name }),
            None => self.adopt(&row).await?,
        }
        let known = rows.first().filter(|known| known.name == row.name);
        Ok(CurrentKey {
            not_after: known.map_or(row.not_after, |known| known.not_after),
            name: row.name,
            key,
        })
    }

    async fn adopt(&self, row: &KeyRow) -> Result<(), KeysError> {
        let link = NewLink {
            at: row.created_at,
            kind: "key-current",
            actor: SYSTEM.to_owned(),
            subject: row.name.clone(),
            body: json!({ "public_key": row.public_key }),
        };
        match self.store.adopt_key(row, &link).await {
            // Another process has done it at the same moment.
            Ok(()) | Err(StoreError::Conflict(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Writes the public list for those who verify, in one move.
    async fn export(&self) -> Result<(), KeysError> {
        let list = trusted(&self.store.signing_keys().await?);
        if let Some(folder) = self.list.parent() {
            fs::create_dir_all(folder).map_err(|cause| io_error(folder, cause))?;
        }
        let draft = beside(&self.list, &format!(".{}", std::process::id()));
        remove(&draft)?;
        list.write(&draft)?;
        fs::rename(&draft, &self.list).map_err(|cause| io_error(&self.list, cause))
    }
}

/// The list of keys as `pilotbox verify --trusted-key` reads it.
pub fn trusted(rows: &[KeyRow]) -> TrustedKeys {
    let key = |row: &KeyRow| TrustedKey {
        name: row.name.clone(),
        public_key: row.public_key.clone(),
        not_before: from_millis(row.not_before),
        not_after: from_millis(row.not_after),
    };
    TrustedKeys {
        keys: rows.iter().map(key).collect(),
    }
}

/// The beginning of the id by which envelopes name a key.
fn short_id(public_key: &str) -> String {
    let bytes = STANDARD.decode(public_key).unwrap_or_default();
    Digest::of(&bytes).hex().chars().take(NAME_DIGITS).collect()
}

/// Bits at the end of a mode that are 0 when neither group nor others may anything.
const OWNER_ALONE: u32 = 6;

fn demand_private(path: &Path) -> Result<(), KeysError> {
    let about = fs::metadata(path).map_err(|cause| io_error(path, cause))?;
    if about.permissions().mode().trailing_zeros() >= OWNER_ALONE {
        return Ok(());
    }
    Err(KeysError::Exposed {
        path: path.display().to_string(),
    })
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut text = path.as_os_str().to_owned();
    text.push(ending);
    text.into()
}

/// Removes what an interrupted write has left.
fn remove(path: &Path) -> Result<(), KeysError> {
    match fs::remove_file(path) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(io_error(path, cause)),
        _ => Ok(()),
    }
}

fn io_error(path: &Path, cause: io::Error) -> KeysError {
    KeysError::Io {
        path: path.display().to_string(),
        cause,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Place {
        folder: tempfile::TempDir,
        config: Config,
        store: Store,
    }

    impl Place {
        async fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let mut config = Config::default();
            config.server.data = folder.path().join("data");
            let store = crate::open::store(&config).await.unwrap();
            Self {
                folder,
                config,
                store,
            }
        }

        async fn keys(&self, now: &str) -> Result<Keys, KeysError> {
            Keys::open(&self.config, &self.store, at(now)).await
        }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    async fn name(keys: &Keys, now: &str) -> String {
        keys.current(at(now)).await.unwrap().name.clone()
    }

    #[tokio::test]
    async fn a_first_start_makes_a_key_and_the_next_one_finds_it() {
        let place = Place::new().await;
        let first = place.keys("2026-01-01T00:00:00Z").await.unwrap();
        let about = fs::metadata(place.config.signing_key_file()).unwrap();
        assert_eq!(about.permissions().mode() & 0o777, 0o600);
        let next = place.keys("2026-01-02T00:00:00Z").await.unwrap();
        let now = "2026-01-02T00:00:00Z";
        assert_eq!(name(&first, now).await, name(&next, now).await);
        let list = TrustedKeys::read(&place.config.trusted_keys_file()).unwrap();
        assert_eq!(list, trusted(&place.store.signing_keys().await.unwrap()));
        assert_eq!(list.keys.len(), 1);
    }

    #[tokio::test]
    async fn a_rotation_reaches_servers_that_run_and_keeps_the_old_key_listed() {
        let place = Place::new().await;
        let server = place.keys("2026-01-01T00:00:00Z").await.unwrap();
        let old = name(&server, "2026-01-01T00:00:00Z").await;
        let admin = place.keys("2026-02-01T00:00:00Z").await.unwrap();
        let new = admin.rotate(at("2026-02-01T00:00:00Z")).await.unwrap();
        assert_ne!(new.name, old);
        assert_eq!(name(&server, "2026-02-01T00:00:01Z").await, new.name);
        let list = TrustedKeys::read(&place.config.trusted_keys_file()).unwrap();
        let ends: Vec<_> = list.keys.iter().map(|key| key.not_after).collect();
        assert_eq!(ends[1], at("2026-02-01T00:00:00Z"));
        assert!(ends[0] > at("2035-01-01T00:00:00Z"));
    }

    #[tokio::test]
    async fn keys_that_must_not_sign_are_refused() {
        let place = Place::new().await;
        let keys = place.keys("2026-01-01T00:00:00Z").await.unwrap();
        let file = place.config.signing_key_file();
        let kept = place.folder.path().join("kept.pem");
        fs::copy(&file, &kept).unwrap();
        keys.rotate(at("2026-02-01T00:00:00Z")).await.unwrap();
        let expired = keys.current(at("2046-01-01T00:00:00Z")).await;
        assert!(matches!(expired, Err(KeysError::Expired { .. })));
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        let exposed = place.keys("2026-02-02T00:00:00Z").await;
        assert!(matches!(exposed, Err(KeysError::Exposed { .. })));
        fs::copy(&kept, &file).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        let retired = place.keys("2026-02-02T00:00:00Z").await;
        assert!(matches!(retired, Err(KeysError::Retired { .. })));
    }
}
