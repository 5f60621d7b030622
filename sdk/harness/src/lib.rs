//! Write the harness of a Pilotbox challenge in Rust: list the cases, call the
//! plugin, measure its answer.
//!
//! ```
//! use pilotbox_harness::mobility::parking_forecast::{self, Request};
//! use pilotbox_harness::{Case, Harness, Outcome, PluginFault, Split, metrics};
//!
//! struct Parking;
//!
//! impl Harness for Parking {
//!     fn cases(_split: Split) -> Vec<Case> {
//!         vec![Case::new("monday-8", "weekday")]
//!     }
//!
//!     fn run(_split: Split, _id: &str) -> Result<Outcome, PluginFault> {
//!         let request = Request {
//!             car_parks: vec!["a".into()],
//!             slots: vec![480],
//!             occupancy: vec![0.5],
//!             targets: vec![510],
//!         };
//!         let answer = parking_forecast::forecast(&request).map_err(PluginFault::declined)?;
//!         pilotbox_harness::expect_finite("forecast", &answer, 1)?;
//!         Ok(Outcome::new().metric("mae", metrics::mae(&[0.6], &answer)))
//!     }
//! }
//!
//! pilotbox_harness::export!(Parking);
//! ```
//!
//! Each call into the plugin is metered by itself: its fuel and memory count
//! against the plugin's budget, everything else against the harness's.

pub mod columns;
pub mod form;
pub mod metrics;
pub mod twins;

mod bindings;
mod calls;
mod case_table;
mod checks;
mod outcome;
mod params;
mod pilot;
mod table;

pub use calls::{metered, mobility, services, templates, utilities};
pub use case_table::{CaseRow, CaseTable};
pub use checks::{expect_finite, expect_finite_grid, expect_length};
pub use outcome::{Case, Outcome, PluginFault, Split};
pub use params::Params;
pub use pilot::{Description, Pilot, PilotError};
pub use table::open;

pub use pilotbox_plugin::{Table, TableError};
pub use serde_json;

pub use bindings::harness::exports::pilotbox::challenge::evaluation::{Metric, Series};

#[doc(hidden)]
pub use bindings::harness as __harness;
#[doc(hidden)]
pub use bindings::pilot as __pilot;

/// What a harness is.
pub trait Harness {
    /// The cases of a split. Never calls the plugin.
    fn cases(split: Split) -> Vec<Case>;

    /// Drives the plugin through one case and measures it.
    fn run(split: Split, id: &str) -> Result<Outcome, PluginFault>;
}

/// Exports a type that implements [`Harness`]. With `, pilot` behind it, one that
/// implements [`Pilot`] too.
#[macro_export]
macro_rules! export {
    ($harness:ident, pilot) => {
        $crate::export!($harness);

        impl $crate::__pilot::exports::pilotbox::challenge::pilot::Guest for $harness {
            fn describe() -> $crate::Description {
                <Self as $crate::Pilot>::describe()
            }

            fn answer(input: String) -> Result<String, $crate::PilotError> {
                <Self as $crate::Pilot>::answer(&input)
            }
        }

        #[cfg(target_arch = "wasm32")]
        $crate::__pilot::export_pilot!($harness with_types_in $crate::__pilot);
    };
    ($harness:ident) => {
        impl $crate::__harness::exports::pilotbox::challenge::evaluation::Guest for $harness {
            fn cases(split: $crate::Split) -> Vec<$crate::Case> {
                <Self as $crate::Harness>::cases(split)
            }

            fn run(
                split: $crate::Split,
                id: String,
            ) -> Result<$crate::Outcome, $crate::PluginFault> {
                <Self as $crate::Harness>::run(split, &id)
            }
        }

        #[cfg(target_arch = "wasm32")]
        $crate::__harness::export_harness!($harness with_types_in $crate::__harness);
    };
}
