//! Frames so large that a few of them are the whole stack: each jumps over any
//! guard page, so that only a check before it is made can stop it.

use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};

use crate::all_wit;

/// Values of 16 bytes in one frame: together they are a quarter of the stack of
/// 512 KiB. One frame of all of it would take the compiler ten seconds.
const VALUES: usize = 8_192;

pub(super) fn bytes() -> Vec<u8> {
    with_frames(4)
}

/// A plugin for the parking forecast that has this many frames at once.
pub(super) fn with_frames(count: usize) -> Vec<u8> {
    let load = |value: usize| format!("(v128.load offset={} (i32.const 0))\n", 16 * value);
    let loads: String = (0..VALUES).map(load).collect();
    let text = MODULE
        .replace("$loads", &loads)
        .replace("$sum", &"v128.xor\n".repeat(VALUES - 1))
        .replace("$below", &(count - 1).to_string());
    encode(&text).expect("the module is a plugin")
}

fn encode(text: &str) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut module = wat::parse_str(text)?;
    let resolve = all_wit();
    let mut worlds = resolve.worlds.iter();
    let world = worlds.find(|(_, world)| world.name == "parking-forecaster");
    let (world, _) = world.ok_or("the interface has a world")?;
    embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8)?;
    Ok(ComponentEncoder::default().module(&module)?.encode()?)
}

/// The values are loaded before a call and used after it, so that all of them
/// wait in the frame.
const MODULE: &str = r#"
(module
  (memory (export "memory") 4)
  ;; Answers one forecast of a half.
  (data (i32.const 0) "\00\00\00\00\10\00\00\00\01\00\00\00\00\00\00\00\00\00\00\00\00\00\e0\3f")
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
    i32.const 1024)
  (func $descend (param $depth i32)
    (if (i32.eqz (local.get $depth)) (then return))
    (i32.const 196608)
    $loads
    (call $descend (i32.sub (local.get $depth) (i32.const 1)))
    $sum
    v128.store)
  (func (export "pilotbox:mobility/parking-forecast@0.1.0#forecast")
    (param i32 i32 i32 i32 i32 i32 i32 i32) (result i32)
    (call $descend (i32.const $below))
    i32.const 0))
"#;
