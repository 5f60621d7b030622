//! One function with as many locals as there may be.

use wasm_encoder::{Function, ValType};

const LOCALS: u32 = 5_000;

pub(super) fn bytes() -> Vec<u8> {
    let mut function = Function::new([(LOCALS, ValType::I32)]);
    function.instructions().end();
    super::plain_with_function(&function)
}
