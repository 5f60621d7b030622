//! Calls into the plugin, each bracketed by the meter.

#[cfg(target_arch = "wasm32")]
use crate::bindings;

/// Runs a call into the plugin inside the meter's bracket. Interfaces of this
/// crate do so by themselves; a harness with an interface of its own wraps its
/// calls in this. Nothing but the call belongs inside: it runs on the plugin's
/// budget.
#[cfg(target_arch = "wasm32")]
pub fn metered<T>(call: impl FnOnce() -> T) -> T {
    bindings::harness::pilotbox::challenge::meter::start();
    let answer = call();
    bindings::harness::pilotbox::challenge::meter::stop();
    answer
}

/// Natively there is no meter.
#[cfg(not(target_arch = "wasm32"))]
pub fn metered<T>(call: impl FnOnce() -> T) -> T {
    call()
}

pub mod mobility {
    //! Interfaces for moving through a city.

    pub mod parking_forecast {
        //! Forecast how full car parks will be.
        use crate::bindings::parking_forecast::pilotbox::mobility::parking_forecast;

        pub use parking_forecast::{Refusal, Request};

        /// Calls the plugin.
        pub fn forecast(request: &Request) -> Result<Vec<f64>, Refusal> {
            crate::metered(|| parking_forecast::forecast(request))
        }
    }
}

pub mod utilities {
    //! Interfaces for water, power, heat and gas.

    pub mod water_demand {
        //! Forecast the water that flows into the metered areas of a network.
        use crate::bindings::water_demand::pilotbox::utilities::water_demand;

        pub use water_demand::{Refusal, Request, Weather};

        /// Calls the plugin.
        pub fn forecast(request: &Request) -> Result<Vec<f64>, Refusal> {
            crate::metered(|| water_demand::forecast(request))
        }
    }
}

pub mod services {
    //! Interfaces for what an administration does for people.

    pub mod school_admission {
        //! Place children in schools.
        use crate::bindings::school_admission::pilotbox::services::school_admission;

        pub use school_admission::{Assignment, Place, Quota, Refusal, Request};

        /// Calls the plugin.
        pub fn assign(request: &Request) -> Result<Vec<Assignment>, Refusal> {
            crate::metered(|| school_admission::assign(request))
        }
    }
}

pub mod templates {
    //! General tasks over one table: the interfaces of challenges made from a template.

    pub mod forecast {
        //! Forecast a series of numbers some steps ahead.
        use crate::bindings::template_forecast::pilotbox::templates::forecast as bound;

        pub use bound::{Refusal, Request};

        /// Calls the plugin.
        pub fn forecast(request: &Request) -> Result<Vec<f64>, Refusal> {
            crate::metered(|| bound::forecast(request))
        }
    }

    pub mod classify {
        //! Name the class of each row.
        use crate::bindings::template_classify::pilotbox::templates::classify as bound;

        pub use bound::{Feature, Refusal, Request, Values};

        /// Calls the plugin.
        pub fn classify(request: &Request) -> Result<Vec<u32>, Refusal> {
            crate::metered(|| bound::classify(request))
        }
    }

    pub mod assign {
        //! Give each person at most one of the places that they wish for.
        use crate::bindings::template_assign::pilotbox::templates::assign as bound;

        pub use bound::{Refusal, Request};

        /// Calls the plugin.
        pub fn assign(request: &Request) -> Result<Vec<Option<u32>>, Refusal> {
            crate::metered(|| bound::assign(request))
        }
    }
}
