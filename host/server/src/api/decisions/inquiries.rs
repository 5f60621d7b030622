//! Inquiries: asked by those who took part within the window, answered by the city and by
//! evaluators under their codes, read by everybody for good.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use pilotbox_challenge::{
    Manifest, Rubric,
    lint::{parse_manifest, parse_rubric},
};
use pilotbox_evaluate::DecisionDocument;
use pilotbox_model::api::{
    accounts::Role,
    challenges::{Bilingual, ChallengeState},
    decisions::{
        InquiriesView, InquiryAsk, InquiryAuthor, InquiryKind, InquiryReplyAsk, InquiryReplyView,
        InquiryView,
    },
    problem::Code,
};
use pilotbox_store::{
    StoreError,
    challenges::{Inquiry, InquiryReply, NewInquiry, NewInquiryReply},
    from_millis, to_millis,
};

use super::{Problems, file_digest, published, takes_inquiries, visible_state};
use crate::{
    api::{
        assignments::views::title,
        extract::{Body, Id},
        text::{demand_key, demand_text},
    },
    decision::codes,
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
};

/// Most inquiries about one submission.
const MOST_INQUIRIES: i64 = 20;

/// Most replies to one inquiry.
const MOST_REPLIES: i64 = 100;

/// Longest question and longest reply, in characters.
const TEXT_CHARS: usize = 4_000;

/// Inquiries about a decision with all that was said, newest first: not found before the
/// decision is out.
#[utoipa::path(
    get,
    path = "/api/v1/challenges/{id}/inquiries",
    operation_id = "list_inquiries",
    tag = "decisions",
    params(("id" = String, Path, max_length = 128)),
    responses((status = 200, description = "The inquiries.", body = InquiriesView), Problems)
)]
pub(super) async fn list_inquiries(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
) -> Result<Json<InquiriesView>, Problem> {
    rights::demand(&principal, Action::ListInquiries, Subject::default())?;
    let moment = visible_state(&state, &principal, &id).await?;
    let known = Known::read(&state, &id).await?;
    let is_open = takes_inquiries(&state, moment, known.until);
    let mut replies: BTreeMap<String, Vec<InquiryReply>> = BTreeMap::new();
    for reply in state.store.inquiry_replies(&id).await? {
        replies
            .entry(reply.inquiry_id.clone())
            .or_default()
            .push(reply);
    }
    let mut inquiries = Vec::new();
    for row in state.store.inquiries(&id).await? {
        let own = replies.remove(&row.id).unwrap_or_default();
        inquiries.push(known.view(&principal, row, own)?);
    }
    let letters = state.store.letters(&id).await?.into_iter();
    let own = letters.filter(|row| principal.is_member(&row.organisation_id));
    let account = principal.reader().unwrap_or_default();
    let figures = state.store.rubric_figures(&id, account).await?;
    let judges = principal.has(Role::Evaluator) && figures.judged > 0;
    Ok(Json(InquiriesView {
        until: from_millis(known.until),
        is_open,
        own_submissions: own.map(|row| row.submission_id).collect(),
        may_answer: principal.has(Role::Staff) || judges,
        inquiries,
    }))
}

/// Asks about an own submission within the window: about a criterion, a metric, or the
/// decision as a whole.
#[utoipa::path(
    post,
    path = "/api/v1/challenges/{id}/inquiries",
    operation_id = "ask_inquiry",
    tag = "decisions",
    params(("id" = String, Path, max_length = 128)),
    request_body = InquiryAsk,
    responses((status = 201, description = "It is asked.", body = InquiryView), Problems)
)]
pub(super) async fn ask_inquiry(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Body(ask): Body<InquiryAsk>,
) -> Result<Response, Problem> {
    let moment = visible_state(&state, &principal, &id).await?;
    let submission = demand_key("submission", Some(ask.submission.clone()))?;
    let organisation = own_letter(&state, &principal, &id, &submission).await?;
    let any = principal.organisations.first();
    let subject = Subject {
        organisation: organisation
            .as_deref()
            .or(any.map(|own| own.organisation.as_str())),
        state: Some(moment),
        ..Subject::default()
    };
    rights::demand(&principal, Action::AskInquiry, subject)?;
    if organisation.is_none() {
        return Err(Problem::new(Code::BadRequest)
            .detail("`submission` is none of yours that this decision is about"));
    }
    let known = Known::read(&state, &id).await?;
    demand_open(&state, moment, known.until)?;
    known.demand_topic(&ask)?;
    demand_said("question", &ask.question)?;
    let asked = state.store.ask_inquiry(NewInquiry {
        challenge: &id,
        submission: &submission,
        account: principal.account().unwrap_or_default(),
        kind: ask.kind.as_str(),
        topic: ask.topic.as_deref(),
        question: ask.question.trim(),
        most: MOST_INQUIRIES,
        at: to_millis(state.clock.now()),
    });
    let inquiry = asked.await?.ok_or_else(|| {
        Problem::new(Code::QuotaExceeded)
            .detail(format!(
                "the submission has {MOST_INQUIRIES} inquiries already"
            ))
            .hint("ask in the thread of one of them")
    })?;
    let row = state.store.inquiry(&inquiry).await?;
    let view = known.view(&principal, row, Vec::new())?;
    Ok((StatusCode::CREATED, Json(view)).into_response())
}

/// The organisation of an own submission that a decision is about.
async fn own_letter(
    state: &AppState,
    principal: &Principal,
    challenge: &str,
    submission: &str,
) -> Result<Option<String>, Problem> {
    let letter = match state.store.letter(submission).await {
        Ok(letter) => letter,
        Err(StoreError::NotFound) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let is_own = letter.challenge_id == challenge && principal.is_member(&letter.organisation_id);
    Ok(is_own.then_some(letter.organisation_id))
}

/// Answers an inquiry as the city or as an evaluator of the submission, or goes on asking as
/// its organisation, within the window.
#[utoipa::path(
    post,
    path = "/api/v1/inquiries/{id}/replies",
    operation_id = "reply_to_inquiry",
    tag = "decisions",
    params(("id" = String, Path, max_length = 128)),
    request_body = InquiryReplyAsk,
    responses((status = 201, description = "It is said.", body = InquiryReplyView), Problems)
)]
pub(super) async fn reply_to_inquiry(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Body(ask): Body<InquiryReplyAsk>,
) -> Result<Response, Problem> {
    let inquiry = state.store.inquiry(&id).await?;
    let moment = visible_state(&state, &principal, &inquiry.challenge_id).await?;
    let author = author(&state, &principal, &inquiry, moment).await?;
    let account = principal.account().unwrap_or_default();
    demand_said("text", &ask.text)?;
    let code = match author {
        InquiryAuthor::Organisation => {
            let known = Known::read(&state, &inquiry.challenge_id).await?;
            demand_open(&state, moment, known.until)?;
            None
        }
        InquiryAuthor::Staff => None,
        InquiryAuthor::Evaluator => Some(code_of(&state, &inquiry.challenge_id, account).await?),
    };
    let now = to_millis(state.clock.now());
    let said = state.store.reply_to_inquiry(NewInquiryReply {
        inquiry: &inquiry,
        account,
        author: author.as_str(),
        code: code.as_deref(),
        body: ask.text.trim(),
        most: MOST_REPLIES,
        at: now,
    });
    let reply = said.await?.ok_or_else(|| {
        Problem::new(Code::QuotaExceeded)
            .detail(format!("the inquiry has {MOST_REPLIES} replies already"))
    })?;
    let view = InquiryReplyView {
        id: reply,
        author,
        code,
        text: ask.text.trim().to_owned(),
        at: from_millis(now),
    };
    Ok((StatusCode::CREATED, Json(view)).into_response())
}

/// As what somebody speaks. Members of the organisation never speak as the city.
async fn author(
    state: &AppState,
    principal: &Principal,
    inquiry: &Inquiry,
    moment: ChallengeState,
) -> Result<InquiryAuthor, Problem> {
    let account = principal.account().unwrap_or_default();
    let is_judge = principal.has(Role::Evaluator)
        && state
            .store
            .has_judged(&inquiry.submission_id, account)
            .await?;
    let subject = Subject {
        organisation: Some(&inquiry.organisation_id),
        account: Some(account).filter(|_| is_judge),
        state: Some(moment),
        ..Subject::default()
    };
    rights::demand(principal, Action::ReplyInquiry, subject)?;
    if principal.is_member(&inquiry.organisation_id) {
        return Ok(InquiryAuthor::Organisation);
    }
    if principal.has(Role::Staff) {
        return Ok(InquiryAuthor::Staff);
    }
    Ok(InquiryAuthor::Evaluator)
}

/// The code of an evaluator in the decision.
async fn code_of(state: &AppState, challenge: &str, account: &str) -> Result<String, Problem> {
    let settings = state.store.decision_settings(challenge).await?;
    let judges = state.store.decision_facts(challenge).await?.judges;
    let mut codes = codes(&settings.code_salt, &judges);
    codes
        .remove(account)
        .ok_or_else(|| Problem::new(Code::NotFound))
}

fn demand_open(state: &AppState, moment: ChallengeState, until: i64) -> Result<(), Problem> {
    if takes_inquiries(state, moment, until) {
        return Ok(());
    }
    Err(Problem::new(Code::WrongState)
        .detail(format!(
            "the window for inquiries closed at {}",
            from_millis(until)
        ))
        .hint("the threads stay readable"))
}

fn demand_said(name: &str, text: &str) -> Result<(), Problem> {
    demand_text(name, text, 1, TEXT_CHARS)?;
    if text.trim().is_empty() {
        return Err(Problem::new(Code::BadRequest).detail(format!("`{name}` is blank")));
    }
    Ok(())
}

/// What an inquiry may be about, and until when.
struct Known {
    manifest: Manifest,
    rubric: Rubric,
    until: i64,
}

impl Known {
    async fn read(state: &AppState, challenge: &str) -> Result<Self, Problem> {
        let (_, row) = published(state, challenge, None).await?;
        let document = state.live().decision(state, file_digest(&row)?).await?;
        Self::of(&document)
    }

    fn of(document: &DecisionDocument) -> Result<Self, Problem> {
        let unreadable = || Problem::internal("a decision's manifest or rubric cannot be read");
        let snapshot = &document.content.published.snapshot;
        Ok(Self {
            manifest: parse_manifest(&snapshot.manifest).map_err(|_| unreadable())?,
            rubric: parse_rubric(&snapshot.rubric).map_err(|_| unreadable())?,
            until: to_millis(document.inquiry_until),
        })
    }

    fn demand_topic(&self, ask: &InquiryAsk) -> Result<(), Problem> {
        let topic = ask.topic.as_deref();
        let is_known = match (ask.kind, topic) {
            (InquiryKind::Decision, topic) => topic.is_none(),
            (InquiryKind::Criterion, Some(id)) => self.criterion(id).is_some(),
            (InquiryKind::Metric, Some(name)) => self
                .manifest
                .metrics
                .iter()
                .any(|metric| metric.name == name),
            (_, None) => false,
        };
        if is_known {
            return Ok(());
        }
        Err(Problem::new(Code::BadRequest)
            .detail(format!(
                "`topic` is no {} of this decision",
                ask.kind.as_str()
            ))
            .hint("give a criterion's id or a metric's name, and none for the decision as a whole"))
    }

    fn criterion(&self, id: &str) -> Option<Bilingual> {
        let found = self.rubric.criteria.iter().find(|one| one.id == id);
        found.map(|one| Bilingual {
            bg: one.title.bg.clone(),
            en: one.title.en.clone(),
        })
    }

    fn metric(&self, name: &str) -> Option<Bilingual> {
        let found = self.manifest.metrics.iter().find(|one| one.name == name);
        found.map(|one| Bilingual {
            bg: one.title.bg.clone(),
            en: one.title.en.clone(),
        })
    }

    fn view(
        &self,
        principal: &Principal,
        row: Inquiry,
        replies: Vec<InquiryReply>,
    ) -> Result<InquiryView, Problem> {
        let kind = InquiryKind::parse(&row.kind)
            .ok_or_else(|| Problem::internal("`inquiry` keeps a kind that there is not"))?;
        let topic = row.topic.as_deref().unwrap_or_default();
        let replies = replies
            .into_iter()
            .map(reply)
            .collect::<Result<Vec<_>, _>>()?;
        Ok(InquiryView {
            topic_title: match kind {
                InquiryKind::Criterion => self.criterion(topic),
                InquiryKind::Metric => self.metric(topic),
                InquiryKind::Decision => None,
            },
            title: title(&row.dossier)?,
            is_own: principal.is_member(&row.organisation_id),
            is_open: replies
                .iter()
                .all(|one| one.author == InquiryAuthor::Organisation),
            kind,
            id: row.id,
            submission: row.submission_id,
            organisation: row.organisation,
            topic: row.topic,
            question: row.question,
            asked_at: from_millis(row.asked_at),
            replies,
        })
    }
}

fn reply(row: InquiryReply) -> Result<InquiryReplyView, Problem> {
    Ok(InquiryReplyView {
        author: InquiryAuthor::parse(&row.author)
            .ok_or_else(|| Problem::internal("`inquiry_reply` keeps no author"))?,
        id: row.id,
        code: row.code,
        text: row.body,
        at: from_millis(row.said_at),
    })
}
