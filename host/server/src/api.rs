//! The HTTP API under `/api/v1`. One place where each route, its action and its
//! description are joined; handlers lie below, a file for each family.

pub mod accounts;
pub mod admin;
pub mod assignments;
pub mod challenges;
pub mod civic;
pub mod comparison;
pub mod data;
pub mod decisions;
pub mod describe;
pub mod etag;
pub mod extract;
pub mod health;
pub mod idempotent;
pub mod jury;
pub mod keys;
pub mod list;
pub mod pilots;
pub mod problems;
pub mod receipts;
pub mod registry;
pub mod runs;
pub mod submissions;
pub mod templates;
pub mod text;
pub mod trails;
pub mod uploads;
pub mod years;

pub use registry::{Api, Endpoint};
