//! What an operator sets: one TOML file, environment variables over it. Refuses
//! keys that it does not know, and never shows a secret.

use std::{
    env,
    path::{Path, PathBuf},
};

use figment::{
    Figment,
    providers::{Format, Toml},
};
use serde::{Deserialize, Serialize};

mod access;
mod environment;
mod error;
mod finding;
mod keys;
mod mail;
mod operation;
mod resolve;
mod secret;
mod storage;
mod traffic;
mod work;

pub use access::{AccountsConfig, OidcConfig, OidcTitle, Registration, RoleRule};
pub use error::ConfigError;
pub use finding::{Finding, Severity};
pub use keys::{KEYS, Key, Kind, OIDC_KEYS};
pub use mail::{MailConfig, MailKind, SmtpEncryption};
pub use operation::{KeysConfig, LogConfig, LogFormat};
pub use secret::SecretText;
pub use storage::{BlobKind, BlobsConfig, CacheConfig, DatabaseConfig};
pub use traffic::{LimitsConfig, ServerConfig, TlsConfig};
pub use work::{Ceiling, JobsConfig, QuotaConfig};

/// Everything that an operator sets.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where it listens and what it is called.
    pub server: ServerConfig,
    /// Where entities are kept.
    pub database: DatabaseConfig,
    /// Where components, packs and receipts are kept.
    pub blobs: BlobsConfig,
    /// How runs are worked off.
    pub jobs: JobsConfig,
    /// How mail leaves.
    pub mail: MailConfig,
    /// Who may have an account, and for how long a session lasts.
    pub accounts: AccountsConfig,
    /// Identity providers that may sign people in.
    pub oidc: Vec<OidcConfig>,
    /// What one client may ask of the server.
    pub limits: LimitsConfig,
    /// What a startup may submit, where a challenge does not say.
    pub quota: QuotaConfig,
    /// Compiled code that is kept.
    pub cache: CacheConfig,
    /// What is logged.
    pub log: LogConfig,
    /// The keys that sign receipts and encrypt raw data.
    pub keys: KeysConfig,
}

impl Config {
    /// Reads the file, if one is named, then the environment over it, then the
    /// files that hold secrets.
    pub fn load(path: Option<&Path>) -> Result<Self, ConfigError> {
        let variables = env::vars_os().filter_map(|(name, value)| {
            // What is not UTF-8 cannot be one of ours.
            Some((name.into_string().ok()?, value.into_string().ok()?))
        });
        Self::load_with(path, variables)
    }

    /// As [`Config::load`], with the environment given.
    pub fn load_with(
        path: Option<&Path>,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let mut figment = Figment::new();
        if let Some(path) = path {
            let text = resolve::read_bounded(path)?;
            figment = figment.merge(Toml::string(&text));
        }
        let overrides = environment::Overrides::new(variables);
        let config: Self = figment
            .merge(&overrides)
            .extract()
            .map_err(|error| ConfigError::of_value(error, path, &overrides))?;
        config.resolved()
    }

    /// Where the database is: as set, else one file in the data folder.
    pub fn database_url(&self) -> SecretText {
        self.database.url.clone().unwrap_or_else(|| {
            let file = self.server.data.join("pilotbox.db");
            SecretText::new(format!("sqlite://{}", file.display()))
        })
    }

    /// The folder of blobs, where they lie in a folder.
    pub fn blobs_folder(&self) -> PathBuf {
        self.within_data(self.blobs.path.as_deref(), "blobs")
    }

    /// The folder of compiled code.
    pub fn cache_folder(&self) -> PathBuf {
        self.within_data(self.cache.path.as_deref(), "cache")
    }

    /// The folder of mails that are not sent.
    pub fn mail_folder(&self) -> PathBuf {
        self.within_data(self.mail.path.as_deref(), "mail")
    }

    /// The file of the key that signs receipts.
    pub fn signing_key_file(&self) -> PathBuf {
        self.within_data(self.keys.signing.as_deref(), "keys/signing.pem")
    }

    /// The list of public keys, past ones included.
    pub fn trusted_keys_file(&self) -> PathBuf {
        self.within_data(self.keys.trusted.as_deref(), "keys/trusted.toml")
    }

    /// The file of the key that raw data is encrypted with.
    pub fn data_key_file(&self) -> PathBuf {
        self.within_data(self.keys.data.as_deref(), "keys/data.key")
    }

    /// Whether people reach this installation by HTTPS: cookies are then marked
    /// `Secure`, and browsers are told to stay with it.
    pub fn is_https(&self) -> bool {
        self.public_url().starts_with("https://")
    }

    /// The origin that people see, without a slash at its end: as set, else
    /// that of the first address listened to.
    pub fn public_url(&self) -> String {
        let scheme = if self.server.tls.is_some() {
            "https"
        } else {
            "http"
        };
        match &self.server.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("{scheme}://{}", self.server.listen),
        }
    }

    fn within_data(&self, set: Option<&Path>, default: &str) -> PathBuf {
        set.map_or_else(|| self.server.data.join(default), Path::to_path_buf)
    }
}

#[cfg(test)]
mod tests;
