//! The islands of the portal as one module. `start.js` calls what is exported here.

// Each island exports itself.
use pilotbox_web as _;

/// Prepares the module before the first island wakes.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
