//! The challenge that components are held against: the interface of the parking
//! forecast, and the smallest harness for it, which traps.

use std::sync::OnceLock;

use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::{Resolve, WorldId};

/// The interface that a plugin must export.
pub(super) const INTERFACE: &str = "pilotbox:mobility/parking-forecast@0.1.0";

/// What a harness exports, and so what a plugged pair does.
pub(super) const EVALUATION: &str = "pilotbox:challenge/evaluation@0.1.0";

/// Dependencies first.
const WIT: [&str; 3] = [
    include_str!("../../../wit/plugin/plugin.wit"),
    include_str!("../../../wit/challenge/challenge.wit"),
    include_str!("../../../wit/mobility/parking-forecast.wit"),
];

/// Imports all that a harness for this interface may, and traps.
const HARNESS: &str = include_str!("challenge/harness.wat");

/// The harness as a component.
pub(super) fn harness() -> &'static [u8] {
    static HARNESS_BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    HARNESS_BYTES.get_or_init(|| {
        let module = wat::parse_str(HARNESS).expect("the harness is a module");
        encode(module, "parking-forecast-harness").expect("the harness fits its world")
    })
}

/// Makes a component for one of the worlds of a core module.
fn encode(mut module: Vec<u8>, world: &str) -> Result<Vec<u8>, String> {
    let (resolve, id) = resolved(world);
    embed_component_metadata(&mut module, resolve, id, StringEncoding::UTF8)
        .and_then(|()| ComponentEncoder::default().module(&module)?.encode())
        .map_err(|error| format!("{error:#}"))
}

fn resolved(world: &str) -> (&'static Resolve, WorldId) {
    static RESOLVE: OnceLock<Resolve> = OnceLock::new();
    let resolve = RESOLVE.get_or_init(|| {
        let mut resolve = Resolve::default();
        for text in WIT {
            resolve.push_source("fuzz.wit", text).expect("it is WIT");
        }
        resolve
    });
    let found = resolve.worlds.iter().find(|(_, held)| held.name == world);
    (resolve, found.expect("there is such a world").0)
}

/// A plugin for the interface around a core module; none where they do not fit.
pub fn plugin_around(module: Vec<u8>) -> Option<Vec<u8>> {
    encode(module, "parking-forecaster").ok()
}
