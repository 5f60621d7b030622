//! What crosses the wire of the HTTP API: requests and answers as types, shared
//! by server, command line and portal. Owns names and shapes; decides nothing.
//!
//! Times are RFC 3339 in UTC. Ids of challenges are their slugs, all others
//! ULIDs. Unknown fields of a request are refused.

pub mod accounts;
pub mod admin;
pub mod assignments;
pub mod challenges;
pub mod civic_problems;
pub mod comparison;
pub mod data;
pub mod decisions;
pub mod jury;
pub mod pilots;
pub mod problem;
pub mod runs;
pub mod submissions;
pub mod templates;
pub mod trails;
pub mod years;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Page<T> {
    /// The rows, in the list's order.
    pub items: Vec<T>,
    /// Give it as `cursor` to get the next page; absent on the last one.
    pub next: Option<String>,
}
