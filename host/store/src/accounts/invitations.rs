//! Invitations: to a role, by an admin, or to an organisation, by its owner.

use sqlx::FromRow;

use super::{
    Actor, GrantSource, NewAccount, Row, insert, note_opened, organisations, persons, roles,
};
use crate::{Store, StoreError, Topic, Tx, chain, chain::NewLink, new_id};

/// Invitations that one account may have open at a time: no mailboxes are filled
/// through this server.
const OPEN_PER_ACCOUNT: i64 = 50;

/// What somebody is invited to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invited<'a> {
    /// A role, by its name.
    Role(&'a str),
    /// A place in an organisation.
    Organisation(&'a str),
}

/// A new invitation.
#[derive(Clone, Copy, Debug)]
pub struct NewInvitation<'a> {
    /// The digest of the secret in the mail.
    pub digest: &'a str,
    /// Normalised address.
    pub email: &'a str,
    /// Two letters: the language of the mail.
    pub language: &'a str,
    /// To what.
    pub to: Invited<'a>,
    /// By whom.
    pub invited_by: &'a str,
    /// Now.
    pub created_at: i64,
    /// Until when it is good.
    pub expires_at: i64,
}

/// An invitation.
#[derive(Clone, Debug, FromRow)]
pub struct InvitationRow {
    /// Its id.
    pub id: String,
    /// Who is invited.
    pub email: String,
    /// Two letters.
    pub language: String,
    /// To which role.
    pub role: Option<String>,
    /// Or to which organisation.
    pub organisation_id: Option<String>,
    /// By whom.
    pub invited_by: String,
    /// When.
    pub created_at: i64,
    /// Until when it is good.
    pub expires_at: i64,
    /// When it was accepted.
    pub accepted_at: Option<i64>,
}

impl Store {
    /// Keeps an invitation and tells its id. [`StoreError::Conflict`] when the
    /// account has too many open ones.
    pub async fn invite(&self, new: &NewInvitation<'_>) -> Result<String, StoreError> {
        let mut tx = self.write(Topic::Account).await?;
        let open: i64 = sqlx::query_scalar(
            "select count(*) from invitation \
             where invited_by = $1 and accepted_at is null and expires_at > $2",
        )
        .bind(new.invited_by)
        .bind(new.created_at)
        .fetch_one(&mut *tx)
        .await?;
        if open >= OPEN_PER_ACCOUNT {
            return Err(StoreError::Conflict("too_many_invitations".to_owned()));
        }
        let (role, organisation) = match new.to {
            Invited::Role(role) => (Some(role), None),
            Invited::Organisation(id) => (None, Some(id)),
        };
        let id = new_id();
        sqlx::query(
            "insert into invitation (id, digest, email, language, role, organisation_id, \
             invited_by, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(&id)
        .bind(new.digest)
        .bind(new.email)
        .bind(new.language)
        .bind(role)
        .bind(organisation)
        .bind(new.invited_by)
        .bind(new.created_at)
        .bind(new.expires_at)
        .execute(&mut *tx)
        .await?;
        let link = NewLink {
            at: new.created_at,
            kind: "invited",
            actor: persons::person_of(&mut tx, new.invited_by).await?,
            subject: id.clone(),
            body: serde_json::json!({ "role": role, "organisation": organisation }),
        };
        chain::append(&mut tx, &link).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Invitations to roles, in the order of their ids.
    pub async fn role_invitations(
        &self,
        after: Option<&str>,
        limit: i64,
    ) -> Result<Vec<InvitationRow>, StoreError> {
        let rows = sqlx::query_as(
            "select * from invitation where id > $1 and role is not null order by id limit $2",
        )
        .bind(after.unwrap_or(""))
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        Ok(rows)
    }

    /// The invitation of a secret that can still be accepted.
    pub async fn open_invitation(
        &self,
        digest: &str,
        now: i64,
    ) -> Result<InvitationRow, StoreError> {
        let row = sqlx::query_as(
            "select * from invitation \
             where digest = $1 and accepted_at is null and expires_at > $2",
        )
        .bind(digest)
        .bind(now)
        .fetch_one(self.pool())
        .await?;
        Ok(row)
    }

    /// Accepts an invitation for an account that is there.
    pub async fn accept_invitation(
        &self,
        digest: &str,
        account: &str,
        now: i64,
    ) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Account).await?;
        accept(&mut tx, digest, account, now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Accepts an invitation with a new account of the invited address.
    /// [`StoreError::Conflict`] with `account_email` when it has one already; one
    /// that nobody confirmed gives way.
    pub async fn accept_with_account(
        &self,
        digest: &str,
        new: &NewAccount<'_>,
        now: i64,
    ) -> Result<String, StoreError> {
        let mut tx = self.write(Topic::Account).await?;
        sqlx::query(
            "delete from mail_link where account_id in (select id from account \
             where email = $1 and email_confirmed_at is null)",
        )
        .bind(new.email)
        .execute(&mut *tx)
        .await?;
        sqlx::query("delete from account where email = $1 and email_confirmed_at is null")
            .bind(new.email)
            .execute(&mut *tx)
            .await?;
        let row = Row {
            email: Some(new.email),
            email_confirmed_at: Some(now),
            name: new.name,
            language: new.language,
            password: Some(new.password),
            now,
        };
        let account = insert(&mut tx, &row).await?;
        note_opened(&mut tx, &account, "invitation", now).await?;
        accept(&mut tx, digest, &account, now).await?;
        tx.commit().await?;
        Ok(account)
    }
}

async fn accept(tx: &mut Tx, digest: &str, account: &str, now: i64) -> Result<(), StoreError> {
    let row: InvitationRow = sqlx::query_as(
        "update invitation set accepted_at = $1 \
         where digest = $2 and accepted_at is null and expires_at > $3 returning *",
    )
    .bind(now)
    .bind(digest)
    .bind(now)
    .fetch_one(&mut **tx)
    .await?;
    if let Some(organisation) = &row.organisation_id {
        organisations::join(tx, organisation, account, false, now).await?;
    }
    let link = NewLink {
        at: now,
        kind: "invitation-accepted",
        actor: persons::person_of(tx, account).await?,
        subject: row.id.clone(),
        body: serde_json::json!({}),
    };
    chain::append(tx, &link).await?;
    if let Some(role) = &row.role {
        let actor = Actor::Account(&row.invited_by);
        roles::grant(tx, account, role, GrantSource::Invitation, actor, now).await?;
    }
    Ok(())
}
