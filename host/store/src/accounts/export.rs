//! All that is kept about a person, for that person.

use sqlx::FromRow;

use super::{AccountRow, GrantRow, OrganisationRow, TokenRow, persons};
use crate::{Store, StoreError, Tx};

/// Rows of one kind that an export holds, at most.
const MAX_ROWS: i64 = 10_000;

/// An identity of a provider.
#[derive(Clone, Debug, FromRow)]
pub struct IdentityRow {
    /// Who says so.
    pub issuer: String,
    /// Its name for the person.
    pub subject: String,
    /// Since when.
    pub created_at: i64,
}

/// Something that the person did in an organisation's or the city's name.
#[derive(Clone, Debug, FromRow)]
pub struct OwnRow {
    /// `submission`, `question`, `answer`, `announcement`, `enrolment`, `reason`,
    /// `quota-reason`, `evaluation-note`, `conflict-reason`, `mark`, `challenge`, `data-set`, `data-reader`,
    /// `raw-data`, `data-policy`, `data-policy-approval`, `data-release`, `data-access`,
    /// `problem`, `problem-support`, `problem-answer`, `problem-reason`.
    pub kind: String,
    /// The thing's id.
    pub id: String,
    /// What the person wrote, where it was a text of one's own.
    pub text: Option<String>,
    /// When.
    pub at: i64,
}

/// A link of the chain that names the person.
#[derive(Clone, Debug, FromRow)]
pub struct MentionRow {
    /// Its number.
    pub seq: i64,
    /// When.
    pub at: i64,
    /// What happened.
    pub kind: String,
}

/// What an export holds.
pub struct ExportRows {
    /// The account.
    pub account: AccountRow,
    /// What stands for the person in the chain.
    pub person: String,
    /// Identities of providers.
    pub identities: Vec<IdentityRow>,
    /// Roles.
    pub grants: Vec<GrantRow>,
    /// Organisations.
    pub organisations: Vec<OrganisationRow>,
    /// Tokens, revoked and expired ones too.
    pub tokens: Vec<TokenRow>,
    /// How many sessions are open.
    pub sessions: i64,
    /// What the person did.
    pub own: Vec<OwnRow>,
    /// Where the chain names the person.
    pub mentions: Vec<MentionRow>,
}

impl Store {
    /// All that is kept about the person of an account, as of one moment.
    pub async fn export_account(&self, account: &str) -> Result<ExportRows, StoreError> {
        let mut tx = self.read().await?;
        let row = sqlx::query_as("select * from account where id = $1 and erased_at is null")
            .bind(account)
            .fetch_one(&mut *tx)
            .await?;
        let person = persons::person_of(&mut tx, account).await?;
        Ok(ExportRows {
            account: row,
            identities: sqlx::query_as(
                "select issuer, subject, created_at from identity where account_id = $1",
            )
            .bind(account)
            .fetch_all(&mut *tx)
            .await?,
            grants: sqlx::query_as(
                "select account_id, role, source, granted_at from role_grant where account_id = $1",
            )
            .bind(account)
            .fetch_all(&mut *tx)
            .await?,
            organisations: sqlx::query_as(
                "select organisation.id, organisation.name, membership.is_owner from membership \
                 join organisation on organisation.id = membership.organisation_id \
                 where membership.account_id = $1",
            )
            .bind(account)
            .fetch_all(&mut *tx)
            .await?,
            tokens: sqlx::query_as(
                "select * from api_token where account_id = $1 order by id limit $2",
            )
            .bind(account)
            .bind(MAX_ROWS)
            .fetch_all(&mut *tx)
            .await?,
            sessions: sqlx::query_scalar("select count(*) from session where account_id = $1")
                .bind(account)
                .fetch_one(&mut *tx)
                .await?,
            own: own(&mut tx, account).await?,
            mentions: mentions(&mut tx, account, &person).await?,
            person,
        })
    }
}

async fn own(tx: &mut Tx, account: &str) -> Result<Vec<OwnRow>, StoreError> {
    let mut all = Vec::new();
    for statement in [
        "select 'submission' as kind, id, dossier as text, created_at as at from submission \
         where account_id = $1 order by id limit $2",
        "select 'question' as kind, id, question as text, asked_at as at from clarification \
         where account_id = $1 order by id limit $2",
        "select 'answer' as kind, id, answer as text, answered_at as at from clarification \
         where answered_by = $1 and answered_at is not null order by id limit $2",
        "select 'announcement' as kind, id, body_bg as text, published_at as at \
         from announcement where account_id = $1 order by id limit $2",
        "select 'enrolment' as kind, challenge_id as id, pseudonym as text, created_at as at \
         from enrolment where account_id = $1 order by challenge_id limit $2",
        "select 'reason' as kind, id, reason as text, moved_at as at from move_reason \
         where account_id = $1 order by id limit $2",
        "select 'quota-reason' as kind, id, reason as text, created_at as at from quota_change \
         where account_id = $1 order by id limit $2",
        "select 'evaluation-note' as kind, id, note as text, assigned_at as at from assignment \
         where evaluator_id = $1 order by id limit $2",
        "select 'conflict-reason' as kind, id, conflict_reason as text, declared_at as at \
         from assignment where evaluator_id = $1 and conflict_reason is not null \
         order by id limit $2",
        "select 'mark' as kind, m.assignment_id as id, m.comment as text, m.updated_at as at \
         from mark m join assignment w on w.id = m.assignment_id where w.evaluator_id = $1 \
         order by m.assignment_id, m.criterion limit $2",
        "select 'challenge' as kind, id, cast(null as text) as text, created_at as at \
         from challenge where created_by = $1 order by id limit $2",
        "select 'data-set' as kind, id, cast(null as text) as text, created_at as at \
         from data_set where created_by = $1 order by id limit $2",
        "select 'data-reader' as kind, data_set_id as id, cast(null as text) as text, \
         named_at as at from data_reader where account_id = $1 order by data_set_id limit $2",
        "select 'raw-data' as kind, id, file_name as text, brought_at as at from raw_data \
         where brought_by = $1 order by id limit $2",
        "select 'data-policy' as kind, id, version as text, proposed_at as at from data_policy \
         where proposed_by = $1 order by id limit $2",
        "select 'data-policy-approval' as kind, id, version as text, approved_at as at \
         from data_policy where approved_by = $1 and approved_at is not null \
         order by id limit $2",
        "select 'data-release' as kind, id, cast(null as text) as text, published_at as at \
         from data_release where published_by = $1 order by id limit $2",
        "select 'inquiry' as kind, id, question as text, asked_at as at from inquiry \
         where account_id = $1 order by id limit $2",
        "select 'inquiry-reply' as kind, id, body as text, said_at as at from inquiry_reply \
         where account_id = $1 order by id limit $2",
        "select 'decision-reason' as kind, id, reason_bg as text, omitted_at as at \
         from decision_omission where omitted_by = $1 order by id limit $2",
        "select 'data-access' as kind, data_set_id as id, kind as text, at from data_access \
         where account_id = $1 order by data_set_id, number limit $2",
        "select 'problem' as kind, id, title || ' / ' || affected || ' / ' || importance || ' / ' \
         || solved_when as text, proposed_at as at from problem \
         where account_id = $1 order by id limit $2",
        "select 'problem-support' as kind, problem_id as id, cast(null as text) as text, \
         supported_at as at from problem_support where account_id = $1 \
         order by problem_id limit $2",
        "select 'problem-answer' as kind, problem_id as id, text_bg || ' / ' || text_en as text, at \
         from problem_step where account_id = $1 and kind = 'answered' \
         order by problem_id, number limit $2",
        "select 'problem-reason' as kind, problem_id as id, other as text, at from problem_step \
         where account_id = $1 and kind = 'refused' order by problem_id, number limit $2",
    ] {
        let rows: Vec<OwnRow> = sqlx::query_as(statement)
            .bind(account)
            .bind(MAX_ROWS)
            .fetch_all(&mut **tx)
            .await?;
        all.extend(rows);
    }
    Ok(all)
}

async fn mentions(tx: &mut Tx, account: &str, person: &str) -> Result<Vec<MentionRow>, StoreError> {
    let mut names = vec![person.to_owned()];
    for challenge in challenges(tx, account).await? {
        names.push(persons::person_in(tx, account, &challenge).await?);
    }
    let mut all = Vec::new();
    for name in names {
        let rows: Vec<MentionRow> = sqlx::query_as(
            "select seq, at, kind from chain_link where actor = $1 or subject = $2 \
             order by seq limit $3",
        )
        .bind(&name)
        .bind(&name)
        .bind(MAX_ROWS)
        .fetch_all(&mut **tx)
        .await?;
        all.extend(rows);
    }
    all.sort_by_key(|row| row.seq);
    Ok(all)
}

/// Where the person may have submitted, taken a submission back, or said something of a
/// decision.
async fn challenges(tx: &mut Tx, account: &str) -> Result<Vec<String>, StoreError> {
    Ok(sqlx::query_scalar(
        "select challenge_id from submission where account_id = $1 union \
         select e.challenge_id from enrolment e \
         join membership m on m.organisation_id = e.organisation_id where m.account_id = $2 \
         union select q.challenge_id from inquiry_reply r join inquiry q on q.id = r.inquiry_id \
         where r.account_id = $3",
    )
    .bind(account)
    .bind(account)
    .bind(account)
    .fetch_all(&mut **tx)
    .await?)
}
