//! Never answers: fuel must stop it.

use pilotbox_plugin::templates::classify::{Refusal, Request};

pilotbox_plugin::export!(classify => classify);

fn classify(_request: Request) -> Result<Vec<u32>, Refusal> {
    let mut turns = 0_u64;
    loop {
        turns = std::hint::black_box(turns.wrapping_add(1));
    }
}
