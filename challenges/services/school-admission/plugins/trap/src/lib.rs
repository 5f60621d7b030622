//! A hostile example: panics. The case must end as the plugin's trap.

use pilotbox_plugin::services::school_admission::{Assignment, Refusal, Request};

pilotbox_plugin::export!(school_admission => assign);

/// Gives up.
///
/// # Panics
///
/// Always.
pub fn assign(request: Request) -> Result<Vec<Assignment>, Refusal> {
    panic!("{} children are too many for me", request.lottery.len());
}
