//! Submissions and their dossiers.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::runs::RunView;

/// What goes with a plugin. Only its title is needed to be scored; the jury wants
/// the rest.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Dossier {
    /// One line.
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// How the plugin works, as Markdown.
    #[schema(max_length = 20_000)]
    pub approach: String,
    /// How a pilot would go, as Markdown.
    #[schema(max_length = 20_000)]
    pub pilot_plan: String,
    /// What a pilot would cost, in euro.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub cost_eur: Option<u64>,
    /// Earlier public contracts; an order among equals, never points.
    #[schema(max_length = 20_000)]
    pub references: String,
    /// Licence of the plugin, as an SPDX expression or in words.
    #[schema(max_length = 2_000)]
    pub licence: String,
    /// Rights to what is inside.
    #[schema(max_length = 20_000)]
    pub rights: String,
    /// Where models and data inside the plugin come from.
    #[schema(max_length = 20_000)]
    pub provenance: String,
}

/// A submission.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SubmissionView {
    /// Its id.
    pub id: String,
    /// The challenge.
    pub challenge: String,
    /// The challenge's version that it was made for.
    pub version: String,
    /// The organisation's id.
    pub organisation: String,
    /// The dossier.
    pub dossier: Dossier,
    /// Whether a PDF goes with it.
    pub has_document: bool,
    /// Digest of the component.
    pub plugin_digest: String,
    /// Its size in bytes.
    pub plugin_bytes: u64,
    /// `pure` or `compat`; absent until it was inspected.
    pub profile: Option<String>,
    /// When it came.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it was withdrawn.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub withdrawn_at: Option<Timestamp>,
    /// Whether it is one of the two that go to the final split.
    pub is_finalist: bool,
    /// Its runs, as far as the reader may see them.
    pub runs: Vec<RunView>,
}

/// What the jury sees of a submission: nothing that says whose it is, as far as
/// the startup kept its name out of the texts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BlindView {
    /// A code that matches no pseudonym of the public board.
    pub code: String,
    /// The challenge.
    pub challenge: String,
    /// The dossier, references left out.
    pub dossier: Dossier,
}

/// Chooses or gives up a place among the two finalists.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FinalistAsk {
    /// Whether it shall be one.
    pub is_finalist: bool,
}

/// Opens an upload that goes in parts.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UploadAsk {
    /// Size of the whole in bytes.
    #[schema(minimum = 1)]
    pub bytes: u64,
    /// Digest of the whole, `sha256:` and 64 hexadecimal digits.
    #[schema(max_length = 71)]
    pub digest: String,
}

/// An upload that goes in parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UploadView {
    /// Its id.
    pub id: String,
    /// Size of the whole in bytes.
    pub bytes: u64,
    /// How much has arrived: the next part starts there.
    pub received: u64,
    /// Until when it is kept.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
}
