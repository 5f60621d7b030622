//! A policy as a file: roles, steps, thresholds, who approved it.
