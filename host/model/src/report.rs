//! What a data set's risk report says: to the clerk who publishes, and to everybody who
//! reads it afterwards. No raw value stands in it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Digest, api::challenges::Bilingual};

/// A report on one data set that was made safe by one policy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RiskReport {
    /// The data set's id.
    pub dataset: String,
    /// Its version.
    pub version: String,
    /// Its title.
    pub title: Bilingual,
    /// Digest of the policy's file.
    #[schema(value_type = String)]
    pub policy: Digest,
    /// The worst of all lights below.
    pub light: Light,
    /// Rows of the raw table.
    pub rows_before: u64,
    /// Rows that are published.
    pub rows_after: u64,
    /// Rows that were left out so that the others stay finer.
    pub rows_suppressed: u64,
    /// Risks and losses against their thresholds.
    pub figures: Vec<Figure>,
    /// What the policy promises, looked at again by the independent checker.
    pub promises: Vec<Promise>,
    /// How many rows look like how many others.
    pub crowds: Vec<Crowd>,
    /// Each column before and after.
    pub columns: Vec<ColumnReport>,
    /// How much less a challenge's programs make of what is published; absent where the
    /// policy does not ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub utility: Option<Utility>,
}

/// What a challenge's own programs lose when they get the published table in place of the
/// raw one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Utility {
    /// The challenge's id.
    pub challenge: String,
    /// Its version; empty as long as nobody has measured.
    pub version: String,
    /// Points, from 0 to 100, that a program may lose.
    pub max_points_lost: f64,
    /// Each program that was run; none as long as nobody has measured, which is red.
    pub programs: Vec<ProgramPoints>,
    /// The worst of all programs' lights.
    pub light: Light,
}

/// A program's score before and after, in points from 0 to 100.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ProgramPoints {
    /// Its name in the challenge: `baseline`, `reference`.
    pub name: String,
    /// On the raw table.
    pub before: f64,
    /// On what is published; absent where it could not be run on that, which loses all.
    pub after: Option<f64>,
    /// How many it lost; 0 where it won some.
    pub points_lost: f64,
    /// How `points_lost` stands to what is allowed.
    pub light: Light,
}

/// As at a crossing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Light {
    /// Within what the policy allows, with room.
    Green,
    /// Within what it allows, near the end of it.
    Amber,
    /// Beyond: nothing is published.
    Red,
}

/// One number against its threshold, both shares from 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Figure {
    /// What it measures.
    pub kind: FigureKind,
    /// On the raw table.
    pub before: f64,
    /// On what is published.
    pub after: f64,
    /// What the policy allows.
    pub threshold: f64,
    /// How `after` stands to it.
    pub light: Light,
}

/// What a figure measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FigureKind {
    /// The worst chance to find somebody who is known to be in the data.
    Prosecutor,
    /// The worst chance to find somebody who may be in it.
    Journalist,
    /// The share of rows that whoever looks for everybody finds.
    Marketer,
    /// The share of rows that look like no other.
    Uniqueness,
    /// The share of information that was lost.
    Loss,
}

/// A promise of the policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Promise {
    /// Its name: `k-anonymity`, `bands`.
    pub name: String,
    /// Where it is broken, a line each; empty if it is kept.
    pub broken: Vec<String>,
}

/// Rows in crowds of one size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Crowd {
    /// The least size.
    pub from: u64,
    /// The greatest; none in the last.
    pub to: Option<u64>,
    /// Crowds of such a size.
    pub crowds: u64,
    /// Rows in them.
    pub rows: u64,
}

/// One column before and after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ColumnReport {
    /// Its name.
    pub name: String,
    /// Its role, by its name in the policy.
    pub role: String,
    /// What was done to it, a word of the policy each: `drop`, `pseudonym`, `band`.
    pub steps: Vec<String>,
    /// The level of its hierarchy that was chosen, where it has one, and how many there are.
    pub level: Option<(u32, u32)>,
    /// Share of its information that was lost, from 0 to 1.
    pub loss: Option<f64>,
    /// How far its distribution has moved, from 0 to 1, and by which measure.
    pub distance: Option<(String, f64)>,
    /// Some published values. Of the raw ones only what form they had: `••••-••-••`.
    pub before: Vec<String>,
    /// As they are published.
    pub after: Vec<String>,
}
