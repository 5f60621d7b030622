//! Why a configuration cannot be used: what, where, and what to do.

use std::path::{Path, PathBuf};

use figment::error::Kind;

use super::environment::Overrides;

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("`{}`: {source}; hint: name the file with `--config FILE`", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is larger than any configuration.
    #[error("`{}` is larger than {limit_bytes} bytes; hint: is it the right file?", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The bound.
        limit_bytes: u64,
    },
    /// A key that does not exist.
    #[error("`{key}` in {place} is not known; hint: {hint}")]
    UnknownKey {
        /// The key with its sections.
        key: String,
        /// The file or the variable.
        place: String,
        /// What there is instead.
        hint: String,
    },
    /// A value of a wrong type or out of its range.
    #[error("`{key}` in {place}: {reason}; hint: docs/OPERATOR.md lists every key with its type")]
    Value {
        /// The key with its sections.
        key: String,
        /// The file or the variable.
        place: String,
        /// What is wrong.
        reason: String,
    },
    /// A file that should hold a secret cannot be used.
    #[error("`{key}` names `{}`: {reason}; hint: a secret's file holds the secret alone and is readable by the server", path.display())]
    SecretFile {
        /// The key with its sections.
        key: String,
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// Two keys that exclude each other, or one that needs another.
    #[error("{what}; hint: {hint}")]
    Combination {
        /// What does not go together.
        what: String,
        /// What to do.
        hint: &'static str,
    },
}

impl ConfigError {
    pub(super) fn of_value(
        error: figment::Error,
        file: Option<&Path>,
        overrides: &Overrides,
    ) -> Self {
        let from_environment = error
            .metadata
            .as_ref()
            .is_some_and(|metadata| metadata.name == "environment");
        let variable = overrides
            .name_of(&error.path)
            .filter(|_| from_environment || matches!(error.kind, Kind::UnknownField(..)));
        let place = match (variable, file) {
            (Some(variable), _) => format!("the environment (`{variable}`)"),
            (None, Some(file)) => format!("`{}`", file.display()),
            (None, None) => "the configuration".to_owned(),
        };
        let key = error.path.join(".");
        match error.kind {
            Kind::UnknownField(name, known) => Self::unknown(&error.path, &name, known, place),
            kind => {
                let reason = if is_secret(&error.path) {
                    "it has to be a text in quotation marks".to_owned()
                } else {
                    first_line(&kind.to_string())
                };
                Self::Value { key, place, reason }
            }
        }
    }

    fn unknown(path: &[String], name: &str, known: &[&str], place: String) -> Self {
        let mut parts = path.to_vec();
        // The deserializer may or may not have noted the key itself.
        if parts.last().is_none_or(|last| last != name) {
            parts.push(name.to_owned());
        }
        let known: Vec<_> = known.iter().map(|name| format!("`{name}`")).collect();
        Self::UnknownKey {
            key: parts.join("."),
            place,
            hint: format!("known here are {}", known.join(", ")),
        }
    }
}

/// Whether a message with the value would show a secret.
fn is_secret(path: &[String]) -> bool {
    path.last().is_some_and(|name| {
        matches!(
            name.as_str(),
            "url" | "secret_access_key" | "password" | "client_secret"
        )
    })
}

/// A parser's drawing of a line could show a secret that stands in it.
fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}
