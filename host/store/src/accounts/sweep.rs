//! What is forgotten by itself once its time is over.

use crate::{Store, StoreError, Topic};

/// How long a registration waits for its confirmation.
const UNCONFIRMED_MS: i64 = 24 * 60 * 60 * 1000;

/// How long a link is kept after its end, to be counted.
const LINKS_MS: i64 = 24 * 60 * 60 * 1000;

/// How long wrong tries are kept.
const FAILURES_MS: i64 = 24 * 60 * 60 * 1000;

/// How long an open invitation is kept after its end: an address of somebody who
/// never came is nobody's business any more.
const INVITATIONS_MS: i64 = 30 * 24 * 60 * 60 * 1000;

impl Store {
    /// Removes sessions, links, tries and invitations whose time is over, and
    /// accounts that nobody confirmed. `few_tries_ms` is how long less than
    /// `few_tries` wrong tries are kept.
    pub async fn sweep_accounts(
        &self,
        now: i64,
        few_tries: i64,
        few_tries_ms: i64,
    ) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Account).await?;
        for (statement, before) in [
            ("delete from session where expires_at <= $1", now),
            (
                "delete from mail_link where expires_at <= $1",
                now.saturating_sub(LINKS_MS),
            ),
            (
                "delete from sign_in_failure where failed_at <= $1",
                now.saturating_sub(FAILURES_MS),
            ),
            (
                "delete from invitation where accepted_at is null and expires_at <= $1",
                now.saturating_sub(INVITATIONS_MS),
            ),
            (
                "delete from mail_link where account_id in (select id from account \
                 where email is not null and email_confirmed_at is null and created_at <= $1)",
                now.saturating_sub(UNCONFIRMED_MS),
            ),
            (
                "delete from account where email is not null and email_confirmed_at is null \
                 and created_at <= $1",
                now.saturating_sub(UNCONFIRMED_MS),
            ),
        ] {
            sqlx::query(statement)
                .bind(before)
                .execute(&mut *tx)
                .await?;
        }
        sqlx::query("delete from sign_in_failure where failures < $1 and failed_at <= $2")
            .bind(few_tries)
            .bind(now.saturating_sub(few_tries_ms))
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }
}
