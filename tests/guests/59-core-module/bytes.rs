//! A core module with nothing around it.

use wasm_encoder::Module;

pub(super) fn bytes() -> Vec<u8> {
    Module::new().finish()
}
