//! One function of a few bytes with 50,000 locals.

use wasm_encoder::{Function, ValType};

const LOCALS: u32 = 50_000;

pub(super) fn bytes() -> Vec<u8> {
    let mut function = Function::new([(LOCALS, ValType::I32)]);
    function.instructions().end();
    super::plain_with_function(&function)
}
