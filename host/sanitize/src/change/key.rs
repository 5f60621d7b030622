//! The key of a data set, and what is made with it: pseudonyms and the randomness that
//! nobody without the key can repeat. Never shows or stores the key.

use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};
use ring::hmac::{self, Context, HMAC_SHA256};

/// The secret of a city for one data set: 256 random bits. Handed in by whoever keeps it,
/// never written beside the data.
#[derive(Clone)]
pub struct Key([u8; 32]);

/// RFC 4648, in small letters.
const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

impl Key {
    /// A key of these bytes, which must be random.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Makes pseudonyms within a data set. The name goes into each, so that a key used for
    /// two data sets by mistake does not join them.
    pub(super) fn pseudonyms(&self, dataset: &str) -> Pseudonyms {
        Pseudonyms(self.mac("pseudonym", dataset))
    }

    /// Random numbers for one purpose, by the key and a seed that may be public.
    pub(super) fn random(&self, purpose: &str, dataset: &str, seed: u32) -> ChaCha8Rng {
        let mut mac = self.mac(purpose, dataset);
        mac.update(&seed.to_le_bytes());
        let mut seed = [0; 32];
        seed.copy_from_slice(mac.sign().as_ref());
        ChaCha8Rng::from_seed(seed)
    }

    /// HMAC-SHA-256 over purpose and data set, each ended by a zero, open for more.
    fn mac(&self, purpose: &str, dataset: &str) -> Context {
        let mut mac = Context::with_key(&hmac::Key::new(HMAC_SHA256, &self.0));
        for part in [purpose.as_bytes(), &[0], dataset.as_bytes(), &[0]] {
            mac.update(part);
        }
        mac
    }
}

impl Drop for Key {
    fn drop(&mut self) {
        self.0.fill(0);
        // Without a look at it the compiler may leave the filling out.
        std::hint::black_box(&self.0);
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(..)")
    }
}

/// Makes pseudonyms: the same value, the same name.
#[derive(Clone)]
pub(super) struct Pseudonyms(Context);

impl Pseudonyms {
    /// Appends the name of a value: the first `length` characters (at most 51) of its
    /// HMAC-SHA-256 in base32.
    pub(super) fn name(&self, value: &str, length: u32, out: &mut String) {
        let mut mac = self.0.clone();
        mac.update(value.as_bytes());
        let mac = mac.sign();
        let (mut bits, mut held) = (0_u32, 0_u32);
        let mut bytes = mac.as_ref().iter();
        for _ in 0..length {
            if held < 5 {
                let Some(byte) = bytes.next() else { return };
                bits = ((bits << 8) | u32::from(*byte)) & 0xffff;
                held += 8;
            }
            held -= 5;
            let place = (bits >> held) & 31;
            out.push(char::from(ALPHABET[place as usize]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(key: u8, dataset: &str, value: &str, length: u32) -> String {
        let mut out = String::new();
        Key::new([key; 32])
            .pseudonyms(dataset)
            .name(value, length, &mut out);
        out
    }

    #[test]
    fn a_pseudonym_is_the_macs_beginning_in_base32() {
        let long = named(1, "a", "x", 51);
        assert_eq!(long.len(), 51);
        assert_eq!(long, BY_ANOTHER_PROGRAM);
        assert!(long.starts_with(&named(1, "a", "x", 12)));
    }

    #[test]
    fn key_data_set_and_value_each_make_another_name() {
        let names = [
            named(1, "a", "x", 16),
            named(2, "a", "x", 16),
            named(1, "b", "x", 16),
            named(1, "a", "y", 16),
        ];
        let different: std::collections::BTreeSet<_> = names.iter().collect();
        assert_eq!(different.len(), 4);
    }

    #[test]
    fn a_key_is_not_shown() {
        assert_eq!(format!("{:?}", Key::new([7; 32])), "Key(..)");
    }

    /// Of the text `pseudonym\0a\0x`, by Python's `hmac` and `base64`.
    const BY_ANOTHER_PROGRAM: &str = "mmnazjmm2kau34oxhl7jkqvacuisurukwbx2tjdanubeot7pru7";
}
