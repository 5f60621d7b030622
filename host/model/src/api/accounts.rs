//! Accounts, sessions, tokens, organisations.

mod own;
mod people;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use own::{
    AccountExport, ExportedIdentity, ExportedMention, ExportedRole, ExportedThing, MeChange,
    OneTimeCode, PasswordChange, PasswordProof, RecoveryCodes, SecondFactorBegun, TokenEnd,
};
pub use people::{
    AccountView, Invitation, InvitationAccept, InvitationView, Member, MemberInvitation,
    OrganisationAsk, OrganisationDetail, ProviderView, RoleInvitation,
};

/// What an account may be. Everyone signed in is a citizen; members of an
/// organisation are startups.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Anybody with an account.
    Citizen,
    /// A member of an organisation: submits plugins.
    Startup,
    /// Compares and judges.
    Evaluator,
    /// Posts challenges and data.
    Staff,
    /// Runs the installation.
    Admin,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 5] = [
        Self::Citizen,
        Self::Startup,
        Self::Evaluator,
        Self::Staff,
        Self::Admin,
    ];

    /// The name in the database and in configuration.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Citizen => "citizen",
            Self::Startup => "startup",
            Self::Evaluator => "evaluator",
            Self::Staff => "staff",
            Self::Admin => "admin",
        }
    }

    /// The role of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }
}

/// A language of pages and mails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Bulgarian.
    #[default]
    Bg,
    /// English.
    En,
}

impl Language {
    /// The two-letter code.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bg => "bg",
            Self::En => "en",
        }
    }

    /// The language of that code; the default for any other.
    pub fn of_code(code: &str) -> Self {
        if code == "en" { Self::En } else { Self::Bg }
    }
}

/// Opens an account; a mail with a link confirms it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// Where the link goes.
    #[schema(max_length = 254)]
    pub email: String,
    /// 12 to 256 characters.
    #[schema(min_length = 12, max_length = 256)]
    pub password: String,
    /// The person's name.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// The organisation to make; absent for citizens.
    #[schema(min_length = 1, max_length = 200)]
    pub organisation: Option<String>,
    /// Language of mails.
    #[serde(default)]
    pub language: Language,
}

/// The secret of a link in a mail.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Secret {
    /// The secret.
    #[schema(max_length = 200)]
    pub secret: String,
}

/// Asks for a mail that lets the password be set anew.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetAsk {
    /// The account's address.
    #[schema(max_length = 254)]
    pub email: String,
}

/// Sets the password anew.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetConfirm {
    /// The secret of the mail.
    #[schema(max_length = 200)]
    pub secret: String,
    /// The new password.
    #[schema(min_length = 12, max_length = 256)]
    pub password: String,
}

/// Signs in.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The account's address.
    #[schema(max_length = 254)]
    pub email: String,
    /// Its password.
    #[schema(max_length = 256)]
    pub password: String,
    /// A one-time or recovery code, where the account has a second factor.
    #[schema(max_length = 64)]
    pub code: Option<String>,
}

/// A session that was opened; its cookie came with the answer.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct SessionOpened {
    /// Send it as `x-csrf-token` with every change.
    pub csrf_token: String,
    /// Who signed in.
    pub me: Me,
}

/// The account that asks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Me {
    /// The account's id.
    pub id: String,
    /// Its address; absent for accounts of an identity provider.
    pub email: Option<String>,
    /// The person's name.
    pub name: String,
    /// Language of mails.
    pub language: Language,
    /// What it may be.
    pub roles: Vec<Role>,
    /// Organisations that it belongs to.
    pub organisations: Vec<OrganisationView>,
    /// Whether a second factor is set up.
    pub has_second_factor: bool,
    /// Whether its roles ask for one and it is not set up: most doors stay shut.
    pub needs_second_factor: bool,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

/// An organisation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OrganisationView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether the reader may invite members.
    pub is_owner: bool,
}

/// What a token may do.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum TokenScope {
    /// Reads what the account may read.
    Read,
    /// Submits plugins and withdraws them.
    Submit,
    /// Everything that the account may do, but for passwords, tokens and factors.
    Manage,
}

/// Makes a token.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenAsk {
    /// What it is for.
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// What it may do.
    #[schema(min_items = 1, max_items = 3)]
    pub scopes: Vec<TokenScope>,
    /// Until when; at most 365.
    #[schema(minimum = 1, maximum = 365)]
    pub expires_in_days: u16,
}

/// A token that was made. The secret is shown this once.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct TokenMade {
    /// Send it as `authorization: Bearer …`.
    pub token: String,
    /// The rest.
    pub about: TokenView,
}

/// A token, without its secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TokenView {
    /// Its id.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<TokenScope>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// Until when it is good.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
    /// When it was last used, to the hour.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_used_at: Option<Timestamp>,
}
