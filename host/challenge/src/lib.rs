//! Challenge packages: what a city writes, and how a run on it is judged.
//!
//! - [`manifest`], [`rubric`]: the files that people write, as types and as JSON
//!   Schemas ([`schema_json`], checked in under `schema/`).
//! - [`lint`]: everything that is wrong with a package, each finding with its
//!   place and what to do about it.
//! - [`Source`], [`package`]: the files of a package, in a folder or in a pack,
//!   opened within bounds.
//! - [`mod@pack`]: one deterministic file for the server and for startups.
//! - [`template`]: packages made of a form and a table, without code.
//! - [`mod@pilot`]: the form of a pilot and its answer, checked and made ready to be shown.
//! - [`score`], [`board`]: from the results of cases to a score, and from scores to
//!   places.
//! - [`statistics`]: what people judge, how sure a ranking is, and the decision, computed
//!   from one snapshot that anybody can check.
//!
//! Scores, comparisons and lints are pure functions, equal to the bit on every
//! platform. Only [`Source`] reads files, through a capability for one folder,
//! and only [`pack::extract`] and [`pack::attach_final`] write any.
//!
//! Absent on purpose: this crate runs no component, builds none and reads no
//! table. What only a sandbox or a Parquet reader can tell (the cases, the
//! columns, the verdicts of the shipped plugins) is handed in by its caller.

pub mod board;
mod document;
mod finding;
#[cfg(test)]
mod fixture;
pub mod lint;
pub mod manifest;
pub mod pack;
pub mod package;
pub mod pilot;
pub mod rubric;
mod schema;
pub mod score;
mod source;
pub mod statistics;
pub mod template;
mod validate;

pub use finding::{Finding, Place};
pub use manifest::Manifest;
pub use pack::{Audience, Pack, PackError, PackOptions};
pub use package::{DataFile, Package, PackageError};
pub use rubric::Rubric;
pub use schema::{rubric_schema_json, schema_json};
pub use source::{Bounds, Source, SourceError};
