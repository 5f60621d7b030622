//! What a file is, before anything of it is compiled: profile, imports,
//! exports, and whether it fits a challenge. Linear in the file's size.

use pilotbox_model::{Digest, Limits, Profile};
use serde::Serialize;
use wasmparser::{Encoding, Parser, Payload, Validator, WasmFeatures};

use crate::{
    state::printable,
    wit::{self, WitDifference, World},
};

mod imports;
mod magic;
mod start;

pub(crate) use imports::EVALUATION;
pub use magic::FileKind;

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

/// Why a file is refused. Always something that its author can change.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The file is larger than the challenge takes.
    #[error(
        "the file has {size_bytes} bytes; the challenge takes {limit_bytes}; hint: build with `pilotbox build`, which strips debug information"
    )]
    TooLarge {
        /// Its size.
        size_bytes: u64,
        /// The challenge's `component_bytes`.
        limit_bytes: u64,
    },
    /// The file is something else.
    #[error("the file is {kind}, not a WebAssembly component; hint: {}", kind.hint())]
    NotAComponent {
        /// What it is.
        kind: FileKind,
    },
    /// The file is damaged or uses a feature that is refused.
    #[error(
        "the component is not valid: {message} (at byte {offset}); hint: if it was uploaded, compare its digest with that of your own file; threads, memory64, exceptions, GC and relaxed SIMD are refused"
    )]
    Invalid {
        /// What is wrong.
        message: String,
        /// Where.
        offset: u64,
    },
    /// It holds more than a case may before it has done anything.
    #[error(
        "the component starts with {size} {what}; the challenge allows {limit}; hint: ask for less at the start, such as a smaller `--initial-memory`"
    )]
    StartsTooLarge {
        /// Bytes of memory, or elements of tables.
        what: &'static str,
        /// How many, in all its modules together.
        size: u64,
        /// How many a case may hold.
        limit: u64,
    },
    /// The engine cannot make machine code of it.
    #[error("the component cannot be compiled: {0}; hint: split its largest functions")]
    DoesNotCompile(String),
    /// It needs more parts than a runner keeps for a case.
    #[error(
        "the component does not fit a runner: {0}; hint: link fewer core modules, memories and tables into it"
    )]
    DoesNotFit(String),
    /// It imports what is never granted.
    #[error("import `{name}` is not granted; hint: {hint}")]
    ForbiddenImport {
        /// The import.
        name: String,
        /// How to be rid of it.
        hint: &'static str,
    },
    /// It does not export what the challenge asks for, as the challenge asks for it.
    #[error("{}", mismatch(.0))]
    Mismatch(WitDifference),
    /// It exports something besides the challenge's interface.
    #[error(
        "export `{name}` is not asked for: a plugin exports `{expected}` and nothing else; hint: build against the challenge's world alone"
    )]
    ExtraExport {
        /// The export.
        name: String,
        /// The challenge's interface.
        expected: String,
    },
}

impl Rejection {
    /// The stable code of this reason.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "too-large",
            Self::NotAComponent { .. } => "not-a-component",
            Self::Invalid { .. } => "invalid-component",
            Self::StartsTooLarge { .. } => "starts-too-large",
            Self::DoesNotCompile(_) => "does-not-compile",
            Self::DoesNotFit(_) => "does-not-fit",
            Self::ForbiddenImport { .. } => "forbidden-import",
            Self::Mismatch(_) => "wit-mismatch",
            Self::ExtraExport { .. } => "extra-export",
        }
    }
}

/// Inspects a plugin. With the harness and the name of the interface it also
/// decides whether the plugin answers the challenge.
pub fn inspect(
    bytes: &[u8],
    limits: &Limits,
    challenge: Option<(&[u8], &str)>,
) -> Result<Inspection, Rejection> {
    let world = read_world(bytes, limits.component_bytes)?;
    start::check(bytes, limits)?;
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
    let world = read_world(bytes, limit_bytes).map_err(|rejection| rejection.to_string())?;
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

fn read_world(bytes: &[u8], limit_bytes: u64) -> Result<World, Rejection> {
    let size_bytes = bytes.len() as u64;
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
    validate(bytes)?;
    World::decode(bytes).map_err(|message| Rejection::Invalid { message, offset: 0 })
}

/// Validates every section, nested modules included, with the features that the
/// engine runs.
fn validate(bytes: &[u8]) -> Result<(), Rejection> {
    for payload in Parser::new(0).parse_all(bytes) {
        // A second component or module may follow only inside the first.
        if let Payload::Version {
            encoding: Encoding::Module,
            range,
            ..
        } = payload.map_err(invalid)?
            && range.start == 0
        {
            return Err(Rejection::NotAComponent {
                kind: FileKind::CoreModule,
            });
        }
    }
    Validator::new_with_features(features())
        .validate_all(bytes)
        .map(drop)
        .map_err(invalid)
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "used as the function of map_err"
)]
fn invalid(error: wasmparser::BinaryReaderError) -> Rejection {
    Rejection::Invalid {
        message: error.message().to_owned(),
        offset: error.offset() as u64,
    }
}

/// What the engine runs, and nothing that differs between machines.
fn features() -> WasmFeatures {
    WasmFeatures::WASM2
        | WasmFeatures::COMPONENT_MODEL
        | WasmFeatures::TAIL_CALL
        | WasmFeatures::EXTENDED_CONST
        | WasmFeatures::MULTI_MEMORY
}

fn check_fit(world: &World, harness: &[u8], interface: &str) -> Result<(), Rejection> {
    let harness =
        World::decode(harness).map_err(|message| Rejection::Invalid { message, offset: 0 })?;
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

fn mismatch(difference: &WitDifference) -> String {
    let WitDifference {
        expected,
        found,
        nearest,
        lines,
    } = difference;
    let found = match found.as_slice() {
        [] => "nothing".to_owned(),
        names => named(names),
    };
    let text = match nearest {
        Some(nearest) if nearest == expected => {
            format!("export `{expected}` is of another type than the challenge asks for")
        }
        Some(nearest) => {
            format!("expected an export `{expected}`, found {found}; nearest is `{nearest}`")
        }
        None => format!("expected an export `{expected}`, found {found}"),
    };
    let hint = "hint: build against the challenge's wit, `pilotbox new plugin` starts from it";
    if lines.is_empty() {
        return format!("{text}; {hint}");
    }
    let lines = lines.join("\n  ");
    format!("{text}\n  (- expected, + found)\n  {lines}\n{hint}")
}

/// Exports that a message names, and characters of each.
const MAX_NAMED: usize = 8;
const MAX_NAMED_CHARS: usize = 120;

fn named(names: &[String]) -> String {
    let short = |name: &String| {
        let name: String = name.chars().take(MAX_NAMED_CHARS).collect();
        format!("`{}`", printable(&name))
    };
    let mut text = names
        .iter()
        .take(MAX_NAMED)
        .map(short)
        .collect::<Vec<_>>()
        .join(", ");
    if names.len() > MAX_NAMED {
        text.push_str(" and more");
    }
    text
}
