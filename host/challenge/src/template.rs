//! Challenges made from a template: no code is written, only a form and a table.
//! Owns what each template asks for ([`params`]), how one table becomes splits
//! ([`split`]), and the files of the package ([`files`]). Pure: tables are handed
//! in as columns and come back as rows; who reads and writes Parquet calls this.

mod anchors;
mod bounds;
mod dictionary;
mod files;
#[cfg(test)]
pub(crate) mod fixture;
mod form;
mod kind;
mod manifest;
mod rubric;
mod split;

pub mod params;

pub use anchors::{TemplateAnchors, anchors_of, with_anchors};
pub use bounds::bounds;
pub use files::{TemplatePackage, files};
pub use form::{ColumnText, FormError, Shares, SplitTables, TemplateForm};
pub use kind::{Part, TemplateKind};
pub use params::{ParamSpec, ParamType, ParamValue};
pub use split::{RowSplit, Values, split};
