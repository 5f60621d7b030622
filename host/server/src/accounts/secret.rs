//! Random secrets of sessions, links and API tokens, and the digests that the
//! database keeps in their place. A secret is never logged and never compared
//! but through its digest, in constant time.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use pilotbox_model::Digest;
use subtle::ConstantTimeEq as _;
use ulid::Ulid;

/// Bytes of a secret: more than can be guessed, so that a plain digest keeps it safe.
const SECRET_BYTES: usize = 32;

/// Characters of a secret in base64url without padding. Whatever is longer is not decoded.
const SECRET_CHARS: usize = 43;

/// What an API token begins with, so that scanners of leaked secrets know it.
const API_TOKEN_PREFIX: &str = "pbx_";

/// 32 random bytes, shown once to the person that they are for.
#[derive(Clone)]
pub struct Secret([u8; SECRET_BYTES]);

/// The SHA-256 digest of a secret: what the database keeps. It is no key to
/// anything, and yet is compared in constant time.
#[derive(Clone, Debug)]
pub struct SecretDigest(Digest);

/// A token of the command line: `pbx_<id>_<secret>`. It is looked up by its id,
/// so that the secret is only ever compared by digest.
#[derive(Clone)]
pub struct ApiToken {
    id: Ulid,
    secret: Secret,
}

/// Why there is no secret.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The system has no randomness.
    #[error("the system gives no randomness: {0}")]
    Randomness(getrandom::Error),
    /// The text is none that this module has made.
    #[error("this is not a secret of this site; hint: copy the whole link or token")]
    Malformed,
}

impl Secret {
    /// A new one.
    pub fn generate() -> Result<Self, SecretError> {
        random().map(Self)
    }

    /// Reads one back from a link, a form or a cookie.
    pub fn parse(text: &str) -> Result<Self, SecretError> {
        if text.len() != SECRET_CHARS {
            return Err(SecretError::Malformed);
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).ok();
        let bytes = bytes.and_then(|bytes| bytes.try_into().ok());
        bytes.map(Self).ok_or(SecretError::Malformed)
    }

    /// The secret as text, fit for a link.
    pub fn reveal(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What the database keeps.
    pub fn digest(&self) -> SecretDigest {
        SecretDigest(Digest::of(&self.0))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl SecretDigest {
    /// The digest of bytes that are as hard to guess as a secret.
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self(Digest::of(bytes))
    }

    /// 64 hexadecimal digits, for the database.
    pub fn hex(&self) -> String {
        self.0.hex()
    }

    /// Reads back what [`SecretDigest::hex`] wrote.
    pub fn parse(hex: &str) -> Result<Self, SecretError> {
        let digest = format!("sha256:{hex}").parse();
        digest.map(Self).map_err(|_| SecretError::Malformed)
    }

    /// Whether both are of one secret; takes the same time either way.
    pub fn matches(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl ApiToken {
    /// A new one under a new id.
    pub fn issue() -> Result<Self, SecretError> {
        Ok(Self {
            id: Ulid::generate(),
            secret: Secret::generate()?,
        })
    }

    /// Reads one from an `authorization` header.
    pub fn parse(text: &str) -> Result<Self, SecretError> {
        // An id has no `_`, so the first one ends it; the secret may have some.
        let parts = text.strip_prefix(API_TOKEN_PREFIX);
        let (id, secret) = parts
            .and_then(|parts| parts.split_once('_'))
            .ok_or(SecretError::Malformed)?;
        let secret = Secret::parse(secret)?;
        let parsed: Ulid = id.parse().map_err(|_| SecretError::Malformed)?;
        // One token has one spelling.
        if parsed.to_string() != id {
            return Err(SecretError::Malformed);
        }
        Ok(Self { id: parsed, secret })
    }

    /// What it is looked up by; no secret.
    pub fn id(&self) -> String {
        self.id.to_string()
    }

    /// The whole token, shown once.
    pub fn reveal(&self) -> String {
        format!("{API_TOKEN_PREFIX}{}_{}", self.id, self.secret.reveal())
    }

    /// What the database keeps under the id.
    pub fn digest(&self) -> SecretDigest {
        self.secret.digest()
    }
}

impl fmt::Debug for ApiToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ApiToken({}, …)", self.id)
    }
}

/// Bytes that nobody can guess.
pub(super) fn random<const N: usize>() -> Result<[u8; N], SecretError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(SecretError::Randomness)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_reads_back_and_its_digest_matches() -> Result<(), SecretError> {
        let secret = Secret::generate()?;
        let again = Secret::parse(&secret.reveal())?;
        assert!(secret.digest().matches(&again.digest()));
        let kept = SecretDigest::parse(&secret.digest().hex())?;
        assert!(kept.matches(&again.digest()));
        assert!(!kept.matches(&Secret::generate()?.digest()));
        Ok(())
    }

    #[test]
    fn a_token_reads_back() -> Result<(), SecretError> {
        for _ in 0..64 {
            let token = ApiToken::issue()?;
            let again = ApiToken::parse(&token.reveal())?;
            assert_eq!(token.id(), again.id());
            assert!(token.digest().matches(&again.digest()));
        }
        Ok(())
    }

    #[test]
    fn texts_that_are_no_secret_are_refused() -> Result<(), SecretError> {
        let right = Secret::generate()?.reveal();
        let cut = right.chars().take(42).collect::<String>();
        let not_ascii = format!("{}é", right.chars().take(41).collect::<String>());
        // The last of 43 characters carries two bits that must be zero.
        let loose = format!("{cut}B");
        for text in ["", "a", &cut, &format!("{right}A"), &not_ascii, &loose] {
            assert!(Secret::parse(text).is_err(), "{text}");
        }
        for hex in ["", "00", "zz", &"A".repeat(64), &"é".repeat(32)] {
            assert!(SecretDigest::parse(hex).is_err(), "{hex}");
        }
        Ok(())
    }

    #[test]
    fn texts_that_are_no_token_are_refused() -> Result<(), SecretError> {
        let token = ApiToken::issue()?;
        let (id, secret) = (token.id(), token.secret.reveal());
        let lower = id.to_lowercase();
        for text in [
            String::new(),
            "pbx_".to_owned(),
            "pbx__".to_owned(),
            format!("pbx_{id}"),
            format!("pbx_{id}_"),
            format!("pbx_{lower}_{secret}"),
            format!("pby_{id}_{secret}"),
            format!("pbx_{id}_{secret} "),
            format!("pbx_é{id}_{secret}"),
        ] {
            assert!(ApiToken::parse(&text).is_err(), "{text}");
        }
        Ok(())
    }

    #[test]
    fn debug_prints_no_secret() -> Result<(), SecretError> {
        let token = ApiToken::issue()?;
        let shown = format!("{token:?} {:?}", token.secret);
        assert!(!shown.contains(&token.secret.reveal()), "{shown}");
        Ok(())
    }
}
