//! What risk is left, and what was lost.
