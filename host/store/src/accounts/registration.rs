//! How an account begins: by registration with a mail, or made by the operator.

use super::{AccountRow, MailLink, Purpose, Row, insert, links, note_opened, organisations};
use crate::{Store, StoreError, Topic, Tx, connect::demand_one};

/// What somebody registers with.
#[derive(Clone, Copy)]
pub struct NewAccount<'a> {
    /// Normalised address.
    pub email: &'a str,
    /// The person's name.
    pub name: &'a str,
    /// Two letters.
    pub language: &'a str,
    /// PHC string.
    pub password: &'a str,
}

/// What came of a registration.
pub enum Registered {
    /// A link was kept; its secret is to be mailed.
    Pending,
    /// The address has an account; its owner is to be told.
    Taken(Box<AccountRow>),
    /// The address got enough mails for now.
    TooMany,
}

impl Store {
    /// Opens an account that waits for its confirmation. Until then the last
    /// registration of an address holds and links of former ones are void.
    pub async fn register(
        &self,
        new: &NewAccount<'_>,
        organisation: Option<&str>,
        link: &MailLink<'_>,
    ) -> Result<Registered, StoreError> {
        let mut tx = self.write(Topic::Account).await?;
        let there: Option<AccountRow> = sqlx::query_as("select * from account where email = $1")
            .bind(new.email)
            .fetch_optional(&mut *tx)
            .await?;
        if let Some(row) = &there
            && !links::may_mail(&mut tx, &row.id, link.created_at).await?
        {
            return Ok(Registered::TooMany);
        }
        let registered = match there {
            Some(row) if row.email_confirmed_at.is_some() => {
                links::insert(&mut tx, Purpose::Notice, &row.id, None, link).await?;
                Registered::Taken(Box::new(row))
            }
            there => {
                let id = match there {
                    Some(row) => replace(&mut tx, &row.id, new, link.created_at).await?,
                    None => insert(&mut tx, &pending(new, link.created_at)).await?,
                };
                links::insert(&mut tx, Purpose::Confirm, &id, organisation, link).await?;
                Registered::Pending
            }
        };
        tx.commit().await?;
        Ok(registered)
    }

    /// Follows the link of a registration: the address is confirmed, and the
    /// organisation that was asked for is made. Tells the account.
    pub async fn confirm(&self, digest: &str, now: i64) -> Result<String, StoreError> {
        let mut tx = self.write(Topic::Account).await?;
        let used = links::take(&mut tx, Purpose::Confirm, digest, now).await?;
        let done = sqlx::query(
            "update account set email_confirmed_at = $1 \
             where id = $2 and email_confirmed_at is null and erased_at is null",
        )
        .bind(now)
        .bind(&used.account_id)
        .execute(&mut *tx)
        .await?;
        demand_one(done.rows_affected())?;
        if let Some(name) = &used.organisation {
            organisations::insert(&mut tx, name, &used.account_id, now).await?;
        }
        note_opened(&mut tx, &used.account_id, "registration", now).await?;
        tx.commit().await?;
        Ok(used.account_id)
    }

    /// Makes an account whose address needs no confirmation, and tells its id.
    pub async fn create_account(
        &self,
        new: &NewAccount<'_>,
        now: i64,
    ) -> Result<String, StoreError> {
        let mut tx = self.write(Topic::Account).await?;
        let row = Row {
            email_confirmed_at: Some(now),
            ..pending(new, now)
        };
        let id = insert(&mut tx, &row).await?;
        note_opened(&mut tx, &id, "operator", now).await?;
        tx.commit().await?;
        Ok(id)
    }
}

fn pending<'a>(new: &NewAccount<'a>, now: i64) -> Row<'a> {
    Row {
        email: Some(new.email),
        email_confirmed_at: None,
        name: new.name,
        language: new.language,
        password: Some(new.password),
        now,
    }
}

async fn replace(
    tx: &mut Tx,
    account: &str,
    new: &NewAccount<'_>,
    now: i64,
) -> Result<String, StoreError> {
    sqlx::query(
        "update account set name = $1, language = $2, password = $3, created_at = $4 where id = $5",
    )
    .bind(new.name)
    .bind(new.language)
    .bind(new.password)
    .bind(now)
    .bind(account)
    .execute(&mut **tx)
    .await?;
    links::void(tx, account, now).await?;
    Ok(account.to_owned())
}
