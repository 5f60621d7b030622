//! A million empty functions: small to write, large to compile.

use wasm_encoder::{
    CodeSection, Component, Function, FunctionSection, Module, ModuleSection, TypeSection,
};

const FUNCTIONS: u32 = 1_000_000;

pub(super) fn bytes() -> Vec<u8> {
    let mut types = TypeSection::new();
    types.ty().function([], []);
    let mut functions = FunctionSection::new();
    let mut code = CodeSection::new();
    let mut empty = Function::new([]);
    empty.instructions().end();
    for _ in 0..FUNCTIONS {
        functions.function(0);
        code.function(&empty);
    }
    let mut module = Module::new();
    module.section(&types).section(&functions).section(&code);
    let mut component = Component::new();
    component.section(&ModuleSection(&module));
    component.finish()
}
