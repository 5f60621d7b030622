//! A program for Linux.

pub(super) fn bytes() -> Vec<u8> {
    super::elf()
}
