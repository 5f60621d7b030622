//! Core modules in text to plugins for the parking forecast.

use std::path::Path;

use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};

use crate::all_wit;

/// Makes a plugin for the parking forecast of a core module in text. What it
/// imports of `pilotbox:plugin` and of WASI 0.2 is linked by name.
pub fn encode(path: &Path) -> Vec<u8> {
    let failed = |error: &dyn std::fmt::Display| -> ! { panic!("{}: {error}", path.display()) };
    let mut module = wat::parse_file(path).unwrap_or_else(|error| failed(&error));
    let resolve = all_wit();
    let world = resolve
        .worlds
        .iter()
        .find(|(_, world)| world.name == "parking-forecaster");
    let (world, _) = world.expect("the interface has a world");
    embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8)
        .and_then(|()| ComponentEncoder::default().module(&module)?.encode())
        .unwrap_or_else(|error| failed(&format!("{error:#}")))
}
