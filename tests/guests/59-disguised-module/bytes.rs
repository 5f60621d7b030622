//! The sections of a core module behind the first bytes of a component.

use wasm_encoder::Function;

pub(super) fn bytes() -> Vec<u8> {
    let mut function = Function::new([]);
    function.instructions().end();
    let mut bytes = super::module_with(&function).finish();
    // The version of a component.
    bytes.splice(4..8, [0x0d, 0, 1, 0]);
    bytes
}
