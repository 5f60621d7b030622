//! A thousand units of debug information that share tables of 64 KiB, which a
//! reader goes through once for each.

use wasm_encoder::{Component, CustomSection, Module, ModuleSection};

const UNITS: usize = 1_000;
const TABLE_BYTES: usize = 64 * 1024;

pub(super) fn bytes() -> Vec<u8> {
    // Each is a header that says that nothing follows.
    let units = vec![0; 4 * UNITS];
    let table = vec![0; TABLE_BYTES];
    let mut module = Module::new();
    for (name, data) in [(".debug_info", &units), (".debug_ranges", &table)] {
        module.section(&CustomSection {
            name: name.into(),
            data: data.into(),
        });
    }
    let mut component = Component::new();
    component.section(&ModuleSection(&module));
    component.finish()
}
