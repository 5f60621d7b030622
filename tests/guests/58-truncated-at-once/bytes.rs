//! The first bytes of a component, and no more.

pub(super) fn bytes() -> Vec<u8> {
    let mut bytes = super::plain();
    bytes.truncate(6);
    bytes
}
