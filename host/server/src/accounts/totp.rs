//! The second factor: one-time codes of an app (RFC 6238) and recovery codes.
//! A code is accepted once; the caller keeps the last accepted step.

use std::fmt;

use jiff::Timestamp;
use totp_rs::{Builder, Secret as Seed, Totp};

use super::secret::{SecretDigest, SecretError, random};

/// Bytes of the seed: 160 bits, as RFC 4226 recommends.
const SEED_BYTES: usize = 20;

/// Seconds of a step; what every app assumes.
const STEP_SECONDS: u64 = 30;

/// Steps before and after the present one that are accepted: clocks of phones differ.
const SKEW_STEPS: u16 = 1;

/// Recovery codes that an account gets.
const RECOVERY_CODES: usize = 10;

/// Bytes of a recovery code: 80 bits are safe behind a plain digest, and 16
/// characters can still be typed.
const RECOVERY_BYTES: usize = 10;

/// Characters of a recovery code without its dashes.
const RECOVERY_CHARS: usize = 16;

/// Characters of a recovery code between two dashes.
const RECOVERY_GROUP: usize = 4;

/// The seed that an account's app and the server share.
#[derive(Clone)]
pub struct TotpSecret(Seed);

/// A code that stands in for a lost app, once.
#[derive(Clone)]
pub struct RecoveryCode([u8; RECOVERY_BYTES]);

/// Why there is no second factor.
#[derive(Debug, thiserror::Error)]
pub enum TotpError {
    /// The system has no randomness.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// The kept seed, or a name in it, is not fit for an app.
    #[error("the second factor cannot be set up: {0}")]
    Unusable(String),
    /// The text is no recovery code.
    #[error("this is not a recovery code; hint: it has 16 letters and digits")]
    NotARecoveryCode,
}

impl TotpSecret {
    /// A new one.
    pub fn generate() -> Result<Self, TotpError> {
        let seed = random::<SEED_BYTES>()?;
        Ok(Self(Seed::from(seed.to_vec())))
    }

    /// Reads back what [`TotpSecret::to_base32`] wrote.
    pub fn parse(base32: &str) -> Result<Self, TotpError> {
        match Seed::try_from_base32(base32) {
            Ok(seed) if seed.as_bytes().len() == SEED_BYTES => Ok(Self(seed)),
            _ => Err(TotpError::Unusable("its seed is damaged".to_owned())),
        }
    }

    /// The seed for the database, and for apps that cannot read a picture.
    pub fn to_base32(&self) -> String {
        self.0.to_base32()
    }

    /// The `otpauth:` address that an app reads: `site` and `account` are shown in it.
    pub fn uri(&self, site: &str, account: &str) -> Result<String, TotpError> {
        let builder = builder(self)
            .with_issuer(Some(site))
            .with_account_name(account);
        let unusable = |error: totp_rs::TotpError| TotpError::Unusable(error.to_string());
        builder
            .build()
            .map_err(unusable)?
            .to_url()
            .map_err(unusable)
    }

    /// The step that `code` is of, if it is right at `now` and newer than the
    /// `last` accepted one. The caller keeps it before it lets anybody in, so that a
    /// code that was overheard is of no use.
    pub fn accept(&self, code: &str, now: Timestamp, last: Option<i64>) -> Option<i64> {
        let totp: Totp = builder(self).build().ok()?;
        let digits: String = code.split_whitespace().collect();
        let seconds = u64::try_from(now.as_second()).ok()?;
        let step = i64::try_from(totp.check(&digits, seconds)?).ok()?;
        (last.is_none_or(|last| step > last)).then_some(step)
    }
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(…)")
    }
}

impl RecoveryCode {
    /// A new set.
    pub fn generate_set() -> Result<Vec<Self>, TotpError> {
        let one = |_| Ok(Self(random()?));
        (0..RECOVERY_CODES).map(one).collect()
    }

    /// Reads what somebody typed from paper: case, spaces and dashes do not matter.
    pub fn parse(text: &str) -> Result<Self, TotpError> {
        let matters = |c: &char| !c.is_whitespace() && *c != '-';
        // One more than there may be tells that it is too long.
        let typed = text.chars().filter(matters).take(RECOVERY_CHARS + 1);
        let typed: String = typed.map(|c| c.to_ascii_uppercase()).collect();
        if typed.len() != RECOVERY_CHARS {
            return Err(TotpError::NotARecoveryCode);
        }
        let seed = Seed::try_from_base32(&typed).map_err(|_| TotpError::NotARecoveryCode)?;
        let bytes = seed.as_bytes().try_into();
        bytes.map(Self).map_err(|_| TotpError::NotARecoveryCode)
    }

    /// The code in groups, as it is shown once.
    pub fn reveal(&self) -> String {
        let text = Seed::from(self.0.to_vec()).to_base32().to_lowercase();
        let letters: Vec<_> = text.chars().collect();
        let groups = letters.chunks(RECOVERY_GROUP).map(String::from_iter);
        groups.collect::<Vec<_>>().join("-")
    }

    /// What the database keeps.
    pub fn digest(&self) -> SecretDigest {
        SecretDigest::of(&self.0)
    }

    /// Which of the kept digests this code is of; the caller deletes that one
    /// before it lets anybody in.
    pub fn find(&self, kept: &[SecretDigest]) -> Option<usize> {
        let digest = self.digest();
        // All are looked at, so that time does not tell which one it was.
        kept.iter().enumerate().fold(None, |found, (index, one)| {
            let is_it = one.matches(&digest);
            if is_it { Some(index) } else { found }
        })
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}

fn builder(secret: &TotpSecret) -> Builder {
    Builder::new()
        .with_secret(secret.0.clone())
        .with_skew(SKEW_STEPS)
        .with_step_duration(STEP_SECONDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_800_000_000;

    /// The seed of RFC 6238's test vectors.
    fn secret() -> TotpSecret {
        TotpSecret(Seed::from(b"12345678901234567890".to_vec()))
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("a time of this century")
    }

    fn code(second: i64) -> String {
        let totp = builder(&secret()).build().expect("a seed of 20 bytes");
        totp.generate(second.unsigned_abs()).to_string()
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        // Appendix B of RFC 6238, its last six digits.
        assert_eq!(secret().accept("287082", at(59), None), Some(1));
        assert_eq!(
            secret().accept("081804", at(1_111_111_109), None),
            Some(37_037_036)
        );
        assert_eq!(secret().accept(" 287 082 ", at(59), None), Some(1));
    }

    #[test]
    fn one_step_either_way_is_accepted_and_two_are_not() {
        let step = NOW / 30;
        for (seconds, expected) in [(-60, None), (-30, Some(step - 1)), (0, Some(step))] {
            let accepted = secret().accept(&code(NOW + seconds), at(NOW), None);
            assert_eq!(accepted, expected);
        }
        let ahead = |seconds| secret().accept(&code(NOW + seconds), at(NOW), None);
        assert_eq!(ahead(30), Some(step + 1));
        assert_eq!(ahead(60), None);
    }

    #[test]
    fn a_code_is_accepted_once_and_no_older_one_after_it() {
        let step = secret().accept(&code(NOW), at(NOW), None);
        assert!(step.is_some());
        assert_eq!(secret().accept(&code(NOW), at(NOW), step), None);
        assert_eq!(secret().accept(&code(NOW - 30), at(NOW), step), None);
        let next = secret().accept(&code(NOW + 30), at(NOW), step);
        assert_eq!(next, step.map(|step| step + 1));
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for text in [
            "", "1", "1234567", "+12345", "-12345", "١٢٣", "12345a", "\0",
        ] {
            assert_eq!(secret().accept(text, at(NOW), None), None, "{text}");
        }
        assert_eq!(secret().accept(&code(NOW), Timestamp::MIN, None), None);
        let _does_not_panic = secret().accept(&code(NOW), Timestamp::MAX, None);
    }

    #[test]
    fn a_seed_reads_back_and_shows_as_an_address() -> Result<(), TotpError> {
        let secret = TotpSecret::generate()?;
        let again = TotpSecret::parse(&secret.to_base32())?;
        assert_eq!(secret.0.as_bytes(), again.0.as_bytes());
        let uri = secret.uri("Pilotbox Sofia", "ana@example.org")?;
        assert!(uri.starts_with("otpauth://totp/Pilotbox%20Sofia:ana%40example.org?secret="));
        assert!(secret.uri("a:b", "ana@example.org").is_err());
        assert!(TotpSecret::parse("MZXW6").is_err());
        assert!(!format!("{secret:?}").contains(&secret.to_base32()));
        Ok(())
    }

    #[test]
    fn recovery_codes_read_back_however_they_are_typed() -> Result<(), TotpError> {
        let codes = RecoveryCode::generate_set()?;
        assert_eq!(codes.len(), RECOVERY_CODES);
        let kept: Vec<_> = codes.iter().map(RecoveryCode::digest).collect();
        for (index, code) in codes.iter().enumerate() {
            let shown = code.reveal();
            assert_eq!(shown.len(), 19, "{shown}");
            let typed = format!(" {} ", shown.to_uppercase().replace('-', " "));
            assert_eq!(RecoveryCode::parse(&typed)?.find(&kept), Some(index));
        }
        let stranger = RecoveryCode::parse("aaaa-aaaa-aaaa-aaaa")?;
        assert_eq!(stranger.find(&kept), None);
        assert_eq!(stranger.find(&[]), None);
        Ok(())
    }

    #[test]
    fn what_is_no_recovery_code_is_refused() {
        let long = "a".repeat(1_000_000);
        for text in [
            "",
            "aaaa",
            "aaaa-aaaa-aaaa-aaa1",
            "ааaa-aaaa-aaaa-aaaa",
            &long,
            &long[..17],
        ] {
            assert!(RecoveryCode::parse(text).is_err());
        }
    }
}
