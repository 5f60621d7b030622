//! What is asked, answered and announced.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Bilingual;

/// Asks a question.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The question.
    #[schema(min_length = 1, max_length = 4_000)]
    pub question: String,
    /// The organisation that asks; may be left out by members of one only.
    #[serde(default)]
    #[schema(max_length = 128)]
    pub organisation: Option<String>,
}

/// Answers a question, for everybody to read.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The answer.
    #[schema(min_length = 1, max_length = 8_000)]
    pub answer: String,
}

/// A question and its answer. Who asked is not shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ClarificationView {
    /// Its id.
    pub id: String,
    /// The question.
    pub question: String,
    /// When it was asked.
    #[schema(value_type = String, format = DateTime)]
    pub asked_at: Timestamp,
    /// The answer; questions without one are shown to their asker and to staff.
    pub answer: Option<String>,
    /// When it was answered.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub answered_at: Option<Timestamp>,
    /// Whether the reader's organisation asked.
    pub is_own: bool,
}

/// Announces something, on the site or for one challenge.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnnouncementAsk {
    /// One line.
    pub title: Bilingual,
    /// The text, as Markdown.
    pub body: Bilingual,
}

/// An announcement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AnnouncementView {
    /// Its id.
    pub id: String,
    /// The challenge that it is about; absent for the whole site.
    pub challenge: Option<String>,
    /// One line.
    pub title: Bilingual,
    /// The text, as Markdown.
    pub body: Bilingual,
    /// When it was published.
    #[schema(value_type = String, format = DateTime)]
    pub published_at: Timestamp,
}
