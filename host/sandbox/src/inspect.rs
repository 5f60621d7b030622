//! What a file is, before anything of it is compiled: profile, imports,
//! exports, and whether it fits a challenge. Linear in the file's size.

use pilotbox_model::{Digest, Limits, Profile};
use serde::Serialize;
use wasmparser::Validator;

use crate::{
    state::bounded,
    wit::{self, World},
};

mod bounds;
mod features;
mod imports;
mod magic;
mod rejection;
mod structure;

pub(crate) use imports::{EVALUATION, PILOT};
pub use magic::FileKind;
pub use rejection::Rejection;

/// An export that componentize-py adds for itself. It has no namespace, so no
/// import of a harness can ever be meant by it, and the one edge that is made
/// leaves it unused.
const INERT_EXPORT: &str = "exports";

/// What a component is.
#[derive(Clone, Debug, Serialize)]
pub struct Inspection {
    /// Digest of the file.
    pub digest: Digest,
    /// Size of the file.
    pub size_bytes: u64,
    /// What it may run with.
    pub profile: Profile,
    /// What it imports.
    pub imports: Vec<String>,
    /// What it exports.
    pub exports: Vec<String>,
    /// Its world as WIT.
    pub wit: String,
}

/// Inspects a plugin. With the harness and the name of the interface it also
/// decides whether the plugin answers the challenge.
pub fn inspect(
    bytes: &[u8],
    limits: &Limits,
    challenge: Option<(&[u8], &str)>,
) -> Result<Inspection, Rejection> {
    let world = read_world(bytes, limits)?;
    let imports = world.imports();
    let profile = imports::profile(&imports)?;
    if let Some((harness, interface)) = challenge {
        check_fit(&world, harness, interface)?;
    }
    Ok(Inspection {
        digest: Digest::of(bytes),
        size_bytes: bytes.len() as u64,
        profile,
        exports: world.exports(),
        wit: world.text(),
        imports,
    })
}

/// Demands that a component is a harness for this interface: pure, importing
/// `pilotbox:challenge` and the interface, exporting `evaluation`.
pub fn inspect_harness(bytes: &[u8], limit_bytes: u64, interface: &str) -> Result<(), String> {
    let limits = Limits {
        component_bytes: limit_bytes,
        ..Limits::CEILING
    };
    let world = read_world(bytes, &limits).map_err(|rejection| rejection.to_string())?;
    let imports = world.imports();
    if !imports.iter().any(|name| name == interface) {
        return Err(format!(
            "does not import `{interface}`, the manifest's interface"
        ));
    }
    let allowed = |name: &&String| {
        *name == interface || imports::is_for_harness(name) || imports::is_for_plugin(name)
    };
    if let Some(name) = imports.iter().find(|name| !allowed(name)) {
        return Err(format!("imports `{name}`; hint: a harness is always pure"));
    }
    if !world.exports().iter().any(|name| name == EVALUATION) {
        return Err(format!("does not export `{EVALUATION}`"));
    }
    Ok(())
}

/// Whether a harness turns citizens' forms into calls. Nothing else is looked at: it is
/// to be inspected before.
pub fn serves_pilots(harness: &[u8]) -> bool {
    World::decode(harness).is_ok_and(|world| world.exports().iter().any(|name| name == PILOT))
}

/// Wraps a core module that a pure build made into a component. Bytes that are
/// a component already are handed back.
pub fn encode_core_module(module: &[u8]) -> Result<Vec<u8>, String> {
    if magic::classify(module) == FileKind::Component {
        return Ok(module.to_vec());
    }
    let encode = || {
        wit_component::ComponentEncoder::default()
            .validate(true)
            .module(module)?
            .encode()
    };
    encode().map_err(|error| format!("{error:#}"))
}

/// Reads the world of a component that was found small and valid. Each step
/// makes sure of what the next one takes for granted.
fn read_world(bytes: &[u8], limits: &Limits) -> Result<World, Rejection> {
    let (size_bytes, limit_bytes) = (bytes.len() as u64, limits.component_bytes);
    if size_bytes > limit_bytes {
        return Err(Rejection::TooLarge {
            size_bytes,
            limit_bytes,
        });
    }
    let kind = magic::classify(bytes);
    if kind != FileKind::Component {
        return Err(Rejection::NotAComponent { kind });
    }
    structure::check(bytes, limits)?;
    Validator::new_with_features(features::accepted())
        .validate_all(bytes)
        .map_err(invalid)?;
    World::decode(bytes).map_err(|message| undecodable(&message))
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "used as the function of map_err"
)]
fn invalid(error: wasmparser::BinaryReaderError) -> Rejection {
    let offset = error.offset();
    if let Some(feature) = features::missing(&error) {
        return features::refused(feature, offset);
    }
    if let Some(limit) = bounds::stopped_by(error.message()) {
        return structure::beyond(limit, format!("the type at byte {offset}"));
    }
    // It quotes names of the file, which may hold anything.
    Rejection::Invalid {
        message: bounded(error.message()),
        offset: offset as u64,
    }
}

fn undecodable(message: &str) -> Rejection {
    Rejection::Invalid {
        message: bounded(message),
        offset: 0,
    }
}

fn check_fit(world: &World, harness: &[u8], interface: &str) -> Result<(), Rejection> {
    let harness = World::decode(harness).map_err(|message| undecodable(&message))?;
    if let Some(difference) = wit::difference(&harness, world, interface) {
        return Err(Rejection::Mismatch(difference));
    }
    let is_extra = |name: &String| name != interface && name != INERT_EXPORT;
    match world.exports().into_iter().find(is_extra) {
        Some(name) => Err(Rejection::ExtraExport {
            name,
            expected: interface.to_owned(),
        }),
        None => Ok(()),
    }
}
