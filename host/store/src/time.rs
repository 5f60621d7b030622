//! Times in the database are milliseconds since 1970 in UTC.

use jiff::Timestamp;

/// For the database.
pub fn to_millis(at: Timestamp) -> i64 {
    at.as_millisecond()
}

/// From the database. What no clock of ours wrote becomes the epoch.
pub fn from_millis(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(millis).unwrap_or(Timestamp::UNIX_EPOCH)
}
