//! Passwords: the rules for new ones, and Argon2id behind a bound, so that
//! log-ins can exhaust neither memory nor cores. A password is kept as its hash only.

mod guessed;

use std::{num::NonZeroUsize, sync::Arc};

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{self, PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use tokio::{sync::Semaphore, task};
use unicode_normalization::UnicodeNormalization as _;

/// The least characters of a password: with no rules of composition, length is
/// what counts (NIST SP 800-63B-4, 3.1.1.2, asks for 15, or 8 beside a second factor;
/// between them, since log-ins are slowed down and hashes are memory-hard).
pub const MIN_CHARS: usize = 12;

/// The most characters. Long phrases fit; a novel is an attack on the hash.
pub const MAX_CHARS: usize = 256;

/// Bytes that are looked at at all: 256 characters of four bytes each.
const MAX_BYTES: usize = 4 * MAX_CHARS;

/// Memory of one hash in KiB, passes and lanes: the first row of OWASP's password
/// storage cheat sheet for Argon2id with 19 MiB.
const PARAMS: (u32, u32, u32) = (19 * 1024, 2, 1);

/// Log-ins that may wait for each one that is hashed. At some 30 ms each, whoever
/// is admitted waits for a second or so; the others are told to come back.
const WAITING_PER_TURN: usize = 32;

/// Hashes passwords, few at a time.
#[derive(Clone, Debug)]
pub struct Passwords {
    argon2: Argon2<'static>,
    nobody: Arc<str>,
    places: Arc<Semaphore>,
    turns: Arc<Semaphore>,
}

/// What a password is to a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The right one.
    Right,
    /// The right one, but hashed with parameters that are no longer ours: hash it anew.
    RightButOldParameters,
    /// Another one.
    Wrong,
}

/// Why a new password is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordRule {
    /// Too short.
    #[error(
        "a password has at least {MIN_CHARS} characters; hint: some words that do not belong together are easy to keep in mind"
    )]
    TooShort,
    /// Too long.
    #[error("a password has at most {MAX_CHARS} characters")]
    TooLong,
    /// The person's name or address.
    #[error("a password is not the name or the e-mail address of its account")]
    Personal,
    /// One character again and again.
    #[error("a password is more than one character again and again")]
    Repeated,
    /// One of those that whoever guesses tries first.
    #[error(
        "this password is among the first that are guessed; hint: some words that do not belong together are easy to keep in mind"
    )]
    Common,
}

/// Why no answer was had.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// Too many wait already.
    #[error("too many people are signing in; hint: try again in a few seconds")]
    Busy,
    /// The kept hash is damaged, or the machine has no memory for one more.
    #[error("a password could not be hashed: {0}")]
    Failed(String),
}

impl Passwords {
    /// Hashes `concurrency` passwords at a time, each in 19 MiB.
    pub fn new(concurrency: NonZeroUsize) -> Result<Self, PasswordError> {
        let (memory, passes, lanes) = PARAMS;
        let params = Params::new(memory, passes, lanes, None).map_err(|error| failed(&error))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let places = concurrency
            .get()
            .saturating_mul(WAITING_PER_TURN + 1)
            .min(Semaphore::MAX_PERMITS);
        Ok(Self {
            nobody: hash(&argon2, "nobody has this password")?.into(),
            argon2,
            places: Arc::new(Semaphore::new(places)),
            turns: Arc::new(Semaphore::new(concurrency.get().min(places))),
        })
    }

    /// The hash of a password that [`check_rules`] lets pass, as a PHC string.
    pub async fn hash(&self, password: &str) -> Result<String, PasswordError> {
        let password = normal(password);
        let argon2 = self.argon2.clone();
        self.in_turn(move || hash(&argon2, &password)).await
    }

    /// Compares a password with a kept hash.
    pub async fn verify(&self, kept: &str, password: &str) -> Result<Verdict, PasswordError> {
        if password.len() > MAX_BYTES {
            return Ok(Verdict::Wrong);
        }
        let (kept, password) = (kept.to_owned(), normal(password));
        let argon2 = self.argon2.clone();
        self.in_turn(move || verify(&argon2, &kept, &password))
            .await
    }

    /// Does the work of [`Passwords::verify`] for an account that does not exist,
    /// so that time does not tell who has one.
    pub async fn verify_nobody(&self, password: &str) -> Result<(), PasswordError> {
        self.verify(&self.nobody, password).await.map(|_| ())
    }

    /// Does `work` where it may block, once it is its turn. The permits go with
    /// the work: it is counted until it ends, even if nobody waits for it any more.
    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        let place = Arc::clone(&self.places).try_acquire_owned();
        let place = place.map_err(|_| PasswordError::Busy)?;
        let turn = Arc::clone(&self.turns).acquire_owned().await;
        let turn = turn.map_err(|_| PasswordError::Busy)?;
        let counted = move || {
            let _held = (place, turn);
            work()
        };
        task::spawn_blocking(counted)
            .await
            .map_err(|error| failed(&error))?
    }
}

/// Whether a new password may be one. `personal` is what belongs to the account: its
/// address, the part before the `@`, its name.
pub fn check_rules(password: &str, personal: &[&str]) -> Result<(), PasswordRule> {
    if password.len() > MAX_BYTES {
        return Err(PasswordRule::TooLong);
    }
    let password = normal(password);
    match password.chars().count() {
        0..MIN_CHARS => return Err(PasswordRule::TooShort),
        MIN_CHARS..=MAX_CHARS => {}
        _ => return Err(PasswordRule::TooLong),
    }
    let folded = |text: &str| normal(text).trim().to_lowercase();
    let plain = folded(&password);
    if personal.iter().any(|text| folded(text) == plain) {
        return Err(PasswordRule::Personal);
    }
    let mut characters = plain.chars();
    let first = characters.next();
    if characters.all(|character| Some(character) == first) {
        return Err(PasswordRule::Repeated);
    }
    if guessed::is_common(&plain) {
        return Err(PasswordRule::Common);
    }
    Ok(())
}

/// Some keyboards write `й` as one character, others as two: in NFC both are
/// one password.
fn normal(password: &str) -> String {
    password.nfc().collect()
}

fn hash(argon2: &Argon2<'_>, password: &str) -> Result<String, PasswordError> {
    let hash: PasswordHash = argon2
        .hash_password(password.as_bytes())
        .map_err(|error| failed(&error))?;
    Ok(hash.to_string())
}

fn verify(argon2: &Argon2<'_>, kept: &str, password: &str) -> Result<Verdict, PasswordError> {
    let parsed = PasswordHash::new(kept).map_err(|error| failed(&error))?;
    match argon2.verify_password(password.as_bytes(), &parsed) {
        Ok(()) if has_params(&parsed, argon2) => Ok(Verdict::Right),
        Ok(()) => Ok(Verdict::RightButOldParameters),
        Err(password_hash::Error::PasswordInvalid) => Ok(Verdict::Wrong),
        Err(error) => Err(failed(&error)),
    }
}

fn has_params(hash: &PasswordHash, argon2: &Argon2<'_>) -> bool {
    let ours = argon2.params();
    let costs = |params: &Params| (params.m_cost(), params.t_cost(), params.p_cost());
    let is_current = Params::try_from(hash).is_ok_and(|params| costs(&params) == costs(ours));
    is_current && hash.algorithm.as_str() == Algorithm::Argon2id.as_str()
}

fn failed(error: &impl ToString) -> PasswordError {
    PasswordError::Failed(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const RIGHT: &str = "correct horse battery";

    fn passwords(concurrency: usize) -> Passwords {
        let concurrency = NonZeroUsize::new(concurrency).expect("more than none");
        Passwords::new(concurrency).expect("parameters that Argon2 takes")
    }

    #[tokio::test]
    async fn a_password_is_told_from_others() -> Result<(), PasswordError> {
        let passwords = passwords(1);
        let kept = passwords.hash(RIGHT).await?;
        assert!(
            kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{kept}"
        );
        assert_eq!(passwords.verify(&kept, RIGHT).await?, Verdict::Right);
        for wrong in ["", "correct horse batterx", "Correct horse battery"] {
            assert_eq!(passwords.verify(&kept, wrong).await?, Verdict::Wrong);
        }
        assert_ne!(kept, passwords.hash(RIGHT).await?);
        Ok(())
    }

    #[tokio::test]
    async fn both_ways_to_write_a_letter_are_one_password() -> Result<(), PasswordError> {
        let passwords = passwords(1);
        let kept = passwords.hash("синият трамвай спи").await?;
        let decomposed = "синият трамваи\u{306} спи";
        assert_eq!(passwords.verify(&kept, decomposed).await?, Verdict::Right);
        Ok(())
    }

    #[tokio::test]
    async fn old_parameters_are_noticed_and_damage_is_no_wrong_password()
    -> Result<(), PasswordError> {
        let weak = Params::new(8 * 1024, 1, 1, None).expect("parameters that Argon2 takes");
        let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, weak);
        let kept = hash(&weak, RIGHT)?;
        let passwords = passwords(1);
        let verdict = passwords.verify(&kept, RIGHT).await?;
        assert_eq!(verdict, Verdict::RightButOldParameters);
        assert_eq!(passwords.verify(&kept, "other").await?, Verdict::Wrong);
        for damaged in ["", "$argon2id$", "$2b$12$abcdefghijklmnopqrstuv", "plain"] {
            let verdict = passwords.verify(damaged, RIGHT).await;
            assert!(
                matches!(verdict, Err(PasswordError::Failed(_))),
                "{damaged}"
            );
        }
        Ok(())
    }

    #[tokio::test]
    async fn nobody_is_verified_with_the_present_parameters() -> Result<(), PasswordError> {
        let passwords = passwords(1);
        let hash = PasswordHash::new(&passwords.nobody).map_err(|error| failed(&error))?;
        assert!(has_params(&hash, &passwords.argon2));
        passwords.verify_nobody(RIGHT).await?;
        passwords.verify_nobody(&"x".repeat(1 << 20)).await
    }

    #[tokio::test]
    async fn more_than_can_wait_are_sent_away() -> Result<(), PasswordError> {
        let passwords = passwords(1);
        let all = u32::try_from(WAITING_PER_TURN + 1).unwrap_or(u32::MAX);
        let taken = Arc::clone(&passwords.places).try_acquire_many_owned(all);
        assert!(taken.is_ok(), "no place is taken yet");
        let refused = passwords.hash(RIGHT).await;
        assert!(matches!(refused, Err(PasswordError::Busy)));
        drop(taken);
        passwords.hash(RIGHT).await?;
        assert_eq!(passwords.places.available_permits(), WAITING_PER_TURN + 1);
        Ok(())
    }

    #[test]
    fn rules_are_about_length_and_the_person() {
        let personal = ["Anastasia.Petrova@example.org", "Анастасия Петрова"];
        let check = |password: &str| check_rules(password, &personal);
        assert_eq!(check("abdecfhgikjl"), Ok(()));
        assert_eq!(check("abdecfhgikj"), Err(PasswordRule::TooShort));
        assert_eq!(check("единадесет!"), Err(PasswordRule::TooShort));
        assert_eq!(check(&"ab".repeat(128)), Ok(()));
        let long = format!("{}c", "ab".repeat(128));
        assert_eq!(check(&long), Err(PasswordRule::TooLong));
        let novel = "ab".repeat(1 << 20);
        assert_eq!(check(&novel), Err(PasswordRule::TooLong));
        assert_eq!(check("aaaaaaaaaaaaA"), Err(PasswordRule::Repeated));
        assert_eq!(check("P@ssw0rd2026!"), Err(PasswordRule::Common));
        for word in personal {
            assert_eq!(check(&word.to_uppercase()), Err(PasswordRule::Personal));
        }
    }

    #[test]
    fn a_password_that_shrinks_is_measured_as_it_is_kept() {
        let eleven = "й".repeat(10) + "и\u{306}";
        assert_eq!(eleven.chars().count(), 12);
        assert_eq!(check_rules(&eleven, &[]), Err(PasswordRule::TooShort));
    }
}
