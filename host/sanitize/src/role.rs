//! What a column is to a person's privacy.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a column is to a person's privacy. The order is that of the danger.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Names one person or thing by itself: EGN, e-mail, IBAN.
    Identifier,
    /// Names somebody together with others of its kind: birth date, district, sex.
    QuasiIdentifier,
    /// What nobody should learn of a named person: an illness, a debt.
    Sensitive,
    /// Neither.
    Plain,
}
