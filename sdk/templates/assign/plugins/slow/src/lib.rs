//! Never answers: fuel must stop it.

use pilotbox_plugin::templates::assign::{Refusal, Request};

pilotbox_plugin::export!(assign => assign);

fn assign(_request: Request) -> Result<Vec<Option<u32>>, Refusal> {
    let mut turns = 0_u64;
    loop {
        turns = std::hint::black_box(turns.wrapping_add(1));
    }
}
