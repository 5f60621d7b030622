//! Each component instantiates the one before twice, and the first a module seven
//! times: with those of plugin and harness as many core instances as a runner keeps.

use wasm_encoder::Module;

const LEVELS: u32 = 3;
const TIMES: usize = 7;

pub(super) fn bytes() -> Vec<u8> {
    super::plain_with_fan_out(LEVELS, Some((&Module::new(), TIMES)))
}
