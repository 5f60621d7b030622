//! Submissions as the jury reads them: of an evaluator, those that are the evaluator's to
//! judge and on which no conflict of interest was declared. The order and the keys of pages come from
//! the blind codes alone: an id holds the time, which the public board shows too.

use crate::{Store, StoreError};

/// A submission without whose it is.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct BlindRow {
    /// The organisation's code.
    pub blind_code: String,
    /// Which of its submissions it is, from 1.
    pub number: i64,
    /// The dossier, as JSON.
    pub dossier: String,
}

/// Where a page of blind submissions starts after.
#[derive(Clone, Debug, Default)]
pub struct BlindKey {
    /// The code.
    pub code: String,
    /// The number under it.
    pub number: i64,
}

impl Store {
    /// The finalists of a challenge that an evaluator may read.
    pub async fn blind_submissions(
        &self,
        challenge_id: &str,
        evaluator: &str,
        after: &BlindKey,
        limit: i64,
    ) -> Result<Vec<BlindRow>, StoreError> {
        let rows = sqlx::query_as(
            "select blind_code, number, dossier from ( \
                 select e.blind_code, s.id, s.dossier, cast(row_number() over \
                     (partition by e.blind_code order by s.id) as bigint) as number \
                 from submission s join enrolment e on e.challenge_id = s.challenge_id \
                     and e.organisation_id = s.organisation_id \
                 where s.challenge_id = $1 and s.finalist_at is not null \
                     and s.withdrawn_at is null) as blind \
             where (blind_code > $2 or (blind_code = $2 and number > $3)) \
             and exists (select 1 from assignment w where w.submission_id = blind.id \
             and w.evaluator_id = $4 and w.withdrawn_at is null and w.has_conflict = 0) \
             order by blind_code, number limit $5",
        )
        .bind(challenge_id)
        .bind(&after.code)
        .bind(after.number)
        .bind(evaluator)
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        Ok(rows)
    }

    /// Which submission a code and a number stand for, if the evaluator may read it. Not
    /// for evaluators' eyes.
    pub async fn blind_submission(
        &self,
        challenge_id: &str,
        evaluator: &str,
        key: &BlindKey,
    ) -> Result<String, StoreError> {
        let id = sqlx::query_scalar(
            "select id from ( \
                 select e.blind_code, s.id, cast(row_number() over \
                     (partition by e.blind_code order by s.id) as bigint) as number \
                 from submission s join enrolment e on e.challenge_id = s.challenge_id \
                     and e.organisation_id = s.organisation_id \
                 where s.challenge_id = $1 and s.finalist_at is not null \
                     and s.withdrawn_at is null) as blind \
             where blind_code = $2 and number = $3 \
             and exists (select 1 from assignment w where w.submission_id = blind.id \
             and w.evaluator_id = $4 and w.withdrawn_at is null and w.has_conflict = 0)",
        )
        .bind(challenge_id)
        .bind(&key.code)
        .bind(key.number)
        .bind(evaluator)
        .fetch_one(self.pool())
        .await?;
        Ok(id)
    }
}
