//! Who took part, once results are out.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An organisation whose name stands on a board of published results.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedOrganisation {
    /// Its name.
    pub name: String,
    /// The challenges on whose boards it stands, a number.
    pub challenges: u32,
}
