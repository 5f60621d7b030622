//! What makes city data safe before anyone's program sees it: find what identifies
//! people, change it as a policy says, measure what risk is left.
//!
//! The library opens no file, no socket and no clock: readers and writers are handed
//! in, and so are keys, seeds and today's date. Data flows one way:
//! format -> find -> policy -> change -> anonymity -> measure -> check -> catalogue.

pub mod anonymity;
pub mod catalogue;
pub mod change;
pub mod check;
pub mod find;
pub mod format;
pub mod generate;
pub mod measure;
pub mod policy;
pub mod privacy;
pub mod report;
pub mod role;
pub mod table;

pub use role::Role;
pub use table::Table;
