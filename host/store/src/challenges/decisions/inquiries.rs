//! Inquiries about a decision and what was said to them. Nothing is changed or removed:
//! whoever reads a thread later reads all of it.

use pilotbox_model::Digest;
use serde_json::json;
use sqlx::FromRow;

use crate::{
    Store, StoreError, Topic, Tx,
    accounts::{Actor, actor_of, person_in},
    chain::{self, NewLink},
    new_id,
};

/// Most inquiries that are read.
const MOST_INQUIRIES: i64 = 500;

/// Most replies that are read.
const MOST_REPLIES: i64 = 10_000;

/// An inquiry.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Inquiry {
    /// Its id.
    pub id: String,
    /// The challenge.
    pub challenge_id: String,
    /// The submission.
    pub submission_id: String,
    /// Whose that is.
    pub organisation_id: String,
    /// That organisation's name.
    pub organisation: String,
    /// The dossier, as JSON.
    pub dossier: String,
    /// `criterion`, `metric` or `decision`.
    pub kind: String,
    /// The criterion's id or the metric's name.
    pub topic: Option<String>,
    /// The question.
    pub question: String,
    /// When it was asked.
    pub asked_at: i64,
}

/// Something said to an inquiry.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct InquiryReply {
    /// Its id.
    pub id: String,
    /// The inquiry.
    pub inquiry_id: String,
    /// `organisation`, `staff` or `evaluator`.
    pub author: String,
    /// The evaluator's code.
    pub code: Option<String>,
    /// What was said.
    pub body: String,
    /// When.
    pub said_at: i64,
}

/// An inquiry that shall be.
#[derive(Clone, Copy, Debug)]
pub struct NewInquiry<'a> {
    /// The challenge.
    pub challenge: &'a str,
    /// The submission.
    pub submission: &'a str,
    /// Who asks.
    pub account: &'a str,
    /// `criterion`, `metric` or `decision`.
    pub kind: &'a str,
    /// The criterion's id or the metric's name.
    pub topic: Option<&'a str>,
    /// The question.
    pub question: &'a str,
    /// How many a submission may have.
    pub most: i64,
    /// When.
    pub at: i64,
}

/// Something that shall be said.
#[derive(Clone, Copy, Debug)]
pub struct NewInquiryReply<'a> {
    /// The inquiry.
    pub inquiry: &'a Inquiry,
    /// Who says it.
    pub account: &'a str,
    /// As what: `organisation`, `staff` or `evaluator`.
    pub author: &'a str,
    /// The evaluator's code.
    pub code: Option<&'a str>,
    /// What is said.
    pub body: &'a str,
    /// How many an inquiry may have.
    pub most: i64,
    /// When.
    pub at: i64,
}

const COLUMNS: &str = "q.id, q.challenge_id, q.submission_id, s.organisation_id, \
     o.name as organisation, s.dossier, q.kind, q.topic, q.question, q.asked_at \
     from inquiry q join submission s on s.id = q.submission_id \
     join organisation o on o.id = s.organisation_id";

impl Store {
    /// Inquiries of a challenge, newest first.
    pub async fn inquiries(&self, challenge: &str) -> Result<Vec<Inquiry>, StoreError> {
        let query =
            format!("select {COLUMNS} where q.challenge_id = $1 order by q.id desc limit $2");
        let found = sqlx::query_as(sqlx::AssertSqlSafe(query))
            .bind(challenge)
            .bind(MOST_INQUIRIES);
        Ok(found.fetch_all(self.pool()).await?)
    }

    /// An inquiry.
    pub async fn inquiry(&self, id: &str) -> Result<Inquiry, StoreError> {
        let query = format!("select {COLUMNS} where q.id = $1");
        let found = sqlx::query_as(sqlx::AssertSqlSafe(query)).bind(id);
        Ok(found.fetch_one(self.pool()).await?)
    }

    /// What was said to the inquiries of a challenge, oldest first.
    pub async fn inquiry_replies(&self, challenge: &str) -> Result<Vec<InquiryReply>, StoreError> {
        Ok(sqlx::query_as(
            "select r.id, r.inquiry_id, r.author, r.code, r.body, r.said_at \
             from inquiry_reply r join inquiry q on q.id = r.inquiry_id \
             where q.challenge_id = $1 order by r.id limit $2",
        )
        .bind(challenge)
        .bind(MOST_REPLIES)
        .fetch_all(self.pool())
        .await?)
    }

    /// Whether an evaluator handed in a rubric for a submission.
    pub async fn has_judged(&self, submission: &str, evaluator: &str) -> Result<bool, StoreError> {
        let found: i64 = sqlx::query_scalar(
            "select cast(count(*) as bigint) from assignment where submission_id = $1 \
             and evaluator_id = $2 and judged_at is not null and withdrawn_at is null",
        )
        .bind(submission)
        .bind(evaluator)
        .fetch_one(self.pool())
        .await?;
        Ok(found > 0)
    }

    /// Asks; `None` if the submission has as many inquiries as it may.
    pub async fn ask_inquiry(&self, new: NewInquiry<'_>) -> Result<Option<String>, StoreError> {
        let id = new_id();
        let mut tx = self.write(Topic::Challenge).await?;
        let query = "select cast(count(*) as bigint) from inquiry where submission_id = $1";
        if count(&mut tx, query, new.submission).await? >= new.most {
            return Ok(None);
        }
        sqlx::query(
            "insert into inquiry (id, challenge_id, submission_id, account_id, kind, topic, \
             question, asked_at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(&id)
        .bind(new.challenge)
        .bind(new.submission)
        .bind(new.account)
        .bind(new.kind)
        .bind(new.topic)
        .bind(new.question)
        .bind(new.at)
        .execute(&mut *tx)
        .await?;
        let body = json!({
            "challenge": new.challenge,
            "submission": new.submission,
            "question": Digest::of(new.question.as_bytes()).to_string(),
        });
        let link = NewLink {
            at: new.at,
            kind: "inquiry-asked",
            actor: person_in(&mut tx, new.account, new.challenge).await?,
            subject: id.clone(),
            body,
        };
        chain::append(&mut tx, &link).await?;
        tx.commit().await?;
        Ok(Some(id))
    }

    /// Says something; `None` if the inquiry has as many replies as it may.
    pub async fn reply_to_inquiry(
        &self,
        new: NewInquiryReply<'_>,
    ) -> Result<Option<String>, StoreError> {
        let id = new_id();
        let mut tx = self.write(Topic::Challenge).await?;
        let query = "select cast(count(*) as bigint) from inquiry_reply where inquiry_id = $1";
        if count(&mut tx, query, &new.inquiry.id).await? >= new.most {
            return Ok(None);
        }
        sqlx::query(
            "insert into inquiry_reply (id, inquiry_id, account_id, author, code, body, said_at) \
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(&id)
        .bind(&new.inquiry.id)
        .bind(new.account)
        .bind(new.author)
        .bind(new.code)
        .bind(new.body)
        .bind(new.at)
        .execute(&mut *tx)
        .await?;
        let body = json!({
            "challenge": new.inquiry.challenge_id,
            "author": new.author,
            "reply": Digest::of(new.body.as_bytes()).to_string(),
        });
        let link = NewLink {
            at: new.at,
            kind: "inquiry-answered",
            actor: actor(&mut tx, new).await?,
            subject: new.inquiry.id.clone(),
            body,
        };
        chain::append(&mut tx, &link).await?;
        tx.commit().await?;
        Ok(Some(id))
    }
}

/// Who says something, as the chain names them: whoever takes part under a name that this
/// challenge alone has, so that an evaluator's code is joined to no other link.
async fn actor(tx: &mut Tx, new: NewInquiryReply<'_>) -> Result<String, StoreError> {
    if new.author == "staff" {
        return actor_of(tx, Actor::Account(new.account)).await;
    }
    person_in(tx, new.account, &new.inquiry.challenge_id).await
}

async fn count(tx: &mut Tx, query: &'static str, of: &str) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar(query)
        .bind(of)
        .fetch_one(&mut **tx)
        .await?)
}
