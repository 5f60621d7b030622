//! An ELF file with the section that the engine writes into its machine code.
//! Loaded, it would run as the host.

pub(super) fn bytes() -> Vec<u8> {
    let mut bytes = super::elf();
    bytes.extend(b"\0.wasmtime.engine\0.text\0");
    bytes
}
