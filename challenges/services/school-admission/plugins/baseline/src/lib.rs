//! The baseline: immediate acceptance, also known as the Boston mechanism. It
//! gives as many first wishes as can be given, and punishes children who wish
//! for a sought-after place in vain: by their second wish that place is gone.

use pilotbox_plugin::services::school_admission::{Assignment, Refusal, Request};

mod immediate;

pilotbox_plugin::export!(school_admission => assign);

/// Places children round by round.
pub fn assign(request: Request) -> Result<Vec<Assignment>, Refusal> {
    immediate::check(&request)?;
    Ok(immediate::accept(&request))
}

#[cfg(test)]
mod tests;
