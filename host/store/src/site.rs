//! What is switched on and off for the whole site.

use serde_json::json;
use sqlx::FromRow;

use crate::{
    Store, StoreError, Topic, Tx,
    accounts::{Actor, actor_of},
    chain::{self, NewLink},
};

/// What the chain calls the site.
const SUBJECT: &str = "site";

/// Every switch.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Switches {
    is_registration_open: i64,
    takes_submissions: i64,
    /// What stands above every page, in Bulgarian.
    pub message_bg: Option<String>,
    /// In English.
    pub message_en: Option<String>,
    /// When they were last set.
    pub changed_at: i64,
    /// Counts the changes.
    pub revision: i64,
}

impl Switches {
    /// Whether people may open accounts without an invitation.
    pub fn is_registration_open(&self) -> bool {
        self.is_registration_open == 1
    }

    /// Whether open challenges take submissions.
    pub fn takes_submissions(&self) -> bool {
        self.takes_submissions == 1
    }
}

/// How every switch shall stand.
#[derive(Clone, Copy, Debug)]
pub struct NewSwitches<'a> {
    /// Whether people may open accounts without an invitation.
    pub is_registration_open: bool,
    /// Whether open challenges take submissions.
    pub takes_submissions: bool,
    /// What shall stand above every page, in Bulgarian and in English.
    pub message: Option<(&'a str, &'a str)>,
    /// The change that this one is made on top of; nothing for whatever there is.
    pub revision: Option<i64>,
    /// Who sets them.
    pub by: &'a str,
    /// When.
    pub at: i64,
}

impl Store {
    /// How the switches stand; nothing before they were ever set: then all is on.
    pub async fn switches(&self) -> Result<Option<Switches>, StoreError> {
        Ok(sqlx::query_as(
            "select is_registration_open, takes_submissions, message_bg, message_en, \
             changed_at, revision from site_switches where id = 1",
        )
        .fetch_optional(self.pool())
        .await?)
    }

    /// Sets every switch. [`StoreError::Changed`] if somebody else has meanwhile.
    pub async fn set_switches(&self, new: NewSwitches<'_>) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Challenge).await?;
        let there: Option<i64> =
            sqlx::query_scalar("select revision from site_switches where id = 1")
                .fetch_optional(&mut *tx)
                .await?;
        let there = there.unwrap_or(0);
        if new.revision.is_some_and(|revision| revision != there) {
            return Err(StoreError::Changed);
        }
        sqlx::query(
            "insert into site_switches (id, is_registration_open, takes_submissions, \
             message_bg, message_en, changed_at, revision) values (1, $1, $2, $3, $4, $5, $6) \
             on conflict (id) do update set \
             is_registration_open = excluded.is_registration_open, \
             takes_submissions = excluded.takes_submissions, \
             message_bg = excluded.message_bg, message_en = excluded.message_en, \
             changed_at = excluded.changed_at, revision = excluded.revision",
        )
        .bind(i64::from(new.is_registration_open))
        .bind(i64::from(new.takes_submissions))
        .bind(new.message.map(|(bg, _)| bg))
        .bind(new.message.map(|(_, en)| en))
        .bind(new.at)
        .bind(there.saturating_add(1))
        .execute(&mut *tx)
        .await?;
        note(&mut tx, new).await?;
        tx.commit().await?;
        Ok(())
    }
}

async fn note(tx: &mut Tx, new: NewSwitches<'_>) -> Result<(), StoreError> {
    let link = NewLink {
        at: new.at,
        kind: "switches-set",
        actor: actor_of(tx, Actor::Account(new.by)).await?,
        subject: SUBJECT.to_owned(),
        // What the message says is not kept for ever: it may name a person.
        body: json!({
            "registration": new.is_registration_open,
            "submissions": new.takes_submissions,
            "message": new.message.is_some(),
        }),
    };
    chain::append(tx, &link).await?;
    Ok(())
}
