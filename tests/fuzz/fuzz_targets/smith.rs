//! Components made of a fuzzer's choices: any component, or a plugin for the
//! parking forecast around any core module.

use arbitrary::{Result, Unstructured};
use wasm_smith::{Component, Config, Module};

/// What a plugin exports to its interface, and what it may import.
const EXPORTS: &str = r#"(module
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) unreachable)
  (func (export "pilotbox:mobility/parking-forecast@0.1.0#forecast")
    (param i32 i32 i32 i32 i32 i32 i32 i32) (result i32) unreachable))"#;
const IMPORTS: &str = r#"(module
  (import "pilotbox:plugin/log@0.1.0" "log" (func (param i32 i32 i32)))
  (import "pilotbox:plugin/data@0.1.0" "open" (func (param i32 i32 i32)))
  (import "pilotbox:plugin/tables@0.1.0" "[method]table.rows" (func (param i32) (result i64)))
  (import "pilotbox:plugin/tables@0.1.0" "[method]table.read-f64"
    (func (param i32 i32 i64 i32 i32)))
  (import "pilotbox:plugin/tables@0.1.0" "[resource-drop]table" (func (param i32))))"#;

/// A component; none where the bytes do not suffice for one.
pub(crate) fn component(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut choices = Unstructured::new(bytes);
    if choices.ratio(1, 4).ok()? {
        Component::new(config(&mut choices).ok()?, &mut choices)
            .ok()
            .map(|component| component.to_bytes())
    } else {
        pilotbox_fuzz::plugin_around(module(&mut choices).ok()?)
    }
}

fn module(choices: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    let mut config = config(choices)?;
    config.exports = Some(parsed(EXPORTS));
    // Imports that are offered are all taken, so some plugins have none.
    if choices.arbitrary()? {
        config.available_imports = Some(parsed(IMPORTS));
    } else {
        config.max_imports = 0;
    }
    Module::new(config, choices).map(|module| module.to_bytes())
}

/// Small, and mostly with features that the sandbox runs: what is refused at
/// once leads nowhere.
fn config(choices: &mut Unstructured<'_>) -> Result<Config> {
    let is_strange = choices.ratio(1, 16)?;
    Ok(Config {
        max_memories: 2,
        max_memory32_bytes: 1 << 20,
        max_tables: 2,
        max_table_elements: 1_000,
        max_nesting_depth: 4,
        gc_enabled: is_strange,
        exceptions_enabled: is_strange,
        memory64_enabled: is_strange,
        relaxed_simd_enabled: is_strange,
        threads_enabled: is_strange,
        ..Config::default()
    })
}

fn parsed(text: &str) -> Vec<u8> {
    wat::parse_str(text).expect("the example is a module")
}
