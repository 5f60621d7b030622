//! As many blocks within one another as there may be.

use wasm_encoder::{BlockType, Function};

const BLOCKS: usize = 5_000;

pub(super) fn bytes() -> Vec<u8> {
    let mut function = Function::new([]);
    for _ in 0..BLOCKS {
        function.instructions().block(BlockType::Empty);
    }
    for _ in 0..=BLOCKS {
        function.instructions().end();
    }
    super::plain_with_function(&function)
}
