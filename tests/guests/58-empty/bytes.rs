//! A file without a byte.

pub(super) fn bytes() -> Vec<u8> {
    Vec::new()
}
