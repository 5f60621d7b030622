//! As many loops within one another as there may be.

use wasm_encoder::{BlockType, Function};

const LOOPS: usize = 200;

pub(super) fn bytes() -> Vec<u8> {
    let mut function = Function::new([]);
    for _ in 0..LOOPS {
        function.instructions().loop_(BlockType::Empty);
    }
    for _ in 0..=LOOPS {
        function.instructions().end();
    }
    super::plain_with_function(&function)
}
