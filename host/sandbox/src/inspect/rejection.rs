//! Why a file is refused, in words that its author can act on.

use pilotbox_model::{Bound, printable};

use super::{FileKind, bounds::BOUNDS};
use crate::wit::WitDifference;

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
    /// The file is damaged.
    #[error(
        "the component is not valid: {message} (at byte {offset}); hint: if it was uploaded, compare its digest with that of your own file"
    )]
    Invalid {
        /// What is wrong.
        message: String,
        /// Where.
        offset: u64,
    },
    /// It uses a feature that no plugin may use.
    #[error("the component uses {feature} (at byte {offset}), which is refused; hint: {hint}")]
    RefusedFeature {
        /// The feature.
        feature: &'static str,
        /// Where it is used.
        offset: u64,
        /// How to do without it.
        hint: &'static str,
    },
    /// It is larger or deeper in some respect than any reader should bear.
    #[error(
        "the component is too complex: {place} has {count} {unit}, at most {limit} are taken; hint: {hint}"
    )]
    TooComplex {
        /// What is too large.
        place: String,
        /// How many there are, or what was counted until it was too many.
        count: u64,
        /// What is counted.
        unit: &'static str,
        /// How many may be there.
        limit: u64,
        /// What its author can do.
        hint: &'static str,
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
    /// It imports an interface of the host with types of its own.
    #[error(
        "an import has the right name and another type than the host's: {0}; hint: build with the SDK or the WIT packages of this version"
    )]
    OtherImport(String),
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
    /// The bounds beyond which a component is too complex.
    pub fn bounds() -> &'static [Bound] {
        &BOUNDS
    }

    /// The stable code of this reason.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "too-large",
            Self::NotAComponent { .. } => "not-a-component",
            Self::Invalid { .. } => "invalid-component",
            Self::RefusedFeature { .. } => "refused-feature",
            Self::TooComplex { .. } => "too-complex",
            Self::StartsTooLarge { .. } => "starts-too-large",
            Self::DoesNotCompile(_) => "does-not-compile",
            Self::DoesNotFit(_) => "does-not-fit",
            Self::OtherImport(_) => "import-mismatch",
            Self::ForbiddenImport { .. } => "forbidden-import",
            Self::Mismatch(_) => "wit-mismatch",
            Self::ExtraExport { .. } => "extra-export",
        }
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
