//! A good component whose second half was lost.

pub(super) fn bytes() -> Vec<u8> {
    let mut bytes = super::plain();
    bytes.truncate(bytes.len() / 2);
    bytes
}
