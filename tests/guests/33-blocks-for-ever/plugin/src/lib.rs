//! Waits for a moment that never comes, and for input that nobody gives.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

use std::io::Read;

#[link(wasm_import_module = "wasi:clocks/monotonic-clock@0.2.6")]
unsafe extern "C" {
    #[link_name = "subscribe-instant"]
    safe fn subscribe_instant(when: u64) -> u32;
}

#[link(wasm_import_module = "wasi:io/poll@0.2.6")]
unsafe extern "C" {
    #[link_name = "[method]pollable.block"]
    safe fn block(pollable: u32);
}

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    block(subscribe_instant(u64::MAX));
    let mut input = Vec::new();
    let read = std::io::stdin().read_to_end(&mut input);
    println!("awake, {:?} bytes read", read.ok());
    Ok(vec![0.5; request.car_parks.len() * request.targets.len()])
}
