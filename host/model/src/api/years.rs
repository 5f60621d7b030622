//! The account of a year: figures of the city's strategy that the platform can count
//! itself, and nothing that it would have to be told.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::trails::FigureView;

/// A year in the list, with the figures by which years are compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct YearListed {
    /// The year, as Sofia counts days.
    pub year: u16,
    /// Whether it is over. Until then it is counted up to today.
    pub is_over: bool,
    /// Challenges that were announced.
    pub challenges_opened: u64,
    /// Challenges whose results were published.
    pub challenges_published: u64,
    /// Submissions that came.
    pub submissions: u64,
    /// Pilots that answered citizens on at least one day.
    pub pilots_running: u64,
    /// Data sets that were open at its end.
    pub open_data_sets: u64,
}

/// A year with all that is counted of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct YearView {
    /// The year.
    pub year: u16,
    /// Its first day.
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The last day that is counted: its last one, or today.
    #[schema(value_type = String, format = Date)]
    pub until: Date,
    /// Whether it is over.
    pub is_over: bool,
    /// What is counted. Parts of a figure follow it.
    pub figures: Vec<FigureView>,
}
