//! Exports something beside its interface, by the name that is overlooked in
//! components of Python.

pub(super) fn bytes() -> Vec<u8> {
    super::plain_and_exports("exports")
}
