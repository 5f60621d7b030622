//! Challenges that staff make of a form and one table, without any code.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::challenges::Bilingual;

/// A template, as an installation has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TemplateView {
    /// Its name: `forecast`, `classify` or `assign`.
    pub kind: String,
    /// The WIT interface that plugins of its challenges export.
    pub interface: String,
    /// Whether this installation carries its components, so that challenges can be made.
    pub is_available: bool,
    /// What a form says beside what all templates ask for, in the order of a form.
    pub settings: Vec<TemplateSetting>,
}

/// A setting of a template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TemplateSetting {
    /// Its name.
    pub name: String,
    /// Whether a challenge must say it.
    pub is_required: bool,
    /// What it is for.
    pub about: Bilingual,
    /// The words that it may be; empty where it is a column or a number.
    pub choices: Vec<String>,
}

/// What is filled in to make a challenge from a template. The table comes beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateAsk {
    /// Name of the challenge in addresses: lower-case letters, digits and hyphens.
    #[schema(min_length = 1, max_length = 64)]
    pub id: String,
    /// One line that says what is asked.
    pub title: Bilingual,
    /// The problem, as Markdown.
    pub problem: Bilingual,
    /// Who is affected and what would change for them, as Markdown.
    pub affected: Bilingual,
    /// What the template is set to, by name; `settings` of [`TemplateView`] lists them.
    /// What is left out or empty is not set.
    pub settings: BTreeMap<String, String>,
    /// Unit of the measured column, such as `m³/h`; empty where it has none.
    #[serde(default)]
    #[schema(max_length = 64)]
    pub unit: String,
    /// From when on plugins are accepted.
    #[schema(value_type = String, format = DateTime)]
    pub opens_at: Timestamp,
    /// Until when.
    #[schema(value_type = String, format = DateTime)]
    pub closes_at: Timestamp,
    /// Whether the table's last part is public somewhere: then the ranking is practice.
    #[serde(default)]
    pub is_public_data: bool,
    /// Licence of the table: a name or an address.
    #[schema(min_length = 1, max_length = 200)]
    pub licence: String,
    /// Where the table came from.
    #[schema(min_length = 1, max_length = 2_000)]
    pub source: String,
    /// What the table holds, in one line.
    pub table_title: Bilingual,
    /// Decides which rows go to which split, where time does not.
    #[serde(default)]
    pub seed: u64,
}
