//! Ed25519 keys: one that signs, and a pinned list of those that are trusted,
//! each with dates. A key inside an envelope is never trusted.

use std::{fs, io::Write, path::Path};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ed25519_dalek::{
    Signature, Signer, VerifyingKey,
    pkcs8::{DecodePrivateKey, EncodePrivateKey, KeypairBytes, spki::der::pem::LineEnding},
};
use jiff::Timestamp;
use pilotbox_model::Digest;
use serde::{Deserialize, Serialize};

/// Why a key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read or written.
    #[error("`{path}`: {source}")]
    Io {
        /// The file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is no key, or no list of keys.
    #[error("`{path}`: {reason}; hint: `pilotbox keygen` writes both files that are needed")]
    Invalid {
        /// The file.
        path: String,
        /// What is wrong.
        reason: String,
    },
    /// The system has no randomness.
    #[error("the system gives no randomness: {0}")]
    Randomness(String),
}

/// A key that signs receipts.
pub struct SigningKey(ed25519_dalek::SigningKey);

/// A key that is trusted for some time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrustedKey {
    /// Whose it is.
    pub name: String,
    /// The public key in base64.
    pub public_key: String,
    /// From when on its signatures count.
    pub not_before: Timestamp,
    /// Until when.
    pub not_after: Timestamp,
}

/// The keys that are trusted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrustedKeys {
    /// In any order.
    pub keys: Vec<TrustedKey>,
}

pub(super) fn random_bytes() -> Result<[u8; 32], KeyError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| KeyError::Randomness(error.to_string()))?;
    Ok(bytes)
}

impl SigningKey {
    /// A new key.
    pub fn generate() -> Result<Self, KeyError> {
        Ok(Self(
            ed25519_dalek::SigningKey::from_bytes(&random_bytes()?),
        ))
    }

    /// Reads a key in PKCS #8 PEM.
    pub fn read(path: &Path) -> Result<Self, KeyError> {
        let text = read(path)?;
        if text.contains("[[keys]]") {
            return Err(invalid(
                path,
                &"it is a list of public keys, which cannot sign",
            ));
        }
        ed25519_dalek::SigningKey::from_pkcs8_pem(&text)
            .map(Self)
            .map_err(|error| invalid(path, &error))
    }

    /// Writes the key in PKCS #8 PEM, readable by its owner alone. Never
    /// replaces a file.
    pub fn write(&self, path: &Path) -> Result<(), KeyError> {
        // The first version of the format, which every tool reads, has no place
        // for the public key.
        let bytes = KeypairBytes {
            secret_key: self.0.to_bytes(),
            public_key: None,
        };
        let text = bytes
            .to_pkcs8_pem(LineEnding::LF)
            .map_err(|error| invalid(path, &error))?;
        write_new(path, text.as_bytes(), 0o600)
    }

    /// The entry that makes others trust this key.
    pub fn trusted(&self, name: &str, not_before: Timestamp, not_after: Timestamp) -> TrustedKey {
        TrustedKey {
            name: name.to_owned(),
            public_key: STANDARD.encode(self.0.verifying_key().as_bytes()),
            not_before,
            not_after,
        }
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }

    pub(crate) fn id(&self) -> String {
        key_id(self.0.verifying_key().as_bytes())
    }
}

impl TrustedKeys {
    /// Reads a list of keys.
    pub fn read(path: &Path) -> Result<Self, KeyError> {
        let text = read(path)?;
        if text.starts_with("-----BEGIN") {
            return Err(invalid(
                path,
                &"it is a private key; trust the list beside it",
            ));
        }
        let list: Self = toml::from_str(&text).map_err(|error| invalid(path, &error))?;
        for key in &list.keys {
            key.verifying_key()
                .ok_or_else(|| invalid(path, &format!("key of `{}`", key.name)))?;
        }
        Ok(list)
    }

    /// Writes the list. Never replaces a file.
    pub fn write(&self, path: &Path) -> Result<(), KeyError> {
        let text = toml::to_string(self).map_err(|error| invalid(path, &error))?;
        write_new(path, text.as_bytes(), 0o644)
    }
}

impl TrustedKey {
    pub(crate) fn id(&self) -> Option<String> {
        Some(key_id(self.verifying_key()?.as_bytes()))
    }

    pub(crate) fn covers(&self, moment: Timestamp) -> bool {
        (self.not_before..=self.not_after).contains(&moment)
    }

    pub(crate) fn has_signed(&self, message: &[u8], signature: &[u8]) -> bool {
        let Ok(signature) = Signature::from_slice(signature) else {
            return false;
        };
        self.verifying_key()
            .is_some_and(|key| key.verify_strict(message, &signature).is_ok())
    }

    fn verifying_key(&self) -> Option<VerifyingKey> {
        let bytes = STANDARD.decode(&self.public_key).ok()?;
        VerifyingKey::from_bytes(bytes.as_slice().try_into().ok()?).ok()
    }
}

/// Names a key in an envelope; says which key to look for, never to trust it.
fn key_id(public_key: &[u8; 32]) -> String {
    Digest::of(public_key).hex()
}

/// Writes beside the place and moves it there, unless a file is there already.
fn write_new(path: &Path, bytes: &[u8], mode: u32) -> Result<(), KeyError> {
    let folder = path.parent().filter(|parent| *parent != Path::new(""));
    let draft = tempfile::Builder::new()
        .permissions(std::os::unix::fs::PermissionsExt::from_mode(mode))
        .tempfile_in(folder.unwrap_or(Path::new(".")));
    let mut draft = draft.map_err(|source| io(path, source))?;
    draft
        .write_all(bytes)
        .and_then(|()| draft.as_file().sync_all())
        .map_err(|source| io(path, source))?;
    draft
        .persist_noclobber(path)
        .map_err(|error| io(path, error.error))?;
    Ok(())
}

fn read(path: &Path) -> Result<String, KeyError> {
    fs::read_to_string(path).map_err(|source| io(path, source))
}

fn io(path: &Path, source: std::io::Error) -> KeyError {
    KeyError::Io {
        path: path.display().to_string(),
        source,
    }
}

fn invalid(path: &Path, reason: &dyn std::fmt::Display) -> KeyError {
    KeyError::Invalid {
        path: path.display().to_string(),
        reason: reason.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swapped_files_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let (secret, list) = (
            folder.path().join("a.key"),
            folder.path().join("a.keys.toml"),
        );
        let key = SigningKey::generate().unwrap();
        let keys = vec![key.trusted("a", Timestamp::MIN, Timestamp::MAX)];
        key.write(&secret).unwrap();
        TrustedKeys { keys }.write(&list).unwrap();

        let swapped = SigningKey::read(&list).err().unwrap().to_string();
        assert!(swapped.contains("list of public keys"), "{swapped}");
        let swapped = TrustedKeys::read(&secret).unwrap_err().to_string();
        assert!(swapped.contains("is a private key"), "{swapped}");
        assert!(SigningKey::read(&secret).is_ok() && TrustedKeys::read(&list).is_ok());
    }

    #[test]
    fn a_file_that_is_there_is_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.key");
        fs::write(&path, "precious").unwrap();
        assert!(SigningKey::generate().unwrap().write(&path).is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "precious");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
