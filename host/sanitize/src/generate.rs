//! People, households, meters and more of a Sofia that does not exist, with known truth.
