//! E-mail addresses in one spelling. Refuses what could steer a mail header and
//! what no ordinary mailbox is named like.

use std::{fmt, net::IpAddr};

use lettre::Address;
use url::Host;

/// Characters of an address (RFC 5321, 4.5.3.1.3, without the brackets).
const ADDRESS_CHARS: usize = 254;

/// Characters before the `@` (RFC 5321, 4.5.3.1.1).
const LOCAL_CHARS: usize = 64;

/// An address: the domain in lower case and ASCII.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EmailAddress(Address);

/// Why a text is no address. It does not repeat the text: addresses do not
/// belong in logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmailError {
    /// Too long.
    #[error("an e-mail address has at most 254 characters, 64 of them before the `@`")]
    TooLong,
    /// Not an address, or one of a kind that is refused.
    #[error("this is not an e-mail address; hint: write it like `name@example.org`")]
    Malformed,
}

impl EmailAddress {
    /// Reads what somebody typed.
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        let text = text.trim();
        if text.len() > ADDRESS_CHARS {
            return Err(EmailError::TooLong);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(EmailError::Malformed)?;
        if local.len() > LOCAL_CHARS {
            return Err(EmailError::TooLong);
        }
        if !local.chars().all(is_local) {
            return Err(EmailError::Malformed);
        }
        let address = Address::new(local, ascii_domain(domain)?);
        let address = address.map_err(|_| EmailError::Malformed)?;
        if AsRef::<str>::as_ref(&address).len() > ADDRESS_CHARS {
            return Err(EmailError::TooLong);
        }
        Ok(Self(address))
    }

    /// The address as it is written to.
    pub fn as_str(&self) -> &str {
        self.0.as_ref()
    }

    /// What accounts are looked up by: hardly any mailbox tells cases apart, so
    /// two spellings of one must not be two accounts.
    pub fn key(&self) -> String {
        self.as_str().to_lowercase()
    }

    /// What follows the `@`.
    pub fn domain(&self) -> &str {
        self.0.domain()
    }

    /// The form that a mail is addressed with.
    pub(crate) fn to_address(&self) -> Address {
        self.0.clone()
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The characters of an unquoted local part (RFC 5322 `dot-atom`). Quoted ones
/// may hold spaces and `@`, which nobody's mailbox does.
fn is_local(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c)
}

/// The domain in ASCII (`пример.бг` has such a form too). An IP address is no
/// domain: no mail is sent to a machine of somebody's choice.
fn ascii_domain(domain: &str) -> Result<String, EmailError> {
    let has_dot = domain.trim_end_matches('.').contains('.');
    match Host::parse(domain) {
        Ok(Host::Domain(ascii)) if has_dot && ascii.parse::<IpAddr>().is_err() => Ok(ascii),
        _ => Err(EmailError::Malformed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, EmailError> {
        EmailAddress::parse(text).map(|address| address.to_string())
    }

    #[test]
    fn an_address_gets_one_spelling() {
        for (text, expected) in [
            ("ana@example.org", "ana@example.org"),
            ("  Ana.B+x@EXAMPLE.org\n", "Ana.B+x@example.org"),
            ("ana@пример.бг", "ana@xn--e1afmkfd.xn--90ae"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(expected), "{text}");
        }
        let key = EmailAddress::parse("Ana@Example.Org").map(|address| address.key());
        assert_eq!(key.as_deref(), Ok("ana@example.org"));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "@",
            "ana",
            "ana@",
            "@example.org",
            "ana@localhost",
            "ana@b@example.org",
            "ana@example.org\r\nBcc: x@example.org",
            "a\nna@example.org",
            "a\0na@example.org",
            "ана@example.org",
            "\"a b\"@example.org",
            "Ana <ana@example.org>",
            "ana@example.org,eva@example.org",
            "ana@[127.0.0.1]",
            "ana@127.0.0.1",
            "ana@0x7f.1",
            "ana@exa mple.org",
            ".ana@example.org",
            "a..na@example.org",
        ] {
            assert_eq!(read(text), Err(EmailError::Malformed), "{text:?}");
        }
    }

    #[test]
    fn the_bounds_of_length_hold() {
        let local = |count: usize| format!("{}@example.org", "a".repeat(count));
        assert!(read(&local(64)).is_ok());
        assert_eq!(read(&local(65)), Err(EmailError::TooLong));
        let domain = |count: usize| format!("a@{}org", "abcdefg.".repeat(count));
        assert!(read(&domain(31)).is_ok());
        assert_eq!(read(&domain(32)), Err(EmailError::TooLong));
        // 120 Cyrillic letters fit; their ASCII form must fit too.
        assert!(read(&format!("a@{}.бг", "щ".repeat(100))).is_err());
    }
}
