//! How functions are lifted and lowered: the synchronous calls of WASI 0.2 with
//! UTF-8 strings, and nothing besides. Other encodings make the engine transcode
//! in code that has had most of its security advisories.

use wasmparser::{CanonicalFunction, CanonicalOption, SectionLimited};

use super::{
    Rejection,
    features::{self, Feature},
    invalid,
};

pub(super) fn section(section: SectionLimited<'_, CanonicalFunction>) -> Result<(), Rejection> {
    for item in section.into_iter_with_offsets() {
        let (offset, function) = item.map_err(invalid)?;
        let refused = match &function {
            CanonicalFunction::Lift { options, .. } | CanonicalFunction::Lower { options, .. } => {
                options.iter().copied().find_map(refused_option)
            }
            CanonicalFunction::ResourceNew { .. }
            | CanonicalFunction::ResourceDrop { .. }
            | CanonicalFunction::ResourceRep { .. } => None,
            CanonicalFunction::ThreadSpawnRef { .. }
            | CanonicalFunction::ThreadSpawnIndirect { .. }
            | CanonicalFunction::ThreadAvailableParallelism
            | CanonicalFunction::ThreadIndex
            | CanonicalFunction::ThreadNewIndirect { .. } => Some(Feature::Threads),
            CanonicalFunction::ErrorContextNew { .. }
            | CanonicalFunction::ErrorContextDebugMessage { .. }
            | CanonicalFunction::ErrorContextDrop => Some(Feature::ErrorContext),
            // Tasks, streams, futures, waitables and what switches between them.
            _ => Some(Feature::Async),
        };
        if let Some(feature) = refused {
            return Err(features::refused(feature, offset));
        }
    }
    Ok(())
}

fn refused_option(option: CanonicalOption) -> Option<Feature> {
    match option {
        CanonicalOption::UTF8
        | CanonicalOption::Memory(_)
        | CanonicalOption::Realloc(_)
        | CanonicalOption::PostReturn(_) => None,
        CanonicalOption::UTF16 => Some(Feature::Utf16),
        CanonicalOption::CompactUTF16 => Some(Feature::Latin1),
        CanonicalOption::Async | CanonicalOption::Callback(_) => Some(Feature::Async),
        CanonicalOption::CoreType(_) | CanonicalOption::Gc => Some(Feature::GarbageCollection),
    }
}
