//! What makes city data safe before anyone's program sees it: find what identifies
//! people, change it as a policy says, measure what risk is left.
//!
//! The library opens no file, no socket and no clock: readers and writers are handed
//! in, and so are keys, seeds and today's date. Data flows one way:
//! format -> find -> policy -> change -> anonymity -> measure -> check -> catalogue;
//! [`publish`] goes that way as a whole.

pub mod anonymity;
mod bounds;
pub mod catalogue;
pub mod change;
pub mod check;
pub mod find;
pub mod format;
pub mod generate;
pub mod measure;
pub mod policy;
pub mod privacy;
pub mod publish;
pub mod report;
pub mod role;
pub mod table;
mod threads;

pub use bounds::data_bounds;
pub use role::Role;
pub use table::Table;
