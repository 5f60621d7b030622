//! Accounts of identity providers, keyed by issuer and subject. An address that a
//! provider tells is not kept: it finds no account and proves nothing here.

use super::{AccountRow, Row, insert, note_opened, roles};
use crate::{Store, StoreError, Topic, Tx};

/// Who a provider says that somebody is.
#[derive(Clone, Copy, Debug)]
pub struct ForeignIdentity<'a> {
    /// The provider's id in the configuration.
    pub provider: &'a str,
    /// Who says so.
    pub issuer: &'a str,
    /// Its own name for the person.
    pub subject: &'a str,
    /// The person's name.
    pub name: &'a str,
    /// Two letters.
    pub language: &'a str,
    /// Names of roles that the claims give now.
    pub roles: &'a [String],
}

impl Store {
    /// The account of an identity, with the roles that the provider gives it now.
    /// Without one it is made if `may_create`, else [`StoreError::NotFound`].
    pub async fn sign_in_identity(
        &self,
        identity: &ForeignIdentity<'_>,
        may_create: bool,
        now: i64,
    ) -> Result<AccountRow, StoreError> {
        let mut tx = self.write(Topic::Account).await?;
        let id = match find(&mut tx, identity).await? {
            Some(id) => id,
            None if may_create => create(&mut tx, identity, now).await?,
            None => return Err(StoreError::NotFound),
        };
        roles::replace_grants(&mut tx, &id, identity.provider, identity.roles, now).await?;
        let row = sqlx::query_as("select * from account where id = $1")
            .bind(&id)
            .fetch_one(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(row)
    }
}

async fn find(tx: &mut Tx, identity: &ForeignIdentity<'_>) -> Result<Option<String>, StoreError> {
    let id =
        sqlx::query_scalar("select account_id from identity where issuer = $1 and subject = $2")
            .bind(identity.issuer)
            .bind(identity.subject)
            .fetch_optional(&mut **tx)
            .await?;
    Ok(id)
}

async fn create(
    tx: &mut Tx,
    identity: &ForeignIdentity<'_>,
    now: i64,
) -> Result<String, StoreError> {
    let row = Row {
        email: None,
        email_confirmed_at: None,
        name: identity.name,
        language: identity.language,
        password: None,
        now,
    };
    let id = insert(tx, &row).await?;
    sqlx::query(
        "insert into identity (issuer, subject, account_id, created_at) values ($1, $2, $3, $4)",
    )
    .bind(identity.issuer)
    .bind(identity.subject)
    .bind(&id)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    note_opened(tx, &id, "identity-provider", now).await?;
    Ok(id)
}
