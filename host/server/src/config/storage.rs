//! `[database]`, `[blobs]` and `[cache]`: where things are kept.

use std::{num::NonZeroU32, path::PathBuf};

use serde::{Deserialize, Serialize};

use super::SecretText;

/// `[database]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DatabaseConfig {
    /// `sqlite://FILE` or `postgres://USER@HOST/NAME`.
    pub url: Option<SecretText>,
    /// A file that holds the URL, where it has a password.
    pub url_file: Option<PathBuf>,
    /// Connections that one process keeps at most.
    pub max_connections: NonZeroU32,
}

/// Where blobs lie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BlobKind {
    /// In a folder of this machine.
    #[default]
    Folder,
    /// In a bucket that speaks S3.
    S3,
}

/// `[blobs]`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BlobsConfig {
    /// Folder or bucket.
    pub kind: BlobKind,
    /// The folder; by default `blobs` in the data folder.
    pub path: Option<PathBuf>,
    /// The bucket's service, where it is not Amazon's.
    pub endpoint: Option<String>,
    /// The bucket.
    pub bucket: Option<String>,
    /// The bucket's region.
    pub region: Option<String>,
    /// Who reads and writes it.
    pub access_key_id: Option<String>,
    /// The key's secret.
    pub secret_access_key: Option<SecretText>,
    /// A file that holds the key's secret.
    pub secret_access_key_file: Option<PathBuf>,
    /// Whether the endpoint may be plain HTTP, as on a private network.
    pub allow_http: bool,
}

/// `[cache]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CacheConfig {
    /// The folder; by default `cache` in the data folder. It is no place for a
    /// shared disk: what lies there is run.
    pub path: Option<PathBuf>,
    /// Bytes of compiled code that are kept; the least recently used go first.
    pub budget_bytes: u64,
}

impl Default for DatabaseConfig {
    fn default() -> Self {
        Self {
            url: None,
            url_file: None,
            max_connections: NonZeroU32::MIN.saturating_add(15),
        }
    }
}

impl Default for CacheConfig {
    fn default() -> Self {
        Self {
            path: None,
            budget_bytes: 4 << 30,
        }
    }
}
