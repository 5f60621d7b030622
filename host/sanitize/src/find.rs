//! What a column holds, and which role it should have.
