//! Ids: ULIDs, which sort by the time they were made at.

/// A new id of 26 characters.
pub fn new_id() -> String {
    ulid::Ulid::generate().to_string()
}
