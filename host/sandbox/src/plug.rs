//! Joins a plugin to a harness by exactly one edge, made by hand: joining every
//! name that matches would let a plugin forge the meter or the truth.

use wac_graph::{CompositionGraph, EncodeOptions, types::Package};

use crate::{
    SandboxError,
    caught::caught,
    inspect::{EVALUATION, PILOT},
    state::bounded,
};

/// Plugs an inspected plugin into a harness: one component with two memories
/// that share nothing but typed calls through `interface`.
pub fn plug(harness: &[u8], plugin: &[u8], interface: &str) -> Result<Vec<u8>, SandboxError> {
    join(harness, plugin, interface, EVALUATION)
}

/// The same for citizens: the pair answers forms instead of running cases, and can
/// do nothing else.
pub fn plug_pilot(harness: &[u8], plugin: &[u8], interface: &str) -> Result<Vec<u8>, SandboxError> {
    join(harness, plugin, interface, PILOT)
}

fn join(
    harness: &[u8],
    plugin: &[u8],
    interface: &str,
    export: &str,
) -> Result<Vec<u8>, SandboxError> {
    // The graph asserts what its author knew of components; others are valid
    // too, and must not end the host.
    let composed = caught(|| compose(harness, plugin, interface, export));
    let error = match composed {
        Some(Ok(pair)) => return Ok(pair),
        Some(Err(error)) => format!("{error:#}"),
        None => "the graph of the pair could not be made".to_owned(),
    };
    // Both sides were inspected, and the harness fits others.
    Err(SandboxError::OtherImport(bounded(&error)))
}

fn compose(
    harness: &[u8],
    plugin: &[u8],
    interface: &str,
    export: &str,
) -> wasmtime::Result<Vec<u8>> {
    let error = |error: &dyn std::fmt::Display| wasmtime::Error::msg(format!("{error:#}"));
    let mut graph = CompositionGraph::new();
    let mut register = |name: &str, bytes: &[u8]| {
        let package = Package::from_bytes(name, None, bytes.to_vec(), graph.types_mut())
            .map_err(|e| error(&e))?;
        graph.register_package(package).map_err(|e| error(&e))
    };
    let plugin = register("plugin:plugin", plugin)?;
    let harness = register("harness:harness", harness)?;

    let plugin = graph.instantiate(plugin);
    let answer = graph
        .alias_instance_export(plugin, interface)
        .map_err(|e| error(&e))?;
    let harness = graph.instantiate(harness);
    graph
        .set_instantiation_argument(harness, interface, answer)
        .map_err(|e| error(&e))?;
    let exported = graph
        .alias_instance_export(harness, export)
        .map_err(|e| error(&e))?;
    graph.export(exported, export).map_err(|e| error(&e))?;
    graph
        .encode(EncodeOptions::default())
        .map_err(|e| error(&e))
}
