//! The words of policies and reports in those of the reader: roles, types, kinds of
//! identifiers, steps, promises, figures. A name that is not known has no word here, and
//! is shown as it is.

use pilotbox_model::report::FigureKind;

use crate::texts::{Text, report as texts};

/// What a column is, by its role's name in a policy.
pub fn role(name: &str) -> Text {
    match name {
        "identifier" => texts::IDENTIFIER,
        "quasi-identifier" => texts::QUASI_IDENTIFIER,
        "sensitive" => texts::SENSITIVE,
        _ => texts::PLAIN,
    }
}

/// The type of a column's values, by its name in a policy.
pub fn data_type(name: &str) -> Option<Text> {
    let text = match name {
        "text" => texts::TYPE_TEXT,
        "integer" => texts::TYPE_INTEGER,
        "number" => texts::TYPE_NUMBER,
        "boolean" => texts::TYPE_BOOLEAN,
        "date" => texts::TYPE_DATE,
        "time" => texts::TYPE_TIME,
        _ => return None,
    };
    Some(text)
}

/// What may name somebody, by its name in a profile.
pub fn kind(name: &str) -> Option<Text> {
    let text = match name {
        "egn" => texts::KIND_EGN,
        "lnch" => texts::KIND_LNCH,
        "eik" => texts::KIND_EIK,
        "iban" => texts::KIND_IBAN,
        "phone" => texts::KIND_PHONE,
        "plate" => texts::KIND_PLATE,
        "email" => texts::KIND_EMAIL,
        "person-name" => texts::KIND_PERSON,
        "address" => texts::KIND_ADDRESS,
        "coordinates" => texts::KIND_COORDINATES,
        "geohash" => texts::KIND_GEOHASH,
        _ => return None,
    };
    Some(text)
}

/// What a step does to a column, by its name in a policy.
pub fn step(name: &str) -> Option<Text> {
    let text = match name {
        "drop" => texts::STEP_DROP,
        "pseudonym" => texts::STEP_PSEUDONYM,
        "generalise" => texts::STEP_GENERALISE,
        "top-code" => texts::STEP_TOP_CODE,
        "bottom-code" => texts::STEP_BOTTOM_CODE,
        "clamp" => texts::STEP_CLAMP,
        "round" => texts::STEP_ROUND,
        "redact" => texts::STEP_REDACT,
        "suppress" => texts::STEP_SUPPRESS,
        _ => return None,
    };
    Some(text)
}

/// What a policy promises, by the promise's name in a report.
pub fn promise(name: &str) -> Option<Text> {
    let text = match name {
        "policy" => texts::PROMISE_POLICY,
        "dropped" => texts::PROMISE_DROPPED,
        "named" => texts::PROMISE_NAMED,
        "present" => texts::PROMISE_PRESENT,
        "type" => texts::PROMISE_TYPE,
        "pseudonym" => texts::PROMISE_PSEUDONYM,
        "hierarchy" => texts::PROMISE_HIERARCHY,
        "bounds" => texts::PROMISE_BOUNDS,
        "rounding" => texts::PROMISE_ROUNDING,
        "redaction" => texts::PROMISE_REDACTION,
        "suppression" => texts::PROMISE_SUPPRESSION,
        "sampling" => texts::PROMISE_SAMPLING,
        "identifier" => texts::PROMISE_IDENTIFIER,
        "k-anonymity" => texts::PROMISE_K_ANONYMITY,
        "diversity" => texts::PROMISE_DIVERSITY,
        "closeness" => texts::PROMISE_CLOSENESS,
        _ => return None,
    };
    Some(text)
}

/// What a release was refused for: a figure or a promise, by its name.
pub fn demanded(name: &str) -> Option<Text> {
    let text = match name {
        "prosecutor" => texts::PROSECUTOR,
        "journalist" => texts::JOURNALIST,
        "marketer" => texts::MARKETER,
        "uniqueness" => texts::UNIQUENESS,
        "loss" => texts::LOSS,
        "utility" => texts::UTILITY,
        _ => return promise(name),
    };
    Some(text)
}

/// What a figure measures.
pub fn measured(kind: FigureKind) -> Text {
    match kind {
        FigureKind::Prosecutor => texts::PROSECUTOR,
        FigureKind::Journalist => texts::JOURNALIST,
        FigureKind::Marketer => texts::MARKETER,
        FigureKind::Uniqueness => texts::UNIQUENESS,
        FigureKind::Loss => texts::LOSS,
    }
}
