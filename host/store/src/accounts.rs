//! People and what lets them in: accounts, roles, organisations, links in mails,
//! invitations, sessions, tokens. Keeps secrets as digests only, and decides no
//! right: the server does.

mod access;
mod erasure;
mod export;
mod factors;
mod failures;
mod identities;
mod invitations;
mod links;
mod organisations;
mod persons;
mod registration;
mod roles;
mod sessions;
mod sweep;
mod tokens;

use sqlx::FromRow;

use crate::{Store, StoreError, Topic, Tx, chain, chain::NewLink, connect::demand_one, new_id};

pub use access::{Access, MembershipRow};
pub use export::{ExportRows, IdentityRow, MentionRow, OwnRow};
pub use identities::ForeignIdentity;
pub use invitations::{InvitationRow, Invited, NewInvitation};
pub use links::{MailLink, Purpose};
pub use organisations::{MemberRow, OrganisationRow};
pub use persons::Actor;
pub(crate) use persons::{actor_of, new_salt, person_in, person_of};
pub use registration::{NewAccount, Registered};
pub use roles::{GrantRow, GrantSource, LAST_ADMIN};
pub use tokens::{NewToken, TokenRow};

/// An account.
#[derive(Clone, FromRow)]
pub struct AccountRow {
    /// Its id.
    pub id: String,
    /// Normalised address; absent for accounts of an identity provider.
    pub email: Option<String>,
    /// When the address was confirmed.
    pub email_confirmed_at: Option<i64>,
    /// The person's name.
    pub name: String,
    /// Two letters.
    pub language: String,
    /// PHC string.
    pub password: Option<String>,
    /// Seed of the one-time codes, in base 32.
    pub totp_secret: Option<String>,
    /// When a first code proved the seed.
    pub totp_confirmed_at: Option<i64>,
    /// The last time step that was accepted.
    pub totp_step: i64,
    /// Sessions and tokens of an older one are void.
    pub epoch: i64,
    /// When it was made.
    pub created_at: i64,
    /// When an admin locked it.
    pub locked_at: Option<i64>,
    /// When the person was forgotten.
    pub erased_at: Option<i64>,
}

impl AccountRow {
    /// Whether a second factor is set up.
    pub fn has_second_factor(&self) -> bool {
        self.totp_confirmed_at.is_some()
    }
}

impl Store {
    /// The account of an id, unless it was erased.
    pub async fn account(&self, id: &str) -> Result<AccountRow, StoreError> {
        let row = sqlx::query_as("select * from account where id = $1 and erased_at is null")
            .bind(id)
            .fetch_one(self.pool())
            .await?;
        Ok(row)
    }

    /// The account of a normalised address.
    pub async fn account_of_email(&self, email: &str) -> Result<Option<AccountRow>, StoreError> {
        let row = sqlx::query_as("select * from account where email = $1")
            .bind(email)
            .fetch_optional(self.pool())
            .await?;
        Ok(row)
    }

    /// Accounts that are confirmed and not erased, in the order of their ids.
    pub async fn accounts(
        &self,
        after: Option<&str>,
        limit: i64,
    ) -> Result<Vec<AccountRow>, StoreError> {
        let rows = sqlx::query_as(
            "select * from account where id > $1 and erased_at is null \
             and (email is null or email_confirmed_at is not null) order by id limit $2",
        )
        .bind(after.unwrap_or(""))
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        Ok(rows)
    }

    /// Sets name and language.
    pub async fn set_profile(
        &self,
        account: &str,
        name: &str,
        language: &str,
    ) -> Result<(), StoreError> {
        let done = sqlx::query(
            "update account set name = $1, language = $2 where id = $3 and erased_at is null",
        )
        .bind(name)
        .bind(language)
        .bind(account)
        .execute(self.pool())
        .await?;
        demand_one(done.rows_affected())
    }

    /// Sets the password and ends every session and token. Tells the new epoch.
    pub async fn set_password(
        &self,
        account: &str,
        hash: &str,
        now: i64,
    ) -> Result<i64, StoreError> {
        let mut tx = self.write(Topic::Account).await?;
        let epoch = replace_password(&mut tx, account, hash, now).await?;
        let person = persons::person_of(&mut tx, account).await?;
        let link = NewLink {
            at: now,
            kind: "password-changed",
            actor: person.clone(),
            subject: person,
            body: serde_json::json!({}),
        };
        chain::append(&mut tx, &link).await?;
        tx.commit().await?;
        Ok(epoch)
    }

    /// Keeps the same password with newer parameters, unless it was changed since.
    pub async fn rehash_password(
        &self,
        account: &str,
        old: &str,
        new: &str,
    ) -> Result<(), StoreError> {
        sqlx::query("update account set password = $1 where id = $2 and password = $3")
            .bind(new)
            .bind(account)
            .bind(old)
            .execute(self.pool())
            .await?;
        Ok(())
    }
}

async fn replace_password(
    tx: &mut Tx,
    account: &str,
    hash: &str,
    now: i64,
) -> Result<i64, StoreError> {
    let done = sqlx::query("update account set password = $1 where id = $2 and erased_at is null")
        .bind(hash)
        .bind(account)
        .execute(&mut **tx)
        .await?;
    demand_one(done.rows_affected())?;
    end_all(tx, account, now).await
}

/// Ends every session and token of an account. Tells the new epoch.
async fn end_all(tx: &mut Tx, account: &str, now: i64) -> Result<i64, StoreError> {
    let epoch =
        sqlx::query_scalar("update account set epoch = epoch + 1 where id = $1 returning epoch")
            .bind(account)
            .fetch_one(&mut **tx)
            .await?;
    sqlx::query("delete from session where account_id = $1")
        .bind(account)
        .execute(&mut **tx)
        .await?;
    sqlx::query(
        "update api_token set revoked_at = $1 where account_id = $2 and revoked_at is null",
    )
    .bind(now)
    .bind(account)
    .execute(&mut **tx)
    .await?;
    Ok(epoch)
}

/// A new account as a row. A person who comes with a confirmed address or from a
/// provider is in the chain at once; others once they confirm.
struct Row<'a> {
    email: Option<&'a str>,
    email_confirmed_at: Option<i64>,
    name: &'a str,
    language: &'a str,
    password: Option<&'a str>,
    now: i64,
}

async fn insert(tx: &mut Tx, row: &Row<'_>) -> Result<String, StoreError> {
    let id = new_id();
    sqlx::query(
        "insert into account (id, email, email_confirmed_at, name, language, password, salt, created_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(&id)
    .bind(row.email)
    .bind(row.email_confirmed_at)
    .bind(row.name)
    .bind(row.language)
    .bind(row.password)
    .bind(persons::new_salt()?)
    .bind(row.now)
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// Notes in the chain that there is one more account.
async fn note_opened(tx: &mut Tx, account: &str, how: &str, now: i64) -> Result<(), StoreError> {
    let person = persons::person_of(tx, account).await?;
    let link = NewLink {
        at: now,
        kind: "account-opened",
        actor: person.clone(),
        subject: person,
        body: serde_json::json!({ "by": how }),
    };
    chain::append(tx, &link).await?;
    Ok(())
}
