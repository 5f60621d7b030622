//! Why a file is refused as a whole.

use std::io;

use super::{Place, Reason};
use crate::table::TableError;

/// Why a file is refused as a whole.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    /// Something in it cannot be read around.
    #[error("{place}: {reason}")]
    Refused {
        /// Where.
        place: Place,
        /// Why.
        reason: Reason,
    },
    /// The bytes did not come.
    #[error("the file cannot be read: {0}")]
    Read(#[source] io::Error),
    /// The file of rows that are set aside cannot be written.
    #[error("the rows that do not parse cannot be set aside: {0}")]
    Aside(#[source] io::Error),
    /// A published file cannot be written.
    #[error("the table cannot be written: {0}")]
    Write(#[source] io::Error),
    /// What was read makes no table.
    #[error(transparent)]
    Table(#[from] TableError),
}

impl FormatError {
    pub(crate) fn refused(place: Place, reason: Reason) -> Self {
        Self::Refused { place, reason }
    }
}
