//! Looks at published data again, by another path than the one that made it, for each promise of its policy.
