//! Exports the harness's data beside its interface.

pub(super) fn bytes() -> Vec<u8> {
    super::plain_and_exports("pilotbox:challenge/data@0.1.0")
}
