//! What of WebAssembly is taken: what the engine runs, and nothing that differs
//! between machines. Says by name which proposal a component uses that is not.

use wasmparser::{BinaryReaderError, WasmFeatures};

use super::Rejection;

/// What the engine runs. A test of the whole compares it with the engine.
pub(super) fn accepted() -> WasmFeatures {
    (WasmFeatures::WASM2 - WasmFeatures::GC_TYPES)
        | WasmFeatures::COMPONENT_MODEL
        | WasmFeatures::TAIL_CALL
        | WasmFeatures::EXTENDED_CONST
        | WasmFeatures::MULTI_MEMORY
}

/// What is refused, in an author's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Feature {
    RelaxedSimd,
    Threads,
    Memory64,
    GarbageCollection,
    Exceptions,
    StackSwitching,
    WideArithmetic,
    CustomPageSizes,
    Async,
    ErrorContext,
    Utf16,
    Latin1,
    CodeAsValue,
    /// A proposal that no released compiler uses unasked.
    Other,
}

impl Feature {
    fn name(self) -> &'static str {
        match self {
            Self::RelaxedSimd => "relaxed SIMD",
            Self::Threads => "threads and shared memory",
            Self::Memory64 => "64-bit memories and tables (memory64)",
            Self::GarbageCollection => "garbage collection (GC) and its reference types",
            Self::Exceptions => "exceptions",
            Self::StackSwitching => "stack switching",
            Self::WideArithmetic => "wide arithmetic",
            Self::CustomPageSizes => "custom page sizes",
            Self::Async => "asynchronous functions, streams and futures",
            Self::ErrorContext => "`error-context`",
            Self::Utf16 => "strings in UTF-16",
            Self::Latin1 => "strings in Latin-1 or UTF-16",
            Self::CodeAsValue => "modules or components handed on as values",
            Self::Other => "a proposal that is not taken",
        }
    }

    fn hint(self) -> &'static str {
        match self {
            Self::RelaxedSimd => {
                "its results differ between machines; build without `relaxed-simd`, plain SIMD is taken"
            }
            Self::Threads => "a case is one thread; build without `atomics` and shared memory",
            Self::Memory64 => "build for a 32-bit target, such as `wasm32-unknown-unknown`",
            Self::GarbageCollection => {
                "build with a compiler that uses linear memory; Kotlin, Dart and others that need GC cannot be run"
            }
            Self::Exceptions => "build with `panic = \"abort\"`, C++ with `-fno-exceptions`",
            Self::Async => {
                "export a plain `func`; a plugin has nothing to wait for, since its data is there before it starts"
            }
            Self::Utf16 | Self::Latin1 => {
                "build with string encoding UTF-8, the default of most tools"
            }
            Self::CodeAsValue => "instantiate modules and components where they are defined",
            Self::StackSwitching
            | Self::WideArithmetic
            | Self::CustomPageSizes
            | Self::ErrorContext
            | Self::Other => "build with the compiler's default features",
        }
    }
}

/// The rejection of this feature, met at this place.
pub(super) fn refused(feature: Feature, offset: usize) -> Rejection {
    Rejection::RefusedFeature {
        feature: feature.name(),
        offset: offset as u64,
        hint: feature.hint(),
    }
}

/// The feature that a validator's error is about, if it is about one.
pub(super) fn missing(error: &BinaryReaderError) -> Option<Feature> {
    error.missing_wasm_feature().map(named)
}

fn named(flag: WasmFeatures) -> Feature {
    const TABLE: [(WasmFeatures, Feature); 9] = [
        (WasmFeatures::RELAXED_SIMD, Feature::RelaxedSimd),
        (
            WasmFeatures::THREADS.union(WasmFeatures::SHARED_EVERYTHING_THREADS),
            Feature::Threads,
        ),
        (
            WasmFeatures::MEMORY64.union(WasmFeatures::CM64),
            Feature::Memory64,
        ),
        (
            WasmFeatures::GC
                .union(WasmFeatures::GC_TYPES)
                .union(WasmFeatures::FUNCTION_REFERENCES)
                .union(WasmFeatures::CUSTOM_DESCRIPTORS)
                .union(WasmFeatures::CM_GC),
            Feature::GarbageCollection,
        ),
        (
            WasmFeatures::EXCEPTIONS.union(WasmFeatures::LEGACY_EXCEPTIONS),
            Feature::Exceptions,
        ),
        (WasmFeatures::STACK_SWITCHING, Feature::StackSwitching),
        (WasmFeatures::WIDE_ARITHMETIC, Feature::WideArithmetic),
        (WasmFeatures::CUSTOM_PAGE_SIZES, Feature::CustomPageSizes),
        (
            WasmFeatures::CM_ASYNC
                .union(WasmFeatures::CM_ASYNC_STACKFUL)
                .union(WasmFeatures::CM_MORE_ASYNC_BUILTINS)
                .union(WasmFeatures::CM_THREADING),
            Feature::Async,
        ),
    ];
    let found = TABLE.iter().find(|(flags, _)| flags.intersects(flag));
    found.map_or(Feature::Other, |(_, feature)| *feature)
}
