//! Organisations and their members.

use sqlx::FromRow;

use super::persons;
use crate::{Store, StoreError, Topic, Tx, chain, chain::NewLink, new_id};

/// Organisations that one account belongs to, at most: the list is part of every
/// request.
const ORGANISATIONS_PER_ACCOUNT: i64 = 10;

/// Members that one organisation has, at most.
const MEMBERS_PER_ORGANISATION: i64 = 200;

/// An organisation, and what a member is in it.
#[derive(Clone, Debug, FromRow)]
pub struct OrganisationRow {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether the member may invite others: 1 or 0.
    pub is_owner: i64,
}

/// A member.
#[derive(Clone, Debug, FromRow)]
pub struct MemberRow {
    /// The account.
    pub account_id: String,
    /// The person's name.
    pub name: String,
    /// Whether the member may invite others: 1 or 0.
    pub is_owner: i64,
    /// Since when.
    pub created_at: i64,
}

impl Store {
    /// The organisations of an account.
    pub async fn organisations_of(
        &self,
        account: &str,
    ) -> Result<Vec<OrganisationRow>, StoreError> {
        let rows = sqlx::query_as(
            "select organisation.id, organisation.name, membership.is_owner from membership \
             join organisation on organisation.id = membership.organisation_id \
             where membership.account_id = $1 order by organisation.id",
        )
        .bind(account)
        .fetch_all(self.pool())
        .await?;
        Ok(rows)
    }

    /// The name of an organisation.
    pub async fn organisation_name(&self, organisation: &str) -> Result<String, StoreError> {
        let name = sqlx::query_scalar("select name from organisation where id = $1")
            .bind(organisation)
            .fetch_one(self.pool())
            .await?;
        Ok(name)
    }

    /// The members of an organisation.
    pub async fn members(&self, organisation: &str) -> Result<Vec<MemberRow>, StoreError> {
        let rows = sqlx::query_as(
            "select membership.account_id, account.name, membership.is_owner, \
             membership.created_at from membership \
             join account on account.id = membership.account_id \
             where membership.organisation_id = $1 order by membership.created_at, account.id",
        )
        .bind(organisation)
        .fetch_all(self.pool())
        .await?;
        Ok(rows)
    }

    /// Makes an organisation that the account owns, and tells its id.
    /// [`StoreError::Conflict`] when the account belongs to as many as it may.
    pub async fn create_organisation(
        &self,
        name: &str,
        account: &str,
        now: i64,
    ) -> Result<String, StoreError> {
        let mut tx = self.write(Topic::Account).await?;
        let id = insert(&mut tx, name, account, now).await?;
        tx.commit().await?;
        Ok(id)
    }
}

/// Makes an organisation with its owner as a part of the caller's transaction.
pub(super) async fn insert(
    tx: &mut Tx,
    name: &str,
    account: &str,
    now: i64,
) -> Result<String, StoreError> {
    let id = new_id();
    sqlx::query("insert into organisation (id, name, created_at) values ($1, $2, $3)")
        .bind(&id)
        .bind(name)
        .bind(now)
        .execute(&mut **tx)
        .await?;
    join(tx, &id, account, true, now).await?;
    let link = NewLink {
        at: now,
        kind: "organisation-made",
        actor: persons::person_of(tx, account).await?,
        subject: id.clone(),
        body: serde_json::json!({}),
    };
    chain::append(tx, &link).await?;
    Ok(id)
}

/// Adds a member as a part of the caller's transaction. Whoever is one already
/// stays what they are.
pub(super) async fn join(
    tx: &mut Tx,
    organisation: &str,
    account: &str,
    is_owner: bool,
    now: i64,
) -> Result<(), StoreError> {
    let own: i64 = sqlx::query_scalar("select count(*) from membership where account_id = $1")
        .bind(account)
        .fetch_one(&mut **tx)
        .await?;
    let members: i64 =
        sqlx::query_scalar("select count(*) from membership where organisation_id = $1")
            .bind(organisation)
            .fetch_one(&mut **tx)
            .await?;
    if own >= ORGANISATIONS_PER_ACCOUNT || members >= MEMBERS_PER_ORGANISATION {
        return Err(StoreError::Conflict("too_many_members".to_owned()));
    }
    sqlx::query(
        "insert into membership (organisation_id, account_id, is_owner, created_at) \
         values ($1, $2, $3, $4) on conflict (organisation_id, account_id) do nothing",
    )
    .bind(organisation)
    .bind(account)
    .bind(i64::from(is_owner))
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
