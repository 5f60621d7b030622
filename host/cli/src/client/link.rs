//! The link of a mail: which server sent it, and its secret.

use reqwest::Url;

use super::{Client, Credentials, Place};
use crate::exit::Failure;

/// A link of a mail, or the bare secret in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    origin: Option<String>,
    /// The secret.
    pub(crate) secret: String,
}

impl Link {
    /// Reads what somebody pasted.
    pub(crate) fn parse(text: &str) -> Self {
        let bare = || Self {
            origin: None,
            secret: text.to_owned(),
        };
        let Ok(url) = Url::parse(text) else {
            return bare();
        };
        let secret = url.query_pairs().find(|(name, _)| name == "secret");
        secret.map_or_else(bare, |(_, secret)| Self {
            origin: Some(url.origin().ascii_serialization()),
            secret: secret.into_owned(),
        })
    }

    /// Somebody whom the link's server does not know: a server that is named goes
    /// over the link's own.
    pub(crate) fn client(&self, named: Option<String>) -> Result<Client, Failure> {
        Client::anonymous(&server(named.or_else(|| self.origin.clone()))?)
    }
}

/// The server that is named, else the one that `pilotbox login` kept.
pub(crate) fn server(named: Option<String>) -> Result<String, Failure> {
    if let Some(server) = named {
        return Ok(server);
    }
    let kept = Credentials::find(&Place::default());
    let hint = "which server? hint: `--server https://…`";
    Ok(kept.map_err(|_| Failure::usage(hint))?.server)
}

#[cfg(test)]
mod tests {
    use super::Link;

    #[test]
    fn a_link_and_a_bare_secret_are_the_same() {
        let link = Link::parse("https://pilots.example/confirm?secret=abc-_1");
        assert_eq!(link.origin.as_deref(), Some("https://pilots.example"));
        assert_eq!(link.secret, "abc-_1");
        let bare = Link::parse("abc-_1");
        assert_eq!((bare.origin, bare.secret.as_str()), (None, "abc-_1"));
        let other = Link::parse("https://pilots.example/confirm");
        assert_eq!(other.origin, None, "nothing of ours is in it");
    }
}
