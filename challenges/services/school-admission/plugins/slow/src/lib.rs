//! A hostile example: never ends. Fuel must stop it, in the same place every
//! time.

use std::hint::black_box;

use pilotbox_plugin::services::school_admission::{Assignment, Refusal, Request};

pilotbox_plugin::export!(school_admission => assign);

/// Draws lots again until every child has the first wish, which never happens.
pub fn assign(request: Request) -> Result<Vec<Assignment>, Refusal> {
    let mut draw = request.lottery.len();
    loop {
        draw = black_box(draw.wrapping_mul(5).wrapping_add(1));
    }
}
