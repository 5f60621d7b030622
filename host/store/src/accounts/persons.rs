//! Persons as the chain knows them: digests with a salt that goes with an erasure.

use crate::{
    Store, StoreError, Tx,
    chain::{SYSTEM, person},
};

/// Bytes of a salt: more than can be tried.
const SALT_BYTES: usize = 16;

/// Who does something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor<'a> {
    /// An account, by its id.
    Account(&'a str),
    /// The one who runs the installation, from its command line.
    Operator,
    /// The installation itself.
    System,
}

impl Store {
    /// What stands for an account in the chain.
    pub async fn person(&self, account: &str) -> Result<String, StoreError> {
        let mut tx = self.read().await?;
        person_of(&mut tx, account).await
    }
}

/// What stands for an account in the chain. An erased one has no salt, and is
/// named by nothing that leads to it.
pub(crate) async fn person_of(tx: &mut Tx, account: &str) -> Result<String, StoreError> {
    Ok(named(salt_of(tx, account).await?, account))
}

/// What stands for an account in the links about its submissions to a challenge:
/// another digest for each, so that a name that one board shows tells nothing of the
/// pseudonyms of others.
pub(crate) async fn person_in(
    tx: &mut Tx,
    account: &str,
    challenge: &str,
) -> Result<String, StoreError> {
    let salt = salt_of(tx, account).await?;
    Ok(named(salt, &format!("{account} {challenge}")))
}

/// What stands for whoever does something.
pub(crate) async fn actor_of(tx: &mut Tx, actor: Actor<'_>) -> Result<String, StoreError> {
    match actor {
        Actor::Account(account) => person_of(tx, account).await,
        Actor::Operator => Ok("operator".to_owned()),
        Actor::System => Ok(SYSTEM.to_owned()),
    }
}

/// A new salt.
pub(crate) fn new_salt() -> Result<String, StoreError> {
    let mut bytes = [0_u8; SALT_BYTES];
    getrandom::fill(&mut bytes).map_err(|error| {
        let cause = format!("the system gives no randomness: {error}");
        StoreError::Unavailable(sqlx::Error::Io(std::io::Error::other(cause)))
    })?;
    Ok(u128::from_be_bytes(bytes).to_string())
}

async fn salt_of(tx: &mut Tx, account: &str) -> Result<Option<String>, StoreError> {
    Ok(sqlx::query_scalar("select salt from account where id = $1")
        .bind(account)
        .fetch_one(&mut **tx)
        .await?)
}

fn named(salt: Option<String>, text: &str) -> String {
    salt.map_or_else(|| "erased".to_owned(), |salt| person(&salt, text))
}
