//! What an account does with itself.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Language, Me, TokenView};

/// Changes the own account. What is absent stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeChange {
    /// The person's name.
    #[schema(min_length = 1, max_length = 200)]
    pub name: Option<String>,
    /// Language of mails.
    pub language: Option<Language>,
}

/// Sets another password. Every other session and every token ends.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    /// The present one.
    #[schema(max_length = 256)]
    pub current: String,
    /// The new one.
    #[schema(min_length = 12, max_length = 256)]
    pub new: String,
}

/// Shows once more that it is the person who asks. Accounts of an identity
/// provider have no password and leave it out.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordProof {
    /// The account's password.
    #[schema(max_length = 256)]
    pub password: Option<String>,
}

/// A one-time code, or a recovery code where one is taken.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OneTimeCode {
    /// The code.
    #[schema(max_length = 64)]
    pub code: String,
}

/// A second factor that waits for its first code.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct SecondFactorBegun {
    /// The seed in base 32, for apps that read no picture.
    pub secret: String,
    /// The `otpauth:` address that an app reads.
    pub uri: String,
}

/// Codes that stand in for a lost app, each once. Shown this once.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct RecoveryCodes {
    /// The codes.
    pub codes: Vec<String>,
}

/// Ends a token: whoever holds it may.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenEnd {
    /// The token itself.
    #[schema(max_length = 200)]
    pub token: String,
}

/// All that is kept about a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AccountExport {
    /// The account.
    pub me: Me,
    /// Since when its address is confirmed.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub email_confirmed_at: Option<Timestamp>,
    /// What stands for the person in the public chain of decisions.
    pub person: String,
    /// At which identity providers the person is known, and as what.
    pub identities: Vec<ExportedIdentity>,
    /// Roles, and where they come from.
    pub roles: Vec<ExportedRole>,
    /// Tokens, revoked and expired ones too.
    pub tokens: Vec<TokenView>,
    /// Sessions that are open.
    pub open_sessions: u64,
    /// What the person did here, with the texts that they wrote.
    pub things: Vec<ExportedThing>,
    /// Where the chain names the person.
    pub mentions: Vec<ExportedMention>,
}

/// An identity of a provider.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ExportedIdentity {
    /// Who says so.
    pub issuer: String,
    /// Its name for the person.
    pub subject: String,
}

/// A role that was granted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ExportedRole {
    /// The role's name.
    pub role: String,
    /// `admin`, `invitation`, or `oidc:` and a provider's id.
    pub source: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub granted_at: Timestamp,
}

/// Something that the person did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ExportedThing {
    /// `submission`, `question`, `answer`, `announcement`, `enrolment`, `challenge`.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// The text, where there is one.
    pub text: Option<String>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// A link of the chain that names the person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ExportedMention {
    /// Its number.
    pub seq: u64,
    /// What happened.
    pub kind: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}
