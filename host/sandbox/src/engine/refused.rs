//! Features that the engine must refuse, asked of the engine itself at start-up:
//! another crate of the same build could switch one on behind our back, since
//! cargo builds a dependency once with everything that anybody asks of it.

use wasmtime::{Engine, Module};

use crate::SandboxError;

/// A feature, and the smallest binary that uses it. A module follows the eight
/// bytes that begin every module; a component those of a component.
struct Feature {
    name: &'static str,
    layer: Layer,
    bytes: &'static [u8],
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Layer {
    Module,
    Component,
}

const MODULE: &[u8] = b"\0asm\x01\0\0\0";
const COMPONENT: &[u8] = b"\0asm\x0d\0\x01\0";

/// Results of these differ between machines, or they let a guest share, suspend
/// or hold what the sandbox does not bound.
const FEATURES: [Feature; 9] = [
    // A shared memory of one page.
    module("threads", b"\x05\x04\x01\x03\x01\x01"),
    // A structure without fields.
    module("gc", b"\x01\x03\x01\x5f\x00"),
    // A function type and its continuation.
    module("stack-switching", b"\x01\x06\x02\x60\x00\x00\x5d\x00"),
    // A function type and a tag of it.
    module(
        "exceptions",
        b"\x01\x04\x01\x60\x00\x00\x0d\x03\x01\x00\x00",
    ),
    // A memory with an index of 64 bits.
    module("memory64", b"\x05\x03\x01\x04\x01"),
    // A memory with pages of one byte.
    module("custom-page-sizes", b"\x05\x04\x01\x08\x01\x00"),
    // One function: unreachable, i8x16.relaxed_swizzle, drop.
    module(
        "relaxed-simd",
        b"\x01\x04\x01\x60\x00\x00\x03\x02\x01\x00\x0a\x09\x01\x07\x00\x00\xfd\x80\x02\x1a\x0b",
    ),
    // One function: unreachable, i64.add128, drop, drop.
    module(
        "wide-arithmetic",
        b"\x01\x04\x01\x60\x00\x00\x03\x02\x01\x00\x0a\x09\x01\x07\x00\x00\xfc\x13\x1a\x1a\x0b",
    ),
    // The type of a stream.
    Feature {
        name: "component-model-async",
        layer: Layer::Component,
        bytes: b"\x07\x03\x01\x66\x00",
    },
];

const fn module(name: &'static str, bytes: &'static [u8]) -> Feature {
    Feature {
        name,
        layer: Layer::Module,
        bytes,
    }
}

/// The names of the features that no engine of ours runs.
pub fn refused_features() -> impl Iterator<Item = &'static str> {
    FEATURES.iter().map(|feature| feature.name)
}

/// Demands that the engine refuses every one of them.
pub(super) fn demand_refused(engine: &Engine) -> Result<(), SandboxError> {
    let taken = FEATURES
        .iter()
        .find(|feature| takes(engine, feature.layer, feature.bytes));
    match taken {
        None => Ok(()),
        Some(feature) => Err(SandboxError::Engine(wasmtime::Error::msg(format!(
            "it runs `{}`, which must be off; hint: build without the feature of wasmtime that brings it",
            feature.name
        )))),
    }
}

fn takes(engine: &Engine, layer: Layer, bytes: &[u8]) -> bool {
    match layer {
        Layer::Module => Module::validate(engine, &[MODULE, bytes].concat()).is_ok(),
        Layer::Component => engine
            .precompile_component(&[COMPONENT, bytes].concat())
            .is_ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Allocation, EngineProfile, build_engine};

    #[test]
    fn what_is_like_a_refused_feature_but_is_none_is_taken() {
        let engine = build_engine(EngineProfile::Scored, Allocation::OnDemand).unwrap();
        let plain: [(Layer, &[u8]); 5] = [
            // A memory with a maximum that is not shared.
            (Layer::Module, b"\x05\x04\x01\x01\x01\x01"),
            // A function type.
            (Layer::Module, b"\x01\x04\x01\x60\x00\x00"),
            // unreachable, i8x16.swizzle, drop.
            (
                Layer::Module,
                b"\x01\x04\x01\x60\x00\x00\x03\x02\x01\x00\x0a\x08\x01\x06\x00\x00\xfd\x0e\x1a\x0b",
            ),
            // unreachable, i64.trunc_sat_f64_u, drop.
            (
                Layer::Module,
                b"\x01\x04\x01\x60\x00\x00\x03\x02\x01\x00\x0a\x08\x01\x06\x00\x00\xfc\x07\x1a\x0b",
            ),
            // The type of a list of bytes.
            (Layer::Component, b"\x07\x03\x01\x70\x7d"),
        ];
        for (layer, bytes) in plain {
            assert!(takes(&engine, layer, bytes), "{bytes:x?}");
        }
    }

    #[test]
    fn an_engine_that_runs_a_refused_feature_is_refused() {
        let mut config = wasmtime::Config::new();
        config.wasm_relaxed_simd(true);
        let engine = Engine::new(&config).unwrap();
        let error = demand_refused(&engine).unwrap_err().to_string();
        assert!(
            error.contains("`memory64`") || error.contains("`relaxed-simd`"),
            "{error}"
        );
    }
}
