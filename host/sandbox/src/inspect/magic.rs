//! What a file is by its first bytes.

use std::fmt;

/// The first eight bytes of a core module and of a component.
const CORE_MODULE: &[u8] = b"\0asm\x01\0\0\0";
const COMPONENT: &[u8] = b"\0asm\x0d\0\x01\0";

/// Kinds of files that are uploaded by mistake, and the right one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// What is wanted.
    Component,
    /// No bytes at all.
    Empty,
    /// Too short to say, but it begins like WebAssembly.
    Truncated,
    /// WebAssembly without the component layer.
    CoreModule,
    /// WebAssembly as text.
    Text,
    /// Machine code that an engine compiled.
    Precompiled,
    /// A program for Linux.
    Elf,
    /// A zip, gzip or zstd archive.
    Archive,
    /// Something else.
    Unknown,
}

impl FileKind {
    /// What the author can do about it.
    pub fn hint(self) -> &'static str {
        match self {
            Self::CoreModule => {
                "`pilotbox build` makes a component of a crate, `wasm-tools component new` of a module"
            }
            Self::Text => "translate it with `wasm-tools parse`, then make a component of it",
            Self::Precompiled => {
                "machine code is never taken; hand in the component that it was compiled from"
            }
            Self::Elf => "build for `wasm32-unknown-unknown`, best with `pilotbox build`",
            Self::Archive => "unpack it and hand in the `.wasm` file",
            Self::Empty | Self::Truncated => "the build or the copy was cut off; build again",
            Self::Component | Self::Unknown => {
                "hand in the `.wasm` file that `pilotbox build` writes"
            }
        }
    }
}

impl fmt::Display for FileKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Component => "a component",
            Self::Empty => "empty",
            Self::Truncated => "cut off within its first bytes",
            Self::CoreModule => "a core module",
            Self::Text => "a module in text form",
            Self::Precompiled => "precompiled machine code",
            Self::Elf => "an ELF file",
            Self::Archive => "an archive",
            Self::Unknown => "of an unknown kind",
        })
    }
}

/// Looks at the first bytes.
pub(super) fn classify(bytes: &[u8]) -> FileKind {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    if bytes.is_empty() {
        FileKind::Empty
    } else if starts(COMPONENT) {
        FileKind::Component
    } else if starts(CORE_MODULE) {
        FileKind::CoreModule
    } else if starts(b"\x7fELF") {
        if is_precompiled(bytes) {
            FileKind::Precompiled
        } else {
            FileKind::Elf
        }
    } else if starts(b"PK\x03\x04") || starts(b"\x1f\x8b") || starts(b"\x28\xb5\x2f\xfd") {
        FileKind::Archive
    } else if bytes.len() < 8 && COMPONENT.starts_with(&bytes[..bytes.len().min(4)]) {
        FileKind::Truncated
    } else if is_text(bytes) {
        FileKind::Text
    } else {
        FileKind::Unknown
    }
}

/// An engine writes the name of a section of its own into its ELF files.
fn is_precompiled(bytes: &[u8]) -> bool {
    const SECTION: &[u8] = b".wasmtime.engine";
    bytes.windows(SECTION.len()).any(|window| window == SECTION)
}

fn is_text(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(256)]);
    let head = head.trim_start();
    head.starts_with("(module") || head.starts_with("(component") || head.starts_with(";;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_apart() {
        let cases: [(&[u8], FileKind); 10] = [
            (b"", FileKind::Empty),
            (b"\0as", FileKind::Truncated),
            (b"\0asm\x0d\0", FileKind::Truncated),
            (b"\0asm\x01\0\0\0", FileKind::CoreModule),
            (b"\0asm\x0d\0\x01\0", FileKind::Component),
            (b"  (module)", FileKind::Text),
            (b"\x7fELF...", FileKind::Elf),
            (b"\x7fELF...\0.wasmtime.engine\0", FileKind::Precompiled),
            (b"PK\x03\x04", FileKind::Archive),
            (b"hello, city", FileKind::Unknown),
        ];
        for (bytes, kind) in cases {
            assert_eq!(classify(bytes), kind, "{bytes:?}");
        }
    }
}
