//! Write a Pilotbox plugin in Rust: a typed function and one macro line.
//!
//! ```
//! use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};
//!
//! pilotbox_plugin::export!(parking_forecast => forecast);
//!
//! /// Repeats the last observed occupancy of each car park.
//! fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
//!     let slots = request.slots.len();
//!     let last_slots = request.occupancy.chunks(slots).map(|series| series[slots - 1]);
//!     Ok(last_slots.flat_map(|last| vec![last; request.targets.len()]).collect())
//! }
//! ```
//!
//! The function is ordinary Rust: test it natively with `cargo test`. Only
//! [`log`] and [`Table`] need the sandbox; natively the log goes to standard
//! error and no table is granted.

#[cfg(target_arch = "wasm32")]
mod arena;
pub mod log;
pub mod table;

mod bindings;

pub use bindings::imports as raw;
pub use bindings::{mobility, services, templates, utilities};
pub use table::{Column, Kind, Table, TableError};

#[doc(hidden)]
pub use bindings::exports as __exports;

/// Exports a function as the plugin's answer to an interface:
/// `export!(interface => function)`.
///
/// | interface | the function's type |
/// | --- | --- |
/// | `parking_forecast` | `fn(mobility::parking_forecast::Request) -> Result<Vec<f64>, Refusal>` |
/// | `water_demand` | `fn(utilities::water_demand::Request) -> Result<Vec<f64>, Refusal>` |
/// | `school_admission` | `fn(services::school_admission::Request) -> Result<Vec<Assignment>, Refusal>` |
/// | `forecast` | `fn(templates::forecast::Request) -> Result<Vec<f64>, Refusal>` |
/// | `classify` | `fn(templates::classify::Request) -> Result<Vec<u32>, Refusal>` |
/// | `assign` | `fn(templates::assign::Request) -> Result<Vec<Option<u32>>, Refusal>` |
#[macro_export]
macro_rules! export {
    (parking_forecast => $function:path) => {
        $crate::__plugin!(mobility, parking_forecast, forecast, Vec<f64>, $function);
        #[cfg(target_arch = "wasm32")]
        $crate::__exports::parking_forecast::export_parking_forecast!(
            ExportedPlugin with_types_in $crate::__exports::parking_forecast
        );
    };
    (water_demand => $function:path) => {
        $crate::__plugin!(utilities, water_demand, forecast, Vec<f64>, $function);
        #[cfg(target_arch = "wasm32")]
        $crate::__exports::water_demand::export_water_demand!(
            ExportedPlugin with_types_in $crate::__exports::water_demand
        );
    };
    (school_admission => $function:path) => {
        $crate::__plugin!(
            services,
            school_admission,
            assign,
            Vec<$crate::services::school_admission::Assignment>,
            $function
        );
        #[cfg(target_arch = "wasm32")]
        $crate::__exports::school_admission::export_school_admission!(
            ExportedPlugin with_types_in $crate::__exports::school_admission
        );
    };
    (forecast => $function:path) => {
        $crate::__plugin!(templates, forecast, forecast, Vec<f64>, $function);
        #[cfg(target_arch = "wasm32")]
        $crate::__exports::forecast::export_forecast!(
            ExportedPlugin with_types_in $crate::__exports::forecast
        );
    };
    (classify => $function:path) => {
        $crate::__plugin!(templates, classify, classify, Vec<u32>, $function);
        #[cfg(target_arch = "wasm32")]
        $crate::__exports::classify::export_classify!(
            ExportedPlugin with_types_in $crate::__exports::classify
        );
    };
    (assign => $function:path) => {
        $crate::__plugin!(templates, assign, assign, Vec<Option<u32>>, $function);
        #[cfg(target_arch = "wasm32")]
        $crate::__exports::assign::export_assign!(
            ExportedPlugin with_types_in $crate::__exports::assign
        );
    };
}

/// Writes the type that implements the interface. Its exports are written for
/// WebAssembly only: their names are none that a native linker takes.
#[doc(hidden)]
#[macro_export]
macro_rules! __plugin {
    ($package:ident, $interface:ident, $method:ident, $answer:ty, $function:path) => {
        #[doc(hidden)]
        pub struct ExportedPlugin;

        impl $crate::$package::$interface::Guest for ExportedPlugin {
            fn $method(
                request: $crate::$package::$interface::Request,
            ) -> Result<$answer, $crate::$package::$interface::Refusal> {
                $crate::log::report_panics();
                $function(request)
            }
        }
    };
}
