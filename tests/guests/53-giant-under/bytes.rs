//! One function of as many bytes as there may be.

use wasm_encoder::Function;

const BYTES: usize = 1 << 20;

pub(super) fn bytes() -> Vec<u8> {
    let mut function = Function::new([]);
    // A byte says that there are no locals, another ends it.
    for _ in 0..BYTES - 2 {
        function.instructions().nop();
    }
    function.instructions().end();
    super::plain_with_function(&function)
}
