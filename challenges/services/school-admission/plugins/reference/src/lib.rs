//! The reference: deferred acceptance in which children ask. It ends in the
//! stable matching that is best for every child at once, and no family gains
//! by hiding its true order of wishes.

use pilotbox_plugin::services::school_admission::{Assignment, Refusal, Request};

mod deferred;

pilotbox_plugin::export!(school_admission => assign);

/// Places children so that nobody has a justified claim to a better place.
pub fn assign(request: Request) -> Result<Vec<Assignment>, Refusal> {
    deferred::check(&request)?;
    Ok(deferred::accept(&request))
}

#[cfg(test)]
mod tests;
