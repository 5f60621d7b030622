//! What is read at every request: whether the account still is one, and what it
//! may be.

use sqlx::FromRow;

use crate::{Store, StoreError};

/// A place in an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MembershipRow {
    /// The organisation's id.
    pub organisation_id: String,
    /// Whether the member may invite others.
    pub is_owner: bool,
}

/// What a session or token of an account is good for just now.
#[derive(Clone, Debug)]
pub struct Access {
    /// Sessions and tokens of an older one are void.
    pub epoch: i64,
    /// Whether an admin locked it.
    pub is_locked: bool,
    /// Whether a second factor is set up.
    pub has_second_factor: bool,
    /// Names of granted roles, each once.
    pub roles: Vec<String>,
    /// Where it is a member.
    pub organisations: Vec<MembershipRow>,
}

#[derive(FromRow)]
struct AccountPart {
    epoch: i64,
    locked_at: Option<i64>,
    totp_confirmed_at: Option<i64>,
}

#[derive(FromRow)]
struct Part {
    kind: String,
    name: String,
    flag: i64,
}

impl Store {
    /// What an account may be; `None` when it is not there or was erased.
    pub async fn access(&self, account: &str) -> Result<Option<Access>, StoreError> {
        let found: Option<AccountPart> = sqlx::query_as(
            "select epoch, locked_at, totp_confirmed_at from account \
             where id = $1 and erased_at is null",
        )
        .bind(account)
        .fetch_optional(self.pool())
        .await?;
        let Some(found) = found else {
            return Ok(None);
        };
        let parts: Vec<Part> = sqlx::query_as(
            "select distinct 'role' as kind, role as name, cast(0 as bigint) as flag \
             from role_grant where account_id = $1 \
             union all \
             select 'organisation' as kind, organisation_id as name, is_owner as flag \
             from membership where account_id = $2",
        )
        .bind(account)
        .bind(account)
        .fetch_all(self.pool())
        .await?;
        let (roles, organisations): (Vec<_>, Vec<_>) =
            parts.into_iter().partition(|part| part.kind == "role");
        Ok(Some(Access {
            epoch: found.epoch,
            is_locked: found.locked_at.is_some(),
            has_second_factor: found.totp_confirmed_at.is_some(),
            roles: roles.into_iter().map(|part| part.name).collect(),
            organisations: organisations.into_iter().map(membership).collect(),
        }))
    }
}

fn membership(part: Part) -> MembershipRow {
    MembershipRow {
        organisation_id: part.name,
        is_owner: part.flag == 1,
    }
}
