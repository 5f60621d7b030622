//! A module with one memory of 64 pages: four instances of it hold as much as a
//! case may, without what the plugin itself holds.

use wasm_encoder::{MemorySection, MemoryType, Module};

/// Twice, and twice again.
const LEVELS: u32 = 2;
const PAGES: u64 = 64;

pub(super) fn bytes() -> Vec<u8> {
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum: PAGES,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    let mut module = Module::new();
    module.section(&memories);
    super::plain_with_fan_out(LEVELS, Some((&module, 1)))
}
