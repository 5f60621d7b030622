//! The chain of receipts, decisions and audit events: each link is bound to the
//! one before by a digest, so nobody can change or leave out one unseen. Owns how
//! a link is digested and when links hang together; knows nothing of where they
//! are kept.
//!
//! What a link's digest covers are the texts of its fields as the wire has them,
//! so that a script of a few lines can check a chain as well.

use std::fmt;

use crate::{Digest, api::runs::ChainLink};

/// What a link of the server itself names as its actor.
pub const SYSTEM: &str = "system";

/// Where a chain stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The last link's number; 0 before the first.
    pub seq: u64,
    /// The last link's digest; 64 zeros before the first.
    pub digest: String,
}

/// A link that does not follow.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the chain is broken at link {seq}: {fault}")]
pub struct Broken {
    /// The link's number, as it says itself.
    pub seq: u64,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Its number is not the next one.
    Number {
        /// The number that should come.
        expected: u64,
    },
    /// It names another link before it than the one that is there.
    Previous,
    /// Its digest is not that of what it says.
    Content,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number { expected } => {
                write!(f, "link {expected} should come; links are missing or moved")
            }
            Self::Previous => f.write_str("it does not name the link before it"),
            Self::Content => f.write_str("it says something else than when it was made"),
        }
    }
}

impl Head {
    /// Before the first link.
    pub fn start() -> Self {
        Self {
            seq: 0,
            digest: format!("sha256:{}", "0".repeat(64)),
        }
    }

    /// Where the chain stands after a link, if it follows.
    pub fn follow(&self, link: &ChainLink) -> Result<Self, Broken> {
        let broken = |fault| {
            let seq = link.seq;
            Err(Broken { seq, fault })
        };
        let expected = self.seq.saturating_add(1);
        if link.seq != expected {
            return broken(Fault::Number { expected });
        }
        if link.previous != self.digest {
            return broken(Fault::Previous);
        }
        if link.digest != link_digest(link).to_string() {
            return broken(Fault::Content);
        }
        Ok(Self {
            seq: link.seq,
            digest: link.digest.clone(),
        })
    }
}

/// SHA-256 over number, time, kind, actor, subject, body and the digest before,
/// each as text and preceded by its length in bytes (64 bits, little-endian).
/// What the link says of its own digest is not looked at.
pub fn link_digest(link: &ChainLink) -> Digest {
    let (seq, at) = (link.seq.to_string(), link.at.to_string());
    let fields = [
        &seq,
        &at,
        &link.kind,
        &link.actor,
        &link.subject,
        &link.body,
        &link.previous,
    ];
    Digest::of_parts(fields.map(String::as_bytes))
}

/// Follows a chain from its first link to its last.
pub fn check<'a>(links: impl IntoIterator<Item = &'a ChainLink>) -> Result<Head, Broken> {
    let mut links = links.into_iter();
    links.try_fold(Head::start(), |head, link| head.follow(link))
}

/// What stands in the chain for a text that it must not show: a digest that only
/// whoever has the salt can join to the text. Showing the salt opens it to everybody;
/// erasing the salt closes it for good and leaves the chain whole.
pub fn sealed(salt: &str, text: &str) -> String {
    Digest::of_parts([salt.as_bytes(), text.as_bytes()]).to_string()
}

/// A person in the chain, by the account; the salt goes with an erasure.
pub fn person(salt: &str, account: &str) -> String {
    sealed(salt, account)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    fn chain(bodies: &[&str]) -> Vec<ChainLink> {
        let mut head = Head::start();
        let mut links = Vec::new();
        for body in bodies {
            let mut link = ChainLink {
                seq: head.seq + 1,
                at: Timestamp::UNIX_EPOCH,
                kind: "receipt-issued".to_owned(),
                actor: SYSTEM.to_owned(),
                subject: "01J".to_owned(),
                body: (*body).to_owned(),
                previous: head.digest.clone(),
                digest: String::new(),
            };
            link.digest = link_digest(&link).to_string();
            head = head.follow(&link).unwrap();
            links.push(link);
        }
        links
    }

    fn fault(links: &[ChainLink]) -> (u64, Fault) {
        let broken = check(links).unwrap_err();
        (broken.seq, broken.fault)
    }

    #[test]
    fn a_chain_that_nobody_touched_holds() {
        let links = chain(&["1", "2", "3"]);
        let head = check(&links).unwrap();
        assert_eq!((head.seq, head.digest), (3, links[2].digest.clone()));
        assert_eq!(check(&[]), Ok(Head::start()));
    }

    #[test]
    fn the_digest_is_the_documented_one() {
        let links = chain(&["{}"]);
        // Computed by a script of its own from the description above.
        let expected = "sha256:8f6593fdc49c8532ebb32d7541d952dc3bde0713756e6b9c83ba86f08f38d1b8";
        assert_eq!(links[0].digest, expected);
    }

    #[test]
    fn every_field_is_covered() {
        let changes: [fn(&mut ChainLink); 5] = [
            |link| link.at = Timestamp::MAX,
            |link| link.kind.push('x'),
            |link| link.actor.push('x'),
            |link| link.subject.push('x'),
            |link| link.body.push('x'),
        ];
        for change in changes {
            let mut links = chain(&["1", "2", "3"]);
            change(&mut links[1]);
            assert_eq!(fault(&links), (2, Fault::Content));
        }
    }

    #[test]
    fn a_text_cannot_move_from_one_field_to_the_next() {
        let mut links = chain(&["1"]);
        links[0].kind = "receipt-issue".to_owned();
        links[0].actor = "dsystem".to_owned();
        assert_eq!(fault(&links), (1, Fault::Content));
    }

    #[test]
    fn links_cannot_be_left_out_or_swapped_or_made_anew() {
        let number = |expected| Fault::Number { expected };
        let mut links = chain(&["1", "2", "3"]);
        links.remove(1);
        assert_eq!(fault(&links), (3, number(2)));
        let mut links = chain(&["1", "2", "3"]);
        links.remove(0);
        assert_eq!(fault(&links), (2, number(1)));
        let mut links = chain(&["1", "2", "3"]);
        links.swap(0, 1);
        assert_eq!(fault(&links), (2, number(1)));
        let mut links = chain(&["1", "2", "3"]);
        links[1].body = "else".to_owned();
        links[1].digest = link_digest(&links[1]).to_string();
        assert_eq!(fault(&links), (3, Fault::Previous));
    }

    #[test]
    fn a_person_is_told_apart_only_with_the_salt() {
        assert_eq!(person("s", "a"), person("s", "a"));
        assert_ne!(person("s", "a"), person("t", "a"));
        assert_ne!(person("sa", "b"), person("s", "ab"));
    }
}
