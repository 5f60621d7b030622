//! A bound of the host as a row of a table for people.

use serde::Serialize;

/// One limit, what it is for, and the guest that tests it.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Bound {
    /// Its name.
    pub name: &'static str,
    /// The most that is taken.
    pub value: u64,
    /// What is counted.
    pub unit: &'static str,
    /// Who can change it.
    pub changed_by: &'static str,
    /// The accident or attack that it prevents.
    pub prevents: &'static str,
    /// A folder in `tests/guests` that goes beyond it; empty where the test lies
    /// elsewhere.
    pub guest: &'static str,
}

impl Bound {
    /// A bound that only another release of this program changes.
    pub const fn of_release(
        name: &'static str,
        value: u64,
        unit: &'static str,
        prevents: &'static str,
        guest: &'static str,
    ) -> Self {
        Self {
            name,
            value,
            unit,
            changed_by: "a release",
            prevents,
            guest,
        }
    }
}
