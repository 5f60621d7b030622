//! What the one who runs the installation does from its command line, without a
//! session: the first admin has nobody to be invited by.

use std::num::NonZeroUsize;

use pilotbox_model::api::accounts::{Language, Role};
use pilotbox_store::{
    Store, StoreError,
    accounts::{AccountRow, Actor, LAST_ADMIN, NewAccount},
};

use crate::accounts::{
    email::{EmailAddress, EmailError},
    password::{PasswordError, PasswordRule, Passwords, check_rules},
};

/// Why it was not done.
#[derive(Debug, thiserror::Error)]
pub enum AdminError {
    /// The address is none.
    #[error("`email`: {0}")]
    Email(#[from] EmailError),
    /// The password may not be one.
    #[error("`password`: {0}")]
    Password(#[from] PasswordRule),
    /// The password could not be hashed.
    #[error(transparent)]
    Hash(#[from] PasswordError),
    /// Nobody has this address or id.
    #[error("there is no account `{0}`; hint: give an e-mail address or an id")]
    NoAccount(String),
    /// The address has one already.
    #[error("`{0}` has an account already; hint: grant it the role")]
    Taken(String),
    /// These follow from what an account is.
    #[error("`{0}` is not granted; hint: `evaluator`, `staff` or `admin`")]
    NotGranted(&'static str),
    /// Nobody could run the installation any more.
    #[error("this is the last admin who can sign in; hint: make somebody else an admin first")]
    LastAdmin,
    /// The account has no second factor.
    #[error("`{0}` has no second factor")]
    NoFactor(String),
    /// The database.
    #[error(transparent)]
    Store(StoreError),
}

/// An account to be made.
#[derive(Clone, Copy, Debug)]
pub struct NewPerson<'a> {
    /// Address.
    pub email: &'a str,
    /// The person's name.
    pub name: &'a str,
    /// 12 to 256 characters.
    pub password: &'a str,
    /// Language of mails.
    pub language: Language,
}

/// Makes an account whose address needs no confirmation, and tells its id.
pub async fn create_account(
    store: &Store,
    new: &NewPerson<'_>,
    now_ms: i64,
) -> Result<String, AdminError> {
    let email = EmailAddress::parse(new.email)?.key();
    let local = email.split('@').next().unwrap_or_default();
    check_rules(new.password, &[&email, local, new.name])?;
    let hash = Passwords::new(NonZeroUsize::MIN)?
        .hash(new.password)
        .await?;
    let account = NewAccount {
        email: &email,
        name: new.name,
        language: new.language.as_str(),
        password: &hash,
    };
    let made = store.create_account(&account, now_ms).await;
    made.map_err(|error| match error {
        StoreError::Conflict(_) => AdminError::Taken(email.clone()),
        other => AdminError::Store(other),
    })
}

/// Grants a role to the account of an address or id.
pub async fn grant(store: &Store, who: &str, role: Role, now_ms: i64) -> Result<(), AdminError> {
    let account = find(store, who).await?;
    let role = granted(role)?;
    let done = store
        .grant_role(&account.id, role, Actor::Operator, now_ms)
        .await;
    done.map_err(refused)
}

/// Takes a role, wherever it came from.
pub async fn take(store: &Store, who: &str, role: Role, now_ms: i64) -> Result<(), AdminError> {
    let account = find(store, who).await?;
    let role = granted(role)?;
    let done = store
        .take_role(&account.id, role, Actor::Operator, now_ms)
        .await;
    done.map_err(refused)
}

/// Locks an account and ends its sessions and tokens, or unlocks it.
pub async fn set_lock(
    store: &Store,
    who: &str,
    is_locked: bool,
    now_ms: i64,
) -> Result<(), AdminError> {
    let account = find(store, who).await?;
    let done = store
        .set_lock(&account.id, is_locked, Actor::Operator, now_ms)
        .await;
    done.map_err(refused)
}

/// Takes away the second factor of somebody who lost phone and codes.
pub async fn drop_factor(store: &Store, who: &str, now_ms: i64) -> Result<(), AdminError> {
    let account = find(store, who).await?;
    let done = store
        .drop_factor(&account.id, Actor::Operator, now_ms)
        .await;
    done.map(|_| ()).map_err(|error| match error {
        StoreError::NotFound => AdminError::NoFactor(who.to_owned()),
        other => AdminError::Store(other),
    })
}

/// Forgets a person who asked for it.
pub async fn erase(store: &Store, who: &str, now_ms: i64) -> Result<(), AdminError> {
    let account = find(store, who).await?;
    let done = store
        .erase_account(&account.id, Actor::Operator, now_ms)
        .await;
    done.map_err(refused)
}

async fn find(store: &Store, who: &str) -> Result<AccountRow, AdminError> {
    let missing = || AdminError::NoAccount(who.to_owned());
    if who.contains('@') {
        let email = EmailAddress::parse(who)?.key();
        let found = store
            .account_of_email(&email)
            .await
            .map_err(AdminError::Store)?;
        return found.ok_or_else(missing);
    }
    store.account(who).await.map_err(|error| match error {
        StoreError::NotFound => missing(),
        other => AdminError::Store(other),
    })
}

fn granted(role: Role) -> Result<&'static str, AdminError> {
    match role {
        Role::Citizen | Role::Startup => Err(AdminError::NotGranted(role.as_str())),
        Role::Evaluator | Role::Staff | Role::Admin => Ok(role.as_str()),
    }
}

fn refused(error: StoreError) -> AdminError {
    match error {
        StoreError::Conflict(what) if what == LAST_ADMIN => AdminError::LastAdmin,
        other => AdminError::Store(other),
    }
}
