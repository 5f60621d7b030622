//! Passwords and codes that somebody shows, with the tries counted. An address
//! without an account is answered like one with a wrong password: with the same
//! words, after the same work, and locked out alike.

use std::time::Duration;

use jiff::Timestamp;
use pilotbox_model::{
    Digest,
    api::{accounts::Language, problem::Code},
};
use pilotbox_store::{accounts::AccountRow, from_millis, to_millis};

use super::links;
use crate::{
    accounts::{
        email::EmailAddress,
        lockout::{Admission, Failures},
        password::{PasswordError, Verdict},
        totp::{RecoveryCode, TotpSecret},
    },
    mail::{log::MailKind, texts},
    problem::Problem,
    state::AppState,
};

/// When too many passwords wait to be hashed, how long until there is room.
const BUSY: Duration = Duration::from_secs(3);

/// Who has shown who they are.
pub(super) struct Shown {
    pub(super) account: AccountRow,
    pub(super) has_second_factor: bool,
}

/// Looks at address, password and, where the account has one, code.
pub(super) async fn check(
    state: &AppState,
    email: &str,
    password: &str,
    code: Option<&str>,
) -> Result<Shown, Problem> {
    let email = address(email)?.key();
    let now = state.clock.now();
    let tries = Tries::of_email(&email);
    let count = tries.count(state, now).await?;
    let found = state.store.account_of_email(&email).await?;
    if !is_right(state, found.as_ref(), password, &tries).await? {
        if let Some(account) = &found {
            tell_lockout(state, account, count, now);
        }
        return Err(Problem::new(Code::WrongCredentials));
    }
    let Some(account) = found else {
        return Err(Problem::new(Code::WrongCredentials));
    };
    if let Err(problem) = demand_usable(&account) {
        tries.uncount(state).await?;
        return Err(problem);
    }
    if account.has_second_factor() {
        let Some(code) = code else {
            tries.uncount(state).await?;
            return Err(Problem::new(Code::SecondFactorNeeded)
                .detail("`code` is missing")
                .hint("send a one-time code of the app, or a recovery code, with the password"));
        };
        // Counted apart as well: a new password, which the mailbox is enough for, does
        // not make up for wrong codes.
        let codes = Tries::of_factor(&account.id);
        codes.count(state, now).await?;
        if !uses_code(state, &account, code, now).await? {
            tell_lockout(state, &account, count, now);
            return Err(Problem::new(Code::WrongCredentials));
        }
        codes.forget(state).await?;
    }
    tries.forget(state).await?;
    Ok(Shown {
        has_second_factor: account.has_second_factor(),
        account,
    })
}

/// Asks for the password once more. Accounts without one have nothing to show.
pub(super) async fn demand_password(
    state: &AppState,
    account: &AccountRow,
    password: Option<&str>,
) -> Result<(), Problem> {
    let (Some(email), Some(_)) = (&account.email, &account.password) else {
        return Ok(());
    };
    let Some(password) = password else {
        return Err(Problem::new(Code::BadRequest).detail("`password` is missing"));
    };
    let tries = Tries::of_email(email);
    tries.count(state, state.clock.now()).await?;
    if !is_right(state, Some(account), password, &tries).await? {
        return Err(Problem::new(Code::WrongCredentials).detail("the password is wrong"));
    }
    tries.forget(state).await
}

/// Asks for a code of the second factor, which is there.
pub(super) async fn demand_code(
    state: &AppState,
    account: &AccountRow,
    code: &str,
) -> Result<(), Problem> {
    let now = state.clock.now();
    let tries = Tries::of_factor(&account.id);
    tries.count(state, now).await?;
    if !uses_code(state, account, code, now).await? {
        return Err(Problem::new(Code::WrongCredentials).detail("the code is wrong or was used"));
    }
    tries.forget(state).await
}

/// Asks for the first code of a seed, and tells its time step.
pub(super) async fn demand_first_code(
    state: &AppState,
    account: &AccountRow,
    seed: &str,
    code: &str,
) -> Result<i64, Problem> {
    let now = state.clock.now();
    let tries = Tries::of_factor(&account.id);
    tries.count(state, now).await?;
    let seed = TotpSecret::parse(seed).map_err(Problem::internal)?;
    let Some(step) = seed.accept(code, now, Some(account.totp_step)) else {
        return Err(Problem::new(Code::WrongCredentials)
            .detail("the code is wrong or was used")
            .hint("check the clock of the phone, and take the next code"));
    };
    tries.forget(state).await?;
    Ok(step)
}

/// Lets somebody who proved the mailbox try at once.
pub(super) async fn forget_tries(state: &AppState, account: &AccountRow) -> Result<(), Problem> {
    match &account.email {
        Some(email) => Tries::of_email(email).forget(state).await,
        None => Ok(()),
    }
}

/// The hash of a new password.
pub(super) async fn hash(state: &AppState, password: &str) -> Result<String, Problem> {
    state.passwords.hash(password).await.map_err(unhashed)
}

/// An address that somebody typed.
pub(super) fn address(text: &str) -> Result<EmailAddress, Problem> {
    EmailAddress::parse(text)
        .map_err(|error| Problem::new(Code::BadRequest).detail(format!("`email`: {error}")))
}

fn demand_usable(account: &AccountRow) -> Result<(), Problem> {
    if account.email_confirmed_at.is_none() {
        return Err(Problem::new(Code::NotAllowed)
            .detail("the address is not confirmed yet")
            .hint("follow the link in the mail, or register again to get another"));
    }
    if account.locked_at.is_some() {
        return Err(Problem::new(Code::LockedOut)
            .detail("an admin locked this account")
            .hint("ask those who run this site"));
    }
    Ok(())
}

async fn is_right(
    state: &AppState,
    account: Option<&AccountRow>,
    password: &str,
    tries: &Tries,
) -> Result<bool, Problem> {
    let with_password = account.and_then(|account| Some((account, account.password.as_deref()?)));
    let verdict = if let Some((_, kept)) = with_password {
        state.passwords.verify(kept, password).await
    } else {
        let nobody = state.passwords.verify_nobody(password).await;
        nobody.map(|()| Verdict::Wrong)
    };
    match verdict {
        Ok(Verdict::Right) => Ok(true),
        Ok(Verdict::Wrong) => Ok(false),
        Ok(Verdict::RightButOldParameters) => {
            if let Some((account, kept)) = with_password {
                let new = hash(state, password).await?;
                state.store.rehash_password(&account.id, kept, &new).await?;
            }
            Ok(true)
        }
        Err(error) => {
            tries.uncount(state).await?;
            Err(unhashed(error))
        }
    }
}

/// Uses a one-time or recovery code up; whether it was one.
async fn uses_code(
    state: &AppState,
    account: &AccountRow,
    code: &str,
    now: Timestamp,
) -> Result<bool, Problem> {
    let seed = account.totp_secret.as_deref().map(TotpSecret::parse);
    let seed = seed.transpose().map_err(Problem::internal)?;
    let step = seed.and_then(|seed| seed.accept(code, now, Some(account.totp_step)));
    if let Some(step) = step {
        return Ok(state.store.use_step(&account.id, step).await?);
    }
    let Ok(recovery) = RecoveryCode::parse(code) else {
        return Ok(false);
    };
    let digest = recovery.digest().hex();
    Ok(state
        .store
        .use_recovery(&account.id, &digest, to_millis(now))
        .await?)
}

/// Tells the owner by mail, at the try with which the wait begins.
fn tell_lockout(state: &AppState, account: &AccountRow, count: i64, now: Timestamp) {
    let after = |count: i64| {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let last_at = Some(now);
        Failures { count, last_at }.admission(now)
    };
    let (Admission::Locked { until }, Admission::Allowed) = (after(count), after(count - 1)) else {
        return;
    };
    let language = Language::of_code(&account.language);
    let link = links::address(state, "reset", None);
    let text = texts::lockout(language, until, &link);
    links::post(state, MailKind::Lockout, account, text);
}

fn unhashed(error: PasswordError) -> Problem {
    match error {
        PasswordError::Busy => Problem::new(Code::Unavailable)
            .detail(error.to_string())
            .retry_after(BUSY),
        PasswordError::Failed(cause) => Problem::internal(cause),
    }
}

/// Where tries are counted.
struct Tries(String);

impl Tries {
    fn of_email(email: &str) -> Self {
        Self(Digest::of(format!("email:{email}").as_bytes()).hex())
    }

    fn of_factor(account: &str) -> Self {
        Self(Digest::of(format!("factor:{account}").as_bytes()).hex())
    }

    /// Counts one more, or refuses it. Counted before anything is looked at: of
    /// many tries at the same moment no more are looked at than one by one.
    async fn count(&self, state: &AppState, now: Timestamp) -> Result<i64, Problem> {
        let decide = |count: i64, last_at: Option<i64>| {
            let failures = Failures {
                count: u32::try_from(count).unwrap_or(u32::MAX),
                last_at: last_at.map(from_millis),
            };
            match failures.admission(now) {
                Admission::Allowed => {
                    let next = failures.and_one_more(now);
                    Ok((i64::from(next.count), to_millis(now)))
                }
                Admission::Locked { until } => Err(until),
            }
        };
        let counted = state.store.count_try(&self.0, decide).await?;
        counted.map_err(|until| {
            let seconds = until.duration_since(now).as_secs();
            let wait = Duration::from_secs(u64::try_from(seconds).unwrap_or(0) + 1);
            Problem::new(Code::LockedOut)
                .detail("too many wrong tries")
                .hint("wait, or ask for a new password")
                .retry_after(wait)
        })
    }

    async fn uncount(&self, state: &AppState) -> Result<(), Problem> {
        Ok(state.store.uncount_try(&self.0).await?)
    }

    async fn forget(&self, state: &AppState) -> Result<(), Problem> {
        Ok(state.store.forget_tries(&self.0).await?)
    }
}
