//! Places one child twice.

use pilotbox_plugin::services::school_admission::{Assignment, Refusal, Request};

pilotbox_plugin::export!(school_admission => assign);

fn assign(request: Request) -> Result<Vec<Assignment>, Refusal> {
    let place = request.wishes[0];
    Ok(vec![
        Assignment { child: 0, place },
        Assignment { child: 0, place },
    ])
}
