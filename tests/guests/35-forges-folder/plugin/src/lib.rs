//! Opens a file in a folder that nobody gave it.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

#[link(wasm_import_module = "wasi:filesystem/types@0.2.6")]
unsafe extern "C" {
    #[link_name = "[method]descriptor.open-at"]
    fn open_at(
        folder: u32,
        path_flags: u32,
        path: *const u8,
        path_bytes: usize,
        open_flags: u32,
        flags: u32,
        opened: *mut [u32; 2],
    );
}

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    let path = "../challenge.toml";
    let mut opened = [0; 2];
    // 3 is where a program's first folder would be.
    // SAFETY: the host reads the path and writes two words.
    unsafe { open_at(3, 1, path.as_ptr(), path.len(), 0, 1, &raw mut opened) };
    Ok(vec![0.5; request.car_parks.len() * request.targets.len()])
}
