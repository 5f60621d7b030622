//! Whom a decision concerns, and who was told of it by mail. What a letter says follows from
//! the signed file.

use sqlx::FromRow;

use crate::{
    Store, StoreError, Topic, Tx,
    telling::{REACHABLE, Untold},
};

/// Most letters of a decision.
const MOST_LETTERS: i64 = 10_000;

const LETTERS: Untold = Untold {
    table: "decision_letter",
    about: "submission_id",
    waits: "told_at is null",
};

/// A letter.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct LetterRow {
    /// The challenge.
    pub challenge_id: String,
    /// The submission.
    pub submission_id: String,
    /// Whose it is.
    pub organisation_id: String,
    /// That organisation's name.
    pub organisation: String,
    /// The dossier, as JSON.
    pub dossier: String,
    /// When the mail that tells of it went.
    pub sent_at: Option<i64>,
}

/// Somebody who is told that a decision is out.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct UntoldLetter {
    /// The challenge.
    pub challenge_id: String,
    /// The submission.
    pub submission_id: String,
    /// The manifest of a version of the challenge, as JSON.
    pub manifest: String,
    /// The address.
    pub email: String,
    /// The language of mails.
    pub language: String,
    /// The version of the decision: more than 1 for a correction.
    pub version: i64,
    /// Until when one may ask.
    pub inquiry_until: i64,
    /// How often it was tried, this try included.
    pub tries: i64,
    /// Until when nobody else tries.
    pub lease_ends: i64,
}

const LETTER: &str = "select l.challenge_id, l.submission_id, s.organisation_id, \
     o.name as organisation, s.dossier, l.sent_at from decision_letter l \
     join submission s on s.id = l.submission_id join organisation o on o.id = s.organisation_id";

impl Store {
    /// The letters of a decision, by the names of organisations.
    pub async fn letters(&self, challenge: &str) -> Result<Vec<LetterRow>, StoreError> {
        let query = format!("{LETTER} where l.challenge_id = $1 order by o.name, s.id limit $2");
        let found = sqlx::query_as(sqlx::AssertSqlSafe(query))
            .bind(challenge)
            .bind(MOST_LETTERS);
        Ok(found.fetch_all(self.pool()).await?)
    }

    /// The letter of a submission.
    pub async fn letter(&self, submission: &str) -> Result<LetterRow, StoreError> {
        let query = format!("{LETTER} where l.submission_id = $1");
        let found = sqlx::query_as(sqlx::AssertSqlSafe(query)).bind(submission);
        Ok(found.fetch_one(self.pool()).await?)
    }

    /// Whom to tell that a decision is out. Each is asked for once until `lease_ends`: by
    /// then [`Store::mark_letter_told`] or [`Store::tell_letter_later`] has said what came of
    /// it. Letters of whom nobody can tell any more count as told.
    pub async fn take_untold_letters(
        &self,
        limit: i64,
        now: i64,
        lease_ends: i64,
    ) -> Result<Vec<UntoldLetter>, StoreError> {
        let mut tx = self.write(Topic::Queue).await?;
        let mut untold = Vec::new();
        for submission in LETTERS.find(&mut tx, limit, now).await? {
            LETTERS.lease(&mut tx, &submission, lease_ends).await?;
            match recipient(&mut tx, &submission).await? {
                Some(one) => untold.push(one),
                None => mark(&mut tx, &submission, (lease_ends, now), false).await?,
            }
        }
        tx.commit().await?;
        Ok(untold)
    }

    /// The mail went, or never will.
    pub async fn mark_letter_told(
        &self,
        told: &UntoldLetter,
        was_sent: bool,
        at: i64,
    ) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Queue).await?;
        mark(
            &mut tx,
            &told.submission_id,
            (told.lease_ends, at),
            was_sent,
        )
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// The mail did not go; it may be tried again from `at` on.
    pub async fn tell_letter_later(&self, told: &UntoldLetter, at: i64) -> Result<(), StoreError> {
        let of = (told.submission_id.as_str(), told.lease_ends);
        LETTERS.put_off(self, of, at).await
    }
}

/// Every finalist gets one, and the last submission of an organisation without a finalist.
/// Whoever has one already is told again.
pub(super) async fn insert(tx: &mut Tx, challenge: &str) -> Result<(), StoreError> {
    sqlx::query(
        "insert into decision_letter (challenge_id, submission_id) \
         select s.challenge_id, s.id from submission s where s.challenge_id = $1 \
         and s.withdrawn_at is null and (s.finalist_at is not null or (s.id = \
         (select max(l.id) from submission l where l.challenge_id = s.challenge_id \
         and l.organisation_id = s.organisation_id and l.withdrawn_at is null) \
         and not exists (select 1 from submission f where f.challenge_id = s.challenge_id \
         and f.organisation_id = s.organisation_id and f.finalist_at is not null \
         and f.withdrawn_at is null))) \
         on conflict (challenge_id, submission_id) do update set told_at = null, \
         tell_tries = 0, tell_after = 0",
    )
    .bind(challenge)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Who submitted, else an owner, else the oldest member: of those who belong to the
/// organisation and can be reached. Nobody, if none can.
async fn recipient(tx: &mut Tx, submission: &str) -> Result<Option<UntoldLetter>, StoreError> {
    let query = format!(
        "select l.challenge_id, l.submission_id, v.manifest, a.email, a.language, d.version, \
         d.inquiry_until, l.tell_tries as tries, l.tell_after as lease_ends \
         from decision_letter l join submission s on s.id = l.submission_id \
         join challenge_version v on v.id = s.version_id \
         join decision_version d on d.challenge_id = l.challenge_id and d.version = \
         (select max(n.version) from decision_version n where n.challenge_id = l.challenge_id) \
         join membership m on m.organisation_id = s.organisation_id \
         join account a on a.id = m.account_id where l.submission_id = $1 and {REACHABLE} \
         order by case when a.id = s.account_id then 0 else 1 end, m.is_owner desc, \
         m.created_at, a.id limit 1"
    );
    let found = sqlx::query_as(sqlx::AssertSqlSafe(query)).bind(submission);
    Ok(found.fetch_optional(&mut **tx).await?)
}

async fn mark(
    tx: &mut Tx,
    submission: &str,
    (lease_ends, at): (i64, i64),
    was_sent: bool,
) -> Result<(), StoreError> {
    sqlx::query(
        "update decision_letter set told_at = $1, \
         sent_at = case when $2 = 1 then coalesce(sent_at, cast($3 as bigint)) else sent_at end \
         where submission_id = $4 and told_at is null and tell_after = $5",
    )
    .bind(at)
    .bind(i64::from(was_sent))
    .bind(at)
    .bind(submission)
    .bind(lease_ends)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
