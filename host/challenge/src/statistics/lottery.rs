//! The lottery that decides between equals, so that anybody can draw it again.
//!
//! 1. Before the first submission arrives the city draws 32 random bytes, the seed,
//!    keeps them and publishes their SHA-256 digest, the commitment. It cannot
//!    choose a seed any more by what came in.
//! 2. At the close the list of those who take part is fixed: a line
//!    `<id> <digest of the plugin>` for each, sorted by the bytes of the ids, every
//!    line ended by a line feed. Its SHA-256 digest is the digest of the list. Whoever
//!    hands in a plugin changes it, and does not know the seed. Who is left out later
//!    stays on it, so that nobody else gets another ticket.
//! 3. The seed is published with the decision. The ticket of each is HMAC-SHA-256
//!    with the seed as key over `pilotbox-lottery-1`, the name of the lottery, the
//!    digest of the list and the id, joined by line feeds. The smallest ticket comes
//!    first.
//!
//! `printf 'pilotbox-lottery-1\n%s\n%s\n%s' NAME LIST ID | openssl dgst -sha256 -mac HMAC
//! -macopt hexkey:SEED` prints a ticket. A city that tells somebody the seed beforehand
//! betrays its own lottery; no procedure on one machine can rule that out.

use std::{fmt, str::FromStr};

use hmac::{Hmac, Mac as _, digest::KeyInit};
use pilotbox_model::Digest;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::Sha256;

/// What every ticket's message begins with: another version draws other tickets.
const DOMAIN: &str = "pilotbox-lottery-1";

/// The 32 random bytes of a lottery. Secret until the decision is published; they are
/// never shown by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct LotterySeed([u8; 32]);

/// A text that is no seed. Does not repeat the text, which may be almost one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the seed of the lottery is not 64 lower-case hexadecimal digits")]
pub struct LotterySeedError;

/// Who takes part, with what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Participant<'p> {
    /// The id, without line feeds or spaces.
    pub id: &'p str,
    /// The digest of the plugin.
    pub plugin: Digest,
}

/// What one participant drew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// The participant's id.
    pub id: String,
    /// 64 hexadecimal digits; the smallest comes first.
    pub ticket: String,
}

impl LotterySeed {
    /// A seed of these bytes, which must be random.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The commitment: what is published beforehand.
    pub fn commitment(&self) -> Digest {
        Digest::of(&self.0)
    }
}

/// Every participant's ticket, the smallest first. The name tells this lottery from
/// any other with the same seed.
pub fn draw(seed: &LotterySeed, name: &str, participants: &[Participant<'_>]) -> Vec<Ticket> {
    let list = list_digest(participants);
    let mut tickets: Vec<Ticket> = participants
        .iter()
        .map(|participant| Ticket {
            id: participant.id.to_owned(),
            ticket: ticket(
                seed,
                &format!("{DOMAIN}\n{name}\n{list}\n{}", participant.id),
            ),
        })
        .collect();
    tickets.sort_by(|a, b| (&a.ticket, &a.id).cmp(&(&b.ticket, &b.id)));
    tickets
}

/// The digest of the list of participants.
pub fn list_digest(participants: &[Participant<'_>]) -> Digest {
    let mut sorted = participants.to_vec();
    sorted.sort_unstable();
    let lines = sorted.iter().fold(String::new(), |lines, participant| {
        lines + &format!("{} {}\n", participant.id, participant.plugin)
    });
    Digest::of(lines.as_bytes())
}

fn ticket(seed: &LotterySeed, message: &str) -> String {
    // A block of zeros after the key changes nothing by definition of HMAC, and fills
    // the length that the constructor without a failure takes.
    let mut block = [0; 64];
    block[..32].copy_from_slice(&seed.0);
    let mac = <Hmac<Sha256> as KeyInit>::new(&block.into()).chain_update(message.as_bytes());
    hex(&mac.finalize().into_bytes())
}

fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    let digits = |byte: &u8| [digit(byte >> 4), digit(byte & 15)];
    bytes.iter().flat_map(digits).collect()
}

impl fmt::Debug for LotterySeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LotterySeed(…)")
    }
}

impl FromStr for LotterySeed {
    type Err = LotterySeedError;

    fn from_str(text: &str) -> Result<Self, LotterySeedError> {
        // A digest's text is 32 bytes in the same digits.
        let digest: Digest = format!("sha256:{text}")
            .parse()
            .map_err(|_| LotterySeedError)?;
        Ok(Self(*digest.as_bytes()))
    }
}

impl Serialize for LotterySeed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex(&self.0))
    }
}

impl<'de> Deserialize<'de> for LotterySeed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seed(byte: u8) -> LotterySeed {
        LotterySeed::new([byte; 32])
    }

    fn participants() -> Vec<Participant<'static>> {
        ["S1", "S2", "S3", "S4"]
            .map(|id| Participant {
                id,
                plugin: Digest::of(id.as_bytes()),
            })
            .to_vec()
    }

    #[test]
    fn an_hmac_is_that_of_the_standard() {
        // RFC 4231, test case 3, has a shorter key; zeros after it do not matter.
        let mut key = [0; 32];
        key[..20].fill(0xaa);
        let mut block = [0; 64];
        block[..32].copy_from_slice(&key);
        let mac = <Hmac<Sha256> as KeyInit>::new(&block.into()).chain_update([0xdd; 50]);
        assert_eq!(
            hex(&mac.finalize().into_bytes()),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        );
    }

    #[test]
    fn the_order_of_participants_does_not_matter() {
        let mut turned = participants();
        turned.reverse();
        let drawn = draw(&seed(1), "parking@1.0.0", &participants());
        assert_eq!(drawn, draw(&seed(1), "parking@1.0.0", &turned));
        assert!(drawn.is_sorted_by_key(|ticket| ticket.ticket.clone()));
    }

    #[test]
    fn seed_name_and_every_plugin_change_every_ticket() {
        let tickets = |seed: &LotterySeed, name: &str, participants: &[Participant<'_>]| {
            let mut drawn = draw(seed, name, participants);
            drawn.sort_by(|a, b| a.id.cmp(&b.id));
            drawn
                .into_iter()
                .map(|ticket| ticket.ticket)
                .collect::<Vec<_>>()
        };
        let before = tickets(&seed(1), "a", &participants());
        let mut other = participants();
        other[3].plugin = Digest::of(b"another");
        for after in [
            tickets(&seed(2), "a", &participants()),
            tickets(&seed(1), "b", &participants()),
            tickets(&seed(1), "a", &other),
        ] {
            assert!(
                before
                    .iter()
                    .zip(&after)
                    .all(|(before, after)| before != after)
            );
        }
    }

    #[test]
    fn every_participant_comes_first_about_as_often() {
        let mut first = [0; 4];
        for byte in 0..=255 {
            let drawn = draw(&seed(byte), "a", &participants());
            let at = ["S1", "S2", "S3", "S4"]
                .iter()
                .position(|id| *id == drawn[0].id);
            first[at.expect("a participant")] += 1;
        }
        // 64 are expected, with a standard deviation of 7.
        assert!(
            first.iter().all(|count| (36..=92).contains(count)),
            "{first:?}"
        );
    }

    #[test]
    fn a_seed_reads_back_and_is_not_shown_by_accident() {
        let text = serde_json::to_string(&seed(171)).expect("a text");
        assert_eq!(text, format!("\"{}\"", "ab".repeat(32)));
        let back: LotterySeed = serde_json::from_str(&text).expect("a seed");
        assert_eq!(back.commitment(), seed(171).commitment());
        assert_eq!(format!("{back:?}"), "LotterySeed(…)");
        for text in ["", "ab", &"AB".repeat(32), &"é".repeat(32)] {
            let error = text.parse::<LotterySeed>().expect_err("no seed");
            assert_eq!(
                error.to_string(),
                "the seed of the lottery is not 64 lower-case hexadecimal digits"
            );
        }
    }
}
