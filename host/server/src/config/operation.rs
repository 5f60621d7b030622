//! `[log]` and `[keys]`.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// How a line of the log looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

/// `[log]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LogConfig {
    /// Text or JSON.
    pub format: LogFormat,
    /// Which events, such as `info,pilotbox_server=debug`.
    pub filter: String,
}

/// `[keys]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct KeysConfig {
    /// The key that signs; by default `keys/signing.pem` in the data folder.
    pub signing: Option<PathBuf>,
    /// The list of public keys, past ones included; by default
    /// `keys/trusted.toml` in the data folder.
    pub trusted: Option<PathBuf>,
    /// The key that raw data is encrypted with; by default `keys/data.key` in the data
    /// folder. In no backup: it is kept apart.
    pub data: Option<PathBuf>,
    /// The name under which the keys are listed.
    pub issuer: String,
}

impl Default for LogConfig {
    fn default() -> Self {
        Self {
            format: LogFormat::Text,
            filter: "info".to_owned(),
        }
    }
}

impl Default for KeysConfig {
    fn default() -> Self {
        Self {
            signing: None,
            trusted: None,
            data: None,
            issuer: "pilotbox".to_owned(),
        }
    }
}
