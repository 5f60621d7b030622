//! Holds exactly the memory that it may.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

/// Pages of 64 KiB that all memories of a plugin may hold: the challenge's
/// `memory_bytes`.
const LIMIT_PAGES: usize = 16_777_216 / 65_536;

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    let answer = vec![0.5; request.car_parks.len() * request.targets.len()];
    grow_to(LIMIT_PAGES);
    Ok(answer)
}

#[cfg(target_arch = "wasm32")]
fn grow_to(pages: usize) {
    use core::arch::wasm32::{memory_grow, memory_size};
    let before = memory_grow(0, pages - memory_size(0));
    assert!(before != usize::MAX, "no more memory");
}

#[cfg(not(target_arch = "wasm32"))]
fn grow_to(_pages: usize) {}
