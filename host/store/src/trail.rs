//! What the trail of a challenge is made of: links of the record about it, counts, scores.
//! Every query ends at a bound and goes by an index. Which of it is told at which time is
//! the server's to say; nothing here tells who judged, or what lies in a hidden split.

mod decision;
mod listed;
mod pilot;
mod problem;

use sqlx::FromRow;

use crate::{Store, StoreError};

pub use decision::TrailDecision;
pub use listed::{TrailedChallenge, TrailedPilot};
pub use problem::TrailProblem;

/// Most links of one kind that a trail reads.
const MOST_LINKS: i64 = 1_000;

/// Most versions, rejudges and pilots of a challenge that are told.
const MOST_ROWS: i64 = 200;

/// Most finalists whose scores are told, the best first; the board has all.
const MOST_RESULTS: i64 = 1_000;

/// A link of the record, by its number.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ToldLink {
    /// Its number.
    pub seq: i64,
    /// When.
    pub at: i64,
    /// Particulars, as JSON.
    pub body: String,
}

/// A version that was approved.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ToldVersion {
    /// The manifest's version.
    pub version: String,
    /// Digest of the city's pack, as the record has it.
    pub pack_digest: String,
    /// When it was approved.
    pub approved_at: i64,
}

/// A rejudge whose runs count.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ToldRejudge {
    /// The version that was run.
    pub version: String,
    /// The split.
    pub split: String,
    /// When it was applied.
    pub decided_at: i64,
}

/// The score of a finalist.
#[derive(Clone, Debug, PartialEq, FromRow)]
pub struct ToldResult {
    /// The run.
    pub run_id: String,
    /// The organisation's name.
    pub organisation: String,
    /// From 0 to 100.
    pub total: f64,
    /// Digest of the receipt.
    pub receipt: Option<String>,
}

/// A pilot of a challenge.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ToldPilot {
    /// Its id.
    pub id: String,
    /// What it is called, in Bulgarian.
    pub title_bg: String,
    /// In English.
    pub title_en: String,
    /// What it may cost.
    pub budget_eur: i64,
    /// When it was opened.
    pub opened_at: i64,
}

/// How much there is of a challenge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromRow)]
pub struct TrailCounts {
    /// Submissions that were not taken back.
    pub submissions: i64,
    /// Organisations that they are from.
    pub organisations: i64,
    /// Submissions that were locked as finalists.
    pub finalists: i64,
    /// Runs on hidden splits that scored and count.
    pub runs: i64,
    /// Of these, those with a receipt.
    pub receipts: i64,
    /// Evaluators whose rubric is in.
    pub evaluators: i64,
    /// Rubrics that are in.
    pub rubrics: i64,
    /// Letters of the decision.
    pub letters: i64,
    /// Inquiries that staff or an evaluator answered.
    pub inquiries: i64,
    /// Questions that were answered for everybody.
    pub answers: i64,
}

impl Store {
    /// Links of one kind about a subject, in their order.
    pub async fn links_about(
        &self,
        subject: &str,
        kind: &str,
    ) -> Result<Vec<ToldLink>, StoreError> {
        Ok(sqlx::query_as(
            "select seq, at, body from chain_link where subject = $1 and kind = $2 \
             order by seq limit $3",
        )
        .bind(subject)
        .bind(kind)
        .bind(MOST_LINKS)
        .fetch_all(self.pool())
        .await?)
    }

    /// Versions of a challenge that were approved, the first one first.
    pub async fn told_versions(&self, challenge: &str) -> Result<Vec<ToldVersion>, StoreError> {
        Ok(sqlx::query_as(
            "select version, pack_digest, approved_at from challenge_version \
             where challenge_id = $1 and approved_at is not null order by number limit $2",
        )
        .bind(challenge)
        .bind(MOST_ROWS)
        .fetch_all(self.pool())
        .await?)
    }

    /// Rejudges that were applied, the first one first.
    pub async fn told_rejudges(&self, challenge: &str) -> Result<Vec<ToldRejudge>, StoreError> {
        Ok(sqlx::query_as(
            "select v.version, j.split, j.decided_at from rejudge j \
             join challenge_version v on v.id = j.version_id \
             where j.challenge_id = $1 and j.state = 'applied' and j.decided_at is not null \
             order by j.id limit $2",
        )
        .bind(challenge)
        .bind(MOST_ROWS)
        .fetch_all(self.pool())
        .await?)
    }

    /// How finalists scored on the final split, the best first: a run counts by the same
    /// rules as by [`Store::board_runs`].
    pub async fn told_results(&self, challenge: &str) -> Result<Vec<ToldResult>, StoreError> {
        Ok(sqlx::query_as(
            "select r.id as run_id, o.name as organisation, r.total, t.digest as receipt \
             from run r join submission s on s.id = r.submission_id \
             join organisation o on o.id = s.organisation_id \
             left join receipt t on t.run_id = r.id \
             where r.challenge_id = $1 and r.split = 'final' and r.counts = 1 \
             and r.state = 'scored' and r.total is not null and s.withdrawn_at is null \
             and s.finalist_at is not null order by r.total desc, r.id limit $2",
        )
        .bind(challenge)
        .bind(MOST_RESULTS)
        .fetch_all(self.pool())
        .await?)
    }

    /// Pilots of a challenge, the first one first.
    pub async fn told_pilots(&self, challenge: &str) -> Result<Vec<ToldPilot>, StoreError> {
        Ok(sqlx::query_as(
            "select id, title_bg, title_en, budget_eur, opened_at from pilot \
             where challenge_id = $1 order by id limit $2",
        )
        .bind(challenge)
        .bind(MOST_ROWS)
        .fetch_all(self.pool())
        .await?)
    }

    /// How much there is of a challenge. Runs are counted on hidden splits alone: those on
    /// `sample` are their owners' own.
    pub async fn trail_counts(&self, challenge: &str) -> Result<TrailCounts, StoreError> {
        Ok(sqlx::query_as(
            "select cast(count(*) as bigint) as submissions, \
             cast(count(distinct s.organisation_id) as bigint) as organisations, \
             cast(count(s.finalist_at) as bigint) as finalists, \
             (select cast(count(*) as bigint) from run r \
             join submission x on x.id = r.submission_id where r.challenge_id = $1 \
             and r.split in ('public', 'final') and r.counts = 1 and r.state = 'scored' \
             and x.withdrawn_at is null) as runs, \
             (select cast(count(*) as bigint) from run r join receipt t on t.run_id = r.id \
             join submission x on x.id = r.submission_id where r.challenge_id = $1 \
             and r.split in ('public', 'final') and r.counts = 1 and r.state = 'scored' \
             and x.withdrawn_at is null) as receipts, \
             (select cast(count(distinct w.evaluator_id) as bigint) from assignment w \
             where w.challenge_id = $1 and w.judged_at is not null and w.withdrawn_at is null) \
             as evaluators, \
             (select cast(count(*) as bigint) from assignment w \
             where w.challenge_id = $1 and w.judged_at is not null and w.withdrawn_at is null) \
             as rubrics, \
             (select cast(count(*) as bigint) from decision_letter l \
             where l.challenge_id = $1) as letters, \
             (select cast(count(*) as bigint) from inquiry i where i.challenge_id = $1 \
             and exists (select 1 from inquiry_reply a where a.inquiry_id = i.id \
             and a.author <> 'organisation')) as inquiries, \
             (select cast(count(*) as bigint) from clarification q \
             where q.challenge_id = $1 and q.answer is not null) as answers \
             from submission s where s.challenge_id = $1 and s.withdrawn_at is null",
        )
        .bind(challenge)
        .fetch_one(self.pool())
        .await?)
    }
}

#[cfg(test)]
mod tests;
