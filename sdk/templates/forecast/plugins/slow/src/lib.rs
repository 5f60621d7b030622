//! Never answers: fuel must stop it.

use pilotbox_plugin::templates::forecast::{Refusal, Request};

pilotbox_plugin::export!(forecast => forecast);

fn forecast(_request: Request) -> Result<Vec<f64>, Refusal> {
    let mut turns = 0_u64;
    loop {
        turns = std::hint::black_box(turns.wrapping_add(1));
    }
}
