//! Asks for as much randomness as one call gives.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

#[link(wasm_import_module = "wasi:random/random@0.2.6")]
unsafe extern "C" {
    #[link_name = "get-random-bytes"]
    fn get_random_bytes(bytes: u64, list: *mut [usize; 2]);
}

/// What one call gives at most.
const BYTES: u64 = 4_096;

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    let mut list = [0; 2];
    // SAFETY: the host writes the list's address and length, after it asked this guest's
    // allocator for it.
    unsafe { get_random_bytes(BYTES, &raw mut list) };
    println!("{} bytes of randomness", list[1]);
    Ok(vec![0.5; request.car_parks.len() * request.targets.len()])
}
