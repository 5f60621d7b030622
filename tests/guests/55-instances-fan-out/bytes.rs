//! Each component instantiates the one before twice, and the first a module eight
//! times: 64 core instances, and those of the plugin itself.

use wasm_encoder::Module;

const LEVELS: u32 = 3;
const TIMES: usize = 8;

pub(super) fn bytes() -> Vec<u8> {
    super::plain_with_fan_out(LEVELS, Some((&Module::new(), TIMES)))
}
