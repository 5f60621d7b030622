//! A core module exports a name as long as it may be.

use wasm_encoder::{ExportKind, ExportSection, MemorySection, MemoryType, Module, ModuleSection};

const BYTES: usize = 16_384;

pub(super) fn bytes() -> Vec<u8> {
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum: 0,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    let mut exports = ExportSection::new();
    exports.export(&"a".repeat(BYTES), ExportKind::Memory, 0);
    let mut module = Module::new();
    module.section(&memories).section(&exports);
    super::plain_and(&ModuleSection(&module))
}
