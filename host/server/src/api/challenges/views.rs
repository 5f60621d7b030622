//! Rows as the wire has them. Pure.

use pilotbox_challenge::{Manifest, manifest::Openness};
use pilotbox_model::api::challenges::{
    AnnouncementView, Bilingual, ChallengeDetail, ChallengeView, ClarificationView, EnrolmentView,
    PhaseView, Quota, ReasonView, VersionView,
};
use pilotbox_store::{
    challenges::{
        Announcement, Clarification, Enrolment, ListedChallenge, MoveReason, Phase, Version,
        VersionHead,
    },
    from_millis,
};

use crate::{principal::Principal, problem::Problem};

/// The manifest that a version keeps as JSON.
pub(in crate::api) fn manifest(text: &str) -> Result<Manifest, Problem> {
    serde_json::from_str(text).map_err(|cause| {
        Problem::internal(format!("`challenge_version` keeps no manifest: {cause}"))
    })
}

/// A challenge in a list.
pub(super) fn challenge(row: &ListedChallenge) -> Result<ChallengeView, Problem> {
    let manifest = manifest(&row.manifest)?;
    let challenge = &row.challenge;
    Ok(ChallengeView {
        id: challenge.id.clone(),
        title: Bilingual {
            bg: manifest.title.bg,
            en: manifest.title.en,
        },
        state: challenge.state(),
        accepts_submissions: row.accepts_submissions(),
        version: row.version.clone(),
        interface: manifest.interface,
        is_practice: manifest.openness == Openness::Known,
        budget_eur: manifest.pilot.budget_eur,
        opens_at: from_millis(challenge.opens_at),
        closes_at: challenge.closes_at.map(from_millis),
        updated_at: from_millis(challenge.updated_at),
    })
}

/// What a challenge's page is made of.
pub(super) struct Whole<'a> {
    pub(super) row: &'a ListedChallenge,
    /// The version that is shown.
    pub(super) shown: &'a Version,
    pub(super) phases: &'a [Phase],
    pub(super) versions: &'a [VersionHead],
    pub(super) reasons: Vec<MoveReason>,
    pub(super) is_enrolled: bool,
    /// The account that reads it.
    pub(super) reader: Option<&'a str>,
}

/// A challenge with all that a startup reads.
pub(super) fn detail(whole: Whole<'_>) -> Result<ChallengeDetail, Problem> {
    let Whole { row, shown, .. } = whole;
    Ok(ChallengeDetail {
        about: challenge(row)?,
        statement: Bilingual {
            bg: shown.statement_bg.clone(),
            en: shown.statement_en.clone(),
        },
        phases: whole.phases.iter().map(phase).collect(),
        pack_digest: shown.startup_digest.clone(),
        pack_bytes: count(shown.startup_bytes),
        is_enrolled: whole.is_enrolled,
        versions: whole
            .versions
            .iter()
            .map(|row| version(row, whole.reader))
            .collect(),
        reasons: whole.reasons.into_iter().map(reason).collect(),
    })
}

/// Why a challenge was moved on.
fn reason(row: MoveReason) -> ReasonView {
    ReasonView {
        from: row.from_state,
        to: row.to_state,
        reason: row.reason,
        salt: row.salt,
        at: from_millis(row.moved_at),
    }
}

/// A version of a challenge.
pub(super) fn version(row: &VersionHead, reader: Option<&str>) -> VersionView {
    VersionView {
        id: row.id.clone(),
        version: row.version.clone(),
        created_at: from_millis(row.created_at),
        approved_at: row.approved_at.map(from_millis),
        has_final: row.has_final(),
        is_final_waiting: row.is_final_waiting(),
        is_own: reader == Some(row.created_by.as_str()),
        is_final_own: reader.is_some() && reader == row.final_by.as_deref(),
    }
}

/// A phase.
pub(super) fn phase(row: &Phase) -> PhaseView {
    let small = |value: i64| u32::try_from(value).unwrap_or(u32::MAX);
    PhaseView {
        id: row.id.clone(),
        name: row.name.clone(),
        opens_at: from_millis(row.opens_at),
        closes_at: row.closes_at.map(from_millis),
        quota: Quota {
            per_day: small(row.per_day),
            per_phase: small(row.per_phase),
            concurrent: small(row.concurrent),
        },
    }
}

/// An organisation that takes part. The jury's code is left out: it would tell
/// whose submission is whose.
pub(super) fn enrolment(row: Enrolment) -> EnrolmentView {
    EnrolmentView {
        challenge: row.challenge_id,
        organisation: row.organisation_id,
        name: row.organisation,
        pseudonym: row.pseudonym,
        created_at: from_millis(row.created_at),
    }
}

/// A question and its answer, without who asked.
pub(super) fn clarification(row: Clarification, reader: &Principal) -> ClarificationView {
    ClarificationView {
        id: row.id,
        question: row.question,
        asked_at: from_millis(row.asked_at),
        answer: row.answer,
        answered_at: row.answered_at.map(from_millis),
        is_own: reader.is_member(&row.organisation_id),
    }
}

/// An announcement.
pub(super) fn announcement(row: Announcement) -> AnnouncementView {
    AnnouncementView {
        id: row.id,
        challenge: row.challenge_id,
        title: Bilingual {
            bg: row.title_bg,
            en: row.title_en,
        },
        body: Bilingual {
            bg: row.body_bg,
            en: row.body_en,
        },
        published_at: from_millis(row.published_at),
    }
}

/// A count from the database, which keeps none below zero.
pub(super) fn count(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}
