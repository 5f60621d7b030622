//! What keeps other sites from acting in a visitor's name: a token bound to the
//! session, and a look at where a request comes from. Both must hold for a request
//! that changes something and carries a session's cookie.

use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue, header};
use serde::{Deserialize, Serialize};
use url::{Origin, Url};

use super::secret::{Secret, SecretError};

/// What a browser says about the site that a request comes from. No script can set it.
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Bytes of a `referer` that are parsed. A longer one is none of ours.
const REFERER_BYTES: usize = 4096;

/// A synchronizer token: made with the session, kept in it, and sent back by its
/// pages with every change.
#[derive(Clone, Debug)]
pub struct CsrfToken(Secret);

/// The origins of this installation, such as `https://pilots.example.org`.
#[derive(Clone, Debug)]
pub struct OwnOrigins(Vec<Origin>);

/// How a request says who sends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// By a session's cookie, which a browser adds whoever made the request.
    Session,
    /// By an API token, which no browser adds by itself.
    Token,
    /// Not at all: to register, to sign in.
    Nobody,
}

/// A text that is no origin.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not an origin; hint: write it like `https://pilots.example.org`")]
pub struct OriginError(String);

/// A request that changes something and comes from elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CrossSite {
    /// Another site's page has sent it.
    #[error("this request was sent by a page of another site")]
    Foreign,
    /// Nothing tells which page has sent it.
    #[error(
        "this request does not say which page has sent it; hint: programs use an API token, not a session"
    )]
    Unknown,
}

impl CsrfToken {
    /// A new one for a new session.
    pub fn generate() -> Result<Self, SecretError> {
        Secret::generate().map(Self)
    }

    /// The token for the session's pages.
    pub fn reveal(&self) -> String {
        self.0.reveal()
    }

    /// Whether a request has sent this very token; takes the same time either way.
    pub fn matches(&self, sent: &str) -> bool {
        Secret::parse(sent).is_ok_and(|sent| sent.digest().matches(&self.0.digest()))
    }
}

impl Serialize for CsrfToken {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.reveal())
    }
}

impl<'de> Deserialize<'de> for CsrfToken {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let secret = Secret::parse(&text).map_err(serde::de::Error::custom)?;
        Ok(Self(secret))
    }
}

impl OwnOrigins {
    /// Reads the origins, whatever path follows them.
    pub fn new<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Self, OriginError> {
        let origin = |text: &str| web_origin(text).ok_or_else(|| OriginError(text.to_owned()));
        let origins = texts.into_iter().map(origin);
        origins.collect::<Result<_, _>>().map(Self)
    }

    /// Decides whether a request that changes something may come from where it
    /// does. Believes `origin`, else `referer`, else `sec-fetch-site`.
    ///
    /// A browser whose page hides its address sends the origin `null`; then
    /// `sec-fetch-site` alone decides.
    pub fn admit(&self, headers: &HeaderMap, sender: Sender) -> Result<(), CrossSite> {
        if sender == Sender::Token {
            return Ok(());
        }
        match self.says_own(headers) {
            Some(true) => Ok(()),
            Some(false) => Err(CrossSite::Foreign),
            // What is sent without a cookie is sent in nobody's name.
            None if sender == Sender::Nobody => Ok(()),
            None => Err(CrossSite::Unknown),
        }
    }

    /// Whether the headers name an own origin; nothing if they name none.
    fn says_own(&self, headers: &HeaderMap) -> Option<bool> {
        match the_one(headers, &header::ORIGIN) {
            Some(value) if value != "null" => return Some(self.has(value)),
            Some(_) => return Some(is_same_origin(headers).unwrap_or(false)),
            None => {}
        }
        match the_one(headers, &header::REFERER) {
            Some(value) => Some(self.has(value)),
            None => is_same_origin(headers),
        }
    }

    fn has(&self, value: &HeaderValue) -> bool {
        let text = value.to_str().ok();
        let text = text.filter(|text| text.len() <= REFERER_BYTES);
        let origin = text.and_then(web_origin);
        origin.is_some_and(|origin| self.0.contains(&origin))
    }
}

impl fmt::Display for OwnOrigins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts: Vec<_> = self.0.iter().map(Origin::ascii_serialization).collect();
        f.write_str(&texts.join(", "))
    }
}

/// The header's value. One that comes twice is taken for one that is not ours:
/// whoever decides next could read the other.
fn the_one<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a HeaderValue> {
    static TWICE: HeaderValue = HeaderValue::from_static("twice");
    let mut values = headers.get_all(name).iter();
    let first = values.next()?;
    Some(values.next().map_or(first, |_| &TWICE))
}

fn is_same_origin(headers: &HeaderMap) -> Option<bool> {
    the_one(headers, &SEC_FETCH_SITE).map(|value| value == "same-origin")
}

fn web_origin(text: &str) -> Option<Origin> {
    let url = Url::parse(text).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.origin())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own() -> OwnOrigins {
        OwnOrigins::new(["https://pilots.example.org/", "http://127.0.0.1:8080"])
            .expect("two origins")
    }

    fn headers(lines: &[(&'static str, &'static str)]) -> HeaderMap {
        let line = |&(name, value): &(&'static str, &'static str)| {
            let name = HeaderName::from_static(name);
            (name, HeaderValue::from_static(value))
        };
        let mut headers = HeaderMap::new();
        for (name, value) in lines.iter().map(line) {
            headers.append(name, value);
        }
        headers
    }

    fn session(lines: &[(&'static str, &'static str)]) -> Result<(), CrossSite> {
        own().admit(&headers(lines), Sender::Session)
    }

    #[test]
    fn own_pages_may_change_things() {
        for line in [
            ("origin", "https://pilots.example.org"),
            ("origin", "https://pilots.example.org:443"),
            ("origin", "http://127.0.0.1:8080"),
            ("referer", "https://pilots.example.org/a?b#c"),
            ("sec-fetch-site", "same-origin"),
        ] {
            assert_eq!(session(&[line]), Ok(()), "{line:?}");
        }
        let hidden = [("origin", "null"), ("sec-fetch-site", "same-origin")];
        assert_eq!(session(&hidden), Ok(()));
    }

    #[test]
    fn foreign_pages_may_not() {
        for line in [
            ("origin", "https://evil.example"),
            ("origin", "http://pilots.example.org"),
            ("origin", "https://pilots.example.org:444"),
            ("origin", "https://pilots.example.org.evil.example"),
            ("origin", "https://pilots.example.org@evil.example"),
            ("origin", "null"),
            ("origin", ""),
            (
                "referer",
                "https://evil.example/https://pilots.example.org/",
            ),
            ("referer", "data:text/html,x"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("sec-fetch-site", "none"),
        ] {
            assert_eq!(session(&[line]), Err(CrossSite::Foreign), "{line:?}");
            let nobody = own().admit(&headers(&[line]), Sender::Nobody);
            assert_eq!(nobody, Err(CrossSite::Foreign), "{line:?}");
        }
    }

    #[test]
    fn the_surest_header_decides() {
        let own = "https://pilots.example.org";
        let foreign = [("origin", "https://evil.example"), ("referer", own)];
        assert_eq!(session(&foreign), Err(CrossSite::Foreign));
        let twice = [("origin", own), ("origin", own)];
        assert_eq!(session(&twice), Err(CrossSite::Foreign));
        let hidden = [("origin", "null"), ("referer", own)];
        assert_eq!(session(&hidden), Err(CrossSite::Foreign));
    }

    #[test]
    fn a_session_without_any_of_them_is_refused_and_a_token_needs_none() {
        assert_eq!(session(&[]), Err(CrossSite::Unknown));
        let admit = |sender, lines| own().admit(&headers(lines), sender);
        assert_eq!(admit(Sender::Nobody, &[]), Ok(()));
        assert_eq!(admit(Sender::Token, &[]), Ok(()));
        let foreign = &[("origin", "https://evil.example")];
        assert_eq!(admit(Sender::Token, foreign), Ok(()));
    }

    #[test]
    fn headers_that_are_no_text_are_foreign() {
        let mut lines = HeaderMap::new();
        let bytes = HeaderValue::from_bytes(b"https://\xff").expect("bytes fit for a header");
        lines.insert(header::ORIGIN, bytes);
        assert_eq!(
            own().admit(&lines, Sender::Session),
            Err(CrossSite::Foreign)
        );
    }

    #[test]
    fn a_token_matches_itself_alone() -> Result<(), SecretError> {
        let token = CsrfToken::generate()?;
        let kept = serde_json::to_string(&token).unwrap_or_default();
        let kept: CsrfToken = serde_json::from_str(&kept).map_err(|_| SecretError::Malformed)?;
        assert!(kept.matches(&token.reveal()));
        assert!(!kept.matches(""));
        assert!(!kept.matches(&CsrfToken::generate()?.reveal()));
        Ok(())
    }

    #[test]
    fn what_is_no_origin_is_no_configuration() {
        for text in ["", "pilots.example.org", "ftp://example.org", "null"] {
            assert!(OwnOrigins::new([text]).is_err(), "{text}");
        }
        assert_eq!(
            own().to_string(),
            "https://pilots.example.org, http://127.0.0.1:8080"
        );
    }
}
