//! Inquiries: what those who took part ask about a decision, for everybody to read.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::challenges::Bilingual;

/// What an inquiry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum InquiryKind {
    /// A criterion of the rubric.
    Criterion,
    /// A metric of the automatic score.
    Metric,
    /// The decision as a whole.
    Decision,
}

impl InquiryKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Criterion, Self::Metric, Self::Decision];

    /// Its name in the database and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Criterion => "criterion",
            Self::Metric => "metric",
            Self::Decision => "decision",
        }
    }

    /// The kind of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// Asks about a criterion or a metric of an own submission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InquiryAsk {
    /// The own submission.
    #[schema(max_length = 128)]
    pub submission: String,
    /// What it is about.
    pub kind: InquiryKind,
    /// The criterion's id or the metric's name; left out for the decision as a whole.
    #[schema(max_length = 64)]
    pub topic: Option<String>,
    /// The question. Everybody reads it, with the name of the organisation.
    #[schema(min_length = 1, max_length = 4_000)]
    pub question: String,
}

/// Answers an inquiry, or asks again in its thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InquiryReplyAsk {
    /// What is said. Everybody reads it.
    #[schema(min_length = 1, max_length = 4_000)]
    pub text: String,
}

/// Inquiries of a challenge, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InquiriesView {
    /// Until when those who took part may ask.
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
    /// Whether they may now.
    pub is_open: bool,
    /// Submissions for which the reader may ask.
    pub own_submissions: Vec<String>,
    /// Whether the reader may answer.
    pub may_answer: bool,
    /// All of them, at most 500.
    pub inquiries: Vec<InquiryView>,
}

/// An inquiry with all that was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InquiryView {
    /// Its id.
    pub id: String,
    /// The submission.
    pub submission: String,
    /// The title of its dossier.
    pub title: String,
    /// Whose it is.
    pub organisation: String,
    /// What it is about.
    pub kind: InquiryKind,
    /// The criterion's id or the metric's name.
    pub topic: Option<String>,
    /// The name of the criterion or of the metric.
    pub topic_title: Option<Bilingual>,
    /// The question.
    pub question: String,
    /// When it was asked.
    #[schema(value_type = String, format = DateTime)]
    pub asked_at: Timestamp,
    /// Whether it is of the reader's organisation.
    pub is_own: bool,
    /// Whether nobody of the city or the jury has answered yet.
    pub is_open: bool,
    /// What was said to it, oldest first.
    pub replies: Vec<InquiryReplyView>,
}

/// Who says something in an inquiry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum InquiryAuthor {
    /// The organisation that asked.
    Organisation,
    /// The city's staff.
    Staff,
    /// An evaluator, under the code of the decision.
    Evaluator,
}

impl InquiryAuthor {
    /// Its name in the database and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Organisation => "organisation",
            Self::Staff => "staff",
            Self::Evaluator => "evaluator",
        }
    }

    /// The author of that name.
    pub fn parse(name: &str) -> Option<Self> {
        let all = [Self::Organisation, Self::Staff, Self::Evaluator];
        all.into_iter().find(|author| author.as_str() == name)
    }
}

/// Something said in an inquiry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InquiryReplyView {
    /// Its id.
    pub id: String,
    /// Who says it.
    pub author: InquiryAuthor,
    /// The evaluator's code; for evaluators only.
    pub code: Option<String>,
    /// What is said.
    pub text: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}
