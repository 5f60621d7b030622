//! What the record tells of, in words.

use crate::texts::{Text, admin as texts};

/// Every kind of link that the server writes, with its words.
pub(super) const KINDS: [(&str, Text); 49] = [
    ("account-opened", texts::ACCOUNT_OPENED),
    ("account-erased", texts::ACCOUNT_ERASED),
    ("account-locked", texts::ACCOUNT_LOCKED),
    ("account-unlocked", texts::ACCOUNT_UNLOCKED),
    ("password-changed", texts::PASSWORD_CHANGED),
    ("password-reset", texts::PASSWORD_RESET),
    ("factor-added", texts::FACTOR_ADDED),
    ("factor-dropped", texts::FACTOR_DROPPED),
    ("role-granted", texts::ROLE_GRANTED),
    ("role-taken", texts::ROLE_TAKEN),
    ("invited", texts::INVITED),
    ("invitation-accepted", texts::INVITATION_ACCEPTED),
    ("organisation-made", texts::ORGANISATION_MADE),
    ("organisation-renamed", texts::ORGANISATION_RENAMED),
    ("quota-changed", texts::QUOTA_CHANGED),
    ("switches-set", texts::SWITCHES_SET),
    ("challenge-created", texts::CHALLENGE_CREATED),
    ("challenge-moved", texts::CHALLENGE_MOVED),
    ("version-created", texts::VERSION_CREATED),
    ("version-approved", texts::VERSION_APPROVED),
    ("final-attached", texts::FINAL_ATTACHED),
    ("final-approved", texts::FINAL_APPROVED),
    ("phase-set", texts::PHASE_SET),
    ("finalists-locked", texts::FINALISTS_LOCKED),
    ("judging-assigned", texts::JUDGING_ASSIGNED),
    ("judging-withdrawn", texts::JUDGING_WITHDRAWN),
    ("judging-done", texts::JUDGING_DONE),
    ("judging-reopened", texts::JUDGING_REOPENED),
    ("clarification-answered", texts::CLARIFICATION_ANSWERED),
    ("rejudge-started", texts::REJUDGE_STARTED),
    ("rejudge-decided", texts::REJUDGE_DECIDED),
    ("submission-received", texts::SUBMISSION_RECEIVED),
    ("submission-withdrawn", texts::SUBMISSION_WITHDRAWN),
    ("run-failed", texts::RUN_FAILED),
    ("receipt-issued", texts::RECEIPT_ISSUED),
    ("key-current", texts::KEY_CURRENT),
    ("data-set-created", texts::DATA_SET_CREATED),
    ("raw-data-brought", texts::RAW_DATA_BROUGHT),
    ("raw-data-fetched", texts::RAW_DATA_FETCHED),
    ("raw-data-tried", texts::RAW_DATA_TRIED),
    ("raw-data-released", texts::RAW_DATA_RELEASED),
    ("raw-data-deleted", texts::RAW_DATA_DELETED),
    ("data-reader-named", texts::DATA_READER_NAMED),
    ("data-reader-removed", texts::DATA_READER_REMOVED),
    ("data-policy-proposed", texts::DATA_POLICY_PROPOSED),
    ("data-policy-approved", texts::DATA_POLICY_APPROVED),
    ("data-released", texts::DATA_RELEASED),
    ("data-release-opened", texts::DATA_RELEASE_OPENED),
    ("final-from-catalogue", texts::FINAL_FROM_CATALOGUE),
];

/// The words for a kind, if it is known.
pub(super) fn kind_text(kind: &str) -> Option<Text> {
    let found = KINDS.iter().find(|(name, _)| *name == kind);
    found.map(|(_, text)| *text)
}
