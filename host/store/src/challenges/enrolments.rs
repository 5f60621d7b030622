//! Enrolments: which organisations take part in a challenge, and under which
//! names others see them.

use sqlx::FromRow;

use crate::{Store, StoreError, Topic, Tx};

/// What [`StoreError::Conflict`] says of an organisation that shares a member with
/// another one that is enrolled.
pub const SHARED_MEMBER: &str = "enrolment_member";

/// An organisation's place in a challenge.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Enrolment {
    /// The challenge.
    pub challenge_id: String,
    /// The organisation.
    pub organisation_id: String,
    /// The organisation's name.
    pub organisation: String,
    /// Shown on the board until results are published.
    pub pseudonym: String,
    /// Shown to the jury.
    pub blind_code: String,
    /// When it enrolled.
    pub created_at: i64,
}

/// An enrolment that shall be.
#[derive(Clone, Copy, Debug)]
pub struct NewEnrolment<'a> {
    /// The challenge.
    pub challenge: &'a str,
    /// The organisation.
    pub organisation: &'a str,
    /// Who enrols it.
    pub account: &'a str,
    /// Shown on the board until results are published.
    pub pseudonym: &'a str,
    /// Shown to the jury.
    pub blind_code: &'a str,
    /// When.
    pub at: i64,
}

impl Store {
    /// Enrols an organisation; `false` when it was enrolled before, which stays as
    /// it is. Names that somebody else has clash with `enrolment_pseudonym` or
    /// `enrolment_blind_code`. One that shares a member with another one that is
    /// enrolled clashes with [`SHARED_MEMBER`]: quotas, finalists and turns in the
    /// queue are an organisation's, and making one more costs nothing.
    pub async fn enrol(&self, new: NewEnrolment<'_>) -> Result<bool, StoreError> {
        let mut tx = self.write(Topic::Account).await?;
        if shares_a_member(&mut tx, new.challenge, new.organisation).await? {
            return Err(StoreError::Conflict(SHARED_MEMBER.to_owned()));
        }
        let enrolled = sqlx::query(
            "insert into enrolment (challenge_id, organisation_id, account_id, pseudonym, \
             blind_code, created_at) values ($1, $2, $3, $4, $5, $6) \
             on conflict (challenge_id, organisation_id) do nothing",
        )
        .bind(new.challenge)
        .bind(new.organisation)
        .bind(new.account)
        .bind(new.pseudonym)
        .bind(new.blind_code)
        .bind(new.at)
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(enrolled.rows_affected() == 1)
    }

    /// An organisation's enrolment.
    pub async fn enrolment(
        &self,
        challenge: &str,
        organisation: &str,
    ) -> Result<Enrolment, StoreError> {
        Ok(sqlx::query_as(
            "select e.challenge_id, e.organisation_id, o.name as organisation, e.pseudonym, \
             e.blind_code, e.created_at from enrolment e \
             join organisation o on o.id = e.organisation_id \
             where e.challenge_id = $1 and e.organisation_id = $2",
        )
        .bind(challenge)
        .bind(organisation)
        .fetch_one(self.pool())
        .await?)
    }

    /// Enrolments of a challenge after an organisation's id, in order.
    pub async fn enrolments(
        &self,
        challenge: &str,
        after: &str,
        fetch: i64,
    ) -> Result<Vec<Enrolment>, StoreError> {
        Ok(sqlx::query_as(
            "select e.challenge_id, e.organisation_id, o.name as organisation, e.pseudonym, \
             e.blind_code, e.created_at from enrolment e \
             join organisation o on o.id = e.organisation_id \
             where e.challenge_id = $1 and e.organisation_id > $2 \
             order by e.organisation_id limit $3",
        )
        .bind(challenge)
        .bind(after)
        .bind(fetch)
        .fetch_all(self.pool())
        .await?)
    }

    /// Whether one of an account's organisations is enrolled.
    pub async fn is_enrolled(&self, challenge: &str, account: &str) -> Result<bool, StoreError> {
        let found: i64 = sqlx::query_scalar(
            "select cast(count(*) as bigint) from enrolment e \
             join membership m on m.organisation_id = e.organisation_id \
             where e.challenge_id = $1 and m.account_id = $2",
        )
        .bind(challenge)
        .bind(account)
        .fetch_one(self.pool())
        .await?;
        Ok(found > 0)
    }
}

async fn shares_a_member(
    tx: &mut Tx,
    challenge: &str,
    organisation: &str,
) -> Result<bool, StoreError> {
    // From the organisation's few members to their other organisations: a join would let
    // SQLite begin with all that are enrolled.
    let shared: i64 = sqlx::query_scalar(
        "select cast(count(*) as bigint) from enrolment \
         where challenge_id = $1 and organisation_id in (\
         select theirs.organisation_id from membership mine \
         join membership theirs on theirs.account_id = mine.account_id \
         where mine.organisation_id = $2 and theirs.organisation_id <> $3)",
    )
    .bind(challenge)
    .bind(organisation)
    .bind(organisation)
    .fetch_one(&mut **tx)
    .await?;
    Ok(shared > 0)
}
