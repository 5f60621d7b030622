//! Ready-made metrics, each with its source. Pairs whose truth is NaN are
//! skipped; a metric over no pairs is NaN, which a harness must not report.

pub mod classification;
pub mod forecast;
pub mod matching;

pub use classification::{Confusion, accuracy, confusion, macro_f1};
pub use forecast::{mae, mase, max_error, mean, pinball, rmse, wape};
pub use matching::{Market, blocking_pairs};
