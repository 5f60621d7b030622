//! Roles and locks. The last admin who can sign in keeps the role, whoever asks:
//! an installation without one could not be run.

use sqlx::FromRow;

use super::{Actor, end_all, persons};
use crate::{
    Store, StoreError, Topic, Tx, chain, chain::NewLink, connect::demand_one, data::forget_reader,
};

/// What [`StoreError::Conflict`] names when the last admin would go.
pub const LAST_ADMIN: &str = "last_admin";

/// Where a grant comes from. A provider takes back only what it gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GrantSource<'a> {
    /// An admin, or the operator.
    Admin,
    /// An invitation.
    Invitation,
    /// An identity provider, by its id in the configuration.
    Provider(&'a str),
}

/// A role that an account has, and from where.
#[derive(Clone, Debug, FromRow)]
pub struct GrantRow {
    /// The account.
    pub account_id: String,
    /// The role's name.
    pub role: String,
    /// `admin`, `invitation`, or `oidc:` and a provider's id.
    pub source: String,
    /// When.
    pub granted_at: i64,
}

impl GrantSource<'_> {
    pub(super) fn name(self) -> String {
        match self {
            Self::Admin => "admin".to_owned(),
            Self::Invitation => "invitation".to_owned(),
            // The prefix keeps a provider that is called `admin` apart.
            Self::Provider(id) => format!("oidc:{id}"),
        }
    }
}

impl Store {
    /// The roles of accounts from one id to another, both included, by account.
    pub async fn grants_between(
        &self,
        first: &str,
        last: &str,
    ) -> Result<Vec<GrantRow>, StoreError> {
        let rows = sqlx::query_as(
            "select account_id, role, source, granted_at from role_grant \
             where account_id >= $1 and account_id <= $2 order by account_id, role, source",
        )
        .bind(first)
        .bind(last)
        .fetch_all(self.pool())
        .await?;
        Ok(rows)
    }

    /// Grants a role. Twice is as good as once.
    pub async fn grant_role(
        &self,
        account: &str,
        role: &str,
        actor: Actor<'_>,
        now: i64,
    ) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Account).await?;
        demand_account(&mut tx, account).await?;
        grant(&mut tx, account, role, GrantSource::Admin, actor, now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes a role, wherever it came from. Twice is as good as once.
    pub async fn take_role(
        &self,
        account: &str,
        role: &str,
        actor: Actor<'_>,
        now: i64,
    ) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Account).await?;
        demand_account(&mut tx, account).await?;
        if role == "admin" {
            demand_other_admin(&mut tx, account).await?;
        }
        let done = sqlx::query("delete from role_grant where account_id = $1 and role = $2")
            .bind(account)
            .bind(role)
            .execute(&mut *tx)
            .await?;
        if done.rows_affected() > 0 {
            note(&mut tx, "role-taken", account, actor, Some(role), now).await?;
            stop_reading(&mut tx, account, actor, now).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Locks an account and ends its sessions and tokens, or unlocks it.
    pub async fn set_lock(
        &self,
        account: &str,
        is_locked: bool,
        actor: Actor<'_>,
        now: i64,
    ) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Account).await?;
        demand_account(&mut tx, account).await?;
        if is_locked {
            demand_other_admin(&mut tx, account).await?;
        }
        let done = sqlx::query(
            "update account set locked_at = $1 where id = $2 \
             and case when locked_at is null then 0 else 1 end <> cast($3 as bigint)",
        )
        .bind(is_locked.then_some(now))
        .bind(account)
        .bind(i64::from(is_locked))
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 1 {
            if is_locked {
                end_all(&mut tx, account, now).await?;
            }
            let kind = if is_locked {
                "account-locked"
            } else {
                "account-unlocked"
            };
            note(&mut tx, kind, account, actor, None, now).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

/// Gives a role as a part of the caller's transaction.
pub(super) async fn grant(
    tx: &mut Tx,
    account: &str,
    role: &str,
    source: GrantSource<'_>,
    actor: Actor<'_>,
    now: i64,
) -> Result<(), StoreError> {
    let by = match actor {
        Actor::Account(id) => Some(id),
        Actor::Operator | Actor::System => None,
    };
    let done = sqlx::query(
        "insert into role_grant (account_id, role, source, granted_by, granted_at) \
         values ($1, $2, $3, $4, $5) on conflict (account_id, role, source) do nothing",
    )
    .bind(account)
    .bind(role)
    .bind(source.name())
    .bind(by)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() > 0 {
        note(tx, "role-granted", account, actor, Some(role), now).await?;
    }
    Ok(())
}

/// Makes the grants of a provider what it says now.
pub(super) async fn replace_grants(
    tx: &mut Tx,
    account: &str,
    provider: &str,
    roles: &[String],
    now: i64,
) -> Result<(), StoreError> {
    let source = GrantSource::Provider(provider);
    let there: Vec<String> =
        sqlx::query_scalar("select role from role_grant where account_id = $1 and source = $2")
            .bind(account)
            .bind(source.name())
            .fetch_all(&mut **tx)
            .await?;
    for role in there.iter().filter(|role| !roles.contains(role)) {
        if role == "admin" && demand_other_admin(tx, account).await.is_err() {
            continue;
        }
        sqlx::query("delete from role_grant where account_id = $1 and role = $2 and source = $3")
            .bind(account)
            .bind(role)
            .bind(source.name())
            .execute(&mut **tx)
            .await?;
        note(tx, "role-taken", account, Actor::System, Some(role), now).await?;
        stop_reading(tx, account, Actor::System, now).await?;
    }
    for role in roles {
        grant(tx, account, role, source, Actor::System, now).await?;
    }
    Ok(())
}

/// Whoever is not on the staff any more is no reader of raw data either, and none again
/// with the role.
async fn stop_reading(
    tx: &mut Tx,
    account: &str,
    actor: Actor<'_>,
    now: i64,
) -> Result<(), StoreError> {
    let left: i64 = sqlx::query_scalar(
        "select count(*) from role_grant where account_id = $1 and role = 'staff'",
    )
    .bind(account)
    .fetch_one(&mut **tx)
    .await?;
    if left > 0 {
        return Ok(());
    }
    for link in forget_reader(tx, account, actor, now).await? {
        chain::append(tx, &link).await?;
    }
    Ok(())
}

/// Refuses to go on when this account is the only admin who can sign in.
pub(super) async fn demand_other_admin(tx: &mut Tx, account: &str) -> Result<(), StoreError> {
    let admins: Vec<String> = sqlx::query_scalar(
        "select distinct account.id from role_grant \
         join account on account.id = role_grant.account_id \
         where role_grant.role = 'admin' and account.locked_at is null \
         and account.erased_at is null limit 2",
    )
    .fetch_all(&mut **tx)
    .await?;
    if admins == [account] {
        return Err(StoreError::Conflict(LAST_ADMIN.to_owned()));
    }
    Ok(())
}

/// An account that nobody confirmed yet is none: it goes by itself.
async fn demand_account(tx: &mut Tx, account: &str) -> Result<(), StoreError> {
    let there: i64 = sqlx::query_scalar(
        "select count(*) from account where id = $1 and erased_at is null \
             and (email is null or email_confirmed_at is not null)",
    )
    .bind(account)
    .fetch_one(&mut **tx)
    .await?;
    demand_one(u64::try_from(there).unwrap_or(0))
}

async fn note(
    tx: &mut Tx,
    kind: &'static str,
    account: &str,
    actor: Actor<'_>,
    role: Option<&str>,
    now: i64,
) -> Result<(), StoreError> {
    let link = NewLink {
        at: now,
        kind,
        actor: persons::actor_of(tx, actor).await?,
        subject: persons::person_of(tx, account).await?,
        body: role.map_or_else(
            || serde_json::json!({}),
            |role| serde_json::json!({ "role": role }),
        ),
    };
    chain::append(tx, &link).await?;
    Ok(())
}
